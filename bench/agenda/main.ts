// The agenda, a case and the export over many deadlines and dialogs. See bench/README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import Fastify from "fastify";
import { openDatabase } from "../../drizzle/open.js";
import { createCursorCodec } from "../../lib/cursor.js";
import { idFromName } from "../../lib/ids.js";
import type { Call } from "../../schema/call.js";
import type { Room, RoomHttp } from "../../schema/room.js";
import type { Scope } from "../../schema/scope.js";
import { DialogStore, openDialogsRoom } from "../../subgraphs/dialogs/index.js";
import { circumstances } from "../gateway/report/machine.js";
import { fill, NOW, partyAt, SERVICES } from "./rows.js";

const scopeOf = (first: number, count: number): Scope => ({
  level: 4,
  groups: [
    {
      parties: Array.from({ length: count }, (_, index) => partyAt(first + index)),
      services: SERVICES.map((service) => ({ service, requiredLevel: 3 })),
    },
  ],
  instances: [],
});

const OPEN = { from: null, to: null, kinds: null, isMet: false, withPutAway: false };

const measure = async (times: number, work: () => Promise<unknown>): Promise<string> => {
  const millis: number[] = [];
  for (let turn = 0; turn < times; turn++) {
    const began = performance.now();
    await work();
    if (turn > 2) millis.push(performance.now() - began);
    await nextTurn();
  }
  millis.sort((a, b) => a - b);
  const at = (part: number): string => (millis[Math.floor((millis.length - 1) * part)] ?? 0).toFixed(1);
  return `${at(0.5)} | ${at(0.95)} | ${at(0.99)}`;
};

const measureLists = async (store: DialogStore, turns: number): Promise<void> => {
  console.log("| what | p50 ms | p95 ms | p99 ms |\n| --- | ---: | ---: | ---: |");
  for (const [name, scope] of [
    ["one party with all its dialogs", scopeOf(0, 1)],
    ["20 parties", scopeOf(1, 20)],
    ["5,000 parties", scopeOf(1, 5_000)],
  ] as const) {
    const view = { scope, now: NOW };
    const selection = { ...view, filter: OPEN };
    const coming = { ...view, filter: { ...OPEN, from: NOW } };
    const take = { after: null, take: 51 };
    console.log(`| agenda, ${name} | ${await measure(turns, () => store.agenda.page(selection, take))} |`);
    console.log(`| … from now on | ${await measure(turns, () => store.agenda.page(coming, take))} |`);
    console.log(
      `| … counted by kind | ${await measure(turns, () => store.agenda.counts(selection, { limit: 10_000 }))} |`,
    );
    const items = () => store.cases.items(view, ["urn:bench:case:7"], { after: null, take: 51 });
    console.log(`| a case, ${name} | ${await measure(turns, items)} |`);
  }
};

const roomOf = (store: DialogStore, scope: Scope): Room =>
  openDialogsRoom({
    store,
    authorization: {
      scope: async () => scope,
      decide: async (_call, requests) =>
        requests.map(() => ({ decision: "PERMIT" as const, requiredLevel: 3, grants: [] })),
    },
    services: {
      servicesByIds: async () => new Map(),
      ownerByOrganization: async () => null,
      familiesOf: async () => new Map(),
    },
    readCall: () => {
      throw new Error("Nobody asks the graph here.");
    },
    cursors: createCursorCodec(new Uint8Array(32).fill(1)),
    clock: () => Date.now(),
    newId: (at) => idFromName("bench", at),
    pseudonymKey: new Uint8Array(32).fill(2),
  });

const refuse = (): never => {
  throw new Error("This is not asked in the bench.");
};

const call: Call = {
  requestId: "bench",
  token: "bench",
  language: "nb",
  viewer: {
    kind: "PERSON",
    party: "urn:altinn:person:identifier-no:17912099997",
    organization: null,
    supplier: null,
    level: 4,
    scopes: [],
    clientId: null,
  },
};

/** Fetches an export, line by line, and says how much memory the process has at each tenth of it. */
const measureExport = async (store: DialogStore, expected: number, format: string): Promise<void> => {
  const app = Fastify();
  const http: RoomHttp = {
    publicUrl: "http://127.0.0.1",
    identify: async () => call,
    onBehalfOf: refuse,
    asOrganization: refuse,
    asPerson: refuse,
    asSignedIn: refuse,
    asAnybody: refuse,
  };
  await app.register(async (own) => {
    await roomOf(store, scopeOf(0, 1)).routes?.(own, http);
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  const memory: number[] = [];
  const began = performance.now();
  let [lines, bytes, tail] = [0, 0, ""];
  await new Promise<void>((resolve, reject) => {
    get({ port, path: `/history/export?format=${format}` }, (response) => {
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        for (const byte of chunk) if (byte === 10) lines += 1;
        tail = (tail + chunk.toString("latin1")).slice(-2_000);
        if (lines >= ((memory.length + 1) * expected) / 10) {
          memory.push(Math.round(process.memoryUsage.rss() / 1_048_576));
        }
      });
      response.on("end", resolve);
      response.on("error", reject);
    }).on("error", reject);
  });
  const seconds = (performance.now() - began) / 1_000;
  const isWhole = tail.includes(`${expected} items`) || tail.includes(`"itemCount":${expected}`);
  if (!isWhole) throw new Error("The export did not come to its end.");
  console.log(
    `${format}: ${expected} items, ${Math.round(bytes / 1_048_576)} MiB in ${seconds.toFixed(1)} s ` +
      `(${Math.round(expected / seconds)} items/s); resident MiB at each tenth: ${memory.join(" ")}`,
  );
  await app.close();
};

const directory = mkdtempSync(join(tmpdir(), "tunet-agenda-"));
try {
  const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
  const ofOne = values.quick ? 50_000 : 1_000_000;
  const database = await openDatabase({ room: "dialogs", location: { dialect: "sqlite", directory } });
  const store = new DialogStore(database);
  console.error(`bench: making a store with ${ofOne} dialogs of one party, and 150,000 of 5,000 others`);
  const total = await fill(database, { ofOne, parties: 5_000 });
  const { processor, cores, node, commit } = circumstances();
  console.log(`# Agenda and export, ${new Date().toISOString().slice(0, 10)}\n`);
  console.log(`At ${commit ?? "an unknown commit"}; ${cores} cores (${processor}), Node ${node}; SQLite.`);
  console.log(`${total} dialogs, each with a deadline.\n`);
  await measureLists(store, values.quick ? 30 : 200);
  console.log("");
  for (const format of ["ndjson", "csv"]) await measureExport(store, ofOne, format);
  await store.close();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
