import type { PaymentRow } from "../../../drizzle/forms/tables-parts.js";
import { localize } from "../../../schema/localization.js";
import type { FormsContext } from "../context.js";
import { actingParty, changeAsParty, conflict, isRow, type Outcome } from "../filling/acting.js";
import { instanceUrlOf } from "../links.js";
import { advance, joined, taskOfHeld } from "../rules/process.js";
import { FormConflictReason, FormInputInvalid } from "../types/form-error.js";
import { type Bill, billOf } from "./amount.js";
import type { PaymentProvider } from "./provider.js";
import { FIRST_CHECK_MILLIS } from "./reconcile.js";
import { CALLBACK_PATH } from "./routes.js";

/** What came of wanting to pay: the instance as it is then, and the payment, where there is something to pay. */
export interface PaymentBegun {
  readonly outcome: Outcome;
  readonly payment: PaymentRow | null;
}

const newPayment = (
  { call, clock, newId }: FormsContext,
  instanceId: string,
  round: number,
  { currency, lines, totalMinor }: Bill,
): PaymentRow => {
  const now = clock();
  return {
    id: newId(now),
    instanceId,
    round,
    status: "PENDING",
    providerReference: null,
    payUrl: null,
    currency,
    amountMinor: totalMinor,
    lines,
    startedBy: call.viewer.party,
    startedAt: now,
    settledAt: null,
    checkAt: now + FIRST_CHECK_MILLIS,
    checks: 0,
  };
};

/** Has the provider begin a payment that stands in our books; asked again, it gives the same one. */
const beginAtProvider = async (
  context: FormsContext,
  provider: PaymentProvider,
  payment: PaymentRow,
  returnUrl: string,
): Promise<PaymentRow> => {
  const base = context.publicUrl() ?? "";
  const told = await provider.start({
    reference: payment.id,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    description: payment.lines
      .map(({ text }) => localize(text, context.call.language) ?? "")
      .join(", ")
      .slice(0, 255),
    returnUrl,
    callbackUrl: `${base}${CALLBACK_PATH}`,
  });
  await context.store.payments.begun(payment.id, told);
  return { ...payment, ...told };
};

/**
 * Begins a payment of what the form asks for, or finds the one that is open. Where nothing is to be paid, or it is paid
 * already, the submission goes on at once.
 */
export const startPayment = async (context: FormsContext, id: string): Promise<PaymentBegun> => {
  const { payments: provider, store } = context;
  if (provider === null) {
    return { outcome: new FormInputInvalid("Nothing can be paid at this installation."), payment: null };
  }
  let open: PaymentRow | null = null;
  let returnUrl = "";
  const outcome = await changeAsParty(context, id, { revision: null }, async (held, tx) => {
    const task = taskOfHeld(held);
    if (task?.type !== "PAYMENT" || task.payment === undefined) {
      return conflict(FormConflictReason.OTHER_TASK, "It is not to be paid now.");
    }
    returnUrl = instanceUrlOf(() => context.publicUrl() ?? "")(held.row, held.definition);
    const begun = await store.payments.ofRound(tx, id, held.row.round);
    const actor = actingParty(context);
    if (begun.some(({ status }) => status === "PAID")) return advance(held, actor, context.clock());
    open = begun.find(({ status }) => status === "PENDING") ?? null;
    if (open !== null) return { set: {}, events: [] };
    const bill = billOf(task.payment, held.answers);
    if (bill === null) {
      return { refused: new FormInputInvalid("The form's rules come to no amount; tell the service owner.") };
    }
    const details = { amountMinor: bill.totalMinor, currency: bill.currency };
    if (bill.totalMinor === 0) {
      const free = { kind: "PAID" as const, actor, taskId: task.elementId, details };
      return joined({ set: {}, events: [free] }, advance(held, actor, context.clock()));
    }
    const payment = newPayment(context, id, held.row.round, bill);
    open = payment;
    return {
      set: {},
      events: [
        {
          kind: "PAYMENT_STARTED",
          actor,
          taskId: task.elementId,
          details: { ...details, paymentId: payment.id },
        },
      ],
      also: () => store.payments.add(tx, payment),
    };
  });
  const payment: PaymentRow | null = open;
  if (payment === null || !isRow(outcome)) return { outcome, payment: null };
  try {
    return { outcome, payment: await beginAtProvider(context, provider, payment, returnUrl) };
  } catch {
    const away =
      "The payment provider can't be reached just now; try again in a moment. Nothing was charged.";
    return { outcome: new FormInputInvalid(away), payment: null };
  }
};
