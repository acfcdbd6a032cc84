import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { DialogRow } from "../../../../drizzle/dialogs/tables.js";
import { DAY_MILLIS, HOUR_MILLIS } from "../../../../lib/clock.js";
import { dialogEvent } from "../../../../subgraphs/dialogs/events/new-event.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { aDialog, NOW, SOURCES } from "../dialogs.js";
import { aMoment } from "./events.js";
import { openWork, type TestWork } from "./work.js";

const LATER = NOW + DAY_MILLIS;

/** A dialog in the store that is visible from some moment, and its events, as a writer writes them. */
const openDialog = async (world: TestWork, visibleFrom: number | null) => {
  const seed = aDialog("postponed", { dialog: { visibleFrom } });
  await world.store.upsertSources(SOURCES);
  await world.store.createDialogs([seed]);
  const { dialogs } = world.tables;
  let row: DialogRow = { ...seed.dialog, seq: 0 };
  const happen = async (what: Parameters<typeof dialogEvent>[0], change: Partial<DialogRow> = {}) => {
    row = { ...row, ...change };
    await world.database.transaction(async (tx) => {
      if (Object.keys(change).length > 0) await tx.update(dialogs).set(change).where(eq(dialogs.id, row.id));
      await world.append(tx, [dialogEvent(what, row, aMoment(world.at()))]);
    });
  };
  const purge = () =>
    world.database.transaction(async (tx) => {
      await tx.delete(dialogs).where(eq(dialogs.id, row.id));
      await world.append(tx, [dialogEvent("DELETED", row, aMoment(world.at()))]);
    });
  const feed = async () => {
    await world.work.runOnce();
    const upTo = await world.store.events.completeUpTo();
    const filter = { org: "tst", resources: null, types: null, party: null, dialogId: null, isAloud: false };
    const events = await world.store.events.between(filter, { after: 0, upTo, take: 100 });
    return events.map(({ type, occurredAt }) => [type.split(".").at(2), occurredAt]);
  };
  const waiting = () => world.database.read.select().from(world.tables.pendingAnnouncements);
  return { id: row.id, happen, purge, feed, waiting };
};

describeOnBothDatabases("a dialog that is visible from a later moment", (dialect) => {
  it("is announced when that moment comes, once, and by nothing else", async () => {
    const world = await openWork(dialect);
    await world.subscribe();
    const { happen, feed, id, waiting } = await openDialog(world, LATER);
    await happen("CREATED");
    await happen("UPDATED");
    expect(await feed()).toEqual([]);
    world.wait(DAY_MILLIS - 1);
    expect(await feed()).toEqual([]);
    world.wait(1);
    expect(await feed()).toEqual([["created", LATER]]);
    world.wait(HOUR_MILLIS);
    await happen("UPDATED");
    expect(await feed()).toEqual([
      ["created", LATER],
      ["updated", LATER + HOUR_MILLIS],
    ]);
    expect(world.receiver.taken().map(({ type, resourceinstance }) => [type, resourceinstance])).toEqual([
      ["dialogporten.dialog.created.v1", id],
      ["dialogporten.dialog.updated.v1", id],
    ]);
    expect(await waiting()).toEqual([]);
  });

  it("is announced by several nodes once", async () => {
    const world = await openWork(dialect);
    const { happen, feed } = await openDialog(world, LATER);
    await happen("CREATED");
    world.wait(DAY_MILLIS);
    const nodes = ["node 2", "node 3", "node 4"].map(world.openNode);
    await Promise.all(nodes.map((node) => node.runOnce()));
    expect(await feed()).toEqual([["created", LATER]]);
  });

  it("is announced by the change that makes it visible at once", async () => {
    const world = await openWork(dialect);
    const { happen, feed, waiting } = await openDialog(world, LATER);
    await happen("CREATED");
    world.wait(HOUR_MILLIS);
    await happen("UPDATED", { visibleFrom: null });
    expect(await feed()).toEqual([["created", NOW + HOUR_MILLIS]]);
    expect(await waiting()).toEqual([]);
  });

  it("is announced by a change that comes before the announcer does", async () => {
    const world = await openWork(dialect);
    const { happen, feed } = await openDialog(world, LATER);
    await happen("CREATED");
    world.wait(DAY_MILLIS + HOUR_MILLIS);
    await happen("UPDATED");
    expect(await feed()).toEqual([["created", LATER]]);
  });

  it("is announced later where that moment is moved", async () => {
    const world = await openWork(dialect);
    const { happen, feed } = await openDialog(world, LATER);
    await happen("CREATED");
    await happen("UPDATED", { visibleFrom: LATER + DAY_MILLIS });
    world.wait(DAY_MILLIS);
    expect(await feed()).toEqual([]);
    world.wait(DAY_MILLIS);
    expect(await feed()).toEqual([["created", LATER + DAY_MILLIS]]);
  });

  it("is not announced while it is deleted, but when it is restored", async () => {
    const world = await openWork(dialect);
    const { happen, feed, waiting, id } = await openDialog(world, LATER);
    await happen("CREATED");
    await happen("DELETED", { deletedAt: NOW });
    world.wait(2 * DAY_MILLIS);
    expect(await feed()).toEqual([]);
    expect(await waiting()).toEqual([{ dialogId: id, dueAt: null }]);
    await happen("RESTORED", { deletedAt: null });
    expect(await feed()).toEqual([["created", LATER]]);
  });

  it("is forgotten when it is purged before anybody saw it", async () => {
    const world = await openWork(dialect);
    const { happen, purge, feed, waiting } = await openDialog(world, LATER);
    await happen("CREATED");
    await purge();
    world.wait(2 * DAY_MILLIS);
    expect(await feed()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });
});

describeOnBothDatabases("a dialog that is visible", (dialect) => {
  it("is announced at once, and its deletion is told", async () => {
    const world = await openWork(dialect);
    const { happen, purge, feed } = await openDialog(world, null);
    await happen("CREATED");
    await purge();
    expect(await feed()).toEqual([
      ["created", NOW],
      ["deleted", NOW],
    ]);
  });
});
