import { existsSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import {
  defaultLimits,
  type Gateway,
  type OperationUses,
  startGateway,
  type TrustedIssuer,
  type VerifiedClaims,
} from "../gateway/index.js";
import { systemClock } from "../lib/clock.js";
import { randomId } from "../lib/ids.js";
import { packageRoot } from "../lib/package-root.js";
import { type CallKey, ROOMS_AUDIENCE, signCallToken } from "../schema/call-token.js";
import type { LanguagePort } from "../schema/language-port.js";
import type { RefusedAttempt, Room, RoomHttp } from "../schema/room.js";
import type { PartyUrn } from "../schema/urns.js";
import { FORWARDED_CLAIMS } from "../schema/viewer.js";
import { publishedCallKeys } from "./call-keys.js";
import { createChosenLanguages } from "./chosen-languages.js";
import { newCallKey } from "./keys.js";
import { type RoomsKey, roomsIssuer } from "./room/graph-port.js";
import { configuredIssuers, mountRooms, openRoomHttp } from "./room/room-http.js";
import { callAudienceOf, createRoomCalls, createSubgraphCalls } from "./room-calls.js";
import type { Settings } from "./settings.js";
import { createLateSubgraphsPort, createSubgraphsPort } from "./subgraphs-port.js";
import { mountSubgraphs } from "./subgraphs-routes.js";
import { startTracing } from "./tracing.js";
import { readTrustedDocuments } from "./trusted-documents.js";

/** What differs between the whole system and the gateway alone. */
export interface GatewayParts {
  readonly supergraphSdl: string;
  readonly rooms: readonly Room[];
  readonly subgraphUrls: Readonly<Record<string, string>>;
  /** Issuers beside the configured ones. */
  readonly issuers: readonly TrustedIssuer[];
  readonly callKey?: CallKey;
  /** Asked which language people have chosen whose requests name none; absent: nobody is. */
  readonly languages?: LanguagePort;
  /** Lets this installation's rooms ask the graph on a viewer's behalf; absent: none does. */
  readonly roomsKey?: Pick<RoomsKey, "publicKey">;
  /** Is bound to this gateway, for rooms in this process. */
  readonly subgraphs?: ReturnType<typeof createLateSubgraphsPort>;
  /** What rooms in processes of their own show to ask other subgraphs; absent: none may. */
  readonly roomSecret?: string;
  /** How subgraphs' names are resolved; as the system does where not given. */
  readonly subgraphLookup?: LookupFunction;
  /** Told who sent which operation how often. */
  onUses?(uses: readonly OperationUses[]): Promise<void>;
  /** Told of organisations that reach for what is not theirs. */
  onRefusal?(organization: PartyUrn, attempt: RefusedAttempt): void;
  /** Where browsers sign in, with where they want to come back to; absent: nowhere here. */
  signInUrl?(returnTo: string): string;
  readonly sandbox: { readonly signIn: object | null; readonly examples: readonly object[] };
  /** Mounts more routes. @param http who asks, as rooms are told */
  routes?(app: FastifyInstance, http: RoomHttp): void | Promise<void>;
}

/** What is taken on and what is told, as the settings say. */
const operatingOptions = (settings: Settings) => ({
  engine: settings.engine,
  requestTimeoutMillis: settings.requestTimeoutMillis,
  overload: {
    inFlight: settings.maxInFlight,
    waiting: settings.maxWaiting,
    waitMillis: settings.maxWaitMillis,
    loopLagMillis: settings.loopLagMillis === 0 ? null : settings.loopLagMillis,
  },
  ...(settings.rateLimit === null ? {} : { rateLimit: settings.rateLimit }),
  ...(settings.trustedDocuments === null
    ? {}
    : {
        trustedDocuments: {
          documents: readTrustedDocuments(settings.trustedDocuments),
          only: settings.trustedOnly,
        },
      }),
  subgraphLimits: settings.subgraphLimits,
  collapsesQueries: settings.collapse === "on",
  metrics: settings.metrics,
  ...(settings.tracesEndpoint === null ? {} : { tracing: { trustsIncoming: settings.trustsTraces } }),
  /** Everybody in the demo and where nobody signs in; otherwise those whose token has the scope that is set. */
  maySeePlan: (claims: VerifiedClaims | null): boolean => {
    if (settings.demo || settings.issuers.length === 0) return true;
    const scopes = String(claims?.["scope"] ?? "").split(" ");
    return settings.planScope !== null && scopes.includes(settings.planScope);
  },
});

/** Starts the gateway as the settings say. Demands a sign-in where there is any issuer to trust. */
export const openGateway = async (
  settings: Settings,
  parts: GatewayParts,
): Promise<{ gateway: Gateway; logger: Logger; close(): Promise<void> }> => {
  const logger = pino({ level: settings.logLevel });
  const callKey = parts.callKey ?? newCallKey();
  const issuers: TrustedIssuer[] = [...parts.issuers, ...configuredIssuers(settings)];
  const sandboxDirectory = join(packageRoot(), "dist", "sandbox");
  const isNested = parts.rooms.length > 0 || settings.engine === "stock";
  const spans = await startTracing(settings, { isNested });
  const subgraphs = parts.subgraphs ?? createLateSubgraphsPort();
  let opened: Gateway | null = null;
  const url = () => opened?.url ?? null;
  const { languages } = parts;
  const standInHeaders =
    languages === undefined
      ? undefined
      : createChosenLanguages({ languages, callKey, clock: systemClock, logger });
  const roomHttp = openRoomHttp(settings, {
    issuers: parts.issuers,
    callKey,
    logger,
    url,
    ...(standInHeaders === undefined ? {} : { standInHeaders }),
    ...(parts.onRefusal === undefined ? {} : { onRefusal: parts.onRefusal }),
    ...(parts.signInUrl === undefined ? {} : { signInUrl: parts.signInUrl }),
  });
  const gateway = await startGateway({
    supergraphSdl: parts.supergraphSdl,
    localSubgraphs: parts.rooms,
    subgraphUrls: parts.subgraphUrls,
    ...(parts.subgraphLookup === undefined ? {} : { subgraphLookup: parts.subgraphLookup }),
    ...(parts.onUses === undefined ? {} : { onUses: parts.onUses }),
    limits: { ...defaultLimits, cost: settings.maxCost },
    subgraphTimeoutMillis: settings.subgraphTimeoutMillis,
    subgraphResponseBytes: settings.subgraphResponseBytes,
    ...operatingOptions(settings),
    identity:
      issuers.length === 0
        ? null
        : {
            issuers: parts.roomsKey === undefined ? issuers : [...issuers, roomsIssuer(parts.roomsKey)],
            forwardedClaims: FORWARDED_CLAIMS,
            signCall: (viewer, requestId, audience) =>
              signCallToken(
                callKey,
                { requestId, viewer, audience: audience ?? ROOMS_AUDIENCE },
                systemClock,
              ),
            callAudience: callAudienceOf,
          },
    allowPublicIntrospection: settings.publicIntrospection,
    forwardedHeaders: ["accept-language"],
    ...(standInHeaders === undefined ? {} : { standInHeaders }),
    sandbox:
      settings.sandbox && existsSync(sandboxDirectory)
        ? {
            directory: sandboxDirectory,
            config: { title: "Tunet sandbox", endpoint: "/graphql", ...parts.sandbox },
          }
        : null,
    readiness: parts.rooms.map((room) => ({ name: room.name, check: () => room.ping() })),
    logger,
    clock: systemClock,
    newId: randomId,
    shutdownGraceMillis: settings.shutdownGraceMillis,
    async routes(app) {
      // Subgraphs elsewhere check with these who signed a call.
      app.get("/.well-known/call-keys.json", () => publishedCallKeys(callKey));
      await mountRooms(app, parts.rooms, roomHttp);
      const { roomSecret, roomsKey } = parts;
      if (roomSecret !== undefined && roomsKey !== undefined) {
        const tokenFor = createRoomCalls(roomsKey, callKey, systemClock);
        mountSubgraphs(app, { subgraphs, roomSecret, tokenFor });
      }
      await parts.routes?.(app, roomHttp);
    },
  });
  opened = gateway;
  subgraphs.bind(createSubgraphsPort(gateway, createSubgraphCalls(callKey, systemClock)));
  return {
    gateway,
    logger,
    async close() {
      await gateway.close();
      await spans?.close();
    },
  };
};
