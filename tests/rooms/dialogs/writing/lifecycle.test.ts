import { expect, it } from "vitest";
import { DAY_MILLIS } from "../../../../lib/clock.js";
import type { OwnerCall, WriteOptions } from "../../../../subgraphs/dialogs/writing/index.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW, partyOf, scopeOf } from "../dialogs.js";
import {
  ADMIN,
  aBody,
  aChange,
  anActivityBody,
  aTransmissionBody,
  idOf,
  OTHER_SERVICE,
  OWNER,
  ownerWith,
  plain,
  SERVICE,
} from "./bodies.js";
import { openTestWriter, type TestWriter } from "./room.js";

const STALE = "00000000-0000-4000-8000-000000000000";
const WHO = { actorType: "PARTY_REPRESENTATIVE", actorId: partyOf(3).urn, actorName: null } as const;

let dialogs = 0;
/** Ids of the parts of a dialog. */
const parts = new Map<string, { readonly transmission: string; readonly saved: string }>();

const made = async ({ writer }: TestWriter): Promise<string> => {
  const transmission = idOf(`transmission ${dialogs}`);
  const saved = idOf(`saved ${dialogs++}`);
  const answer = await writer.create(
    OWNER,
    aBody({
      transmissions: [aTransmissionBody({ id: transmission })],
      activities: [anActivityBody({ id: saved, type: "FormSaved" })],
      serviceOwnerContext: { serviceOwnerLabels: [{ value: "label" }] },
    }),
  );
  if (answer.outcome !== "CREATED") throw new Error(JSON.stringify(answer));
  parts.set(answer.dialogId, { transmission, saved });
  return answer.dialogId;
};

const partOf = (id: string, name: "transmission" | "saved"): string =>
  parts.get(id.toLowerCase())?.[name] ?? idOf("none");

type Write = (test: TestWriter, call: OwnerCall, id: string, options?: WriteOptions) => Promise<object>;

/** Every way to change a dialog. */
const WRITES: Readonly<Record<string, Write>> = {
  replace: ({ writer }, call, id, options) => writer.replace(call, id, aChange({ progress: 1 }), options),
  remove: ({ writer }, call, id, options) => writer.remove(call, id, options),
  restore: ({ writer }, call, id, options) => writer.restore(call, id, options),
  purge: ({ writer }, call, id, options) => writer.purge(call, id, options),
  freeze: ({ writer }, call, id, options) => writer.freeze(call, id, options),
  createTransmissions: ({ writer }, call, id, options) =>
    writer.createTransmissions(call, id, [aTransmissionBody()], options),
  replaceTransmission: ({ writer }, call, id, options) =>
    writer.replaceTransmission(
      call,
      id,
      partOf(id, "transmission"),
      aTransmissionBody({ externalReference: "r" }),
      options,
    ),
  createActivity: ({ writer }, call, id, options) =>
    writer.createActivity(call, id, anActivityBody(), options),
  setFormSavedActivityTime: ({ writer }, call, id, options) =>
    writer.setFormSavedActivityTime(
      call,
      id,
      partOf(id, "saved"),
      { newCreatedAt: "2026-06-15T07:00:00Z" },
      options,
    ),
  addOwnerLabel: ({ writer }, call, id, options) =>
    writer.addOwnerLabel(call, id, { value: "another" }, options),
  removeOwnerLabel: ({ writer }, call, id, options) => writer.removeOwnerLabel(call, id, "Label", options),
};

const NAMES = Object.keys(WRITES);
/** Those that a deleted dialog is there for. */
const ON_DELETED = ["restore", "purge", "setFormSavedActivityTime", "addOwnerLabel", "removeOwnerLabel"];
const OF_LABELS = ["addOwnerLabel", "removeOwnerLabel"];
const OF_ADMINISTRATORS = ["freeze", "setFormSavedActivityTime"];
const FULL = ownerWith(["CHANGE_TRANSMISSIONS"]);
const ANYBODYS = ownerWith(["ADMIN", "CHANGE_TRANSMISSIONS"], "adm");
const callFor = (name: string): OwnerCall => (OF_ADMINISTRATORS.includes(name) ? ownerWith(["ADMIN"]) : FULL);

const write = (name: string, ...rest: Parameters<Write>): Promise<object> => {
  const way = WRITES[name];
  if (way === undefined) throw new Error(name);
  return way(...rest);
};

const only = async ({ rows }: TestWriter, id?: string) => {
  const [row] = (await rows("dialogs")).filter((candidate) => id === undefined || candidate.id === id);
  if (row === undefined) throw new Error("There is no dialog.");
  return row;
};

describeOnBothDatabases("every change of a dialog", (dialect) => {
  it("does not find one that is not there, or is another owner's", async () => {
    const test = await openTestWriter(dialect);
    const notFound = (dialogId: string) => ({ outcome: "NOT_FOUND", entity: "Dialog", ids: [dialogId] });
    for (const name of NAMES) {
      const id = await made(test);
      const before = await only(test, id);
      expect([name, await write(name, test, callFor(name), idOf("nowhere"))]).toEqual([
        name,
        notFound(idOf("nowhere")),
      ]);
      expect([name, await write(name, test, callFor(name), "nonsense")]).toEqual([
        name,
        notFound("nonsense"),
      ]);
      if (OF_ADMINISTRATORS.includes(name)) continue;
      expect([name, await write(name, test, ownerWith(["CHANGE_TRANSMISSIONS"], "oth"), id)]).toEqual([
        name,
        notFound(id),
      ]);
      expect(await only(test, id)).toEqual(before);
    }
  });

  it("is an administrator's on anybody's dialog, whatever letters its id is in", async () => {
    const test = await openTestWriter(dialect);
    for (const name of NAMES) {
      const id = await made(test);
      expect([name, await write(name, test, ANYBODYS, id.toUpperCase())]).toMatchObject([
        name,
        { outcome: "WRITTEN" },
      ]);
    }
  });

  it("is told at which revision the dialog is, where it comes with another", async () => {
    const test = await openTestWriter(dialect);
    for (const name of NAMES) {
      const id = await made(test);
      const before = await only(test, id);
      const revision = OF_LABELS.includes(name) ? before.serviceOwnerContextRevision : before.revision;
      expect([name, await write(name, test, callFor(name), id, { ifMatch: STALE })]).toEqual([
        name,
        { outcome: "REVISION_MISMATCH", revision },
      ]);
      expect(await only(test, id)).toEqual(before);
      const answer = await write(name, test, callFor(name), id, { ifMatch: revision.toUpperCase() });
      expect([name, answer]).toMatchObject([name, { outcome: "WRITTEN" }]);
    }
  });

  it("finds a deleted dialog gone, but for what it is kept for", async () => {
    const test = await openTestWriter(dialect);
    for (const name of NAMES) {
      const id = await made(test);
      await test.writer.remove(OWNER, id);
      const before = await only(test, id);
      const answer = await write(name, test, callFor(name), id);
      if (ON_DELETED.includes(name)) {
        expect([name, answer]).toMatchObject([name, { outcome: "WRITTEN" }]);
      } else {
        expect([name, answer]).toEqual([name, { outcome: "DELETED", entity: "Dialog", ids: [id] }]);
        expect(await only(test, id)).toEqual(before);
      }
    }
  });

  it("of a frozen dialog is for administrators only", async () => {
    const test = await openTestWriter(dialect);
    for (const name of NAMES.filter((candidate) => !OF_ADMINISTRATORS.includes(candidate))) {
      const id = await made(test);
      await test.writer.freeze(ADMIN, id);
      const before = await only(test, id);
      expect([name, await write(name, test, FULL, id)]).toEqual([
        name,
        { outcome: "FORBIDDEN", message: "The dialog is frozen; only an administrator may change it." },
      ]);
      expect(await only(test, id)).toEqual(before);
      expect([name, await write(name, test, ANYBODYS, id)]).toMatchObject([name, { outcome: "WRITTEN" }]);
    }
  });

  it("that is for administrators only is refused to others", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    for (const name of OF_ADMINISTRATORS) {
      expect([name, await write(name, test, FULL, id)]).toMatchObject([
        name,
        {
          outcome: "FORBIDDEN",
          message: expect.stringContaining("digdir:dialogporten.serviceprovider.admin"),
        },
      ]);
    }
  });
});

describeOnBothDatabases("a dialog's end", (dialect) => {
  it("is soft at first: deleted, it has a moment and a new revision, and it is told of", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const before = await only(test);
    test.setNow(NOW + 5);
    const answer = await test.writer.remove(OWNER, id);
    const after = await only(test);
    expect(after).toEqual({ ...before, deletedAt: NOW + 5, updatedAt: NOW + 5, revision: after.revision });
    expect(answer).toEqual({ outcome: "WRITTEN", revision: after.revision });
    expect(after.revision).not.toBe(before.revision);
    expect((await test.rows("events")).at(-1)).toMatchObject({ type: "dialogporten.dialog.deleted.v1" });
    expect(await test.found("skattemelding")).toEqual([]);
  });

  it("is taken back by a restoration: labels and moments are as they were", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const target = [{ dialogId: id, endUserContextRevision: null }];
    await test.writer.setSystemLabelsAsOwner(ADMIN, target, { add: ["ARCHIVE"], remove: [] }, WHO);
    await test.writer.remove(OWNER, id);
    const deleted = await only(test);
    test.setNow(NOW + DAY_MILLIS);
    await test.writer.restore(OWNER, id);
    const restored = await only(test);
    expect(restored).toEqual({ ...deleted, deletedAt: null, revision: restored.revision });
    expect(restored.revision).not.toBe(deleted.revision);
    expect((await test.rows("events")).at(-1)).toMatchObject({ type: "dialogporten.dialog.restored.v1" });
    expect(await test.found("skattemelding")).toEqual([id]);
    // What is not deleted is not restored, and nobody is told.
    const events = (await test.rows("events")).length;
    expect(await test.writer.restore(OWNER, id)).toEqual({ outcome: "WRITTEN", revision: restored.revision });
    expect(await test.rows("events")).toHaveLength(events);
  });

  it("is for good with a purge, of a deleted dialog as well; what happened to it stays told", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    await test.writer.markSeen({ dialogId: id, endUserType: "Person", by: WHO, isViaServiceOwner: false });
    await test.writer.remove(OWNER, id);
    expect(await test.writer.purge(OWNER, id)).toMatchObject({ outcome: "WRITTEN" });
    for (const table of [
      "dialogs",
      "bodies",
      "transmissions",
      "activities",
      "seenLog",
      "labelAssignmentLog",
    ] as const) {
      expect([table, await test.rows(table)]).toEqual([table, []]);
    }
    expect(await test.rows("sources")).toMatchObject([{ heldCount: 0 }]);
    expect((await test.rows("events")).map(({ type }) => type.replace("dialogporten.dialog.", ""))).toEqual([
      "created.v1",
      "transmission.created.v1",
      "activity.form-saved.v1",
      "seen.v1",
      "updated.v1",
      "deleted.v1",
      "deleted.v1",
    ]);
    expect(await test.writer.purge(OWNER, id)).toEqual({ outcome: "NOT_FOUND", entity: "Dialog", ids: [id] });
    expect(
      (
        await test.writer.create(
          OWNER,
          aBody({ id, transmissions: [aTransmissionBody({ id: partOf(id, "transmission") })] }),
        )
      ).outcome,
    ).toBe("CREATED");
  });

  it("leaves nothing to announce, so that a dialog with its id is announced by itself", async () => {
    const test = await openTestWriter(dialect);
    const id = idOf("unseen");
    await test.writer.create(OWNER, aBody({ id, visibleFrom: "2030-01-01T00:00:00Z" }));
    expect(await test.rows("pendingAnnouncements")).toHaveLength(1);
    await test.writer.purge(OWNER, id);
    expect(await test.rows("pendingAnnouncements")).toEqual([]);
    await test.writer.create(OWNER, aBody({ id }));
    expect((await test.rows("events")).map(({ type }) => type)).toEqual(["dialogporten.dialog.created.v1"]);
  });
});

describeOnBothDatabases("a service owner's labels", (dialect) => {
  it("are at most twenty, in small letters, each once, and have a revision of their own", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const before = await only(test);
    for (let index = 1; index < 20; index++) {
      const answer = await test.writer.addOwnerLabel(OWNER, id, { value: ` Label ${index} ` });
      expect(answer).toEqual({
        outcome: "WRITTEN",
        revision: (await only(test)).serviceOwnerContextRevision,
      });
    }
    expect(await test.writer.addOwnerLabel(OWNER, id, { value: "label 20" })).toEqual({
      outcome: "INVALID",
      problems: [
        { path: "value", message: "The dialog has 20 labels; at most 20 are taken. Take one off first." },
      ],
    });
    expect(await test.writer.addOwnerLabel(OWNER, id, { value: "LABEL 1" })).toMatchObject({
      outcome: "CONFLICT",
      problem: { path: "value" },
    });
    expect(await test.writer.addOwnerLabel(OWNER, id, { value: "ab" })).toMatchObject({ outcome: "INVALID" });
    expect(await test.writer.removeOwnerLabel(OWNER, id, "nothing")).toEqual({
      outcome: "NOT_FOUND",
      entity: "ServiceOwnerLabel",
      ids: ["nothing"],
    });
    const after = await only(test);
    expect(after).toEqual({ ...before, serviceOwnerContextRevision: after.serviceOwnerContextRevision });
    expect(await test.rows("events")).toHaveLength(3);
  });

  it("name the form instance that a dialog is about", async () => {
    const test = await openTestWriter(dialect);
    const id = await made(test);
    const value = "urn:altinn:integration:storage:51000001/7d444840-9dc0-41d1-b245-5ffdce74fad2";
    await test.writer.addOwnerLabel(OWNER, id, { value });
    const instanceRef = "urn:altinn:instance-id:51000001/7d444840-9dc0-41d1-b245-5ffdce74fad2";
    expect((await only(test)).instanceRef).toBe(instanceRef);
    await test.writer.removeOwnerLabel(OWNER, id, value);
    expect((await only(test)).instanceRef).toBeNull();
  });
});

describeOnBothDatabases("labels that people set", (dialect) => {
  const view = (services: Record<string, number> = { [SERVICE]: 0 }) => ({
    scope: scopeOf([partyOf(0)], services),
    now: NOW,
  });

  it("go on all dialogs that are named, or on none: where one may not be, or has moved on", async () => {
    const test = await openTestWriter(dialect);
    const ids = [];
    for (const more of [{}, {}, { serviceResource: OTHER_SERVICE }]) {
      const call = "serviceResource" in more ? ownerWith([], "oth") : OWNER;
      const answer = await test.writer.create(call, aBody(more));
      if (answer.outcome === "CREATED") ids.push(answer.dialogId);
    }
    const call = {
      view: view(),
      isAllowed: ({ requiredLevel }: { requiredLevel: number | null }) => requiredLevel !== null,
      by: WHO,
    };
    const targets = ids.map((dialogId) => ({ dialogId, endUserContextRevision: null }));
    const wish = { add: ["BIN"], remove: [] } as const;
    expect(await test.writer.setSystemLabels(call, targets, wish)).toMatchObject({
      outcome: "NOT_ALLOWED",
      dialogId: ids[2],
      access: { id: ids[2], requiredLevel: null },
    });
    const nowhere = { dialogId: idOf("nowhere"), endUserContextRevision: null };
    expect(await test.writer.setSystemLabels(call, [...targets.slice(0, 2), nowhere], wish)).toEqual({
      outcome: "NOT_ALLOWED",
      dialogId: idOf("nowhere"),
      access: null,
    });
    const stale = [targets[0], { dialogId: ids[1] ?? "", endUserContextRevision: STALE }].flatMap(
      (t) => t ?? [],
    );
    const rows = new Map((await test.rows("dialogs")).map((row) => [row.id, row]));
    expect(await test.writer.setSystemLabels(call, stale, wish)).toEqual({
      outcome: "REVISION_MISMATCH",
      revision: rows.get(ids[1] ?? "")?.endUserContextRevision,
    });
    expect(await test.rows("labelAssignmentLog")).toEqual([]);
    expect((await test.rows("dialogs")).map(({ systemLabels }) => systemLabels)).toEqual([1, 1, 1]);

    const answer = await test.writer.setSystemLabels(call, targets.slice(0, 2), wish);
    const after = new Map((await test.rows("dialogs")).map((row) => [row.id, row]));
    expect(answer).toEqual({
      outcome: "WRITTEN",
      revisions: ids.slice(0, 2).map((id) => after.get(id)?.endUserContextRevision),
    });
    expect(ids.map((id) => after.get(id)?.systemLabels)).toEqual([2, 2, 1]);
    // The dialog itself is as it was.
    expect(ids.map((id) => after.get(id)?.revision)).toEqual(ids.map((id) => rows.get(id)?.revision));
    expect(await test.writer.setSystemLabels(call, targets.slice(0, 2), wish)).toEqual(answer);
    expect(await test.rows("labelAssignmentLog")).toHaveLength(2);
  });

  it("are never Sent, and each dialog is named once", async () => {
    const test = await openTestWriter(dialect);
    const dialogId = await made(test);
    const call = { view: view(), isAllowed: () => true, by: WHO };
    const target = { dialogId, endUserContextRevision: null };
    expect(await test.writer.setSystemLabels(call, [target], { add: ["SENT"], remove: ["SENT"] })).toEqual({
      outcome: "DOMAIN_ERROR",
      problems: ["addLabels", "removeLabels"].map((path) => ({
        path,
        message: "Sent follows from what the party has sent; leave it out.",
      })),
    });
    expect(await test.writer.setSystemLabels(call, [target, target], { add: ["BIN"], remove: [] })).toEqual({
      outcome: "INVALID",
      problems: [{ path: "dialogs[1].dialogId", message: "Each dialog may stand here once." }],
    });
  });

  it("are set by administrators on nobody's behalf, and by no other owner", async () => {
    const test = await openTestWriter(dialect);
    const target = [{ dialogId: await made(test), endUserContextRevision: null }];
    const wish = { add: ["ARCHIVE"], remove: [] } as const;
    expect(await test.writer.setSystemLabelsAsOwner(OWNER, target, wish, WHO)).toMatchObject({
      outcome: "FORBIDDEN",
    });
    expect(await test.writer.setSystemLabelsAsOwner(ADMIN, target, wish, WHO)).toMatchObject({
      outcome: "WRITTEN",
    });
    const nowhere = [{ dialogId: idOf("nowhere"), endUserContextRevision: null }];
    expect(await test.writer.setSystemLabelsAsOwner(ADMIN, nowhere, wish, WHO)).toMatchObject({
      outcome: "NOT_FOUND",
    });
  });
});

describeOnBothDatabases("seeing a dialog", (dialect) => {
  it("is noted once for each who sees it and each state of it, however many see it at once", async () => {
    const test = await openTestWriter(dialect);
    const dialogId = await made(test);
    const see = (actorId: string, isViaServiceOwner = false) =>
      test.writer.markSeen({ dialogId, endUserType: "Person", by: { ...WHO, actorId }, isViaServiceOwner });
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => see(`urn:x:${index % 3}`)));
    expect(answers.filter((isNews) => isNews)).toHaveLength(3);
    expect(await test.rows("seenLog")).toHaveLength(3);
    expect((await only(test)).isSeenSinceLastContentUpdate).toBe(true);
    expect(await see("urn:x:0", true)).toBe(true);
    expect((await test.rows("events")).filter(({ type }) => type.endsWith("seen.v1"))).toHaveLength(4);

    test.setNow(NOW + 5);
    await test.writer.replace(OWNER, dialogId, aChange({ content: { title: plain("Nytt") } }));
    expect((await only(test)).isSeenSinceLastContentUpdate).toBe(false);
    expect(await see("urn:x:0")).toBe(true);
    expect(await see("urn:x:0")).toBe(false);
    expect(await test.rows("seenLog")).toHaveLength(5);
  });

  it("of one that is not there is nothing", async () => {
    const test = await openTestWriter(dialect);
    const sight = { dialogId: idOf("nowhere"), endUserType: "Person", by: WHO, isViaServiceOwner: false };
    expect(await test.writer.markSeen(sight)).toBe(false);
    expect(await test.rows("events")).toEqual([]);
  });
});
