import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import {
  type CheckBearer,
  completeHeaders,
  createBearerCheck,
  GatewayError,
  type StandInHeaders,
  type TrustedIssuer,
  type VerifiedClaims,
} from "../../gateway/index.js";
import { type Clock, systemClock } from "../../lib/clock.js";
import { DomainError } from "../../lib/errors.js";
import { randomId } from "../../lib/ids.js";
import { type Call, createCallReader } from "../../schema/call.js";
import { type CallKey, signCallToken } from "../../schema/call-token.js";
import type { RefusedAttempt, Room, RoomHttp } from "../../schema/room.js";
import { EMAIL_PREFIX, ORGANIZATION_PREFIX, type PartyUrn, PERSON_PREFIX } from "../../schema/urns.js";
import { type AuthenticationLevel, type Claims, FORWARDED_CLAIMS } from "../../schema/viewer.js";
import type { Settings } from "../settings.js";
import { callHeadersOf } from "./call-headers.js";

export interface RoomHttpOptions {
  readonly issuers: readonly TrustedIssuer[];
  /** Signs who asks, for the rooms that the asked room asks in turn. */
  readonly callKey: CallKey;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What stands in for headers that whoever asks has not sent. */
  readonly standInHeaders?: StandInHeaders;
  /** Told of organisations that reach for what is not theirs. */
  onRefusal?(organization: PartyUrn, attempt: RefusedAttempt): void;
  /** Where browsers sign in, with where they want to come back to. */
  signInUrl?(returnTo: string): string;
  /** Read at each request: a free port is known only once somebody listens. */
  publicUrl(): string;
}

/** The issuers that the settings name, as the gateway takes them. */
export const configuredIssuers = (settings: Pick<Settings, "issuers">): readonly TrustedIssuer[] =>
  settings.issuers.map(({ issuer, jwksUrl, audience }) => ({
    issuer,
    jwks: { url: jwksUrl },
    ...(audience === null ? {} : { audience }),
  }));

const forwarded = (claims: VerifiedClaims): Claims =>
  Object.fromEntries(
    FORWARDED_CLAIMS.filter((name) => Object.hasOwn(claims, name)).map((name) => [name, claims[name]]),
  );

const consumerOf = (organization: PartyUrn): Claims => ({
  authority: "iso6523-actorid-upis",
  ID: `0192:${organization.slice(ORGANIZATION_PREFIX.length)}`,
});

/** What ID-porten calls logins, by level; those between are no weaker than none. */
const ACR_OF_LEVEL: Readonly<Record<AuthenticationLevel, string>> = {
  0: "idporten-loa-low",
  1: "idporten-loa-low",
  2: "idporten-loa-low",
  3: "idporten-loa-substantial",
  4: "idporten-loa-high",
};

const acrOf = (level: number): string => {
  if (level >= 4) return "idporten-loa-high";
  return level >= 3 ? "idporten-loa-substantial" : "idporten-loa-low";
};

/** Nobody's address: whoever it names may see what is public, and nothing else. */
const NOBODY = "nobody@tunet.invalid";

/** Rooms do not know the gateway's errors: what it refuses is said in the one way that they know. */
const claimsOf = async (check: CheckBearer, authorization: string | undefined): Promise<VerifiedClaims> => {
  try {
    return await check(authorization);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const isOutage = error.code === "IDENTITY_UNAVAILABLE";
    throw new DomainError(isOutage ? "IDENTITY_UNAVAILABLE" : "UNAUTHENTICATED", error.message);
  }
};

/** What rooms are given to answer over plain HTTP: who asks is found out as it is for /graphql. */
export const createRoomHttp = (options: RoomHttpOptions): RoomHttp => {
  const { issuers, callKey, clock, logger, publicUrl, onRefusal } = options;
  const check = createBearerCheck(issuers, clock, logger);
  const readCall = createCallReader(new Map([[callKey.kid, callKey.publicKey]]), clock);
  const called = (requestId: string, viewer: Claims): Call =>
    readCall({ "x-tunet-call": signCallToken(callKey, { requestId, viewer }, clock) });
  const newRequestId = (): string => randomId(clock());
  return {
    get publicUrl() {
      return publicUrl();
    },
    async identify(request) {
      const claims = await claimsOf(check, request.headers.authorization);
      const viewer = forwarded(claims);
      const sent = await completeHeaders(options.standInHeaders, request.headers, claims);
      const token = signCallToken(callKey, { requestId: request.id, viewer }, clock);
      return readCall({ ...callHeadersOf(sent), "x-tunet-call": token });
    },
    onBehalfOf({ requestId, viewer: { organization } }, person) {
      if (organization === null || !person.startsWith(PERSON_PREFIX)) {
        throw new Error("Only an organisation asks on a person's behalf.");
      }
      return called(requestId, {
        pid: person.slice(PERSON_PREFIX.length),
        acr: "idporten-loa-high",
        consumer: consumerOf(organization),
      });
    },
    asOrganization: (organization) => called(newRequestId(), { consumer: consumerOf(organization) }),
    asPerson(person, level) {
      if (person.startsWith(PERSON_PREFIX)) {
        const acr = acrOf(level);
        return called(newRequestId(), { pid: person.slice(PERSON_PREFIX.length), acr });
      }
      if (!person.startsWith(EMAIL_PREFIX)) throw new Error("Only persons have asked for something.");
      const email = person.slice(EMAIL_PREFIX.length);
      return called(newRequestId(), { email, acr: "selfregistered-email" });
    },
    asSignedIn(person, level) {
      if (person.startsWith(PERSON_PREFIX)) {
        return called(newRequestId(), { pid: person.slice(PERSON_PREFIX.length), acr: ACR_OF_LEVEL[level] });
      }
      if (!person.startsWith(EMAIL_PREFIX)) throw new Error("Only persons have pages open.");
      const email = person.slice(EMAIL_PREFIX.length);
      return called(newRequestId(), { email, acr: "selfregistered-email" });
    },
    ...(options.signInUrl === undefined ? {} : { signInUrl: options.signInUrl }),
    asAnybody: () => called(newRequestId(), { email: NOBODY, acr: "selfregistered-email" }),
    noteRefusal({ viewer: { organization } }, attempt) {
      if (organization !== null) onRefusal?.(organization, attempt);
    },
  };
};

/** Mounts what the rooms serve beside their graphs, each within a context of its own. */
export const mountRooms = async (
  app: FastifyInstance,
  rooms: readonly Pick<Room, "routes">[],
  http: RoomHttp,
): Promise<void> => {
  for (const room of rooms) {
    await app.register(async (own) => {
      await room.routes?.(own, http);
    });
  }
};

/** {@link createRoomHttp} by the settings. @param url where this process listens; `null` before it does */
export const openRoomHttp = (
  settings: Pick<Settings, "issuers" | "publicUrl" | "host" | "port">,
  options: Pick<RoomHttpOptions, "callKey" | "logger" | "standInHeaders" | "onRefusal" | "signInUrl"> & {
    readonly issuers: readonly TrustedIssuer[];
    url(): string | null;
  },
): RoomHttp =>
  createRoomHttp({
    ...options,
    issuers: [...options.issuers, ...configuredIssuers(settings)],
    clock: systemClock,
    publicUrl: () => settings.publicUrl ?? options.url() ?? `http://${settings.host}:${settings.port}`,
  });
