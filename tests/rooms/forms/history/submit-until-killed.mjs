// A process that begins and submits forms as fast as it can, brings them into the history, and says of each submission
// that it is done, until somebody kills it. Runs the built program: see killed.test.ts.
import { writeSync } from "node:fs";
import { openDatabase } from "../../../../dist/drizzle/open.js";
import { idFromName, randomId, uuidFromName } from "../../../../dist/lib/ids.js";
import { createDialogsPort, DialogStore } from "../../../../dist/subgraphs/dialogs/index.js";
import { createHistoryWork } from "../../../../dist/subgraphs/forms/history/work.js";
import { FormsStore } from "../../../../dist/subgraphs/forms/index.js";
import { instanceUrlOf, submissionLinksOf } from "../../../../dist/subgraphs/forms/links.js";
import { advance, enter } from "../../../../dist/subgraphs/forms/rules/process.js";

const { location, name, now, template, definition, owner } = JSON.parse(process.argv[2] ?? "{}");
const WRITERS = 4;

const forms = new FormsStore(await openDatabase({ room: "forms", location }));
const dialogStore = new DialogStore(await openDatabase({ room: "dialogs", location }));
const clock = () => now;
const record = {
  owner: { code: "tst", organization: owner, name: { nb: "Etat" } },
  name: { nb: "Tjeneste" },
  resourceType: "ALTINN_APP",
  status: "ACTIVE",
  isDelegable: true,
};
const services = {
  servicesByIds: async (_call, ids) => new Map(ids.map((service) => [service, { service, ...record }])),
  familiesOf: async () => new Map(),
  ownerByOrganization: async () => record.owner,
};
const publicUrl = () => "http://127.0.0.1:4000";
createHistoryWork(
  {
    store: forms.history,
    dialogs: createDialogsPort({ store: dialogStore, services, clock, newId: randomId }),
    links: { instanceUrl: instanceUrlOf(publicUrl), ...submissionLinksOf(publicUrl) },
    clock,
    // Nobody checks it: the two rooms are in this process.
    ownerCall: async () => ({ viewer: { organization: owner } }),
    followAccess: async () => undefined,
    onLate: (_instance, _attempts, reason) => process.stderr.write(`${reason}\n`),
  },
  (fault) => process.stderr.write(`${fault}\n`),
).start();

/** Written at once: what stands in the pipe when the process dies was acknowledged. */
const acknowledge = (done) => writeSync(1, `${JSON.stringify(done)}\n`);
const actor = { kind: "PARTY", urn: template.party };
const moment = { now, newId: randomId };

const write = async (index) => {
  for (let count = 0; ; count++) {
    const id = `urn:altinn:instance-id:510001/${uuidFromName(`${name} ${index} ${count}`)}`;
    const row = {
      ...template,
      id,
      createdAt: now,
      lastChangedAt: now,
      revision: idFromName(id, now),
      currentTaskId: null,
    };
    const begun = enter(
      { row, definition, answers: {}, submissionCount: 0 },
      definition.tasks[0],
      actor,
      now,
    );
    await forms.filling.start({
      row: { ...row, ...begun.set },
      filling: { answers: {}, changedAt: {}, prefilled: {} },
      events: [{ kind: "STARTED", actor, taskId: null }, ...begun.events],
      key: null,
    });
    const done = await forms.filling.change(id, { system: true }, moment, (held) =>
      advance(held, actor, now),
    );
    if (done === null || "refused" in done) throw new Error(JSON.stringify(done));
    acknowledge({ id });
  }
};
await Promise.all(Array.from({ length: WRITERS }, (_, index) => write(index)));
