// A process that asks an agency to do things, and says of each that it is kept, until somebody kills it. Runs the built
// program: see killed.test.ts.
import { writeSync } from "node:fs";
import { openDatabase } from "../../../../dist/drizzle/open.js";
import { idFromName, randomId } from "../../../../dist/lib/ids.js";
import { SubgraphSilent } from "../../../../dist/schema/subgraphs-port.js";
import { DialogStore } from "../../../../dist/subgraphs/dialogs/store.js";
import { deliver } from "../../../../dist/subgraphs/dialogs/waiting/deliver.js";
import { createWaitingWork, LEASE_MILLIS } from "../../../../dist/subgraphs/dialogs/waiting/work.js";

const {
  location,
  name,
  now: began,
  agency,
  marked,
  owner,
  party,
  scope,
} = JSON.parse(process.argv[2] ?? "{}");
const WRITERS = 4;
const started = performance.now();
const clock = () => began + Math.round(performance.now() - started);

const subgraphs = {
  marked: async () => [marked],
  async ask(_call, { variables }) {
    const response = await fetch(agency, { method: "POST", body: JSON.stringify(variables) });
    if (!response.ok) throw new SubgraphSilent("UNREACHABLE", "Nobody is there.");
    return { data: { answer: await response.json() }, errors: [] };
  },
};
const store = new DialogStore(await openDatabase({ room: "dialogs", location }));
const call = { token: "test", language: "nb" };
const parts = {
  actions: store.actions,
  subgraphs,
  authorization: { scope: async () => scope, decide: async () => [] },
  clock,
};
const onFault = (fault) => process.stderr.write(`${fault}\n`);
createWaitingWork({ ...parts, newId: randomId, callOf: () => call }, onFault).start();

const act = async (index) => {
  for (let count = 0; ; count++) {
    const now = clock();
    const id = idFromName(`${name} ${index} ${count}`, now);
    const row = {
      ...{
        id,
        owner: `${owner}${index}`,
        level: 3,
        language: "nb",
        sourceId: "fiks",
        party,
        text: `${count}`,
      },
      ...{ itemId: `urn:tunet:source:fiks:${index}-${count}`, action: "REPLY", idempotencyKey: id },
      ...{ state: "WAITING", requestedAt: now, attempts: 0, lastTriedAt: null, dueAt: now, heldBy: null },
      ...{ finishedAt: null, code: null, message: null },
    };
    const kept = await store.actions.request(row, { by: id, until: now + LEASE_MILLIS });
    if (kept.outcome === "TOO_MANY") {
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    writeSync(1, `${JSON.stringify({ id })}\n`);
    await deliver(kept.row, () => call, parts, onFault);
  }
};
await Promise.all(Array.from({ length: WRITERS }, (_, index) => act(index)));
