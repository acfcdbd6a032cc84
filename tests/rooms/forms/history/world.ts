import { asc, eq } from "drizzle-orm";
import { onTestFinished } from "vitest";
import { columnsOf, type Dialect } from "../../../../drizzle/columns.js";
import { dialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { openDatabase } from "../../../../drizzle/open.js";
import { idFromName } from "../../../../lib/ids.js";
import { type Call, createCallReader } from "../../../../schema/call.js";
import { generateCallKey, signCallToken } from "../../../../schema/call-token.js";
import type { DialogsPort } from "../../../../schema/dialogs-port.js";
import type { ServicesPort } from "../../../../schema/services-port.js";
import { createDialogsPort, DialogStore } from "../../../../subgraphs/dialogs/index.js";
import { createHistoryWork } from "../../../../subgraphs/forms/history/work.js";
import { FormsStore } from "../../../../subgraphs/forms/index.js";
import { instanceUrlOf, submissionLinksOf } from "../../../../subgraphs/forms/links.js";
import { NOW, partyOf } from "../../../kit/ask-room.js";
import { newLocation } from "../../../kit/databases.js";
import { DEFINITION, serviceOf } from "../forms.js";

const OWNER = partyOf(30).urn;

/** The one agency of these tests owns all services. */
export const services: ServicesPort = {
  servicesByIds: async (_call, ids) =>
    new Map(
      ids.map((service) => [
        service,
        {
          service,
          owner: { code: "tst", organization: OWNER, name: { nb: "Etat" } },
          name: { nb: "Tjeneste" },
          resourceType: "ALTINN_APP",
          status: "ACTIVE",
          isDelegable: true,
        },
      ]),
    ),
  familiesOf: async (_call, ids) => new Map(ids.map((service) => [service, [service]])),
  ownerByOrganization: async (_call, organization) =>
    organization === OWNER ? { code: "tst", organization: OWNER, name: { nb: "Etat" } } : null,
};

const key = generateCallKey("test");

/** What the agency's calls are checked with. */
export const CALL_KEYS = new Map([[key.kid, key.publicKey]]);

/** The agency's own call, as the room signs it. */
export const ownerCall = async (): Promise<Call> => {
  const consumer = { authority: "iso6523-actorid-upis", ID: `0192:${OWNER.split(":").at(-1)}` };
  const token = signCallToken(key, { requestId: "r", viewer: { consumer } }, () => NOW);
  return createCallReader(CALL_KEYS, () => NOW)({ "x-tunet-call": token });
};

const publicUrl = () => "http://127.0.0.1:4000";
export const links = { instanceUrl: instanceUrlOf(publicUrl), ...submissionLinksOf(publicUrl) };

/** Forms and dialogs over databases of their own, and the way between them. */
export const openHistoryWorld = async (
  dialect: Dialect,
  options: {
    /** Puts something between the forms and the dialogs. */
    readonly between?: (dialogs: DialogsPort) => DialogsPort;
  } = {},
) => {
  const { location, remove } = await newLocation(dialect);
  const formsDatabase = await openDatabase({ room: "forms", location });
  const dialogsDatabase = await openDatabase({ room: "dialogs", location });
  const forms = new FormsStore(formsDatabase);
  const dialogStore = new DialogStore(dialogsDatabase);
  let now = NOW;
  let ids = 0;
  const clock = () => now;
  const newId = (at: number) => idFromName(`id ${ids++}`, at);
  const inProcess = createDialogsPort({ store: dialogStore, services, clock, newId });
  const late: string[] = [];
  const faults: unknown[] = [];
  const parts = {
    store: forms.history,
    links,
    clock,
    ownerCall,
    followAccess: async () => undefined,
    onLate: (_instance: string, attempts: number, reason: string) => late.push(`${attempts}: ${reason}`),
  };
  const onFault = (fault: unknown) => faults.push(fault);
  const work = createHistoryWork({ ...parts, dialogs: options.between?.(inProcess) ?? inProcess }, onFault);
  onTestFinished(async () => {
    await work.close();
    await forms.close();
    await dialogStore.close();
    await remove();
  });
  await forms.add({ definitions: [DEFINITION], instances: [] });

  const { dialogs, activities, transmissions, deadlines } = dialogsTables(columnsOf(dialect));
  const { read } = dialogsDatabase;
  return {
    forms,
    work,
    late,
    faults,
    clock,
    newId,
    moment: () => ({ now, newId }),
    /** Does what is due as another process does, with nothing between. */
    async followBeside() {
      const beside = createHistoryWork({ ...parts, dialogs: inProcess }, onFault);
      await beside.runOnce();
      await beside.close();
    },
    advance(millis: number) {
      now += millis;
    },
    /** Every deadline on the agenda, and by what it was met. */
    async deadlines() {
      const rows = await read.select().from(deadlines).orderBy(asc(deadlines.dueAt), asc(deadlines.id));
      return rows.map(({ key, kind, dueAt, metBy }) => ({ key, kind, dueAt, metBy }));
    },
    /** Every dialog, with what it tells, in its order. */
    async dialogs() {
      const rows = await read.select().from(dialogs).orderBy(asc(dialogs.id));
      return Promise.all(
        rows.map(async (row) => ({
          row,
          activities: (
            await read
              .select()
              .from(activities)
              .where(eq(activities.dialogId, row.id))
              .orderBy(asc(activities.createdAt), asc(activities.id))
          ).map(({ type }) => type),
          transmissions: (
            await read
              .select()
              .from(transmissions)
              .where(eq(transmissions.dialogId, row.id))
              .orderBy(asc(transmissions.createdAt), asc(transmissions.id))
          ).map(({ type, content }) => ({ type, title: content.title.nb })),
        })),
      );
    },
  };
};

export type HistoryWorld = Awaited<ReturnType<typeof openHistoryWorld>>;

export const SERVICE = serviceOf(0);
