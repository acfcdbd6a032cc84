import { expect, it } from "vitest";
import type { Dialect } from "../../../../drizzle/columns.js";
import { openDatabase } from "../../../../drizzle/open.js";
import { createDialogChanges, type DialogChange } from "../../../../subgraphs/dialogs/events/changes.js";
import { DIALOG_EVENT_TYPES } from "../../../../subgraphs/dialogs/events/new-event.js";
import { DialogStore } from "../../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, newLocation, openTestDatabase } from "../../../kit/databases.js";
import { anEventDialog, created, deleted, eventsOn, updated } from "./events.js";

const open = async (dialect: Dialect) => {
  const { database } = await openTestDatabase(dialect, "dialogs");
  const store = new DialogStore(database);
  const everything = async (after = 0) => {
    const upTo = await store.events.completeUpTo();
    const filter = { org: "tst", resources: null, types: null, party: null, dialogId: null, isAloud: false };
    return store.events.between(filter, { after, upTo, take: 1_000 });
  };
  return { database, store, everything, ...eventsOn(dialect, database) };
};

it("has Dialogporten's 23 types of event", () => {
  expect(new Set(DIALOG_EVENT_TYPES).size).toBe(23);
});

describeOnBothDatabases("the change feed", (dialect) => {
  it("gives events in the order in which they were written", async () => {
    const { write, everything } = await open(dialect);
    const dialog = anEventDialog("one");
    const events = [created(dialog), updated(dialog), deleted(dialog)];
    for (const event of events) await write(event);
    expect((await everything()).map(({ id, type }) => ({ id, type }))).toEqual(
      events.map(({ id, type }) => ({ id, type })),
    );
  });

  it("is complete up to the place that it names, while others still write", async () => {
    const { database, append, write, everything } = await open(dialect);
    const [slow, quick] = [created(anEventDialog("slow")), created(anEventDialog("quick"))];
    let finish: () => void = () => undefined;
    let hasWritten: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const slowWrite = database.transaction(async (tx) => {
      await append(tx, [slow]);
      hasWritten();
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await written;
    const quickWrite = write(quick); // on SQLite it waits for its turn
    if (dialect === "postgres") await quickWrite;
    expect(await everything()).toEqual([]);
    finish();
    await Promise.all([slowWrite, quickWrite]);
    expect((await everything()).map(({ id }) => id)).toEqual([slow.id, quick.id]);
  });

  it("misses nothing and repeats nothing to a reader that follows forty writers", async () => {
    const { write, everything, store } = await open(dialect);
    const dialogs = Array.from({ length: 40 }, (_, index) => anEventDialog(`dialog ${index}`));
    const expected: string[] = [];
    let isWriting = true;
    const writing = Promise.all(
      dialogs.map(async (dialog) => {
        for (const event of [created(dialog), updated(dialog), updated(dialog), deleted(dialog)]) {
          expected.push(event.id);
          await write(event);
        }
      }),
    ).finally(() => {
      isWriting = false;
    });
    const read: { id: string; dialogId: string; type: string }[] = [];
    let place = 0;
    const readOn = async () => {
      const upTo = await store.events.completeUpTo();
      const page = (await everything(place)).filter(({ seq }) => seq <= upTo);
      read.push(...page);
      place = upTo;
    };
    while (isWriting) {
      await readOn();
      await new Promise(setImmediate);
    }
    await writing;
    await readOn();
    expect(read.map(({ id }) => id).sort()).toEqual(expected.sort());
    for (const { id } of dialogs) {
      expect(read.filter(({ dialogId }) => dialogId === id).map(({ type }) => type)).toEqual([
        "dialogporten.dialog.created.v1",
        "dialogporten.dialog.updated.v1",
        "dialogporten.dialog.updated.v1",
        "dialogporten.dialog.deleted.v1",
      ]);
    }
  });
});

describeOnBothDatabases("dialogs' changes", (dialect) => {
  const listen = () => {
    const changes: DialogChange[] = [];
    let wake: () => void = () => undefined;
    return {
      changes,
      listener: (change: DialogChange) => {
        changes.push(change);
        wake();
      },
      until: async (count: number) => {
        while (changes.length < count) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
    };
  };

  it("are told to who listens to the dialog, in order, from the moment of listening", async () => {
    const { store, write } = await open(dialect);
    const changes = createDialogChanges(store.events);
    const [mine, other] = [anEventDialog("mine"), anEventDialog("other")];
    await write(created(mine), created(other));
    const { listener, until, changes: told } = listen();
    const end = await changes.subscribe(mine.id, listener);
    await write(updated(other), updated(mine));
    await write(deleted(mine));
    await until(2);
    expect(told.map(({ dialogId, type }) => ({ dialogId, type }))).toEqual([
      { dialogId: mine.id, type: "dialogporten.dialog.updated.v1" },
      { dialogId: mine.id, type: "dialogporten.dialog.deleted.v1" },
    ]);
    end();
    const again = listen();
    await changes.subscribe(mine.id, again.listener);
    await write(updated(mine));
    await again.until(1);
    expect(told).toHaveLength(2);
    changes.close();
    await store.events.signal.close();
  });

  it("are told of what another process writes", async () => {
    const { location, remove } = await newLocation(dialect);
    const [here, there] = await Promise.all([0, 1].map(() => openDatabase({ room: "dialogs", location })));
    if (here === undefined || there === undefined) throw new Error("Two databases were asked for.");
    const store = new DialogStore(here);
    const changes = createDialogChanges(store.events);
    const dialog = anEventDialog("one");
    const { listener, until, changes: told } = listen();
    await changes.subscribe(dialog.id, listener);
    await eventsOn(dialect, there).write(created(dialog));
    await until(1);
    expect(told.map(({ type }) => type)).toEqual(["dialogporten.dialog.created.v1"]);
    changes.close();
    await Promise.all([store.close(), there.close()]);
    await remove();
  });
});
