import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** PKCS #8 (RFC 8410) around the 32 bytes of an Ed25519 key. */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const SEED_BYTES = 32;

/** The key pair that these bytes are: the same bytes always give the same. @throws RangeError where they are not 32 */
export const ed25519From = (
  seed: Uint8Array,
): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } => {
  if (seed.length !== SEED_BYTES) {
    throw new RangeError(`An Ed25519 key is made of ${SEED_BYTES} bytes; there are ${seed.length}.`);
  }
  const der = Buffer.concat([PKCS8_ED25519, seed]);
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
};
