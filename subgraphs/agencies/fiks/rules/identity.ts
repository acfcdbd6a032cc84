import { createHash } from "node:crypto";

/**
 * An item's id: the record's own for whom it is to, and for each other party that is let see it one that follows from
 * both.
 * @param party `null`: whom it is to
 */
export const idForParty = (recordId: string, party: string | null): string =>
  party === null ? recordId : `${recordId}~${createHash("sha256").update(party).digest("hex").slice(0, 12)}`;
