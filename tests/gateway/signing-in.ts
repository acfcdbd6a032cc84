import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import type { GatewayOptions, IdentityOptions, TrustedIssuer } from "../../gateway/index.js";
import { startTestGateway } from "./kit.js";

/** Whose tokens the gateway trusts. */
export const ISSUER = "https://login.example.test/";
export const SECOND = 1_000;

/** Somebody who signs tokens. */
export interface Signer {
  readonly keys: JSONWebKeySet;
  sign(claims: JWTPayload, alg?: string): Promise<string>;
}

/** A new key, and tokens by it. */
export const createSigner = async (alg: string, kid: string): Promise<Signer> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    keys: { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: "sig" }] },
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey),
  };
};

/** The issuer that the gateway trusts. */
export const issuer = await createSigner("ES256", "key-1");

/** Claims of a token that is good for a minute. */
export const claimsAt = (now: number, changes: JWTPayload = {}): JWTPayload => ({
  iss: ISSUER,
  exp: now / SECOND + 60,
  pid: "17810112345",
  scope: "openid",
  sub: "kept at the edge",
  ...changes,
});

/** How the gateway finds out who asks. */
export const identity = (trusted: Partial<TrustedIssuer> = {}): IdentityOptions => ({
  issuers: [{ issuer: ISSUER, jwks: { keys: issuer.keys }, ...trusted }],
  forwardedClaims: ["pid", "scope", "acr"],
  signCall: (claims, requestId) => `signed ${requestId} ${JSON.stringify(claims)}`,
});

/** A gateway at which one signs in. */
export const start = (changes: Partial<GatewayOptions> = {}) =>
  startTestGateway({ identity: identity(), ...changes });

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
