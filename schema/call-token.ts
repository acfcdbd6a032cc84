import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../lib/clock.js";
import { DomainError } from "../lib/errors.js";
import { keptWith } from "../lib/kept-with.js";
import type { Claims } from "./viewer.js";

/** How long a call token is good for. One request finishes well within it. */
export const CALL_TOKEN_LIFETIME_MILLIS = 60_000;

const ISSUER = "tunet-gateway";

/** Whom tokens for the installation's own rooms are for: they pass them on to each other. */
export const ROOMS_AUDIENCE = "tunet-rooms";

/** What the gateway tells a subgraph of one request. */
export interface CallClaims {
  /** The request's id: the same on every call to every subgraph that this request makes. */
  readonly requestId: string;
  /** Verified claims of who is asking. */
  readonly viewer: Claims;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** An Ed25519 key pair in JWK form, as it is kept on disk and published (public half only). */
export interface CallKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A fresh key. */
export const generateCallKey = (kid: string): CallKey => ({ kid, ...generateKeyPairSync("ed25519") });

/** A key from its private half in PKCS#8 PEM. */
export const callKeyFromPem = (kid: string, pem: string): CallKey => {
  const privateKey = createPrivateKey(pem);
  return { kid, privateKey, publicKey: createPublicKey(privateKey) };
};

/** Requests under way at a time whose tokens are remembered; the signatures of others are checked. */
const MAX_SIGNED = 1_000;

/**
 * The tokens that this process signed last by a key, to the letter: whoever checks one of them here by the same key need
 * not work out its signature again, which takes longer than all else that is checked of it.
 */
const signedWith = keptWith((_publicKey: KeyObject) => new LRUCache<string, true>({ max: MAX_SIGNED }));

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/**
 * Signs who is asking into a short-lived compact JWS (EdDSA) that subgraphs check.
 * @param claims `audience`: the subgraph that it is for, whom it is of no use to elsewhere; the rooms, where not given;
 *   `null` for anybody, which is for keys that nobody but one subgraph knows
 */
export const signCallToken = (
  key: CallKey,
  claims: Omit<CallClaims, "expiresAt"> & { readonly audience?: string | null },
  clock: Clock,
): string => {
  const now = clock();
  const { audience = ROOMS_AUDIENCE } = claims;
  const payload = {
    iss: ISSUER,
    ...(audience === null ? {} : { aud: audience }),
    jti: claims.requestId,
    viewer: claims.viewer,
    iat: Math.floor(now / 1000),
    exp: Math.floor((now + CALL_TOKEN_LIFETIME_MILLIS) / 1000),
  };
  const signed = `${encode({ alg: "EdDSA", typ: "JWT", kid: key.kid })}.${encode(payload)}`;
  const token = `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString("base64url")}`;
  signedWith(key.publicKey).set(token, true);
  return token;
};

const isRecord = (value: unknown): value is Claims =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @throws DomainError `CALL_NOT_SIGNED` */
const refuse = (why: string): never => {
  throw new DomainError(
    "CALL_NOT_SIGNED",
    `${why} Subgraphs answer the gateway only; ask the gateway instead.`,
  );
};

/** @throws DomainError `CALL_NOT_SIGNED` */
export const refuseMissingCallToken = (): never => refuse("The call carries no call token.");

/**
 * Checks a call token, as the rooms do.
 * @param publicKeys by key id; more than one while keys rotate
 * @param audience who checks it
 * @throws DomainError `CALL_NOT_SIGNED` where it is missing, altered, expired, signed by another key, or for another
 */
export const verifyCallToken = (
  token: string | null,
  publicKeys: ReadonlyMap<string, KeyObject>,
  clock: Clock,
  audience = ROOMS_AUDIENCE,
): CallClaims => {
  if (token === null) return refuseMissingCallToken();
  const [header = "", payload = "", signature = "", ...rest] = token.split(".");
  try {
    const { alg, kid } = JSON.parse(Buffer.from(header, "base64url").toString("utf8"));
    const key = publicKeys.get(kid);
    if (alg !== "EdDSA" || key === undefined || rest.length > 0)
      return refuse("The call token's key is unknown.");
    const valid =
      signedWith(key).has(token) ||
      verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"));
    if (!valid) return refuse("The call token's signature is wrong.");
    const { iss, jti, viewer, exp, aud } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const isWhole = iss === ISSUER && typeof jti === "string" && typeof exp === "number" && isRecord(viewer);
    if (!isWhole) return refuse("The call token is not one that says who is asking.");
    // One that does not say whom it is for is of a gateway from before they did.
    if (aud !== undefined && aud !== audience) return refuse("The call token is for another subgraph.");
    if (exp * 1000 <= clock()) return refuse("The call token has expired.");
    return { requestId: jti, viewer, expiresAt: exp * 1000 };
  } catch (error) {
    if (error instanceof DomainError) throw error;
    return refuse("The call token can't be read.");
  }
};
