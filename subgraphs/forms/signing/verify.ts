import { createPublicKey, type KeyObject } from "node:crypto";
import { messageOf } from "../../../lib/errors.js";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";
import { listOf, objectOf, type Read, text } from "../../../schema/wire-readers.js";
import { sha256 } from "../rules/snapshot.js";
import { isSignedBy, type PublicJwk, publicJwkOf, type SignedStatement } from "./statement.js";

/** What was signed, with its signatures: all that somebody needs, beside the keys, to check them. */
export interface SignedReceipt {
  /** What was sent: `content` of a receipt, as the graph gives it. */
  readonly content: JsonObject;
  readonly signatures: readonly SignedStatement[];
}

/** What is right and wrong with one signature. */
export interface CheckedSignature {
  readonly signee: string;
  readonly signedAt: string;
  /** `null` where it is good. */
  readonly problem: string | null;
}

const signedStatement = objectOf<SignedStatement>({ statement: text, signature: text, keyId: text });
const content: Read<JsonObject> = (value, at) => {
  if (isJsonObject(value as Json)) return value as JsonObject;
  throw new Error(`${at} is not an object`);
};
const receipt: Read<SignedReceipt> = objectOf<SignedReceipt>({
  content,
  signatures: listOf(signedStatement),
});

/** @throws Error that says what is not as it should be */
export const readSignedReceipt = (value: unknown): SignedReceipt => receipt(value, "receipt");

/** Keys by id, of a published set. A key that is not what its id says is left out. */
export const readSigningKeys = (value: unknown): ReadonlyMap<string, KeyObject> => {
  const { keys } = objectOf<{ keys: readonly PublicJwk[] }>({
    keys: listOf((entry) => entry as PublicJwk),
  })(value, "keys");
  return new Map(
    keys.flatMap((jwk) => {
      const key = createPublicKey({ key: { ...jwk }, format: "jwk" });
      const { kid } = publicJwkOf(key);
      return kid === jwk.kid ? [[kid, key] as const] : [];
    }),
  );
};

const parsed = (json: string): Readonly<Record<string, Json>> => {
  try {
    return JSON.parse(json);
  } catch (error) {
    return { problem: messageOf(error) };
  }
};

const problemOf = (
  signed: SignedStatement,
  said: Readonly<Record<string, Json>>,
  sent: JsonObject,
  keys: ReadonlyMap<string, KeyObject>,
): string | null => {
  const key = keys.get(signed.keyId);
  if (key === undefined) return "The key that it names is none of those that were given.";
  if (!isSignedBy(key, signed)) return "The signature is not that of the statement: one of them was altered.";
  if (said["type"] !== "tunet-form-signature/1") return "The statement is no signature of a form.";
  if (said["hash"] !== sha256(canonicalJson(sent))) return "What was signed is something else than this.";
  return said["instance"] === sent["instance"] ? null : "It is the signature of another submission.";
};

/** Checks every signature of a receipt, with nothing but the published keys. */
export const verifyReceipt = (
  { content: sent, signatures }: SignedReceipt,
  keys: ReadonlyMap<string, KeyObject>,
): readonly CheckedSignature[] =>
  signatures.map((signed) => {
    const said = parsed(signed.statement);
    return {
      signee: String(said["signee"]),
      signedAt: String(said["signedAt"]),
      problem: problemOf(signed, said, sent, keys),
    };
  });
