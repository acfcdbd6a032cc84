import Fastify, { type FastifyRequest } from "fastify";
import { onTestFinished } from "vitest";
import type { Dialect } from "../../../../drizzle/columns.js";
import type { Database } from "../../../../drizzle/database.js";
import { createCursorCodec } from "../../../../lib/cursor.js";
import { DomainError } from "../../../../lib/errors.js";
import { idFromName } from "../../../../lib/ids.js";
import type { Call } from "../../../../schema/call.js";
import type { AuthorizationPort } from "../../../../schema/ports.js";
import type { Scope } from "../../../../schema/scope.js";
import type { ServiceRecord, ServicesPort } from "../../../../schema/services-port.js";
import { PERSON_PREFIX, personNumberOf } from "../../../../schema/urns.js";
import type { Viewer } from "../../../../schema/viewer.js";
import {
  type DialogSeed,
  DialogStore,
  seedDialogs,
  seedSources,
} from "../../../../subgraphs/dialogs/index.js";
import { mountOwnersApi } from "../../../../subgraphs/dialogs/owners-api/index.js";
import { openDialogWriter } from "../../../../subgraphs/dialogs/writing/index.js";
import { openTestDatabase } from "../../../kit/databases.js";
import { roomHttpWith } from "../../../kit/room-http.js";
import { NOW, partyOf, SOURCES, scopeOf } from "../dialogs.js";
import { authorizationInMemory } from "../room.js";
import { servicesInMemory } from "../services.js";

/** Where the API is. */
export const BASE = "/dialogporten/api/v1/serviceowner";

const PROVIDER = "digdir:dialogporten.serviceprovider";

const organization = (index: number): string => partyOf(index).urn;

/** The agency whose dialogs these tests are about, another one, and one that offers nothing. */
export const AGENCY = organization(100);
export const OTHER_AGENCY = organization(101);
export const BYSTANDER = organization(102);

const synthetic = (nineDigits: string): string => `${PERSON_PREFIX}${personNumberOf(nineDigits)}`;

/** A person who may read PARTY's dialogs, and one who may read nobody's. */
export const PERSON = synthetic("158190123");
export const STRANGER = synthetic("038275123");
/** Whose dialogs they are. */
export const PARTY = partyOf(0);
export const OTHER_PARTY = partyOf(1);

export const SERVICE = "urn:altinn:resource:tax-return";
export const CORRESPONDENCE = "urn:altinn:resource:tax-letters";
export const OTHER_SERVICE = "urn:altinn:resource:land-register";

const service = (id: string, code: string, owner: string, resourceType: string): ServiceRecord => ({
  service: id,
  owner: { code, organization: owner, name: { nb: `Etat ${code}`, en: `Agency ${code}` } },
  name: { nb: "Skattemelding", en: "Tax return" },
  resourceType,
  status: "ACTIVE",
  isDelegable: true,
});

const SERVICES = [
  service(SERVICE, "tax", AGENCY, "GENERIC_ACCESS_RESOURCE"),
  service(CORRESPONDENCE, "tax", AGENCY, "CORRESPONDENCE_SERVICE"),
  service(OTHER_SERVICE, "lnd", OTHER_AGENCY, "GENERIC_ACCESS_RESOURCE"),
];

const ALL_SCOPES = ["search", "changetransmissions", "legacyhtml", "correspondence"].map(
  (scope) => `${PROVIDER}.${scope}`,
);

const machine = (party: string, scopes: readonly string[]): Viewer => ({
  kind: "ORGANIZATION",
  party,
  organization: party,
  supplier: null,
  level: 3,
  scopes,
  clientId: "client",
});

/** Who can ask in these tests: the name is the token. */
export const CALLERS = {
  agency: machine(AGENCY, [PROVIDER, ...ALL_SCOPES]),
  plain: machine(AGENCY, [PROVIDER]),
  unscoped: machine(AGENCY, ["altinn:serviceowner"]),
  other: machine(OTHER_AGENCY, [PROVIDER, ...ALL_SCOPES]),
  admin: machine(BYSTANDER, [PROVIDER, ...ALL_SCOPES, `${PROVIDER}.admin`]),
  bystander: machine(BYSTANDER, [PROVIDER, ...ALL_SCOPES]),
  notifier: machine(BYSTANDER, ["altinn:system/notifications.condition.check"]),
  person: {
    kind: "PERSON",
    party: PERSON,
    organization: null,
    supplier: null,
    level: 4,
    scopes: [PROVIDER, ...ALL_SCOPES, "altinn:system/notifications.condition.check"],
    clientId: "browser",
  },
} as const satisfies Record<string, Viewer>;

export type CallerName = keyof typeof CALLERS;

const callOf = (viewer: Viewer): Call => ({
  requestId: "request",
  token: viewer.party,
  language: "nb",
  viewer,
});

const NOTHING: Scope = { level: 4, groups: [], instances: [] };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly text: string;
}

/** A request and what came back, as it was sent over the wire. */
export interface Exchange {
  readonly method: string;
  /** Below BASE, without its query. */
  readonly path: string;
  readonly query: string;
  readonly sent: unknown;
  readonly answer: Answer;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly as?: CallerName | "nobody";
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestApi {
  readonly store: DialogStore;
  /** Everything that was asked so far. */
  readonly exchanges: Exchange[];
  readonly statements: string[];
  readonly database: Database;
  /** `POST /dialogs`, with what is to be sent. */
  ask(request: string, options?: AskOptions): Promise<Answer>;
  setNow(now: number): void;
  /** Makes a port fail from here on. */
  breakPort(port: "authorization" | "catalogue" | "database" | "identity"): void;
}

/** The API over HTTP's own parsing, on an empty database; a real writer, and ports in memory. */
export const startApi = async (
  dialect: Dialect,
  options: { readonly dialogs?: readonly DialogSeed[]; readonly decide?: (action: string) => boolean } = {},
): Promise<TestApi> => {
  const { database, statements } = await openTestDatabase(dialect, "dialogs");
  const store = new DialogStore(database);
  await seedSources(store, SOURCES);
  await seedDialogs(store, options.dialogs ?? []);
  let now = NOW;
  let ids = 0;
  const broken = new Set<string>();
  const failing = <T extends object>(port: T, name: string, code: string): T =>
    new Proxy(port, {
      get: (target, key) => {
        const method = Reflect.get(target, key);
        return (...asked: unknown[]) =>
          broken.has(name)
            ? Promise.reject(new DomainError(code, "It is away."))
            : (method as (...given: unknown[]) => unknown)(...asked);
      },
    });
  const { decide } = options;
  const inMemory = authorizationInMemory({
    person: {
      party: PERSON,
      scope: scopeOf([PARTY], { [SERVICE]: 3, [CORRESPONDENCE]: 3 }),
      ...(decide === undefined ? {} : { decide: ({ action }) => decide(action) }),
    },
    stranger: { party: STRANGER, scope: NOTHING },
    ...Object.fromEntries(
      [AGENCY, OTHER_AGENCY, BYSTANDER].map((party) => [party, { party, scope: NOTHING, levelFor: () => 3 }]),
    ),
  });
  const authorization: AuthorizationPort = {
    ...inMemory,
    async decide(call, requests) {
      if (requests.length > 1_000) throw new DomainError("BATCH_TOO_LARGE", "At most 1000 at once.");
      return inMemory.decide(call, requests);
    },
  };
  const services: ServicesPort = servicesInMemory(SERVICES);
  const clock = () => now;
  const newId = (at: number) => idFromName(`written ${ids++}`, at);
  const app = Fastify({ requestIdHeader: false, genReqId: () => "trace" });
  mountOwnersApi(
    app,
    roomHttpWith({
      publicUrl: "https://tunet.test.invalid",
      async identify(request: FastifyRequest) {
        const name = request.headers.authorization?.replace(/^Bearer /, "");
        if (broken.has("identity")) throw new DomainError("IDENTITY_UNAVAILABLE", "It is away.");
        if (name === undefined) throw new DomainError("UNAUTHENTICATED", "Send a token.");
        return callOf(CALLERS[name as CallerName]);
      },
      onBehalfOf: (_call, party) => callOf({ ...CALLERS.person, party, scopes: [] }),
    }),
    {
      searchBudgetMillis: 150,
      store,
      owners: new Proxy(store.owners, {
        get(target, key) {
          if (broken.has("database")) throw new Error("the database is away");
          return Reflect.get(target, key).bind(target);
        },
      }),
      writer: openDialogWriter({ store, clock, newId }),
      authorization: failing(authorization, "authorization", "AUTHORIZATION_UNAVAILABLE"),
      services: failing(services, "catalogue", "CATALOGUE_UNAVAILABLE"),
      cursors: createCursorCodec(new Uint8Array(32).fill(1)),
      clock,
    },
  );
  onTestFinished(() => app.close());

  const exchanges: Exchange[] = [];
  return {
    store,
    exchanges,
    statements,
    database,
    async ask(request, { body, as = "agency", headers = {} } = {}) {
      const [method = "GET", url = ""] = request.split(" ");
      const response = await app.inject({
        method: method as "GET",
        url: `${BASE}${url}`,
        headers: {
          ...(as === "nobody" ? {} : { authorization: `Bearer ${as}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const isJson = String(response.headers["content-type"]).includes("json");
      const answer: Answer = {
        status: response.statusCode,
        headers: response.headers,
        body: response.body === "" ? undefined : isJson ? JSON.parse(response.body) : response.body,
        text: response.body,
      };
      const [path = "", query = ""] = url.split("?");
      exchanges.push({ method, path, query, sent: body, answer });
      return answer;
    },
    setNow(moment) {
      now = moment;
    },
    breakPort(port) {
      broken.add(port);
    },
  };
};
