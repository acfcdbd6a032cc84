import { expect, it } from "vitest";
import type { FormInstanceRow } from "../../../../drizzle/forms/tables.js";
import { DomainError } from "../../../../lib/errors.js";
import type { DialogsPort } from "../../../../schema/dialogs-port.js";
import { advance, enter, type InstanceActor } from "../../../../subgraphs/forms/rules/process.js";
import type { InstanceChange } from "../../../../subgraphs/forms/store/instance-change.js";
import { NOW, partyOf } from "../../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { anInstance } from "../forms.js";
import { type HistoryWorld, openHistoryWorld } from "./world.js";

const PARTY = { kind: "PARTY", urn: partyOf(0).urn } as const;
const OWNER: InstanceActor = { kind: "OWNER", urn: partyOf(30).urn };
const MINUTE = 60_000;

const begin = async (world: HistoryWorld, name: string, more: Partial<FormInstanceRow> = {}) => {
  const row = anInstance(name, {
    createdAt: NOW,
    lastChangedAt: NOW,
    presentationTexts: { address: "Testbakken 12" },
    round: 1,
    ...more,
  });
  await world.forms.filling.start({
    row,
    filling: { answers: {}, changedAt: {}, prefilled: {} },
    events: [
      { kind: "STARTED", actor: PARTY, taskId: null },
      { kind: "TASK_STARTED", actor: PARTY, taskId: "fill", details: { type: "DATA" } },
    ],
    key: null,
  });
  return row.id;
};

const change = (world: HistoryWorld, id: string, wanted: InstanceChange) =>
  world.forms.filling.change(id, { system: true }, world.moment(), () => wanted);

const moveOn = (world: HistoryWorld, id: string) =>
  world.forms.filling.change(id, { system: true }, world.moment(), (held) =>
    advance(held, PARTY, world.clock()),
  );

const only = async (world: HistoryWorld) => {
  const [dialog, ...more] = await world.dialogs();
  expect(more).toEqual([]);
  return dialog ?? expect.fail("There is no dialog.");
};

describeOnBothDatabases("a submission in the history", (dialect) => {
  it("has one dialog that follows it from the first draft to the confirmation", async () => {
    const world = await openHistoryWorld(dialect);
    const id = await begin(world, "a", { process: "urn:tst:case:1", dueBefore: NOW + 60 * MINUTE });
    await world.work.runOnce();
    const { row, activities } = await only(world);
    expect(row).toMatchObject({
      party: partyOf(0).urn,
      org: "tst",
      status: "DRAFT",
      title: {
        nb: "Søknad om byggetillatelse, Testbakken 12",
        nn: "Søknad om byggjeløyve, Testbakken 12",
        en: "Application for a building permit, Testbakken 12",
      },
      process: "urn:tst:case:1",
      instanceRef: id,
      createdAt: NOW,
      dueAt: NOW + 60 * MINUTE,
    });
    expect(activities).toEqual(["DIALOG_CREATED"]);

    const statuses: string[] = [];
    const follow = async () => {
      await world.work.runOnce();
      const dialog = await only(world);
      expect(dialog.row.id).toBe(row.id);
      statuses.push(`${dialog.row.status} ${dialog.activities.slice(statuses.length + 1).join(" ")}`.trim());
      world.advance(MINUTE);
    };
    world.advance(MINUTE);
    await moveOn(world, id); // to signing
    await follow();
    await moveOn(world, id); // to payment
    await follow();
    await moveOn(world, id); // sent: the owner looks at it
    await follow();
    expect((await only(world)).transmissions).toEqual([
      { type: "SUBMISSION", title: "Skjemaet er sendt inn" },
    ]);
    await world.forms.filling.change(id, { org: "tst" }, world.moment(), (held) => {
      const task = held.definition.tasks.at(-1) ?? expect.fail();
      const details = { title: { nb: "Ikke godt nok" }, text: { nb: "Tegningen mangler." } };
      const rejected = enter(held, task, OWNER, world.clock());
      return {
        ...rejected,
        events: [{ kind: "REJECTED", actor: OWNER, taskId: null, details }, ...rejected.events],
      };
    });
    await follow();
    expect(statuses).toEqual([
      "IN_PROGRESS SENT_TO_SIGNING",
      "DRAFT SENT_TO_PAYMENT",
      "AWAITING FORM_SUBMITTED",
      "REQUIRES_ATTENTION",
    ]);
    expect((await only(world)).transmissions).toEqual([
      { type: "SUBMISSION", title: "Skjemaet er sendt inn" },
      { type: "REJECTION", title: "Ikke godt nok" },
    ]);

    await change(world, id, {
      set: {
        currentTaskId: null,
        archivedAt: world.clock(),
        processEndedAt: world.clock(),
        confirmedAt: world.clock(),
      },
      events: [
        { kind: "ENDED", actor: OWNER, taskId: null },
        { kind: "CONFIRMED", actor: OWNER, taskId: null },
      ],
    });
    await world.work.runOnce();
    expect((await only(world)).row).toMatchObject({ status: "COMPLETED", dueAt: null });
    expect(world.late).toEqual([]);
    expect(world.faults).toEqual([]);
  });

  it("keeps its deadline when that has gone by, is overdue until it is done, and late sending meets it", async () => {
    const world = await openHistoryWorld(dialect);
    const deadline = async () => {
      await world.work.runOnce();
      return world.deadlines();
    };
    const due = NOW + 60 * MINUTE;
    const id = await begin(world, "a", { dueBefore: due });
    const open = { key: "due", kind: "SEND_IN", dueAt: due, metBy: null };
    expect(await deadline()).toEqual([open]);
    world.advance(61 * MINUTE);
    await moveOn(world, id); // to signing, late
    expect(await deadline()).toEqual([{ ...open, kind: "SIGN" }]);
    await moveOn(world, id); // to payment
    expect(await deadline()).toEqual([{ ...open, kind: "PAY" }]);
    world.advance(MINUTE);
    const paid = { set: {}, events: [{ kind: "PAID", actor: PARTY, taskId: null }] } as const;
    await change(world, id, paid);
    await moveOn(world, id); // sent: the owner looks at it
    const met = { ...open, kind: "PAY", metBy: "PAYMENT_MADE" };
    expect(await deadline()).toEqual([met]);
    // Sent back with a later deadline: that is another, and overdue again when it has gone by.
    const later = world.clock() + 60 * MINUTE;
    await change(world, id, {
      set: { dueBefore: later, currentTaskId: "mend" },
      events: [
        { kind: "FEEDBACK_GIVEN", actor: OWNER, taskId: "wait" },
        { kind: "TASK_STARTED", actor: OWNER, taskId: "mend", details: { type: "DATA" } },
      ],
    });
    world.advance(90 * MINUTE);
    await change(world, id, { set: {}, events: [{ kind: "SAVED", actor: PARTY, taskId: null }] });
    expect(await deadline()).toEqual([{ ...open, dueAt: later }]);
    expect(world.late).toEqual([]);
  });

  it("of something that was due before its dialog began is overdue from the first", async () => {
    const world = await openHistoryWorld(dialect);
    await begin(world, "a", { dueBefore: NOW - MINUTE });
    await begin(world, "hidden", { dueBefore: NOW - MINUTE, visibleAfter: NOW + MINUTE });
    await world.work.runOnce();
    expect(await world.deadlines()).toEqual([
      { key: "due", kind: "SEND_IN", dueAt: NOW - MINUTE, metBy: null },
    ]);
    expect(world.late).toEqual([]);
  });

  it("is gone when the submission is deleted, back when that is taken back, and purged with it", async () => {
    const world = await openHistoryWorld(dialect);
    const id = await begin(world, "a");
    const never = await begin(world, "never seen", { softDeletedAt: NOW });
    await world.work.runOnce();
    const set = async (columns: Partial<FormInstanceRow>, kind: "DELETED" | "UNDELETED" | "PURGED") => {
      world.advance(MINUTE);
      await change(world, id, { set: columns, events: [{ kind, actor: PARTY, taskId: null }] });
      await world.work.runOnce();
    };
    await set({ softDeletedAt: world.clock() }, "DELETED");
    expect((await only(world)).row.deletedAt).not.toBeNull();
    await set({ softDeletedAt: null }, "UNDELETED");
    expect(await only(world)).toMatchObject({
      row: { deletedAt: null },
      activities: ["DIALOG_CREATED", "DIALOG_DELETED", "DIALOG_RESTORED"],
    });
    await set({ hardDeletedAt: world.clock() }, "PURGED");
    expect(await world.dialogs()).toEqual([]);
    expect(await world.forms.history.placeOf(never)).not.toBeNull();
    expect(world.late).toEqual([]);
  });

  it("is tried again until it is in, each time with the latest state, and told of once", async () => {
    let isAway = true;
    const between = (dialogs: DialogsPort): DialogsPort => ({
      look: (call, dialogId) => {
        if (isAway) throw new DomainError("DIALOGS_UNAVAILABLE", "They are away.");
        return dialogs.look(call, dialogId);
      },
      write: (call, write) => dialogs.write(call, write),
    });
    const world = await openHistoryWorld(dialect, { between });
    const id = await begin(world, "a");
    await world.work.runOnce();
    await world.work.runOnce(); // not due yet
    world.advance(1_000);
    await world.work.runOnce();
    expect(world.late).toEqual(["1: They are away.", "2: They are away."]);
    await moveOn(world, id);
    isAway = false;
    await world.work.runOnce(); // a change is a reason to try at once
    expect(await only(world)).toMatchObject({
      row: { status: "IN_PROGRESS" },
      activities: ["DIALOG_CREATED", "SENT_TO_SIGNING"],
    });
    expect(await world.forms.history.takeDue({ now: Number.MAX_SAFE_INTEGER, until: 0, take: 9 })).toEqual(
      [],
    );
  });

  it("never gets an older state in the place of a newer one, whoever is faster", async () => {
    let meanwhile: (() => Promise<unknown>) | null = null;
    const between = (dialogs: DialogsPort): DialogsPort => ({
      look: (call, dialogId) => dialogs.look(call, dialogId),
      async write(call, write) {
        const first = meanwhile;
        meanwhile = null;
        await first?.();
        return dialogs.write(call, write);
      },
    });
    const world = await openHistoryWorld(dialect, { between });
    const id = await begin(world, "a");
    meanwhile = async () => {
      await moveOn(world, id); // the first has read the draft already
      await world.followBeside();
    };
    await world.work.runOnce();
    expect(await only(world)).toMatchObject({
      row: { status: "IN_PROGRESS" },
      activities: ["DIALOG_CREATED", "SENT_TO_SIGNING"],
    });
  });

  it("takes what another process has not, and what nobody finished", async () => {
    const world = await openHistoryWorld(dialect);
    const ids = [await begin(world, "a"), await begin(world, "b"), await begin(world, "c")].sort();
    const { history } = world.forms;
    const now = world.clock();
    const taken = await Promise.all([
      history.takeDue({ now, until: now + 1_000, take: 2 }),
      history.takeDue({ now, until: now + 1_000, take: 2 }),
    ]);
    expect(
      taken
        .flat()
        .map(({ instanceId }) => instanceId)
        .sort(),
    ).toEqual(ids);
    expect(await history.takeDue({ now, until: now + 1_000, take: 2 })).toEqual([]);
    const later = await history.takeDue({ now: now + 1_000, until: now + 2_000, take: 5 });
    expect(later.map(({ instanceId }) => instanceId).sort()).toEqual(ids);
  });
});
