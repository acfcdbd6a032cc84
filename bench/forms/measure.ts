import { graphql } from "graphql";
import { openDatabase } from "../../drizzle/open.js";
import { systemClock } from "../../lib/clock.js";
import { createCursorCodec } from "../../lib/cursor.js";
import { randomId } from "../../lib/ids.js";
import { createCallReader } from "../../schema/call.js";
import { generateCallKey, signCallToken } from "../../schema/call-token.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { Room } from "../../schema/room.js";
import type { ServicesPort } from "../../schema/services-port.js";
import { ORGANIZATION_PREFIX, organizationNumberOf, personNumberOf } from "../../schema/urns.js";
import { createDialogsPort, DialogStore } from "../../subgraphs/dialogs/index.js";
import { createHistoryWork } from "../../subgraphs/forms/history/work.js";
import { FormsStore, openFormsRoom } from "../../subgraphs/forms/index.js";
import { instanceUrlOf, submissionLinksOf } from "../../subgraphs/forms/links.js";
import { createValidators } from "../../subgraphs/forms/validation/validators.js";
import { openPlace } from "../authorization/databases.js";
import { form, rightAnswers, SERVICE, wrongAnswers } from "./form.js";

/** What one database came to, each a second. */
export interface FormsResult {
  readonly dialect: "sqlite" | "postgres";
  readonly saves: number;
  readonly submissions: number;
  /** Submissions whose dialogs were written. */
  readonly followed: number;
}

const CLIENTS = 8;
/** A fictitious organisation's number. */
const organization = (eight: number): string => {
  const number = organizationNumberOf(String(eight));
  return number === null ? organization(eight + 1) : ORGANIZATION_PREFIX + number;
};
const PARTY = { urn: organization(31_300_000), id: "0190a1b2-0000-7000-8000-000000000001" };
const OWNER = organization(31_300_100);

const authorization: AuthorizationPort = {
  scope: async () => ({
    level: 4,
    groups: [{ parties: [PARTY], services: [{ service: SERVICE, requiredLevel: 3 }] }],
    instances: [],
  }),
  decide: async (_call, requests) =>
    requests.map(() => ({ decision: "PERMIT" as const, requiredLevel: 3, grants: [] })),
};

const owner = { code: "tst", organization: OWNER, name: { nb: "Etat" } };
const services: ServicesPort = {
  servicesByIds: async (_call, ids) =>
    new Map(
      ids.map((service) => [
        service,
        {
          service,
          owner,
          name: { nb: "Måling" },
          resourceType: "ALTINN_APP",
          status: "ACTIVE",
          isDelegable: true,
        },
      ]),
    ),
  familiesOf: async () => new Map(),
  ownerByOrganization: async () => owner,
};

const START = `mutation($input: StartFormInput!) { it: startForm(input: $input) { instance { id revision } errors { message } } }`;
const SAVE = `mutation($input: SaveFormAnswersInput!) { it: saveFormAnswers(input: $input) { instance { id revision } errors { message } } }`;
const SUBMIT = `mutation($id: ID!, $revision: Int!) { it: submitForm(id: $id, revision: $revision) { instance { id } errors { message } } }`;

const key = generateCallKey("bench");
const readCall = createCallReader(new Map([[key.kid, key.publicKey]]), systemClock);
const callAs = (viewer: Readonly<Record<string, unknown>>): string =>
  signCallToken(key, { requestId: "bench", viewer }, systemClock);
/** A synthetic person. */
const personNumber = (): string => {
  for (let nine = 158_170_000; ; nine++) {
    const number = personNumberOf(String(nine));
    if (number !== null) return number;
  }
};
const PERSON = { pid: personNumber(), acr: "idporten-loa-high" };
const consumer = { authority: "iso6523-actorid-upis", ID: `0192:${OWNER.split(":").at(-1)}` };

/** A mutation as the gateway asks it: signed, parsed, executed; the right answer or an error. */
const asker = (room: Room) => async (source: string, variableValues: Readonly<Record<string, unknown>>) => {
  const contextValue = room.contextFor({ "x-tunet-call": callAs(PERSON) });
  const { data, errors } = await graphql({ schema: room.schema, source, variableValues, contextValue });
  const it = (data?.["it"] ?? null) as {
    instance: { id: string; revision: number };
    errors: unknown[];
  } | null;
  if (errors !== undefined || it === null || it.errors.length > 0) {
    throw new Error(JSON.stringify(errors ?? it?.errors));
  }
  return it.instance;
};

/** How many a second, of as many as are done one after another by each client until time is up. */
const rate = async (millis: number, work: (client: number) => Promise<boolean>): Promise<number> => {
  const began = performance.now();
  let done = 0;
  const client = async (index: number): Promise<void> => {
    while (performance.now() - began < millis && (await work(index))) done += 1;
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
  return done / ((performance.now() - began) / 1_000);
};

/** Filled in and not sent: copies of an instance, written as they are, for only the sending is measured. */
const prepared = async (store: FormsStore, like: string, count: number) => {
  const call = readCall({ "x-tunet-call": callAs(PERSON) });
  const view = { scope: await authorization.scope(call), now: systemClock() };
  const [row] = await store.instancesByIds([like], view);
  if (row === undefined) throw new Error("There is nothing to copy.");
  const copies = Array.from({ length: count }, () => ({
    ...row,
    id: `urn:altinn:instance-id:510001/${randomId(systemClock())}`,
  }));
  for (const copy of copies) {
    const actor = { kind: "PARTY", urn: PARTY.urn } as const;
    await store.filling.start({
      row: copy,
      filling: { answers: rightAnswers, changedAt: {}, prefilled: {} },
      events: [{ kind: "STARTED", actor, taskId: copy.currentTaskId }],
      key: null,
    });
  }
  return copies.map(({ id, changeCount }) => ({ id, revision: changeCount }));
};

export const measureForms = async (
  dialect: FormsResult["dialect"],
  share: number,
  say: (message: string) => void,
): Promise<FormsResult> => {
  const place = await openPlace(dialect);
  const { location } = place;
  const store = new FormsStore(await openDatabase({ room: "forms", location }));
  const dialogs = new DialogStore(await openDatabase({ room: "dialogs", location }));
  await store.add({ definitions: [form], instances: [] });
  const port = createDialogsPort({ store: dialogs, services, clock: systemClock, newId: randomId });
  const refuse = () => Promise.reject(new Error("There are no files here."));
  const room = openFormsRoom({
    store,
    readCall,
    authorization,
    services,
    parties: {
      partiesByUrns: async () => new Map([[PARTY.urn, { ...PARTY, partyId: 510_001, name: "Firma" }]]),
    },
    dialogs: port,
    instanceAccess: { setAccess: refuse },
    cursors: createCursorCodec(new Uint8Array(32)),
    clock: systemClock,
    newId: randomId,
    linkKey: new Uint8Array(32),
    signingSeed: new Uint8Array(32),
    files: { put: refuse, open: refuse, remove: refuse },
    spoolDirectory: "nowhere",
    payments: null,
    dialogTokenKeys: new Map(),
    graph: { ask: refuse },
  });
  const ask = asker(room);
  const start = () => ask(START, { input: { form: form.id, party: PARTY.urn, answers: rightAnswers } });

  say(`${dialect}: saving`);
  const open = await Promise.all(Array.from({ length: CLIENTS }, start));
  let value = 0;
  const saves = await rate(10_000 * share, async (client) => {
    const instance = open[client];
    if (instance === undefined) return false;
    value += 1;
    const input = { id: instance.id, revision: instance.revision, changes: [{ path: "/field0", value }] };
    open[client] = await ask(SAVE, { input });
    return true;
  });

  say(`${dialect}: submitting`);
  const ready = await prepared(store, open[0]?.id ?? "", Math.round(500 * share));
  const submissions = await rate(60_000, async () => {
    const instance = ready.pop();
    if (instance === undefined) return false;
    await ask(SUBMIT, { id: instance.id, revision: instance.revision });
    return true;
  });

  say(`${dialect}: bringing them into the history`);
  const publicUrl = () => "http://127.0.0.1:4000";
  const work = createHistoryWork(
    {
      store: store.history,
      dialogs: port,
      links: { instanceUrl: instanceUrlOf(publicUrl), ...submissionLinksOf(publicUrl) },
      clock: systemClock,
      ownerCall: async () => readCall({ "x-tunet-call": callAs({ consumer }) }),
      followAccess: async () => undefined,
      onLate: (_instance, _attempts, reason) => say(reason),
    },
    (fault) => say(String(fault)),
  );
  const began = performance.now();
  await work.runOnce();
  const followed = Math.round(500 * share) / ((performance.now() - began) / 1_000);
  await work.close();
  await room.close();
  await dialogs.close();
  await place.remove();
  return { dialect, saves, submissions, followed };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds of checking a form of 500 fields: the first time, when it is compiled, and then. */
export const measureValidation = (share: number) => {
  const filled = { dataElements: [], currentTaskId: "fill" };
  const validators = createValidators();
  const timed = (answers: typeof rightAnswers | typeof wrongAnswers): number => {
    const began = performance.now();
    const { length } = validators.problems(form, filled, answers);
    if (length !== (answers === wrongAnswers ? 500 : 0)) throw new Error(`There are ${length} problems.`);
    return performance.now() - began;
  };
  const rounds = Array.from({ length: Math.round(1_000 * share) });
  return {
    first: timed(rightAnswers),
    right: median(rounds.map(() => timed(rightAnswers))),
    wrong: median(rounds.map(() => timed(wrongAnswers))),
  };
};
