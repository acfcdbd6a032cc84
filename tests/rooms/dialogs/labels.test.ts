import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SYSTEM_LABEL_BITS, type SystemLabel } from "../../../drizzle/dialogs/values.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { changeLabels, labelsOf } from "../../../subgraphs/dialogs/rules/labels.js";
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
    const log = await store.labelLogByDialogIds([id]);
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
    let ids = 0;
    const newId = () => `0199a000-0000-7000-8000-${String(ids++).padStart(12, "0")}`;
    const order = (add: SystemLabel[], expectedRevision: string | null) =>
      store.setSystemLabels({
        dialogId: id,
        view,
        add,
        remove: [],
        expectedRevision,
        isAllowed: () => true,
        deed: { by, at: NOW, newId },
      });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        order([index % 2 === 0 ? "BIN" : "ARCHIVE"], endUserContextRevision),
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "CHANGED")).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === "REVISION_CONFLICT")).toHaveLength(19);

    await Promise.all([order(["MARKED_AS_UNOPENED"], null), order(["ARCHIVE"], null)]);
    const [row] = await store.itemsByIds([id], view);
    expect(labelsOf(row?.systemLabels ?? 0)).toEqual(["ARCHIVE", "MARKED_AS_UNOPENED"]);
  });

  it("loses no label to somebody who opens the dialog at the same time", async () => {
    const { store } = await open();
    const { id } = dialogs.letter.dialog;
    const view = { scope: scopeOf([OURS], { [serviceOf(0)]: 3 }), now: NOW };
    let ids = 0;
    const newId = () => `0199a000-0000-7000-8000-${String(ids++).padStart(12, "0")}`;
    const by = (actorId: string) =>
      ({ actorType: "PARTY_REPRESENTATIVE", actorId, actorName: null }) as const;
    const label = (add: SystemLabel[]) =>
      store.setSystemLabels({
        dialogId: id,
        view,
        add,
        remove: [],
        expectedRevision: null,
        isAllowed: () => true,
        deed: { by: by(KARI), at: NOW, newId },
      });
    await label(["MARKED_AS_UNOPENED"]);
    await Promise.all([
      ...Array.from({ length: 8 }, (_, index) =>
        store.markSeen({
          dialogId: id,
          endUserType: "Person",
          deed: { by: by(`reader ${index}`), at: NOW, newId },
        }),
      ),
      label(["ARCHIVE"]),
    ]);
    const [row] = await store.itemsByIds([id], view);
    expect(labelsOf(row?.systemLabels ?? 0)).toEqual(["ARCHIVE"]);
    expect(await store.seenLogByDialogIds([id])).toHaveLength(8);
    const log = await store.labelLogByDialogIds([id]);
    expect(log.map(({ name, action }) => `${action} ${name}`).sort()).toEqual([
      "remove systemlabel:MarkedAsUnopened",
      "set systemlabel:Archive",
      "set systemlabel:MarkedAsUnopened",
    ]);
  });
});
