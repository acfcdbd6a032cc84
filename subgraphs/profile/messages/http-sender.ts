import { request } from "undici";
import { SECOND_MILLIS } from "../../../lib/clock.js";
import type { SendMessage } from "./message.js";

const ANSWER_MILLIS = 10 * SECOND_MILLIS;
/** Of an answer that is read, and thrown away, so that its connection can be used again. */
const ANSWER_BYTES = 16_384;

/**
 * Hands messages to a service of the operator's own: POST with the message as JSON, taken where the answer is 2xx.
 * Redirects are not followed.
 * @param token sent as bearer; `null`: none
 */
export const createHttpSender =
  ({ url, token }: { readonly url: string; readonly token: string | null }): SendMessage =>
  async (message, signal) => {
    const { statusCode, body } = await request(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "idempotency-key": message.id,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(message),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLIS)]),
    });
    await body.dump({ limit: ANSWER_BYTES }).catch(() => undefined); // the status has said it all
    if (statusCode < 200 || statusCode >= 300) {
      throw new Error(`The service that delivers messages answered ${statusCode}.`);
    }
  };
