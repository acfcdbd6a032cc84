import Fastify from "fastify";
import { DEMO_PAYMENTS_PATH, mountDemoPayments } from "../../bin/demo-payments.js";
import { DemoPaymentStore } from "../../drizzle/demo/payment-store.js";
import { openDatabase } from "../../drizzle/open.js";
import { randomId } from "../../lib/ids.js";
import {
  createHttpPaymentProvider,
  type PaymentProvider,
  paymentSignature,
  SIGNATURE_HEADER,
} from "../../subgraphs/forms/index.js";
import { newLocation } from "./databases.js";
import type { Graph } from "./graph.js";

const SECRET = new Uint8Array(32).fill(9);

/** A payment as the graph tells it. */
interface Payment {
  readonly id: string;
  readonly payUrl: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** The demo's provider of payments, listening. The caller closes it. */
export interface DemoShop {
  readonly provider: PaymentProvider;
  /** Pays on the provider's page, and has the provider's word brought. @returns the status of that */
  pay(graph: Graph, payment: Payment): Promise<number>;
  close(): Promise<void>;
}

export const openDemoShop = async (clock: () => number): Promise<DemoShop> => {
  const { location, remove } = await newLocation("sqlite");
  const store = new DemoPaymentStore(await openDatabase({ room: "demo", location }));
  let url = "";
  const app = Fastify();
  await app.register(async (own) =>
    mountDemoPayments(own, { store, secret: SECRET, clock, newId: randomId, publicUrl: () => url }),
  );
  url = await app.listen({ port: 0, host: "127.0.0.1" });
  const shop = { url: () => `${url}${DEMO_PAYMENTS_PATH}`, secret: SECRET, timeoutMillis: 5_000 };
  return {
    provider: createHttpPaymentProvider(shop, clock),
    async pay({ gateway }, { id: reference, payUrl, amountMinor, currency }) {
      await fetch(payUrl, { method: "POST", body: "choice=pay", redirect: "manual" });
      const payload = JSON.stringify({ reference, status: "PAID", amountMinor, currency });
      const { statusCode } = await gateway.app.inject({
        method: "POST",
        url: "/forms/payments/callback",
        headers: { [SIGNATURE_HEADER]: paymentSignature(SECRET, payload, clock()) },
        payload,
      });
      return statusCode;
    },
    async close() {
      await app.close();
      await store.close();
      await remove();
    },
  };
};
