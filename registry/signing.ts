import { createHash, type KeyObject, sign, verify } from "node:crypto";

/** A supergraph as gateways get it. */
export interface SignedSupergraph {
  /** From 1; a larger one is newer. */
  readonly number: number;
  readonly sdl: string;
  /** Ed25519 over number and text, base64url. */
  readonly signature: string;
  /** Where each subgraph is asked, by name. */
  readonly urls: Readonly<Record<string, string>>;
}

type Content = Omit<SignedSupergraph, "signature">;

/** SHA-256 of a text, in hex. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What is signed: everything that a gateway acts on. */
const bytesOf = ({ number, sdl, urls }: Content): Buffer => {
  const places = Object.entries(urls).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.from(`tunet-supergraph\n${number}\n${sha256(sdl)}\n${JSON.stringify(places)}`);
};

export const signSupergraph = (content: Content, privateKey: KeyObject): string =>
  sign(null, bytesOf(content), privateKey).toString("base64url");

/** Whether the registry that holds the key made this supergraph, and nobody has changed it since. */
export const isGenuine = ({ signature, ...content }: SignedSupergraph, publicKey: KeyObject): boolean =>
  verify(null, bytesOf(content), publicKey, Buffer.from(signature, "base64url"));
