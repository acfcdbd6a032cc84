import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { HttpMessage } from "./message-reader.js";

/** A gateway that answers right in more ways than this is not answering the same thing. */
const MAX_VARIANTS = 16;

/** Checks one gateway's answers to one query. */
export interface AnswerCheck {
  /** @throws Error where the answer is not the right one */
  check(answer: HttpMessage): void;
  hashes(): readonly string[];
  isOrdered(): boolean;
}

/**
 * The first answer is compared with the right one value by value; from then on, bytes that were found right once are
 * right. An answer of other bytes is compared by value again.
 */
export const createAnswerCheck = (subject: string, right: unknown): AnswerCheck => {
  const variants: Buffer[] = [];
  const rightText = JSON.stringify(right);
  let isOrdered = true;

  const compare = (body: Buffer): void => {
    const { data, errors } = JSON.parse(body.toString()) as { data?: unknown; errors?: unknown };
    if (errors !== undefined) throw new Error(`${subject}: ${JSON.stringify(errors).slice(0, 500)}`);
    if (!isDeepStrictEqual(data, right)) throw new Error(`${subject}: the answer is not the right one.`);
    if (variants.length === MAX_VARIANTS) throw new Error(`${subject}: the answer's bytes keep changing.`);
    if (JSON.stringify(data) !== rightText) isOrdered = false;
    variants.push(Buffer.from(body));
  };

  return {
    check({ status, body }) {
      if (status !== 200) throw new Error(`${subject}: HTTP ${status}: ${body.toString().slice(0, 500)}`);
      if (!variants.some((variant) => variant.equals(body))) compare(body);
    },
    hashes: () => variants.map((variant) => createHash("sha256").update(variant).digest("hex")),
    isOrdered: () => isOrdered,
  };
};
