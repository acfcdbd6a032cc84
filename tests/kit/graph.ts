import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { seedDemo } from "../../bin/demo.js";
import type { FormsOptions } from "../../bin/forms-options.js";
import { createGraphPort, roomsIssuer, sendWithin } from "../../bin/room/graph-port.js";
import { createRoomHttp, mountRooms } from "../../bin/room/room-http.js";
import { callAudienceOf, createSubgraphCalls } from "../../bin/room-calls.js";
import { openRooms, openStores, type Stores } from "../../bin/rooms.js";
import { createLateSubgraphsPort, createSubgraphsPort } from "../../bin/subgraphs-port.js";
import {
  createDemoWorld,
  type DemoWorld,
  generateIssuerKey,
  openDemoIssuer,
  type Persona,
  personas,
} from "../../demo/index.js";
import type { Dialect } from "../../drizzle/columns.js";
import { defaultLimits, type FetchEvent, type Gateway, startGateway } from "../../gateway/index.js";
import { ed25519From } from "../../lib/ed25519.js";
import { idFromName } from "../../lib/ids.js";
import { packageRoot } from "../../lib/package-root.js";
import { generateCallKey, ROOMS_AUDIENCE, signCallToken } from "../../schema/call-token.js";
import type { Room } from "../../schema/room.js";
import { FORWARDED_CLAIMS } from "../../schema/viewer.js";
import { newLocation } from "./databases.js";
import { testFormsOptions } from "./forms-options.js";

/** The moment at which every test's graph stands still. */
export const NOW = Date.parse("2026-06-15T08:00:00Z");

/** What pseudonyms and codes follow from. */
export const PSEUDONYM_KEY = new Uint8Array(32).fill(2);

export interface GraphOptions {
  readonly dialect: Dialect;
  /** How many dialogs the demo's world has. */
  readonly dialogs: number;
  readonly subgraphTimeoutMillis?: number;
  /** What the forms room is given instead, e.g. somebody who takes money. */
  readonly forms?: Partial<FormsOptions>;
  /** Puts something in a room's place, e.g. one that fails. */
  replaceRoom?(room: Room): Room;
}

/** What GraphQL answered. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it asked for
  readonly data?: any;
  readonly errors?: readonly {
    message: string;
    path?: readonly (string | number)[];
    extensions: { code: string; service?: string };
  }[];
}

/** The whole graph in this process, on the demo's world, with a clock that stands still. */
export interface Graph {
  readonly gateway: Gateway;
  readonly stores: Stores;
  readonly world: DemoWorld;
  /** Every fetch from a subgraph since `resetCounters`. */
  readonly fetches: readonly FetchEvent[];
  /** Every SQL statement since `resetCounters`. */
  readonly statements: readonly { readonly room: string; readonly statement: string }[];
  resetCounters(): void;
  /** Begins what the rooms do unasked. */
  startWork(): void;
  tokenOf(persona: string): Promise<string>;
  /** Asks as a persona. */
  query(
    persona: string,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  close(): Promise<void>;
}

const personaOf = (name: string): Persona => {
  const persona = personas.find((candidate) => candidate.name === name);
  if (persona === undefined) throw new Error(`There is no persona "${name}".`);
  return persona;
};

/** Starts the graph. The caller closes it. */
export const startGraph = async (options: GraphOptions): Promise<Graph> => {
  const clock = () => NOW;
  const { location, remove } = await newLocation(options.dialect);
  const filesDirectory = mkdtempSync(join(tmpdir(), "tunet-files-"));
  const fetches: FetchEvent[] = [];
  const statements: { room: string; statement: string }[] = [];
  const onStatement = (room: string, statement: string) => statements.push({ room, statement });

  const stores = await openStores({ location, onStatement });
  await seedDemo(stores, { location, dialogs: options.dialogs, clock });
  const world = createDemoWorld({
    seed: 1,
    now: Math.floor(NOW / 86_400_000) * 86_400_000,
    dialogs: options.dialogs,
  });

  let ids = 0;
  const newId = (at: number) => idFromName(`test ${ids++}`, at);
  const callKey = generateCallKey("test");
  const roomsKey = ed25519From(new Uint8Array(32).fill(5));
  let opened: Gateway["app"] | null = null;
  const subgraphs = createLateSubgraphsPort();
  const rooms = openRooms(stores, {
    subgraphs,
    location,
    callKeys: new Map([[callKey.kid, callKey.publicKey]]),
    cursorKey: new Uint8Array(32).fill(1),
    pseudonymKey: PSEUDONYM_KEY,
    // Nobody starts the rooms' work here: what is to be sent stays in the outbox.
    sendMessage: async () => undefined,
    clock,
    newId,
    forms: testFormsOptions(filesDirectory, {
      graph: createGraphPort({ key: roomsKey, clock, send: sendWithin(() => opened, 10_000) }),
      ...options.forms,
    }),
  });
  const issuer = await openDemoIssuer({
    keyPem: generateIssuerKey(),
    issuer: "https://issuer.test.invalid",
    clock,
  });
  const issuers = [{ issuer: issuer.issuer, jwks: { keys: issuer.jwks } }];
  const logger = pino({ level: "silent" });
  const roomHttp = createRoomHttp({
    issuers,
    callKey,
    clock,
    logger,
    publicUrl: () => "https://tunet.test.invalid",
  });
  const gateway = await startGateway({
    supergraphSdl: readFileSync(join(packageRoot(), "schema", "generated", "supergraph.graphql"), "utf8"),
    localSubgraphs: rooms.map((room) => options.replaceRoom?.(room) ?? room),
    planning: null,
    limits: defaultLimits,
    subgraphTimeoutMillis: options.subgraphTimeoutMillis ?? 10_000,
    subgraphResponseBytes: 16_777_216,
    identity: {
      issuers: [...issuers, roomsIssuer(roomsKey)],
      forwardedClaims: FORWARDED_CLAIMS,
      signCall: (viewer, requestId, audience) =>
        signCallToken(callKey, { requestId, viewer, audience: audience ?? ROOMS_AUDIENCE }, clock),
      callAudience: callAudienceOf,
    },
    allowPublicIntrospection: true,
    forwardedHeaders: ["accept-language"],
    sandbox: null,
    readiness: rooms.map((room) => ({ name: room.name, check: () => room.ping() })),
    logger,
    clock,
    newId,
    onFetch: (fetch) => fetches.push(fetch),
    shutdownGraceMillis: 1_000,
    routes: (app) => mountRooms(app, rooms, roomHttp),
  });
  subgraphs.bind(createSubgraphsPort(gateway, createSubgraphCalls(callKey, clock)));
  await gateway.app.ready();
  opened = gateway.app;

  const tokens = new Map<string, string>();
  const tokenOf = async (name: string): Promise<string> => {
    const token = tokens.get(name) ?? (await issuer.token(personaOf(name))).token;
    tokens.set(name, token);
    return token;
  };

  return {
    gateway,
    stores,
    world,
    fetches,
    statements,
    resetCounters() {
      fetches.length = 0;
      statements.length = 0;
    },
    startWork() {
      for (const room of rooms) room.startWork?.();
    },
    tokenOf,
    async query(persona, query, variables = {}, headers = {}) {
      const response = await gateway.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${await tokenOf(persona)}`, ...headers },
        payload: { query, variables },
      });
      return response.json();
    },
    async close() {
      await gateway.close();
      await Promise.all(rooms.map((room) => room.close()));
      await remove();
      rmSync(filesDirectory, { recursive: true, force: true });
    },
  };
};
