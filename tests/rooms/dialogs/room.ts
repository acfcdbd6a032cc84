import { type ExecutionResult, graphql } from "graphql";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Database } from "../../../drizzle/database.js";
import type { Clock } from "../../../lib/clock.js";
import { createCursorCodec } from "../../../lib/cursor.js";
import { idFromName } from "../../../lib/ids.js";
import type { AccessDecision, AccessGrant, AccessRequest, AuthorizationPort } from "../../../schema/ports.js";
import type { Room } from "../../../schema/room.js";
import type { Scope } from "../../../schema/scope.js";
import type { ServiceRecord, ServicesPort } from "../../../schema/services-port.js";
import type { SubgraphsPort } from "../../../schema/subgraphs-port.js";
import type { Viewer } from "../../../schema/viewer.js";
import {
  type DialogSeed,
  DialogStore,
  type DialogsConfig,
  type DialogTokenSeeds,
  openDialogsRoom,
  type SourceSeed,
  seedDialogs,
  seedSources,
} from "../../../subgraphs/dialogs/index.js";
import { openTestDatabase } from "../../kit/databases.js";
import { NOW, SOURCES } from "./dialogs.js";
import { servicesInMemory } from "./services.js";

/** A viewer of these tests: who they are, what they may read, and what more they may do. */
export interface TestViewer {
  readonly party: string;
  readonly scope: Scope;
  /** Answers a question; where absent, every `read` within the scope is permitted and nothing else. */
  readonly decide?: (request: AccessRequest) => boolean;
  /** The level that each permitted action needs; where absent, none. */
  readonly levelFor?: (request: AccessRequest) => number;
  /** Why everything is permitted. */
  readonly grants?: readonly AccessGrant[];
}

/** An authorization port that keeps everything in memory. */
export const authorizationInMemory = (
  viewers: Readonly<Record<string, TestViewer>>,
): AuthorizationPort & { readonly asked: AccessRequest[] } => {
  const asked: AccessRequest[] = [];
  const viewerOf = (party: string): TestViewer => {
    const viewer = Object.values(viewers).find((candidate) => candidate.party === party);
    if (viewer === undefined) throw new Error(`No viewer is ${party}.`);
    return viewer;
  };
  const isWithin = ({ scope }: TestViewer, { party, service, action, instanceRef }: AccessRequest): boolean =>
    action === "read" &&
    (scope.groups.some(
      (group) =>
        group.parties.some(({ urn }) => urn === party) &&
        group.services.some((entry) => entry.service === service && entry.requiredLevel <= scope.level),
    ) ||
      scope.instances.some(
        (instance) =>
          instance.party.urn === party &&
          instance.service === service &&
          instance.instanceRef === instanceRef &&
          instance.requiredLevel <= scope.level,
      ));
  return {
    asked,
    scope: async (call) => viewerOf(call.viewer.party).scope,
    decide: async (call, requests) => {
      const viewer = viewerOf(call.viewer.party);
      asked.push(...requests);
      return requests.map((request): AccessDecision => {
        const isPermitted = viewer.decide?.(request) ?? isWithin(viewer, request);
        const decision = isPermitted ? "PERMIT" : "NOT_APPLICABLE";
        return { decision, requiredLevel: viewer.levelFor?.(request) ?? 0, grants: viewer.grants ?? [] };
      });
    },
  };
};

export interface TestRoom {
  readonly room: Room;
  readonly store: DialogStore;
  readonly database: Database;
  /** Statements since it was last emptied. */
  readonly statements: string[];
  /** Live sources whose answers were against the contract, each time. */
  readonly faultySources: readonly string[];
  readonly authorization: ReturnType<typeof authorizationInMemory>;
  /** Moves the clock. */
  setNow(now: number): void;
  /** Asks as a viewer, within one call. */
  ask(
    viewer: string,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    language?: "nb" | "nn" | "en",
    acceptLanguage?: string,
    // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it asked for
  ): Promise<ExecutionResult<any>>;
}

const kindOf = (party: string): Viewer["kind"] =>
  party.includes(":organization:") ? "ORGANIZATION" : "PERSON";

/** Opens the room on an empty database of its own, gone when the test is, and fills it. */
export const openTestRoom = async (options: {
  readonly dialect: Dialect;
  readonly viewers: Readonly<Record<string, TestViewer>>;
  readonly dialogs?: readonly DialogSeed[];
  readonly sources?: readonly SourceSeed[];
  readonly countLimit?: number;
  readonly searchBudgetMillis?: number;
  readonly dialogTokenSeeds?: DialogTokenSeeds;
  readonly streams?: DialogsConfig["streams"];
  readonly exports?: DialogsConfig["exports"];
  readonly services?: readonly ServiceRecord[];
  /** Instead of one that has `services`. */
  readonly servicesPort?: ServicesPort;
  readonly subgraphs?: SubgraphsPort;
  readonly live?: DialogsConfig["live"];
  readonly copies?: DialogsConfig["copies"];
  /** Instead of one that stands still until `setNow`. */
  readonly clock?: Clock;
}): Promise<TestRoom> => {
  const { database, statements } = await openTestDatabase(options.dialect, "dialogs");
  const store = new DialogStore(database);
  await seedSources(store, options.sources ?? SOURCES);
  await seedDialogs(store, options.dialogs ?? []);
  statements.length = 0;

  let now = NOW;
  let ids = 0;
  const faultySources: string[] = [];
  let asking = { viewer: "", language: "nb" as "nb" | "nn" | "en" };
  const authorization = authorizationInMemory(options.viewers);
  const room = openDialogsRoom({
    store,
    authorization,
    services: options.servicesPort ?? servicesInMemory(options.services ?? []),
    readCall: () => {
      const viewer = options.viewers[asking.viewer];
      if (viewer === undefined) throw new Error(`There is no viewer ${asking.viewer}.`);
      return {
        requestId: "test",
        token: "test",
        language: asking.language,
        viewer: {
          kind: kindOf(viewer.party),
          party: viewer.party,
          organization: null,
          supplier: null,
          level: 4,
          scopes: [],
          clientId: null,
        },
      };
    },
    cursors: createCursorCodec(new Uint8Array(32).fill(1)),
    clock: options.clock ?? (() => now),
    newId: (at) => idFromName(`written ${ids++}`, at),
    pseudonymKey: new Uint8Array(32).fill(2),
    newSecret: () => `secret-${ids++}`.padEnd(43, "_"),
    ...(options.subgraphs === undefined ? {} : { subgraphs: options.subgraphs }),
    noteSourceProblems: (source) => faultySources.push(source),
    ...(options.live === undefined ? {} : { live: options.live }),
    ...(options.copies === undefined ? {} : { copies: options.copies }),
    ...(options.countLimit === undefined ? {} : { countLimit: options.countLimit }),
    ...(options.searchBudgetMillis === undefined ? {} : { searchBudgetMillis: options.searchBudgetMillis }),
    ...(options.dialogTokenSeeds === undefined ? {} : { dialogTokenSeeds: options.dialogTokenSeeds }),
    ...(options.streams === undefined ? {} : { streams: options.streams }),
    ...(options.exports === undefined ? {} : { exports: options.exports }),
    ...(options.subgraphs === undefined ? {} : { subgraphs: options.subgraphs }),
  });
  return {
    room,
    store,
    database,
    statements,
    faultySources,
    authorization,
    setNow(moment) {
      now = moment;
    },
    ask(viewer, query, variables = {}, language = "nb", acceptLanguage = undefined) {
      asking = { viewer, language };
      return graphql({
        schema: room.schema,
        source: query,
        variableValues: variables,
        contextValue: room.contextFor({ "accept-language": acceptLanguage }),
      });
    },
  };
};

/** A query on the workspace, through the entity that the room contributes to. */
export const onWorkspace = (selection: string, variables = "", id = "everyone"): string =>
  `query${variables === "" ? "" : `(${variables})`} {
    _entities(representations: [{ __typename: "Workspace", id: "${id}" }]) { ... on Workspace { ${selection} } }
  }`;
