import { createHash } from "node:crypto";

/** A party's word in the search index: a search within few parties asks for theirs, and never reads the others'. */
export const partyToken = (party: string): string =>
  `p${createHash("sha256").update(party).digest("hex").slice(0, 16)}`;

/** Every dialog has this word: what is left when something is excluded is looked for among these. */
export const EVERY_TOKEN = "every";
