import type { PaymentRow } from "../../../drizzle/forms/tables-parts.js";
import type { Clock } from "../../../lib/clock.js";
import { isUuid, type NewId } from "../../../lib/ids.js";
import { advance, joined, type ProcessChange, taskOfHeld } from "../rules/process.js";
import type { HeldInstance } from "../store/instance-change.js";
import type { FormsStore } from "../store.js";
import type { ProviderPayment } from "./provider.js";

/** What payments are settled with. */
export interface SettlingParts {
  readonly store: Pick<FormsStore, "filling" | "payments">;
  readonly clock: Clock;
  readonly newId: NewId;
}

/**
 * What came of what the provider said. `SETTLED` also where it was settled before: saying it again changes nothing.
 * `MISMATCH`: it speaks of another amount than is to be paid, so it settles nothing.
 */
export type Settled = "SETTLED" | "PENDING" | "MISMATCH" | "UNKNOWN";

/** Whether an instance still waits for what a payment was begun for. */
const isAwaited = ({ row, definition }: HeldInstance, { round }: Pick<PaymentRow, "round">): boolean =>
  row.round === round && row.softDeletedAt === null && taskOfHeld({ row, definition })?.type === "PAYMENT";

/** What becomes of an instance when a payment went through: it goes on, if it waits for it. */
export const paid = (held: HeldInstance, payment: PaymentRow, now: number): ProcessChange => {
  const actor = { kind: "PARTY", urn: payment.startedBy } as const;
  const isOnTime = isAwaited(held, payment);
  const noted: ProcessChange = {
    set: {},
    events: [
      {
        kind: "PAID",
        actor,
        taskId: held.row.currentTaskId,
        details: {
          paymentId: payment.id,
          amountMinor: payment.amountMinor,
          currency: payment.currency,
          isOnTime,
        },
      },
    ],
  };
  return isOnTime ? joined(noted, advance(held, actor, now)) : noted;
};

const failed = (held: HeldInstance, payment: PaymentRow, status: string): ProcessChange => ({
  set: {},
  events: [
    {
      kind: "PAYMENT_FAILED",
      actor: { kind: "SYSTEM", urn: null },
      taskId: held.row.currentTaskId,
      details: { paymentId: payment.id, status },
    },
  ],
});

/** A payment that has gone through stays so; one that was given up may still turn out to have gone through. */
const isNews = (payment: PaymentRow, status: ProviderPayment["status"]): boolean =>
  payment.status === "PENDING" || (payment.status !== "PAID" && status === "PAID");

/**
 * Has a payment be what the provider says it is, together with what follows from that for its instance. However often
 * and in whatever order it is said, each payment counts once.
 */
export const settlePayment = async (
  said: ProviderPayment,
  { store, clock, newId }: SettlingParts,
): Promise<Settled> => {
  const known = isUuid(said.reference) ? await store.payments.byId(said.reference) : null;
  if (known === null) return "UNKNOWN";
  if (said.status === "PENDING") return "PENDING";
  if (said.amountMinor !== known.amountMinor || said.currency !== known.currency) return "MISMATCH";
  const { status } = said;
  const now = clock();
  await store.filling.change<"SETTLED">(
    known.instanceId,
    { system: true },
    { now, newId },
    async (held, tx) => {
      const payment = await store.payments.byId(known.id, tx); // as it is now: the instance is held
      if (payment === null || !isNews(payment, status)) return { refused: "SETTLED" };
      const change = status === "PAID" ? paid(held, payment, now) : failed(held, payment, status);
      return { ...change, also: () => store.payments.settle(tx, payment.id, { status, settledAt: now }) };
    },
  );
  return "SETTLED";
};
