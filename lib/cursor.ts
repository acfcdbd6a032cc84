import { createHmac, timingSafeEqual } from "node:crypto";

/** Why a cursor was refused. */
export type CursorProblem = "MALFORMED" | "FORGED" | "OTHER_QUERY";

/** A cursor that can't be used here. */
export class CursorError extends Error {
  readonly problem: CursorProblem;

  constructor(problem: CursorProblem, message: string) {
    super(message);
    this.name = "CursorError";
    this.problem = problem;
  }
}

/** Positions in a list, handed out as opaque text. */
export interface CursorCodec {
  /** @param query names the list (its order, filter and viewer): the cursor opens for that list only */
  encode(query: string, position: readonly (string | number | null)[]): string;
  /** @throws CursorError where the text is no cursor of ours, was altered, or belongs to another list */
  decode(query: string, cursor: string): (string | number | null)[];
}

const SIGNATURE_BYTES = 16;
const MIN_KEY_BYTES = 32;

/**
 * Cursors signed with HMAC-SHA256 and bound to their list.
 * @param key at least 32 bytes
 * @throws RangeError where the key is shorter
 */
export const createCursorCodec = (key: Uint8Array): CursorCodec => {
  if (key.length < MIN_KEY_BYTES) {
    throw new RangeError(`The cursor key has ${key.length} bytes; it needs at least ${MIN_KEY_BYTES}.`);
  }
  const mac = (purpose: string, text: string): Buffer =>
    createHmac("sha256", key).update(purpose).update("\0").update(text).digest().subarray(0, SIGNATURE_BYTES);

  return {
    encode(query, position) {
      const body = JSON.stringify([mac("query", query).toString("base64url"), ...position]);
      return Buffer.concat([mac("cursor", body), Buffer.from(body, "utf8")]).toString("base64url");
    },
    decode(query, cursor) {
      const bytes = Buffer.from(cursor, "base64url");
      if (bytes.length <= SIGNATURE_BYTES) {
        throw new CursorError("MALFORMED", "The cursor is not one that this list gave.");
      }
      const body = bytes.subarray(SIGNATURE_BYTES).toString("utf8");
      if (!timingSafeEqual(bytes.subarray(0, SIGNATURE_BYTES), mac("cursor", body))) {
        throw new CursorError("FORGED", "The cursor was altered, or was given by another installation.");
      }
      const [owner, ...position] = JSON.parse(body) as [string, ...(string | number | null)[]];
      if (owner !== mac("query", query).toString("base64url")) {
        throw new CursorError("OTHER_QUERY", "The cursor belongs to another order, filter or viewer.");
      }
      return position;
    },
  };
};
