import { createHash, type KeyObject } from "node:crypto";
import { ed25519From } from "../../../lib/ed25519.js";

/** What keys are made from: 32 bytes each. */
export interface DialogTokenSeeds {
  /** Signs. */
  readonly primary: Uint8Array;
  /** Signs next: published before it is needed, so that whoever checks tokens has it already. */
  readonly secondary: Uint8Array;
  /** Signed before; its last tokens are good for ten minutes. `null` before the first change. */
  readonly previous: Uint8Array | null;
}

/** A key of dialog tokens. */
export interface DialogTokenKey {
  /** RFC 7638: follows from the key, so that it names the same key in every process. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it is published. */
  readonly jwk: DialogTokenJwk;
}

export interface DialogTokenJwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly kid: string;
  readonly alg: "EdDSA";
  readonly use: "sig";
}

const keyOf = (seed: Uint8Array): DialogTokenKey => {
  const { privateKey, publicKey } = ed25519From(seed);
  const { x = "" } = publicKey.export({ format: "jwk" });
  const kid = createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest("base64url");
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { kty: "OKP", crv: "Ed25519", x, kid, alg: "EdDSA", use: "sig" },
  };
};

/** The keys of an installation: the first one signs, all are published. */
export const dialogTokenKeys = (seeds: DialogTokenSeeds): readonly [DialogTokenKey, ...DialogTokenKey[]] => {
  const others = [seeds.secondary, ...(seeds.previous === null ? [] : [seeds.previous])];
  return [keyOf(seeds.primary), ...others.map(keyOf)];
};
