import { Agent, request } from "undici";
import { SECOND_MILLIS } from "../../../lib/clock.js";
import { AddressRefused, type OutboundCheck } from "../../../lib/outbound-address.js";
import type { CloudEvent } from "./cloud-event.js";

const CONNECT_MILLIS = 5 * SECOND_MILLIS;
/** From the wait for a connection to the answer's head. */
const ANSWER_MILLIS = 10 * SECOND_MILLIS;
/** Of an answer that is read, and thrown away, so that its connection can be used again. */
const ANSWER_BYTES = 16_384;

/** What came of a request to an endpoint. The reason is for the subscriber: it tells nothing of our own network. */
export type Delivered =
  | { readonly isDelivered: true }
  | { readonly isDelivered: false; readonly status: number | null; readonly reason: string };

/** Sends events to the endpoints of others. */
export interface WebhookClient {
  /** Delivered where the answer is 2xx. Redirects are not followed. @throws only once it is closed */
  send(endPoint: string, event: CloudEvent): Promise<Delivered>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

const reasonOf = (error: unknown): string => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AddressRefused) return cause.message;
    if (cause.name === "TimeoutError" || cause.name === "ConnectTimeoutError") {
      return "The endpoint did not answer in time.";
    }
  }
  return "The endpoint could not be reached.";
};

/**
 * @param check what may be asked at all: each URL before it is asked, each address again by the socket that asks, so
 *   that a name which leads elsewhere by now leads nowhere
 */
export const createWebhookClient = (check: OutboundCheck): WebhookClient => {
  const agent = new Agent({
    connect: { lookup: check.lookup, timeout: CONNECT_MILLIS },
    headersTimeout: ANSWER_MILLIS,
    bodyTimeout: ANSWER_MILLIS,
    pipelining: 1,
  });
  const closing = new AbortController();

  return {
    async send(endPoint, event) {
      try {
        const { statusCode, body } = await request(check.parse(endPoint), {
          method: "POST",
          dispatcher: agent,
          headers: {
            "content-type": "application/cloudevents+json; charset=utf-8",
            "user-agent": "tunet-events",
          },
          body: JSON.stringify(event),
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_MILLIS)]),
        });
        await body.dump({ limit: ANSWER_BYTES }).catch(() => undefined); // the status has said it all
        if (statusCode >= 200 && statusCode < 300) return { isDelivered: true };
        return { isDelivered: false, status: statusCode, reason: `The endpoint answered ${statusCode}.` };
      } catch (error) {
        closing.signal.throwIfAborted();
        return { isDelivered: false, status: null, reason: reasonOf(error) };
      }
    },
    async close() {
      closing.abort();
      await agent.destroy();
    },
  };
};
