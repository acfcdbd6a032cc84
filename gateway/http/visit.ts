import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { VerifiedClaims } from "../identity/options.js";
import type { AnswerText } from "./ready-answer.js";

/** What is sent: text, or bytes that several are sent. */
export type Body = Buffer | Pick<AnswerText, "text" | "isAscii">;

export const JSON_BODY = /^application\/json(?:; ?charset=utf-8)?$/i;
/** Names by which a body could change what all objects inherit: the routes refuse it, in whatever way it is written. */
const POISON = /__proto__|constructor|\\u00[567]/i;

/** A request whose body has come. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly claims: VerifiedClaims | null;
  /** The client's headers, with those that stand in. */
  readonly sent: IncomingHttpHeaders;
  readonly type: string;
  readonly arrivedAt: number;
}

/** @returns `null` where a body is nothing that may be read */
export const parsed = (body: Buffer): unknown => {
  const text = body.toString("utf8");
  if (POISON.test(text)) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Text that is ASCII alone is as long as it is: nobody has to look at each letter. */
export const bytesOf = (body: Body): number => {
  if (Buffer.isBuffer(body)) return body.length;
  return body.isAscii ? body.text.length : Buffer.byteLength(body.text);
};

/** As its headers have it. */
export const bodyBytes = ({ headers }: IncomingMessage): number =>
  headers["transfer-encoding"] === undefined ? Number(headers["content-length"]) : Number.NaN;
