import { createHash } from "node:crypto";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { LRUCache } from "lru-cache";
import { type Clock, MINUTE_MILLIS, SECOND_MILLIS } from "../../lib/clock.js";
import { type GatewayError, refusal } from "../errors.js";
import type { TrustedIssuer, VerifiedClaims } from "./options.js";

/** How far an issuer's clock may be from ours. */
const LEEWAY_MILLIS = 10 * SECOND_MILLIS;
const MAX_REMEMBERED_TOKENS = 10_000;
const DEFAULT_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"];

const KEY_SET_OPTIONS = {
  timeoutDuration: 5 * SECOND_MILLIS,
  /** An unknown key id asks again for the keys, but not more often than this. */
  cooldownDuration: 30 * SECOND_MILLIS,
  cacheMaxAge: 10 * MINUTE_MILLIS,
};

interface KnownIssuer {
  readonly keys: JWTVerifyGetKey;
  readonly algorithms: string[];
  readonly audience: string | undefined;
}

/** Checks tokens. */
export interface VerifyToken {
  /** @throws GatewayError `TOKEN_INVALID`, `TOKEN_EXPIRED` or `IDENTITY_UNAVAILABLE` */
  (token: string): Promise<VerifiedClaims>;
  /** The claims of a token that was verified before and is still good; `null` where it has to be verified. */
  remembered(token: string): VerifiedClaims | null;
}

const invalidToken = (why: string): GatewayError =>
  refusal("TOKEN_INVALID", `${why} Get a new token from a trusted issuer and send it unchanged.`, {
    "www-authenticate": 'Bearer error="invalid_token"',
  });

const expiredToken = (): GatewayError =>
  refusal("TOKEN_EXPIRED", "The token has expired. Sign in again and repeat the request.", {
    "www-authenticate": 'Bearer error="invalid_token", error_description="expired"',
  });

const keysOf = ({ jwks }: TrustedIssuer): JWTVerifyGetKey =>
  "url" in jwks ? createRemoteJWKSet(new URL(jwks.url), KEY_SET_OPTIONS) : createLocalJWKSet(jwks.keys);

/** What jose found, in words. What is not about the token is about its issuer's keys, which could not be had. */
const explain = (error: unknown): { refused: GatewayError; isOutage: boolean } => {
  const refused = (why: string) => ({ refused: invalidToken(why), isOutage: false });
  if (error instanceof errors.JWTExpired) return { refused: expiredToken(), isOutage: false };
  if (error instanceof errors.JWTClaimValidationFailed)
    return refused(`The token's claim "${error.claim}" is wrong.`);
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return refused("The token is not signed with one of its issuer's keys.");
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return refused("The token's signature is wrong.");
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return refused("The token is signed in a way that is not accepted.");
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return refused("The token is malformed.");
  return {
    refused: refusal("IDENTITY_UNAVAILABLE", "The issuer's keys can't be fetched now. Try again shortly."),
    isOutage: true,
  };
};

const issuerOf = (token: string): string | null => {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
};

/**
 * A verifier for the tokens of several issuers. Remembers what it has verified until that expires.
 * @param onOutage told when an issuer's keys can't be had
 */
export const createTokenVerifier = (
  issuers: readonly TrustedIssuer[],
  clock: Clock,
  onOutage: (issuer: string, error: unknown) => void,
): VerifyToken => {
  const known = new Map<string, KnownIssuer>(
    issuers.map((trusted) => [
      trusted.issuer,
      {
        keys: keysOf(trusted),
        algorithms: [...(trusted.algorithms ?? DEFAULT_ALGORITHMS)],
        audience: trusted.audience,
      },
    ]),
  );
  const verified = new LRUCache<string, { claims: VerifiedClaims; goodUntil: number }>({
    max: MAX_REMEMBERED_TOKENS,
  });

  const verify = async (token: string): Promise<VerifiedClaims> => {
    const issuer = issuerOf(token);
    if (issuer === null) throw invalidToken("The token is malformed, or names no issuer.");
    const trusted = known.get(issuer);
    if (trusted === undefined) throw invalidToken("The token's issuer is not trusted here.");
    try {
      const { payload } = await jwtVerify(token, trusted.keys, {
        issuer,
        algorithms: trusted.algorithms,
        ...(trusted.audience === undefined ? {} : { audience: trusted.audience }),
        clockTolerance: LEEWAY_MILLIS / SECOND_MILLIS,
        currentDate: new Date(clock()),
        requiredClaims: ["exp"],
      });
      return payload;
    } catch (error) {
      const { refused, isOutage } = explain(error);
      if (isOutage) onOutage(issuer, error);
      throw refused;
    }
  };

  const keyOf = (token: string): string => createHash("sha256").update(token).digest("base64url");

  const verifyOnce = async (token: string): Promise<VerifiedClaims> => {
    const key = keyOf(token);
    const remembered = verified.get(key);
    if (remembered !== undefined) {
      if (clock() < remembered.goodUntil) return remembered.claims;
      throw expiredToken();
    }
    const claims = await verify(token);
    verified.set(key, { claims, goodUntil: Number(claims["exp"]) * SECOND_MILLIS + LEEWAY_MILLIS });
    return claims;
  };

  return Object.assign(verifyOnce, {
    remembered(token: string): VerifiedClaims | null {
      const known = verified.get(keyOf(token));
      return known !== undefined && clock() < known.goodUntil ? known.claims : null;
    },
  });
};
