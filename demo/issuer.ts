import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, SignJWT } from "jose";
import { type Clock, HOUR_MILLIS } from "../lib/clock.js";
import type { Persona } from "./personas.js";

const ALGORITHM = "ES256";
const LIFETIME_MILLIS = 8 * HOUR_MILLIS;

/** A token, and until when it is good. */
export interface DemoToken {
  readonly token: string;
  /** RFC 3339, in UTC. */
  readonly expiresAt: string;
}

/** The demo's own issuer of tokens. For synthetic personas only: it asks nobody for a password. */
export interface DemoIssuer {
  readonly issuer: string;
  /** The public key, as it is published. */
  readonly jwks: JSONWebKeySet;
  token(persona: Persona): Promise<DemoToken>;
}

export interface DemoIssuerOptions {
  /** Private key in PKCS#8 PEM, as `generateIssuerKey` makes it. */
  readonly keyPem: string;
  readonly issuer: string;
  readonly clock: Clock;
  /** Makes the ids of tokens; omitted: random ones. */
  newTokenId?(): string;
}

/** A new private key, in PKCS#8 PEM. */
export const generateIssuerKey = (): string =>
  generateKeyPairSync("ec", { namedCurve: "P-256" })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();

/** ID-porten's subjects differ from client to client and tell nothing of the person. */
const subjectOf = ({ claims }: Persona): string => {
  const { client_id: client, pid, email, consumer } = claims;
  return createHash("sha256")
    .update(JSON.stringify([client, pid, email, consumer]))
    .digest("base64url");
};

/** @throws Error where the PEM holds no private key on the curve P-256 */
export const openDemoIssuer = async (options: DemoIssuerOptions): Promise<DemoIssuer> => {
  const { keyPem, issuer, clock, newTokenId = randomUUID } = options;
  const privateKey = createPrivateKey(keyPem);
  const publicJwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(publicJwk);
  return {
    issuer,
    jwks: { keys: [{ ...publicJwk, kid, alg: ALGORITHM, use: "sig" }] },
    async token(persona) {
      const issuedAt = Math.floor(clock() / 1_000);
      const expiresAt = issuedAt + LIFETIME_MILLIS / 1_000;
      const token = await new SignJWT({ ...persona.claims, sub: subjectOf(persona), jti: newTokenId() })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: "JWT" })
        .setIssuer(issuer)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { token, expiresAt: new Date(expiresAt * 1_000).toISOString() };
    },
  };
};
