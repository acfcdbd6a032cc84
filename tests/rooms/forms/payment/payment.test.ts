import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { DEMO_PAYMENTS_PATH, mountDemoPayments } from "../../../../bin/demo-payments.js";
import type { Dialect } from "../../../../drizzle/columns.js";
import { DemoPaymentStore } from "../../../../drizzle/demo/payment-store.js";
import type { FormDefinitionRow } from "../../../../drizzle/forms/tables.js";
import { randomId } from "../../../../lib/ids.js";
import {
  createHttpPaymentProvider,
  paymentSignature,
  SIGNATURE_HEADER,
} from "../../../../subgraphs/forms/index.js";
import { createReconciling } from "../../../../subgraphs/forms/payment/reconcile.js";
import { NOW } from "../../../kit/ask-room.js";
import { describeOnBothDatabases, openTestDatabase } from "../../../kit/databases.js";
import { roomHttpWith } from "../../../kit/room-http.js";
import { ALL_ACTIONS, Filler, FORM, OTHER_ROOMS, permitting, said } from "../filling-kit.js";
import { openForms, PLAIN_SCOPE } from "../forms.js";

const SECRET = new Uint8Array(32).fill(9);

/** A shed is free; a house costs by its size. */
const PAID_FORM: FormDefinitionRow = {
  ...FORM,
  tasks: [
    { elementId: "fill", type: "DATA", name: said("Fyll ut") },
    {
      elementId: "pay",
      type: "PAYMENT",
      name: said("Betal"),
      payment: {
        currency: "NOK",
        lines: [
          { text: said("Gebyr"), rule: { if: [{ "==": [{ var: "kind" }, "HOUSE"] }, 50_000, 0] } },
          { text: said("Areal"), rule: { "*": [{ var: "area" }, 100] } },
        ],
      },
    },
    { elementId: "wait", type: "FEEDBACK", name: said("Behandling") },
  ],
};

const PAY = `mutation($id: ID!) { it: startFormPayment(id: $id) {
  instance { state payments { status } } payment { id status amountMinor currency payUrl lines { text amountMinor } }
  errors { __typename message } } }`;
const SHOW = `query($r: [_Any!]!) { _entities(representations: $r) { ... on FormInstance {
  state currentTask { id } payments { status amountMinor settledAt } receipts { number } } } }`;

/** A room that takes money by the demo's own provider, each over real HTTP. */
const openPaying = async (dialect: Dialect) => {
  let now = NOW;
  const clock = () => now;
  let isListening = true;
  const urls = { provider: "", room: "" };
  const provider = createHttpPaymentProvider(
    { url: () => `${urls.provider}${DEMO_PAYMENTS_PATH}`, secret: SECRET, timeoutMillis: 5_000 },
    clock,
  );
  const { database } = await openTestDatabase(dialect, "demo");
  const shop = Fastify();
  await shop.register(async (own) =>
    mountDemoPayments(own, {
      store: new DemoPaymentStore(database),
      secret: SECRET,
      clock,
      newId: randomId,
      publicUrl: () => urls.provider,
    }),
  );
  const { store, roomFor } = await openForms(dialect, [], [PAID_FORM]);
  const room = roomFor(permitting(PLAIN_SCOPE, ALL_ACTIONS), { ...OTHER_ROOMS, payments: provider });
  const app = Fastify();
  app.addHook("onRequest", async (_request, reply) => {
    if (!isListening) await reply.code(503).send();
  });
  await app.register(async (own) => {
    await room.routes?.(
      own,
      roomHttpWith({
        get publicUrl() {
          return urls.room;
        },
      }),
    );
  });
  urls.provider = await shop.listen({ port: 0, host: "127.0.0.1" });
  urls.room = await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(async () => {
    await provider.close();
    await app.close();
    await shop.close();
  });
  const person = new Filler(room);
  const faults: unknown[] = [];
  const reconciling = createReconciling({ store, clock, newId: randomId, provider }, (fault) =>
    faults.push(fault),
  );
  return {
    person,
    faults,
    reconciling,
    advance: (millis: number) => {
      now += millis;
    },
    deafen: (deaf: boolean) => {
      isListening = !deaf;
    },
    async fill(answers: object) {
      const { instance } = await person.start();
      const whole = { applicant: { name: "Firma 0", phone: "12345678" }, ...answers };
      await person.save(instance.id, instance.revision, whole);
      for (let step = 0; step < 3; step++) await person.next(instance.id);
      return instance.id as string;
    },
    pay: async (id: string) => (await person.ask(PAY, { id })).data.it,
    show: async (id: string) =>
      (await person.ask(SHOW, { r: [{ __typename: "FormInstance", id }] })).data._entities[0],
    /** What somebody does on the provider's page. */
    async choose(payUrl: string, choice: "pay" | "cancel") {
      const response = await fetch(payUrl, {
        method: "POST",
        body: new URLSearchParams({ choice }),
        redirect: "manual",
      });
      return [response.status, response.headers.get("location")];
    },
    /** A callback by whoever has the secret, or a guess at it. */
    async call(body: object, { secret = SECRET, at = now } = {}) {
      const text = JSON.stringify(body);
      const headers = { [SIGNATURE_HEADER]: paymentSignature(secret, text, at) };
      const url = `${urls.room}/forms/payments/callback`;
      return (await fetch(url, { method: "POST", body: text, headers })).status;
    },
  };
};

describeOnBothDatabases("a fee", (dialect) => {
  it("follows from the answers, is paid on the provider's page, and takes the submission on", async () => {
    const { fill, pay, choose, show } = await openPaying(dialect);
    const id = await fill({ kind: "HOUSE", area: 100 });
    const { payment, errors, instance } = await pay(id);
    expect(errors).toEqual([]);
    expect(instance).toEqual({ state: "DRAFT", payments: [{ status: "PENDING" }] });
    expect(payment).toEqual({
      id: expect.any(String),
      status: "PENDING",
      amountMinor: 60_000,
      currency: "NOK",
      payUrl: expect.stringMatching(/\/demo\/payments\/[\w-]+\/pay$/),
      lines: [
        { text: "Gebyr", amountMinor: 50_000 },
        { text: "Areal", amountMinor: 10_000 },
      ],
    });
    expect((await pay(id)).payment).toEqual(payment);
    const page = await (await fetch(payment.payUrl)).text();
    expect(page).toContain("NOK 600.00");
    expect(await choose(payment.payUrl, "pay")).toEqual([303, expect.stringContaining("/forms/instances/")]);
    const paid = {
      state: "AWAITING_FEEDBACK",
      currentTask: { id: "wait" },
      payments: [{ status: "PAID", amountMinor: 60_000, settledAt: "2026-06-15T08:00:00.000Z" }],
      receipts: [{ number: 1 }],
    };
    expect(await show(id)).toEqual(paid);
    await choose(payment.payUrl, "cancel"); // too late
    expect(await show(id)).toEqual(paid);
    expect((await pay(id)).errors).toMatchObject([{ __typename: "FormStateConflict" }]);
  });

  it("is nothing where the rules say so, and no amount at all is told", async () => {
    const { fill, pay, show } = await openPaying(dialect);
    const free = await fill({ kind: "SHED", area: 0 });
    expect(free).toBeTruthy();
    const shed = await fill({ kind: "HOUSE", area: 0.001 });
    const { errors } = await pay(shed);
    expect(errors).toMatchObject([{ __typename: "FormStateConflict" }]);
    expect((await show(shed)).payments).toEqual([]);
  });

  it("counts once, however often and in whatever order the provider says so; forged, altered and old words count for nothing", async () => {
    const { fill, pay, show, call, advance } = await openPaying(dialect);
    const id = await fill({ kind: "HOUSE", area: 100 });
    const { payment } = await pay(id);
    const said = { reference: payment.id, status: "PAID", amountMinor: 60_000, currency: "NOK" };
    expect(await call(said, { secret: new Uint8Array(32).fill(8) })).toBe(403);
    expect(await call(said, { at: NOW - 600_000 })).toBe(403);
    expect(await call({ ...said, amountMinor: 1 })).toBe(403);
    expect(await call({ ...said, currency: "SEK" })).toBe(403);
    expect(await call({ ...said, reference: "nobody" })).toBe(403);
    expect((await show(id)).payments).toEqual([{ status: "PENDING", amountMinor: 60_000, settledAt: null }]);

    expect(await call({ ...said, status: "CANCELLED" })).toBe(204);
    expect((await show(id)).payments).toMatchObject([{ status: "CANCELLED" }]);
    const statuses = await Promise.all([call(said), call(said), call(said)]);
    expect(statuses).toEqual([204, 204, 204]);
    advance(1_000);
    expect(await call({ ...said, status: "EXPIRED" })).toBe(204);
    expect(await show(id)).toMatchObject({
      state: "AWAITING_FEEDBACK",
      payments: [{ status: "PAID" }],
      receipts: [{ number: 1 }],
    });
  });

  it("that was paid is found out where the callback was lost, and what nobody paid ends", async () => {
    const { fill, pay, choose, show, deafen, advance, reconciling, faults } = await openPaying(dialect);
    const [paid, left] = [await fill({ kind: "HOUSE", area: 100 }), await fill({ kind: "HOUSE", area: 200 })];
    const { payment } = await pay(paid);
    await pay(left);
    deafen(true);
    await choose(payment.payUrl, "pay");
    expect((await show(paid)).payments).toMatchObject([{ status: "PENDING" }]);
    await reconciling.runOnce(); // not yet: callbacks come sooner
    expect((await show(paid)).payments).toMatchObject([{ status: "PENDING" }]);
    advance(30_000);
    await reconciling.runOnce();
    expect(await show(paid)).toMatchObject({ state: "AWAITING_FEEDBACK", payments: [{ status: "PAID" }] });
    expect((await show(left)).payments).toMatchObject([{ status: "PENDING" }]);
    advance(3_600_000);
    await reconciling.runOnce();
    expect(await show(left)).toMatchObject({ state: "DRAFT", payments: [{ status: "EXPIRED" }] });
    expect((await pay(left)).payment).toMatchObject({ status: "PENDING", amountMinor: 70_000 });
    expect(faults).toEqual([]);
  });
});
