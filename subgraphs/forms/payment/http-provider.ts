import { createHmac, timingSafeEqual } from "node:crypto";
import { Pool } from "undici";
import { MINUTE_MILLIS } from "../../../lib/clock.js";
import { level, objectOf, type Read, text, wordOf } from "../../../schema/wire-readers.js";
import type { PaymentProvider, ProviderPayment, StartedPayment } from "./provider.js";

/** Where a provider is, and what we and it sign with. */
export interface ProviderSettings {
  /** Payments are begun at `{url}`, and looked at at `{url}/{reference}`. Read at each use. */
  url(): string;
  /** At least 32 bytes; both sides have it. */
  readonly secret: Uint8Array;
  readonly timeoutMillis: number;
}

/** `t=SECONDS,v1=HMAC` of what is sent, and when. */
export const SIGNATURE_HEADER = "x-payment-signature";
/** A signature that is older is not believed: whoever has it may have found it. */
const BELIEVED_MILLIS = 5 * MINUTE_MILLIS;
const MAX_CONNECTIONS = 16;

/** The signature of a body: what a provider sends with its callbacks, and what we send with our requests. */
export const paymentSignature = (secret: Uint8Array, body: string | Buffer, now: number): string => {
  const seconds = Math.floor(now / 1_000);
  const mac = createHmac("sha256", secret).update(`${seconds}.`).update(body).digest("hex");
  return `t=${seconds},v1=${mac}`;
};

/** Whether a body was signed by whoever has the secret, a moment ago. */
export const isPaymentSignature = (
  secret: Uint8Array,
  shown: unknown,
  body: string | Buffer,
  now: number,
): boolean => {
  const seconds = Number(/^t=(\d{1,12}),/.exec(String(shown))?.[1]);
  if (!Number.isFinite(seconds) || Math.abs(now - seconds * 1_000) > BELIEVED_MILLIS) return false;
  const right = Buffer.from(paymentSignature(secret, body, seconds * 1_000));
  const given = Buffer.from(String(shown));
  return given.length === right.length && timingSafeEqual(given, right);
};

const STATUSES = ["PENDING", "PAID", "FAILED", "CANCELLED", "EXPIRED"] as const;
const readPayment: Read<ProviderPayment> = objectOf<ProviderPayment>({
  reference: text,
  status: wordOf(STATUSES),
  amountMinor: level,
  currency: text,
});
const readStarted: Read<StartedPayment> = objectOf<StartedPayment>({ providerReference: text, payUrl: text });

/** A provider over HTTP that speaks the protocol of docs/forms.md; its answers are checked, and its callbacks signed. */
export const createHttpPaymentProvider = (
  { url, secret, timeoutMillis }: ProviderSettings,
  clock: () => number,
): PaymentProvider & { close(): Promise<void> } => {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    const pool = pools.get(origin) ?? new Pool(origin, { connections: MAX_CONNECTIONS });
    pools.set(origin, pool);
    return pool;
  };
  const send = async (method: "GET" | "POST", path: string, body: string) => {
    const { origin, pathname } = new URL(url());
    const answer = await poolOf(origin).request({
      method,
      path: `${pathname.replace(/\/$/, "")}${path}`,
      headers: {
        "content-type": "application/json",
        [SIGNATURE_HEADER]: paymentSignature(secret, method === "POST" ? body : path, clock()),
      },
      body: method === "POST" ? body : null,
      signal: AbortSignal.timeout(timeoutMillis),
    });
    const said = await answer.body.text();
    if (answer.statusCode === 404) return null;
    if (answer.statusCode >= 300) throw new Error(`The payment provider answered with ${answer.statusCode}.`);
    return JSON.parse(said) as unknown;
  };
  return {
    async start(payment) {
      return readStarted(await send("POST", "", JSON.stringify(payment)), "answer");
    },
    async look(reference) {
      const found = await send("GET", `/${encodeURIComponent(reference)}`, "");
      return found === null ? null : readPayment(found, "answer");
    },
    readCallback(headers, body, now) {
      if (!isPaymentSignature(secret, headers[SIGNATURE_HEADER], body, now)) return null;
      try {
        return readPayment(JSON.parse(body.toString("utf8")), "callback");
      } catch {
        return null;
      }
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
};
