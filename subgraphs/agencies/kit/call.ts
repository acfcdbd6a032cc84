import { GraphQLError } from "graphql";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { tableOf } from "./table-of.js";

/** Who signs calls to subgraphs. */
const ISSUER = "tunet-gateway";
/** A gateway that began anew signs with a new key: an unknown one is looked for, but no more often than this. */
const REFETCH_MILLIS = 1_000;

/** Somebody by the name that Altinn gives them, e.g. `urn:altinn:person:identifier-no` and eleven digits. */
export interface Subject {
  readonly type: string;
  readonly value: string;
}

/** Who asks, as the gateway has checked it. */
export interface Caller {
  /** The person, the system user or the organisation that signed in. */
  readonly subject: Subject;
  /** How sure it is: 0 (said so themselves), 3 (substantial), 4 (high). */
  readonly level: number;
}

/** One request, as far as this subgraph is told of it. */
export interface Call {
  /** The same in the logs of everybody who is asked by this request. */
  readonly requestId: string;
  readonly caller: Caller;
}

/** Checks a call token, the header `x-tunet-call`. @throws GraphQLError `CALL_NOT_SIGNED`, `CALL_KEYS_UNAVAILABLE` */
export type ReadCall = (token: string | undefined) => Promise<Call>;

type Claims = Readonly<Record<string, unknown>>;

const LEVELS: Readonly<Record<string, number>> = tableOf({
  "idporten-loa-substantial": 3,
  "idporten-loa-high": 4,
});
const MACHINE_LEVEL = 3;

const record = (value: unknown): Claims =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Claims) : {};

/** `0192:` and nine digits, as ISO 6523 has organisation numbers. */
const organizationNumber = (actor: unknown): string | undefined =>
  /^0192:(\d{9})$/.exec(String(record(actor)["ID"]))?.[1];

const systemUserId = (details: unknown): unknown => {
  const detail = (Array.isArray(details) ? details : [])
    .map(record)
    .find(({ type }) => type === "urn:altinn:systemuser");
  return detail === undefined ? undefined : ([detail["systemuser_id"]].flat()[0] ?? null);
};

/** Who the claims of ID-porten's or Maskinporten's token are about; `null` where that can't be told. */
export const callerOf = (claims: Claims): Caller | null => {
  const systemUser = systemUserId(claims["authorization_details"]);
  if (systemUser !== undefined) {
    // Never the organisation behind it: that one may be shown more.
    if (typeof systemUser !== "string") return null;
    return { subject: { type: "urn:altinn:systemuser:uuid", value: systemUser }, level: MACHINE_LEVEL };
  }
  const { pid, acr, email } = claims;
  if (typeof pid === "string") {
    return {
      subject: { type: "urn:altinn:person:identifier-no", value: pid },
      level: LEVELS[String(acr)] ?? 0,
    };
  }
  const organization = organizationNumber(claims["consumer"]);
  if (organization !== undefined) {
    return {
      subject: { type: "urn:altinn:organization:identifier-no", value: organization },
      level: MACHINE_LEVEL,
    };
  }
  if (typeof email !== "string") return null;
  return { subject: { type: "urn:altinn:person:idporten-email", value: email.toLowerCase() }, level: 0 };
};

const refuse = (message: string): never => {
  throw new GraphQLError(`${message} Ask the gateway, not the subgraph.`, {
    extensions: { code: "CALL_NOT_SIGNED" },
  });
};

/** Whether the token is bad, rather than the keys out of reach. */
const isTokensFault = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.code !== "ERR_JOSE_GENERIC" &&
  error.code !== "ERR_JWKS_INVALID";

/**
 * Checks calls with the keys that the gateway publishes. Whatever is asked without a good token is refused, `_service`
 * and `_entities` included. A token that is for another subgraph is refused as well: whoever runs that one has it too.
 * @param keysUrl `https://…/.well-known/call-keys.json` of the gateway
 * @param subgraph what this subgraph is called in the registry
 */
export const createCallReader = (keysUrl: string, subgraph: string): ReadCall => {
  const keys = createRemoteJWKSet(new URL(keysUrl), { cooldownDuration: REFETCH_MILLIS });
  const claimsOf = async (token: string): Promise<Claims> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: ISSUER,
        algorithms: ["EdDSA"],
        requiredClaims: ["exp", "jti", "viewer"],
      });
      return payload;
    } catch (error) {
      if (isTokensFault(error)) return refuse("The call token is not good.");
      throw new GraphQLError("The gateway's keys can't be had just now. Try again in a moment.", {
        extensions: { code: "CALL_KEYS_UNAVAILABLE" },
        originalError: error instanceof Error ? error : null,
      });
    }
  };
  return async (token) => {
    if (token === undefined) return refuse("The call carries no call token.");
    const { jti, viewer, aud } = await claimsOf(token);
    // A gateway from before tokens said whom they are for says nothing.
    if (aud !== undefined && aud !== subgraph) return refuse("The call token is for another subgraph.");
    const caller = callerOf(record(viewer));
    if (caller === null) return refuse("The call token names nobody.");
    return { requestId: String(jti), caller };
  };
};
