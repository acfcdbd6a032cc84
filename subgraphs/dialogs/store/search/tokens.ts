import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";

const hashes = new LRUCache<string, string>({ max: 50_000 });

const hashOf = (text: string): string => {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  hashes.set(text, hash);
  return hash;
};

/** A party's word in the search index: a search within few parties asks for theirs, and never reads the others'. */
export const partyToken = (party: string): string => `p${hashOf(party)}`;

/** A service's word: whoever types the service's name finds its dialogs, whatever its name is by now. */
export const serviceToken = (service: string): string => `s${hashOf(service)}`;

/** An owner's word, in the same way. */
export const ownerToken = (org: string): string => `o${hashOf(org)}`;

/** Every dialog has this word: what is left when something is excluded is looked for among these. */
export const EVERY_TOKEN = "every";

/** A party as a number of 31 bits, which lies beside its documents' places. Some parties share one. */
export const partyNumberOf = (party: string): number => Number.parseInt(hashOf(party).slice(0, 8), 16) >>> 1;
