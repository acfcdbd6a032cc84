import { sign, verify } from "node:crypto";
import { type Clock, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { Viewer } from "../../../schema/viewer.js";
import { claimsOf, type DialogTokenClaims, type TokenSubject } from "./claims.js";
import { type DialogTokenJwk, type DialogTokenSeeds, dialogTokenKeys } from "./keys.js";

/** As there: short, as rights may be withdrawn; long enough to read before one acts. */
export const DIALOG_TOKEN_LIFETIME_MILLIS = 10 * MINUTE_MILLIS;

/** What a token that is good opens. */
export interface OpenedToken {
  readonly dialogId: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** Makes and checks dialog tokens: EdDSA, compact JWS. */
export interface DialogTokens {
  /** The public keys, the signing one first. */
  readonly jwks: readonly DialogTokenJwk[];
  issue(viewer: Viewer, dialog: TokenSubject): string;
  /** `null` where it is no token of ours, was altered, or is not good at this moment. */
  open(token: string): OpenedToken | null;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

const decode = (text: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

/** @param issuer read at each use: it is the public URL, which is known once somebody listens */
export const createDialogTokens = (options: {
  readonly seeds: DialogTokenSeeds;
  readonly issuer: () => string;
  readonly clock: Clock;
  readonly newId: NewId;
}): DialogTokens => {
  const { issuer, clock, newId } = options;
  const keys = dialogTokenKeys(options.seeds);
  const [signing] = keys;
  const header = encode({ alg: "EdDSA", typ: "JWT", kid: signing.kid });

  return {
    jwks: keys.map(({ jwk }) => jwk),

    issue(viewer, dialog) {
      const now = clock();
      const seconds = Math.floor(now / SECOND_MILLIS);
      const claims: DialogTokenClaims = {
        jti: newId(now),
        ...claimsOf(viewer, dialog),
        iss: issuer(),
        iat: seconds,
        nbf: seconds,
        exp: seconds + DIALOG_TOKEN_LIFETIME_MILLIS / SECOND_MILLIS,
      };
      const signed = `${header}.${encode(claims)}`;
      return `${signed}.${sign(null, Buffer.from(signed), signing.privateKey).toString("base64url")}`;
    },

    open(token) {
      const [head = "", body = "", signature = "", ...rest] = token.split(".");
      const { alg, kid } = decode(head) ?? {};
      const key = keys.find((candidate) => candidate.kid === kid);
      if (alg !== "EdDSA" || key === undefined || rest.length > 0) return null;
      const isSigned = verify(
        null,
        Buffer.from(`${head}.${body}`),
        key.publicKey,
        Buffer.from(signature, "base64url"),
      );
      const claims = isSigned ? decode(body) : null;
      const { iss, i, nbf, exp } = claims ?? {};
      if (iss !== issuer() || typeof i !== "string") return null;
      if (typeof nbf !== "number" || typeof exp !== "number") return null;
      const now = clock();
      if (nbf * SECOND_MILLIS > now || exp * SECOND_MILLIS <= now) return null;
      return { dialogId: i, expiresAt: exp * SECOND_MILLIS };
    },
  };
};
