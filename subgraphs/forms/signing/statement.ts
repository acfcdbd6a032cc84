import { createHash, createHmac, type KeyObject, sign, verify } from "node:crypto";
import { ed25519From } from "../../../lib/ed25519.js";
import { canonicalJson, type JsonObject } from "../../../lib/json.js";
import { ORGANIZATION_PREFIX, type PartyUrn, SYSTEM_USER_PREFIX } from "../../../schema/urns.js";

/** What a signature says, word for word. */
export interface SignatureStatement extends JsonObject {
  readonly type: "tunet-form-signature/1";
  readonly id: string;
  readonly instance: string;
  readonly form: { readonly id: string; readonly version: number };
  /** SHA-256 of what was signed, in hexadecimal. */
  readonly hash: string;
  /** An organisation or a system user by its URN; a person by a name that only this installation can tell. */
  readonly signee: string;
  /** The authentication level that the signee had signed in with. */
  readonly level: number;
  /** RFC 3339, in UTC. */
  readonly signedAt: string;
}

/** A statement as it was signed. */
export interface SignedStatement {
  /** Canonical JSON (RFC 8785) of a SignatureStatement. */
  readonly statement: string;
  /** Ed25519 over the statement's UTF-8, base64url. */
  readonly signature: string;
  /** RFC 7638 thumbprint of the key. */
  readonly keyId: string;
}

/** A public key as it is published (RFC 8037). */
export interface PublicJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
}

/** Signs for this installation, and says who signed without telling a person's number. */
export interface StatementSigner {
  readonly jwk: PublicJwk;
  sign(statement: SignatureStatement): SignedStatement;
  /** @returns always the same for the same party */
  signeeOf(party: PartyUrn): string;
}

const OPEN = [ORGANIZATION_PREFIX, SYSTEM_USER_PREFIX];

/** The key as others get it; its id follows from it. */
export const publicJwkOf = (key: KeyObject): PublicJwk => {
  const x = String(key.export({ format: "jwk" }).x);
  const kid = createHash("sha256")
    .update(canonicalJson({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
  return { kty: "OKP", crv: "Ed25519", x, kid };
};

/** @param seed 32 bytes, the same on all nodes and for ever */
export const createStatementSigner = (seed: Uint8Array): StatementSigner => {
  const { privateKey, publicKey } = ed25519From(seed);
  const jwk = publicJwkOf(publicKey);
  return {
    jwk,
    sign(wanted) {
      const statement = canonicalJson(wanted);
      const signature = sign(null, Buffer.from(statement, "utf8"), privateKey).toString("base64url");
      return { statement, signature, keyId: jwk.kid };
    },
    signeeOf(party) {
      if (OPEN.some((prefix) => party.startsWith(prefix))) return party;
      const name = createHmac("sha256", seed).update(`signee ${party}`).digest("hex").slice(0, 32);
      return `urn:tunet:signee:${name}`;
    },
  };
};

/** Whether a statement was signed by the key. */
export const isSignedBy = (key: KeyObject, { statement, signature }: SignedStatement): boolean =>
  verify(null, Buffer.from(statement, "utf8"), key, Buffer.from(signature, "base64url"));
