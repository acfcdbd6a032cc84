import type { FastifyInstance } from "fastify";
import { Pool } from "undici";
import type { DatabaseOptions } from "../drizzle/database.js";
import { DemoPaymentStore } from "../drizzle/demo/payment-store.js";
import type { DemoPaymentRow } from "../drizzle/demo/tables.js";
import { openDatabase } from "../drizzle/open.js";
import { type Clock, HOUR_MILLIS, SECOND_MILLIS, systemClock } from "../lib/clock.js";
import { escapedHtml } from "../lib/html.js";
import { isUuid, type NewId, randomId } from "../lib/ids.js";
import { isPaymentSignature, paymentSignature, SIGNATURE_HEADER } from "../subgraphs/forms/index.js";
import type { Keys } from "./keys.js";

/** Where the demo's payment provider is, below the installation's URL. */
export const DEMO_PAYMENTS_PATH = "/demo/payments";

/** A payment that nobody has paid by then is given up. */
const OPEN_MILLIS = HOUR_MILLIS;
/** How long after each callback that was not taken the next one is sent; then never, and the shop must ask. */
const CALLBACK_WAITS: readonly number[] = [SECOND_MILLIS, 5 * SECOND_MILLIS, 30 * SECOND_MILLIS];
const CALLBACK_TIMEOUT_MILLIS = 5 * SECOND_MILLIS;

export interface DemoPaymentsOptions {
  readonly store: DemoPaymentStore;
  /** What the shop has too. */
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly newId: NewId;
  publicUrl(): string;
}

const amountText = ({ amountMinor, currency }: DemoPaymentRow): string =>
  `${currency} ${(amountMinor / 100).toFixed(2)}`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapedHtml(title)}</title><body style="font-family:system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem">
<h1>${escapedHtml(title)}</h1>${body}</body></html>`;

const payPage = (payment: DemoPaymentRow): string =>
  page(
    "The demo's payment provider",
    payment.status === "PENDING"
      ? `<p>${escapedHtml(payment.description)}</p><p><strong>${escapedHtml(amountText(payment))}</strong></p>
<p>No money is moved: this is a demo.</p>
<form method="post"><button name="choice" value="pay">Pay</button> <button name="choice" value="cancel">Cancel</button></form>`
      : `<p>This payment is ${payment.status.toLowerCase()}.</p><p><a href="${escapedHtml(payment.returnUrl)}">Back</a></p>`,
  );

const shown = ({ reference, status, amountMinor, currency }: DemoPaymentRow): string =>
  JSON.stringify({ reference, status, amountMinor, currency });

const isAddress = (value: unknown): value is string =>
  typeof value === "string" && /^https?:\/\//.test(value) && URL.canParse(value);

/** What a shop wants paid; `null` where the request is not one. */
const wantedIn = (body: Buffer): Omit<DemoPaymentRow, "id" | "status" | "createdAt"> | null => {
  try {
    const { reference, amountMinor, currency, description, returnUrl, callbackUrl } = JSON.parse(
      body.toString("utf8"),
    );
    const isWhole =
      typeof reference === "string" &&
      Number.isInteger(amountMinor) &&
      amountMinor > 0 &&
      typeof currency === "string" &&
      typeof description === "string" &&
      isAddress(returnUrl) &&
      isAddress(callbackUrl);
    return isWhole ? { reference, amountMinor, currency, description, returnUrl, callbackUrl } : null;
  } catch {
    return null;
  }
};

/** Tells the shop how a payment went, a few times where it does not listen. */
const createCallbacks = ({ secret, clock }: Pick<DemoPaymentsOptions, "secret" | "clock">) => {
  const timers = new Set<NodeJS.Timeout>();
  const send = async (payment: DemoPaymentRow): Promise<boolean> => {
    const { origin, pathname } = new URL(payment.callbackUrl);
    const body = shown(payment);
    const pool = new Pool(origin, { connections: 1 });
    try {
      const answer = await pool.request({
        method: "POST",
        path: pathname,
        headers: {
          "content-type": "application/json",
          [SIGNATURE_HEADER]: paymentSignature(secret, body, clock()),
        },
        body,
        signal: AbortSignal.timeout(CALLBACK_TIMEOUT_MILLIS),
      });
      await answer.body.dump();
      return answer.statusCode < 300;
    } catch {
      return false;
    } finally {
      void pool.close();
    }
  };
  const tell = async (payment: DemoPaymentRow, attempt = 0): Promise<void> => {
    const wait = CALLBACK_WAITS[attempt];
    if ((await send(payment)) || wait === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void tell(payment, attempt + 1);
    }, wait).unref();
    timers.add(timer);
  };
  const close = (): void => {
    for (const timer of timers) clearTimeout(timer);
  };
  return { tell, close };
};

/** A payment provider that moves no money: begins payments, has pages where they are paid, and says how they went. */
export const mountDemoPayments = (app: FastifyInstance, options: DemoPaymentsOptions): void => {
  const { store, secret, clock, newId, publicUrl } = options;
  const callbacks = createCallbacks(options);
  app.addHook("onClose", async () => callbacks.close());
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: 16_384 }, (_request, body, done) =>
    done(null, body),
  );
  const payUrlOf = ({ id }: Pick<DemoPaymentRow, "id">): string =>
    `${publicUrl()}${DEMO_PAYMENTS_PATH}/${id}/pay`;
  const isOurs = (headers: Readonly<Record<string, unknown>>, signed: string | Buffer): boolean =>
    isPaymentSignature(secret, headers[SIGNATURE_HEADER], signed, clock());
  /** What nobody paid in time is given up when somebody looks. */
  const current = async (payment: DemoPaymentRow | null): Promise<DemoPaymentRow | null> =>
    payment?.status === "PENDING" && clock() - payment.createdAt >= OPEN_MILLIS
      ? store.decide(payment.id, "EXPIRED")
      : payment;
  const byId = async (id: string) => (isUuid(id) ? current(await store.byId(id)) : null);
  const html = "text/html; charset=utf-8";
  const unknown = page("There is no such payment", "");

  app.post<{ Body: Buffer | null }>(DEMO_PAYMENTS_PATH, async (request, reply) => {
    const body = request.body ?? Buffer.alloc(0);
    if (!isOurs(request.headers, body)) return reply.code(401).send({ error: "Sign the request." });
    const wanted = wantedIn(body);
    if (wanted === null) return reply.code(400).send({ error: "This is no payment." });
    const now = clock();
    const payment = await store.begin({ id: newId(now), status: "PENDING", createdAt: now, ...wanted });
    return { providerReference: payment.id, payUrl: payUrlOf(payment) };
  });

  app.get<{ Params: { reference: string } }>(`${DEMO_PAYMENTS_PATH}/:reference`, async (request, reply) => {
    const { reference } = request.params;
    if (!isOurs(request.headers, `/${reference}`))
      return reply.code(401).send({ error: "Sign the request." });
    const payment = await current(await store.byReference(reference));
    if (payment === null) return reply.code(404).send({ error: "There is no such payment." });
    return reply.type("application/json").send(shown(payment));
  });

  app.get<{ Params: { id: string } }>(`${DEMO_PAYMENTS_PATH}/:id/pay`, async (request, reply) => {
    const payment = await byId(request.params.id);
    return reply
      .code(payment === null ? 404 : 200)
      .type(html)
      .send(payment === null ? unknown : payPage(payment));
  });

  app.post<{ Params: { id: string }; Body: Buffer | null }>(
    `${DEMO_PAYMENTS_PATH}/:id/pay`,
    async (request, reply) => {
      const open = await byId(request.params.id);
      if (open === null) return reply.code(404).type(html).send(unknown);
      const choice = new URLSearchParams(request.body?.toString("utf8") ?? "").get("choice");
      const payment = await store.decide(open.id, choice === "pay" ? "PAID" : "CANCELLED");
      if (payment !== null) await callbacks.tell(payment);
      return reply.redirect(open.returnUrl, 303);
    },
  );
};

/** {@link mountDemoPayments} over the demo's own database, which is closed with the routes. */
export const openDemoPayments = async (
  app: FastifyInstance,
  options: {
    readonly location: DatabaseOptions["location"];
    readonly keys: Pick<Keys, "demoPaymentSecret">;
    readonly publicUrl: () => string;
  },
): Promise<void> => {
  const { location, keys, publicUrl } = options;
  const store = new DemoPaymentStore(await openDatabase({ room: "demo", location }));
  const secret = keys.demoPaymentSecret;
  app.addHook("onClose", () => store.close());
  mountDemoPayments(app, { store, secret, clock: systemClock, newId: randomId, publicUrl });
};
