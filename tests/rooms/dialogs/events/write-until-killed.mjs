// A process that writes dialogs as fast as it can, delivers their events, and says of each write that it is done, until
// somebody kills it. Runs the built program: see killed.test.ts.
import { writeSync } from "node:fs";
import { openDatabase } from "../../../../dist/drizzle/open.js";
import { idFromName, randomId } from "../../../../dist/lib/ids.js";
import { createOutboundCheck } from "../../../../dist/lib/outbound-address.js";
import { createWebhookClient } from "../../../../dist/subgraphs/dialogs/events/webhook-client.js";
import { createEventWork } from "../../../../dist/subgraphs/dialogs/events/work.js";
import { DialogStore } from "../../../../dist/subgraphs/dialogs/store.js";
import { openDialogWriter } from "../../../../dist/subgraphs/dialogs/writing/index.js";

const { location, name, now, receiver, service, org, organization, party } = JSON.parse(
  process.argv[2] ?? "{}",
);
const WRITERS = 4;

const store = new DialogStore(await openDatabase({ room: "dialogs", location }));
const clock = () => now;
const writer = openDialogWriter({ store, clock, newId: randomId });
const call = {
  org,
  organization,
  rights: new Set(),
  findServices: async () => new Map([[service, { org, type: "genericaccessresource" }]]),
};
createEventWork(
  {
    events: store.events,
    client: createWebhookClient(createOutboundCheck({ allowedHosts: [receiver], ports: [443] })),
    clock,
    newId: randomId,
    owner: name,
    publicUrl: () => "https://tunet.example",
  },
  (fault) => process.stderr.write(`${fault}\n`),
).start();

/** Written at once: what stands in the pipe when the process dies was acknowledged. */
const acknowledge = (done) => writeSync(1, `${JSON.stringify(done)}\n`);
const text = (value) => ({ mediaType: "text/plain", value: [{ value, languageCode: "nb" }] });
const check = (answer) => {
  if (!["CREATED", "WRITTEN"].includes(answer.outcome)) throw new Error(JSON.stringify(answer));
  return answer;
};

const write = async (index) => {
  for (let count = 0; ; count++) {
    const id = idFromName(`${name} ${index} ${count}`, now);
    const body = { id, serviceResource: service, party, content: { title: text(`Sak ${count}`) } };
    check(await writer.create(call, body));
    acknowledge({ dialogId: id });
    for (let activity = 0; activity < 3; activity++) {
      const performedBy = { actorType: "ServiceOwner" };
      const added = check(await writer.createActivity(call, id, { type: "FormSaved", performedBy }));
      acknowledge({ dialogId: id, activityId: added.ids[0] });
    }
  }
};
await Promise.all(Array.from({ length: WRITERS }, (_, index) => write(index)));
