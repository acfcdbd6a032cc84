import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SYSTEM_LABEL_BITS, type SystemLabel } from "../../../drizzle/dialogs/values.js";
import { randomId } from "../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { changeLabels, labelsOf } from "../../../subgraphs/dialogs/rules/labels.js";
import { openDialogWriter } from "../../../subgraphs/dialogs/writing/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";

const LABELS = Object.keys(SYSTEM_LABEL_BITS) as SystemLabel[];
const maskOf = (...labels: SystemLabel[]): number =>
  labels.reduce((mask, label) => mask | SYSTEM_LABEL_BITS[label], 0);

describe("a change of labels", () => {
  it.each([
    ["into the bin", ["DEFAULT"], ["BIN"], [], ["BIN"], ["set Bin"]],
    ["from the bin to the archive", ["BIN"], ["ARCHIVE"], [], ["ARCHIVE"], ["remove Bin", "set Archive"]],
    ["out of the bin", ["BIN"], [], ["BIN"], ["DEFAULT"], ["remove Bin"]],
    ["back by name", ["ARCHIVE", "SENT"], ["DEFAULT"], [], ["DEFAULT", "SENT"], ["remove Archive"]],
    ["to the last of several", ["DEFAULT"], ["BIN", "ARCHIVE"], [], ["ARCHIVE"], ["set Archive"]],
    [
      "out of the bin and into the archive",
      ["BIN"],
      ["ARCHIVE"],
      ["BIN"],
      ["ARCHIVE"],
      ["remove Bin", "set Archive"],
    ],
    ["that takes Default away", ["DEFAULT"], [], ["DEFAULT"], ["DEFAULT"], []],
    [
      "that marks as unopened",
      ["BIN"],
      ["MARKED_AS_UNOPENED"],
      [],
      ["BIN", "MARKED_AS_UNOPENED"],
      ["set MarkedAsUnopened"],
    ],
    ["that both adds and removes", ["DEFAULT"], ["BIN"], ["BIN"], ["BIN"], ["set Bin"]],
    ["to what it is", ["BIN"], ["BIN"], [], ["BIN"], []],
  ] as const)("%s", (_, before, add, remove, after, log) => {
    const changed = changeLabels(maskOf(...before), { add, remove });
    expect(labelsOf(changed.mask)).toEqual(after);
    expect(changed.log.map(({ name, action }) => `${action} ${name.replace("systemlabel:", "")}`)).toEqual(
      log,
    );
  });

  it("always leaves exactly one of Default, Bin and Archive, and logs exactly what changed but Default", () => {
    const some = fc.array(fc.constantFrom(...LABELS), { maxLength: 4 });
    const masks = fc
      .tuple(
        fc.constantFrom<SystemLabel>("DEFAULT", "BIN", "ARCHIVE"),
        fc.subarray<SystemLabel>(["SENT", "MARKED_AS_UNOPENED"]),
      )
      .map(([folder, others]) => maskOf(folder, ...others));
    fc.assert(
      fc.property(masks, some, some, (mask, add, remove) => {
        const { mask: after, log } = changeLabels(mask, { add, remove });
        const isOn = (label: SystemLabel, of: number) => labelsOf(of).includes(label);
        expect(labelsOf(after).filter((label) => ["DEFAULT", "BIN", "ARCHIVE"].includes(label))).toHaveLength(
          1,
        );
        const changed = LABELS.filter(
          (label) => label !== "DEFAULT" && isOn(label, mask) !== isOn(label, after),
        );
        expect(log.map(({ action }) => action)).toEqual(
          changed.map((label) => (isOn(label, after) ? "set" : "remove")),
        );
        expect(changeLabels(after, { add: [], remove: [] })).toEqual({ mask: after, log: [] });
      }),
    );
  });
});

describeOnBothDatabases("Mutation.setSystemLabel", (dialect) => {
  const OURS = partyOf(0);
  const KARI = `${PERSON_PREFIX}17912099997`;
  const dialogs = {
    letter: aDialog("letter"),
    deleted: aDialog("deleted", { dialog: { deletedAt: NOW - 1 } }),
    later: aDialog("later", { dialog: { visibleFrom: NOW + 1 } }),
    otherService: aDialog("other service", { dialog: { serviceResource: serviceOf(1) } }),
    tooSecret: aDialog("too secret", { dialog: { serviceResource: serviceOf(2) } }),
    theirs: aDialog("theirs", { dialog: { party: partyOf(1).urn } }),
  };
  const open = () =>
    openTestRoom({
      dialect,
      viewers: {
        kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(2)]: 4 }, { level: 3 }) },
      },
      dialogs: Object.values(dialogs),
    });
  const MUTATION = `mutation($input: SetSystemLabelInput!) {
    setSystemLabel(input: $input) { success errors { __typename message } }
  }`;

  it("changes labels and revision, and logs who did it", async () => {
    const { ask, store } = await open();
    const { id, endUserContextRevision } = dialogs.letter.dialog;
    const set = async (addLabels: string[], removeLabels: string[] = []) =>
      (await ask("kari", MUTATION, { input: { dialogId: id, addLabels, removeLabels } })).data.setSystemLabel;
    const context = async () => {
      const query = `query($id: UUID!) { _entities(representations: [{ __typename: "Dialog", id: $id }]) {
        ... on Dialog { endUserContext { revision systemLabels } } } }`;
      return (await ask("kari", query.replace("$id }", `"${id}" }`).replace("($id: UUID!)", ""))).data
        ._entities[0].endUserContext;
    };
    expect(await set(["ARCHIVE", "MARKED_AS_UNOPENED"])).toEqual({ success: true, errors: [] });
    const first = await context();
    expect(first.systemLabels).toEqual(["ARCHIVE", "MARKED_AS_UNOPENED"]);
    expect(first.revision).not.toBe(endUserContextRevision);

    expect(await set(["ARCHIVE"])).toEqual({ success: true, errors: [] });
    expect(await context()).toEqual(first);

    expect(await set([], ["ARCHIVE"])).toEqual({ success: true, errors: [] });
    const second = await context();
    expect(second.systemLabels).toEqual(["DEFAULT", "MARKED_AS_UNOPENED"]);
    expect(second.revision).not.toBe(first.revision);

    const by = { actorType: "PARTY_REPRESENTATIVE", actorId: KARI, actorName: null };
    const log = await store.parts.labelLog([id]);
    expect(
      log.map(({ name, action, performedBy, createdAt }) => ({ name, action, performedBy, createdAt })),
    ).toEqual(
      [
        { name: "systemlabel:Archive", action: "set" },
        { name: "systemlabel:MarkedAsUnopened", action: "set" },
        { name: "systemlabel:Archive", action: "remove" },
      ].map((line) => ({ ...line, performedBy: by, createdAt: NOW })),
    );
  });

  it("says why not", async () => {
    const { ask } = await open();
    const refusal = async (dialogId: string, addLabels = ["BIN"]) => {
      const { data } = await ask("kari", MUTATION, { input: { dialogId, addLabels, removeLabels: [] } });
      expect(data.setSystemLabel.success).toBe(false);
      return data.setSystemLabel.errors;
    };
    const unknown = "0199a000-0000-7000-8000-000000000009";
    const notFound = (id: string) => [
      {
        __typename: "SetSystemLabelEntityNotFound",
        message: `There is no dialog ${id} for you. Check the id.`,
      },
    ];
    expect(await refusal(unknown)).toEqual(notFound(unknown));
    expect(await refusal(dialogs.theirs.dialog.id)).toEqual(notFound(dialogs.theirs.dialog.id));
    expect(await refusal(dialogs.later.dialog.id)).toEqual(notFound(dialogs.later.dialog.id));
    expect(await refusal(dialogs.deleted.dialog.id)).toEqual([
      {
        __typename: "SetSystemLabelEntityDeleted",
        message: `The service owner has deleted dialog ${dialogs.deleted.dialog.id}.`,
      },
    ]);
    expect(await refusal(dialogs.otherService.dialog.id)).toEqual([
      {
        __typename: "SetSystemLabelForbidden",
        message: `You may not read the service of dialog ${dialogs.otherService.dialog.id}. Ask the party for access.`,
      },
    ]);
    expect(await refusal(dialogs.tooSecret.dialog.id)).toEqual([
      {
        __typename: "SetSystemLabelForbidden",
        message:
          "Altinn authentication level too low. Sign in at level 4 to change dialog " +
          `${dialogs.tooSecret.dialog.id}.`,
      },
    ]);
    expect(await refusal(dialogs.letter.dialog.id, ["SENT"])).toEqual([
      {
        __typename: "SetSystemLabelDomainError",
        message: "SENT follows from what was sent in; leave it out of addLabels and removeLabels.",
      },
    ]);
  });

  it("loses no change of many at once, and tells those who come with an old revision", async () => {
    const { store } = await open();
    const { id, endUserContextRevision } = dialogs.letter.dialog;
    const view = { scope: scopeOf([OURS], { [serviceOf(0)]: 3 }), now: NOW };
    const by = { actorType: "PARTY_REPRESENTATIVE", actorId: KARI, actorName: null } as const;
    const writer = openDialogWriter({ store, clock: () => NOW, newId: randomId });
    const order = (add: SystemLabel[], revision: string | null) =>
      writer.setSystemLabels(
        { view, isAllowed: () => true, by },
        [{ dialogId: id, endUserContextRevision: revision }],
        { add, remove: [] },
      );
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        order([index % 2 === 0 ? "BIN" : "ARCHIVE"], endUserContextRevision),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "WRITTEN")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "REVISION_MISMATCH")).toHaveLength(19);

    await Promise.all([order(["MARKED_AS_UNOPENED"], null), order(["ARCHIVE"], null)]);
    const [row] = await store.itemsByIds([id], view);
    expect(labelsOf(row?.systemLabels ?? 0)).toEqual(["ARCHIVE", "MARKED_AS_UNOPENED"]);
  });

  it("loses no label to somebody who opens the dialog at the same time", async () => {
    const { store } = await open();
    const { id } = dialogs.letter.dialog;
    const view = { scope: scopeOf([OURS], { [serviceOf(0)]: 3 }), now: NOW };
    const writer = openDialogWriter({ store, clock: () => NOW, newId: randomId });
    const by = (actorId: string) =>
      ({ actorType: "PARTY_REPRESENTATIVE", actorId, actorName: null }) as const;
    const label = (add: SystemLabel[]) =>
      writer.setSystemLabels(
        { view, isAllowed: () => true, by: by(KARI) },
        [{ dialogId: id, endUserContextRevision: null }],
        { add, remove: [] },
      );
    await label(["MARKED_AS_UNOPENED"]);
    await Promise.all([
      ...Array.from({ length: 8 }, (_, index) =>
        writer.markSeen({
          dialogId: id,
          endUserType: "Person",
          by: by(`reader ${index}`),
          isViaServiceOwner: false,
        }),
      ),
      label(["ARCHIVE"]),
    ]);
    const [row] = await store.itemsByIds([id], view);
    expect(labelsOf(row?.systemLabels ?? 0)).toEqual(["ARCHIVE"]);
    expect(await store.parts.seenLog([id])).toHaveLength(8);
    const log = await store.parts.labelLog([id]);
    expect(log.map(({ name, action }) => `${action} ${name}`).sort()).toEqual([
      "remove systemlabel:MarkedAsUnopened",
      "set systemlabel:Archive",
      "set systemlabel:MarkedAsUnopened",
    ]);
  });

  it.each([
    ["40001", "SetSystemLabelConcurrencyError"],
    ["SQLITE_BUSY", "SetSystemLabelConcurrencyError"],
    ["23505", "SetSystemLabelConflictError"],
    ["SQLITE_CONSTRAINT_UNIQUE", "SetSystemLabelConflictError"],
  ])("says that somebody else was first, where the database does (%s)", async (code, type) => {
    const { ask, store } = await open();
    const lost = new Error("The query failed.", { cause: Object.assign(new Error("lost"), { code }) });
    Object.defineProperty(store.writes, "setLabels", { value: () => Promise.reject(lost) });
    const input = { dialogId: dialogs.letter.dialog.id, addLabels: ["BIN"], removeLabels: [] };
    expect((await ask("kari", MUTATION, { input })).data.setSystemLabel).toEqual({
      success: false,
      errors: [
        {
          __typename: type,
          message: "Somebody else changed the labels at the same time; reload and try again.",
        },
      ],
    });
  });

  it("refuses more labels than there can be, and hides what is no fault of anybody's", async () => {
    const { ask, store } = await open();
    const { id } = dialogs.letter.dialog;
    const many = { dialogId: id, addLabels: Array.from({ length: 21 }, () => "BIN"), removeLabels: [] };
    expect((await ask("kari", MUTATION, { input: many })).data.setSystemLabel.errors).toEqual([
      {
        __typename: "SetSystemLabelValidationError",
        message: "addLabels and removeLabels name 21 labels; name each once, at most 20.",
      },
    ]);
    Object.defineProperty(store.writes, "setLabels", { value: () => Promise.reject(new Error("disk full")) });
    const { data, errors } = await ask("kari", MUTATION, {
      input: { dialogId: id, addLabels: ["BIN"], removeLabels: [] },
    });
    expect(data).toBeNull();
    expect(errors?.map(({ message }) => message)).toEqual(["disk full"]);
  });
});

describeOnBothDatabases("Mutation.bulkSetSystemLabels", (dialect) => {
  const OURS = partyOf(0);
  const KARI = `${PERSON_PREFIX}17912099997`;
  const letters = Array.from({ length: 101 }, (_, index) => aDialog(`letter ${index}`));
  const special = {
    deleted: aDialog("deleted", { dialog: { deletedAt: NOW - 1 } }),
    otherService: aDialog("other service", { dialog: { serviceResource: serviceOf(1) } }),
    tooSecret: aDialog("too secret", { dialog: { serviceResource: serviceOf(2) } }),
    theirs: aDialog("theirs", { dialog: { party: partyOf(1).urn } }),
  };
  const SCOPE = scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(2)]: 4 }, { level: 3 });
  const open = () =>
    openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: SCOPE } },
      dialogs: [...letters, ...Object.values(special)],
    });
  const MUTATION = `mutation($input: BulkSetSystemLabelInput!) {
    bulkSetSystemLabels(input: $input) { success errors { __typename message } }
  }`;
  const idOf = (index: number): string => letters[index]?.dialog.id ?? "";
  type Target = { dialogId: string; enduserContextRevision?: string };
  const set = async (
    { ask }: Awaited<ReturnType<typeof open>>,
    targets: readonly Target[],
    addLabels = ["ARCHIVE"],
  ) => {
    const input = { dialogs: targets, addLabels, removeLabels: [] };
    return (await ask("kari", MUTATION, { input })).data.bulkSetSystemLabels;
  };
  const archived = async ({ store }: Awaited<ReturnType<typeof open>>): Promise<number> => {
    const rows = await store.itemsByIds(
      letters.map(({ dialog }) => dialog.id),
      { scope: SCOPE, now: NOW },
    );
    return rows.filter(({ systemLabels }) => systemLabels === SYSTEM_LABEL_BITS.ARCHIVE).length;
  };

  it("changes as many as a hundred at once, those that come with their revision included", async () => {
    const room = await open();
    const targets = letters.slice(0, 100).map(({ dialog }, index) => ({
      dialogId: dialog.id,
      ...(index % 2 === 0 ? { enduserContextRevision: dialog.endUserContextRevision } : {}),
    }));
    expect(await set(room, targets)).toEqual({ success: true, errors: [] });
    expect(await archived(room)).toBe(100);
  });

  it.each<[string, string, () => readonly Target[], string[] | undefined, string]>([
    ["none", "ValidationError", () => [], undefined, "dialogs names 0; name 1 to 100."],
    [
      "more than a hundred",
      "ValidationError",
      () => letters.map(({ dialog }) => ({ dialogId: dialog.id })),
      undefined,
      "dialogs names 101; name 1 to 100.",
    ],
    [
      "one of them twice",
      "ValidationError",
      () => [{ dialogId: idOf(0) }, { dialogId: idOf(0) }],
      undefined,
      "dialogs[1].dialogId: Each dialog may stand here once.",
    ],
    [
      "the system's label",
      "DomainError",
      () => [{ dialogId: idOf(0) }],
      ["SENT"],
      "SENT follows from what was sent in; leave it out of addLabels and removeLabels.",
    ],
    [
      "one that was changed in between",
      "ConcurrencyError",
      () => [{ dialogId: idOf(0) }, { dialogId: idOf(1), enduserContextRevision: idOf(2) }],
      undefined,
      `The labels are at revision ${letters[1]?.dialog.endUserContextRevision} now; reload the dialog and try again.`,
    ],
    ...[special.theirs, special.deleted, special.otherService].map(
      ({ dialog }): [string, string, () => readonly Target[], undefined, string] => [
        "one that is not theirs to change",
        "NotFound",
        () => [{ dialogId: idOf(0) }, { dialogId: dialog.id }],
        undefined,
        `There is no dialog ${dialog.id} that you may change. Check the id, and ask the party for access.`,
      ],
    ),
    [
      "one that needs a stronger login",
      "DomainError",
      () => [{ dialogId: idOf(0) }, { dialogId: special.tooSecret.dialog.id }],
      undefined,
      `Altinn authentication level too low. Sign in at level 4 to change dialog ${special.tooSecret.dialog.id}.`,
    ],
  ])("changes nothing where it is asked for %s (%s)", async (_, type, targets, labels, message) => {
    const room = await open();
    expect(await set(room, targets(), labels)).toEqual({
      success: false,
      errors: [{ __typename: `BulkSetSystemLabel${type}`, message }],
    });
    expect(await archived(room)).toBe(0);
  });

  it("says that somebody else was first, where the database does", async () => {
    const room = await open();
    const lost = Object.assign(new Error("lost"), { code: "23505" });
    Object.defineProperty(room.store.writes, "setLabels", { value: () => Promise.reject(lost) });
    expect((await set(room, [{ dialogId: idOf(0) }])).errors).toEqual([
      {
        __typename: "BulkSetSystemLabelConflictError",
        message: "Somebody else changed the labels at the same time; reload and try again.",
      },
    ]);
  });
});
