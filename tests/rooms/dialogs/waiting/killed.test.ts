import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { columnsOf } from "../../../../drizzle/columns.js";
import { dialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { openDatabase } from "../../../../drizzle/open.js";
import { HOUR_MILLIS } from "../../../../lib/clock.js";
import { randomId } from "../../../../lib/ids.js";
import { packageRoot } from "../../../../lib/package-root.js";
import { HISTORY_ARGUMENTS } from "../../../../schema/history-source/contract.js";
import { DialogStore } from "../../../../subgraphs/dialogs/store.js";
import { createWaitingWork } from "../../../../subgraphs/dialogs/waiting/index.js";
import { describeOnBothDatabases, newLocation } from "../../../kit/databases.js";
import { NOW, partyOf, scopeOf, serviceOf } from "../dialogs.js";

const KILLS = 5;
const KEPT_A_ROUND = 25;
const CHILD = join(packageRoot(), "tests", "rooms", "dialogs", "waiting", "act-until-killed.mjs");
const MARKED = {
  subgraph: "fiks",
  field: "fiksHistory",
  directive: { id: "fiks", nb: "Fiks", action: "fiksAct" },
  arguments: Object.keys(HISTORY_ARGUMENTS),
};

interface Sent {
  readonly idempotencyKey: string;
}

/** An agency that is away for every third question, and loses the answer of every third that it does. */
const openAgency = async () => {
  const done: string[] = [];
  let asked = 0;
  let isWell = false;
  const take = ({ idempotencyKey }: Sent): number => {
    const mood = isWell ? 0 : asked++ % 3;
    if (mood === 1) return 503;
    if (!done.includes(idempotencyKey)) done.push(idempotencyKey);
    return mood === 2 ? 502 : 200;
  };
  const server = createServer(async (request, response) => {
    response.statusCode = take(JSON.parse(await text(request)) as Sent);
    response.end(JSON.stringify({ outcome: "DONE" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    done,
    take,
    recover() {
      isWell = true;
    },
  };
};

/** Runs the process, and kills it once it has kept so many. @returns ids of what it kept */
const killAfter = async (kept: number, told: object): Promise<readonly string[]> => {
  const child = spawn(process.execPath, [CHILD, JSON.stringify(told)], { stdio: ["ignore", "pipe", "pipe"] });
  const complaints = text(child.stderr);
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once("close", (_, signal) => resolve(signal));
  });
  const ids: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    ids.push(JSON.parse(line).id);
    if (ids.length === kept) child.kill("SIGKILL");
  }
  expect(await ended, await complaints).toBe("SIGKILL");
  return ids;
};

describeOnBothDatabases("a process that is killed while actions wait", (dialect) => {
  it("has kept each that it acknowledged, and each is done once when the agency is back", async () => {
    const { location, remove } = await newLocation(dialect);
    const database = await openDatabase({ room: "dialogs", location });
    const store = new DialogStore(database);
    onTestFinished(async () => {
      await store.close();
      await remove();
    });
    const agency = await openAgency();
    const party = partyOf(0);
    const scope = scopeOf([party], { [serviceOf(0)]: 3 });
    const told = { location, agency: agency.url, marked: MARKED, owner: "kari", party: party.urn, scope };
    const acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const name = `round ${round}`;
      const now = NOW + round * HOUR_MILLIS;
      acknowledged.push(...(await killAfter(KEPT_A_ROUND + round, { ...told, name, now })));
    }

    agency.recover();
    const { sourceActions } = dialogsTables(columnsOf(dialect));
    const rows = () => database.read.select().from(sourceActions);
    let now = NOW + KILLS * HOUR_MILLIS;
    const work = createWaitingWork(
      {
        actions: store.actions,
        subgraphs: {
          marked: async () => [MARKED],
          ask: async (_, { variables }) => {
            agency.take(variables as unknown as Sent);
            return { data: { answer: { outcome: "DONE" } }, errors: [] };
          },
        },
        authorization: { scope: async () => scope, decide: async () => [] },
        clock: () => now,
        newId: randomId,
        callOf: ({ owner }) => ({
          requestId: "test",
          token: "test",
          language: "nb",
          viewer: {
            kind: "PERSON",
            party: owner,
            organization: null,
            supplier: null,
            level: 3,
            scopes: [],
            clientId: null,
          },
        }),
      },
      (fault) => expect.fail(String(fault)),
    );
    for (let look = 0; look < 50 && (await rows()).some(({ state }) => state === "WAITING"); look++) {
      await work.runOnce();
      now += HOUR_MILLIS;
    }

    const kept = await rows();
    expect(kept.filter(({ state }) => state !== "DONE")).toEqual([]);
    const ids = new Set(kept.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    // What was sent was kept before, and done once.
    expect([...agency.done].sort()).toEqual([...ids].sort());
  }, 60_000);
});
