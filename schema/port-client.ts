import { Pool } from "undici";
import { DomainError } from "../lib/errors.js";
import type { Call } from "./call.js";

/** Open connections to the other room; questions beyond wait, and that counts against their time. */
const MAX_CONNECTIONS = 64;

export interface HttpPortOptions {
  /** Of the other room's process, without a path. */
  readonly url: string;
  /** Of one question, from the wait for a connection to the last byte. */
  readonly timeoutMillis: number;
  /** Of one answer. */
  readonly maxBytes: number;
  /** Sent with every question besides; lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Refusals that are about the question itself; whatever else the other room says, it did not answer. */
const REFUSALS: readonly string[] = ["BATCH_TOO_LARGE"];

/** Puts questions to another room's process. */
export interface PortClient {
  /**
   * Asks on behalf of the call's viewer.
   * @param read takes the answer apart; what it throws means that there was none
   * @param signal ends the question before its time
   * @throws DomainError one of `refusals` as the other room says it; everything else as `unavailable` makes it
   */
  ask<T>(
    path: string,
    call: Pick<Call, "token">,
    question: object,
    read: (answer: unknown) => T,
    signal?: AbortSignal,
  ): Promise<T>;
  close(): Promise<void>;
}

const refusalIn = (answer: unknown, refusals: readonly string[]): DomainError | null => {
  const { error } = (answer ?? {}) as { error?: { code?: unknown; message?: unknown } };
  const code = refusals.find((refusal) => refusal === error?.code);
  return code !== undefined && typeof error?.message === "string"
    ? new DomainError(code, error.message)
    : null;
};

const readBody = async (body: AsyncIterable<Buffer>, maxBytes: number): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`The answer has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
};

/**
 * A client of another room's port.
 * @param unavailable the error of a question that got no answer, for whatever reason: nobody there, too late, too long,
 *   not what the contract says
 * @param refusals codes of refusals that are about the question
 */
export const createPortClient = (
  options: HttpPortOptions,
  unavailable: (cause: unknown) => DomainError,
  refusals: readonly string[] = REFUSALS,
): PortClient => {
  const { timeoutMillis, maxBytes, headers = {} } = options;
  const pool = new Pool(new URL(options.url).origin, { connections: MAX_CONNECTIONS, pipelining: 1 });
  return {
    async ask(path, call, question, read, signal) {
      const timeout = AbortSignal.timeout(timeoutMillis);
      try {
        const { statusCode, body } = await pool.request({
          method: "POST",
          path,
          headers: { ...headers, "content-type": "application/json", "x-tunet-call": call.token },
          body: JSON.stringify(question),
          signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        });
        const answer = await readBody(body, maxBytes);
        if (statusCode === 200) return read(answer);
        throw (
          refusalIn(answer, refusals) ?? new Error(`The other room answered with HTTP status ${statusCode}.`)
        );
      } catch (error) {
        throw error instanceof DomainError ? error : unavailable(error);
      }
    },
    close: () => pool.destroy(),
  };
};
