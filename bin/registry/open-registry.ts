import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { join } from "node:path";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { pino } from "pino";
import type { DatabaseOptions } from "../../drizzle/database.js";
import { openDatabase } from "../../drizzle/open.js";
import { checkSupergraph } from "../../gateway/index.js";
import { systemClock } from "../../lib/clock.js";
import { DomainError } from "../../lib/errors.js";
import { randomId } from "../../lib/ids.js";
import { createOutboundCheck, strictOutboundPolicy } from "../../lib/outbound-address.js";
import { packageRoot } from "../../lib/package-root.js";
import { isSameSecret } from "../../lib/same-secret.js";
import {
  type CheckReport,
  type ComposedSupergraph,
  type HealthProbe,
  mountRegistry,
  openHealthProbe,
  openSchemaThread,
  ownPublisher,
  type Publisher,
  Registry,
  RegistryStore,
  type SignedSupergraph,
  type SubgraphSdl,
} from "../../registry/index.js";
import type { CallKey } from "../../schema/call-token.js";
import type { Room, RoomHttp } from "../../schema/room.js";
import { CommandError } from "../command-error.js";
import type { Keys } from "../keys.js";
import type { Settings } from "../settings.js";
import { roomUrl } from "../subgraphs.js";
import { readTrustedDocuments } from "../trusted-documents.js";
import { createHistoryContract } from "./history-contract.js";
import { organizationId } from "./note-refusals.js";

/** The scope of tokens that may do everything in the registry. */
const OPERATOR_SCOPE = "tunet:operator";

/** The registry of this installation, open. */
export interface OpenedRegistry {
  readonly registry: Registry;
  readonly store: RegistryStore;
  readonly health: HealthProbe;
  /** What is to be served first: what was published, with this program's own rooms as they are now. */
  readonly served: SignedSupergraph;
  /** Resolves subgraphs' names, and refuses what may not be asked. */
  readonly lookup: LookupFunction;
  close(): Promise<void>;
}

/** What this release's rooms alone compose to is known since it was made: the first start is quicker by seconds. */
const composedRooms =
  (rooms: readonly OwnSubgraph[]) =>
  (subgraphs: readonly SubgraphSdl[]): ComposedSupergraph | null => {
    const generated = (file: string): string =>
      readFileSync(join(packageRoot(), "schema", "generated", file), "utf8");
    const isAsGenerated = ({ name, url, sdl }: SubgraphSdl): boolean =>
      url === roomUrl(name) &&
      rooms.some((room) => room.name === name) &&
      sdl === generated(join("subgraphs", `${name}.graphql`));
    if (subgraphs.length !== rooms.length || !subgraphs.every(isAsGenerated)) return null;
    return { supergraphSdl: generated("supergraph.graphql"), apiSdl: generated("api.graphql"), hints: [] };
  };

/** A room of this release, and where it is asked; left out: in this process. */
export type OwnSubgraph = Pick<Room, "name" | "sdl"> & { readonly url?: string };

export interface OpenRegistryOptions {
  readonly location: DatabaseOptions["location"];
  readonly keys: Pick<Keys, "registryKey">;
  /** What the gateway of this process signs calls with: running candidates are asked so. Absent: they are not asked. */
  readonly callKey?: CallKey;
  readonly settings: Pick<
    Settings,
    "subgraphHosts" | "usageDays" | "deprecationDays" | "trustedDocuments" | "logLevel"
  >;
}

const inWords = (report: CheckReport): string =>
  report.findings
    .filter(({ severity }) => severity === "ERROR")
    .map(({ subgraph, message }) => `  - ${subgraph === null ? "" : `${subgraph}: `}${message}`)
    .join("\n");

/** Trusted documents count as used, whether or not anybody has sent them yet. */
const trustedOperations = ({ trustedDocuments }: Pick<Settings, "trustedDocuments">) => {
  const texts = trustedDocuments === null ? [] : [...readTrustedDocuments(trustedDocuments).values()];
  return [...new Set(texts)].map((document) => ({
    key: createHash("sha256").update(document).digest("hex"),
    document,
    name: null,
  }));
};

/** The rooms of this program, as it brings them: a new release may bring new ones. */
const publishRooms = async (registry: Registry, rooms: readonly OwnSubgraph[]): Promise<void> => {
  const subgraphs = rooms.map(({ name, sdl, url = roomUrl(name) }) => ({ name, sdl, url }));
  try {
    await registry.publish(ownPublisher, subgraphs, "brought by this release");
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "CHECK_FAILED") throw error;
    const report = error.extensions["check"] as CheckReport;
    throw new CommandError(
      `This release's own subgraphs do not fit what agencies have published:\n${inWords(report)}\n` +
        "Roll back to the release before, and have the subgraphs above mended or taken out.",
      { cause: error },
    );
  }
};

/** Opens the registry, with the rooms published. @throws CommandError where they do not fit the other subgraphs */
export const openRegistry = async (
  rooms: readonly OwnSubgraph[],
  { location, keys, callKey, settings }: OpenRegistryOptions,
): Promise<OpenedRegistry> => {
  const store = new RegistryStore(await openDatabase({ room: "registry", location }));
  const schemas = openSchemaThread();
  const outbound = createOutboundCheck({ ...strictOutboundPolicy, allowedHosts: settings.subgraphHosts });
  const logger = pino({ level: settings.logLevel });
  const health = openHealthProbe({
    // Rooms of this release without an address are in this process, or somewhere that only the gateway is told.
    subgraphs: async () =>
      (await store.head()).subgraphs
        .map(({ subgraph: name, url }) => ({ name, url }))
        .filter(({ name, url }) => url !== roomUrl(name)),
    outbound,
    clock: systemClock,
    onChange: (subgraph, { isUp, reason }) =>
      isUp
        ? logger.info({ subgraph }, "A subgraph is up again.")
        : logger.warn({ subgraph, reason }, "A subgraph is down."),
  });
  const close = async (): Promise<void> => {
    await health.close();
    await schemas.close();
    await store.close();
  };
  const registry = new Registry({
    store,
    parts: {
      schemas,
      outbound,
      known: composedRooms(rooms),
      contracts: [createHistoryContract({ outbound, callKey: callKey ?? null })],
      load: (supergraphSdl) => checkSupergraph(supergraphSdl),
    },
    signingKey: keys.registryKey.privateKey,
    windowDays: settings.usageDays,
    graceDays: settings.deprecationDays,
    clock: systemClock,
    newId: randomId,
  });
  try {
    await store.uses.setTrusted(trustedOperations(settings));
    await publishRooms(registry, rooms);
    const served = await registry.served();
    if (served === null) throw new Error("The registry serves nothing after the rooms were published.");
    health.start();
    return { registry, store, health, served, lookup: outbound.lookup, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const machineNeeded = (): DomainError =>
  new DomainError(
    "MACHINE_TOKEN_NEEDED",
    "Subgraphs belong to organisations: use a machine token of yours, not a person's.",
  );

/** Who publishes: an organisation by its machine's token, or whoever has the operator's scope. */
const publisherBy =
  ({ identify }: Pick<RoomHttp, "identify">) =>
  async (request: FastifyRequest): Promise<Publisher> => {
    const { viewer } = await identify(request).catch((error: unknown) => {
      const isNobody = error instanceof DomainError && error.code === "VIEWER_UNKNOWN";
      throw isNobody ? machineNeeded() : error;
    });
    const isOperator = viewer.scopes.includes(OPERATOR_SCOPE);
    if (viewer.kind === "ORGANIZATION") {
      return { id: organizationId(viewer.party), isOperator };
    }
    if (isOperator) return { id: "operator", isOperator };
    throw machineNeeded();
  };

export interface ServeRegistryOptions {
  readonly http: RoomHttp;
  readonly keys: Pick<Keys, "gatewaySecret">;
  /** Whether whoever reaches it may look at it with a browser. */
  readonly hasPages: boolean;
}

/** Mounts the registry of this installation. */
export const serveRegistry = (
  app: FastifyInstance,
  { registry, store, health }: Pick<OpenedRegistry, "registry" | "store" | "health">,
  { http, keys, hasPages }: ServeRegistryOptions,
): void =>
  mountRegistry(app, {
    registry,
    store,
    health,
    publisherOf: publisherBy(http),
    isGateway: isGatewayBy(keys.gatewaySecret),
    hasPages,
  });

/** Whether a request shows the secret that the gateways of one installation share. */
const isGatewayBy =
  (gatewaySecret: string) =>
  ({ headers }: FastifyRequest): boolean =>
    isSameSecret(headers.authorization ?? "", `Bearer ${gatewaySecret}`);
