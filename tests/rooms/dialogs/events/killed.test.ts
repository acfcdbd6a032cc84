import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it, onTestFinished } from "vitest";
import type { DatabaseOptions } from "../../../../drizzle/database.js";
import { openDatabase } from "../../../../drizzle/open.js";
import { randomId } from "../../../../lib/ids.js";
import { createOutboundCheck } from "../../../../lib/outbound-address.js";
import { packageRoot } from "../../../../lib/package-root.js";
import { createWebhookClient } from "../../../../subgraphs/dialogs/events/webhook-client.js";
import { createEventWork } from "../../../../subgraphs/dialogs/events/work.js";
import { DialogStore } from "../../../../subgraphs/dialogs/store.js";
import { describeOnBothDatabases, newLocation } from "../../../kit/databases.js";
import { NOW, partyOf, serviceOf } from "../dialogs.js";
import { eventsOn } from "./events.js";
import { openReceiver } from "./receiver.js";

const KILLS = 20;
const WRITERS = 4;
/** Longer than a lease: each process after a killed one takes its subscription over at once. */
const ROUND_MILLIS = 120_000;
const CHILD = join(packageRoot(), "tests", "rooms", "dialogs", "events", "write-until-killed.mjs");

interface Acknowledged {
  readonly dialogId: string;
  readonly activityId?: string;
}

/** Runs the writing process, and kills it once it has acknowledged so many writes. @returns all that it acknowledged */
const killAfter = async (
  acknowledgements: number,
  options: {
    readonly location: DatabaseOptions["location"];
    readonly receiver: string;
    readonly round: number;
  },
): Promise<readonly Acknowledged[]> => {
  const told = {
    location: options.location,
    receiver: options.receiver,
    name: `round ${options.round}`,
    now: NOW + options.round * ROUND_MILLIS,
    service: serviceOf(0),
    org: "tst",
    organization: partyOf(20).urn,
    party: partyOf(0).urn,
  };
  const child = spawn(process.execPath, [CHILD, JSON.stringify(told)], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString("utf8");
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("close", (_, signal) => resolve(signal));
  });
  const done: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    done.push(JSON.parse(line));
    if (done.length === acknowledgements) child.kill("SIGKILL");
  }
  expect(await ended, complaints).toBe("SIGKILL");
  return done;
};

const first = <T>(list: readonly T[]): T[] => [...new Set(list)];

describeOnBothDatabases("a process that is killed while it writes", (dialect) => {
  it(`has written all that it acknowledged, with every event, ${KILLS} times over`, async () => {
    const { location, remove } = await newLocation(dialect);
    const database = await openDatabase({ room: "dialogs", location });
    const store = new DialogStore(database);
    const receiver = await openReceiver();
    let now = NOW;
    const work = createEventWork(
      {
        events: store.events,
        client: createWebhookClient(createOutboundCheck({ allowedHosts: [receiver.host], ports: [443] })),
        clock: () => now,
        newId: randomId,
        owner: "the test",
        publicUrl: () => "https://tunet.example",
      },
      (fault) => expect.fail(String(fault)),
    );
    onTestFinished(async () => {
      await work.close();
      await store.close();
      await remove();
    });
    const filters = { resourceFilter: null, subjectFilter: null, sourceFilter: null, typeFilter: null };
    const by = { consumer: partyOf(20).urn, createdBy: partyOf(20).urn };
    await store.events.subscribe(
      { org: "tst", endPoint: receiver.url(), ...filters, ...by },
      { now, limit: 1 },
    );
    await work.runOnce();

    const acknowledged: Acknowledged[] = [];
    for (let round = 1; round <= KILLS; round++) {
      const after = 20 + ((round * 17) % 60); // now in the first writes, now in the middle of deliveries
      acknowledged.push(...(await killAfter(after, { location, receiver: receiver.host, round })));
    }
    now = NOW + (KILLS + 1) * ROUND_MILLIS;
    await work.runOnce();

    const { tables } = eventsOn(dialect, database);
    const dialogs = new Set((await database.read.select().from(tables.dialogs)).map(({ id }) => id));
    const activities = new Set((await database.read.select().from(tables.activities)).map(({ id }) => id));
    const events = await database.read.select().from(tables.events).orderBy(tables.events.seq);
    const created = events.filter(({ type }) => type === "dialogporten.dialog.created.v1");
    const saved = events.filter(({ type }) => type === "dialogporten.dialog.activity.form-saved.v1");

    // Every acknowledged write is there, and its event, once.
    const made = acknowledged.filter(({ activityId }) => activityId === undefined);
    const added = acknowledged.flatMap(({ activityId }) => (activityId === undefined ? [] : [activityId]));
    expect(made.filter(({ dialogId }) => !dialogs.has(dialogId))).toEqual([]);
    expect(added.filter((id) => !activities.has(id))).toEqual([]);
    expect(created.map(({ dialogId }) => dialogId).sort()).toEqual([...dialogs].sort());
    expect(saved.map(({ partId }) => partId).sort()).toEqual([...activities].sort());
    // What was written without being acknowledged was on its way when the process died: one write of each writer.
    expect(dialogs.size + activities.size - acknowledged.length).toBeLessThanOrEqual(KILLS * WRITERS);

    // Every event came out, none but them, and those of one dialog in order.
    const received = receiver.taken();
    expect(first(received.map(({ id }) => id)).sort()).toEqual(events.map(({ id }) => id).sort());
    for (const dialogId of dialogs) {
      const came = first(
        received.filter(({ resourceinstance }) => resourceinstance === dialogId).map(({ id }) => id),
      );
      expect(came).toEqual(events.filter((event) => event.dialogId === dialogId).map(({ id }) => id));
    }
  }, 120_000);
});
