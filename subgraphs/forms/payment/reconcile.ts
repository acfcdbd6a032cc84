import type { PaymentRow } from "../../../drizzle/forms/tables-parts.js";
import { type Background, createBackground } from "../../../lib/background.js";
import { HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";
import type { PaymentProvider } from "./provider.js";
import { type SettlingParts, settlePayment } from "./settle.js";

const TAKE = 20;
/** When the provider is asked for the first time how it went: callbacks come sooner. */
export const FIRST_CHECK_MILLIS = 30 * SECOND_MILLIS;
/** How long nobody else asks about a payment that is being asked about. */
const ASKING_MILLIS = MINUTE_MILLIS;
const WAITS: readonly number[] = [30 * SECOND_MILLIS, MINUTE_MILLIS, 5 * MINUTE_MILLIS, 15 * MINUTE_MILLIS];
/** A payment that its provider does not know by then was never begun there. */
const UNKNOWN_AFTER_MILLIS = HOUR_MILLIS;

/** Asks the provider about payments of which no callback came: callbacks get lost. */
export const createReconciling = (
  parts: SettlingParts & { readonly provider: Pick<PaymentProvider, "look"> },
  onFault: (fault: unknown) => void,
): Background => {
  const { store, provider, clock } = parts;

  const check = async ({ id, startedAt, checks, amountMinor, currency }: PaymentRow): Promise<void> => {
    const said = await provider.look(id);
    const isNeverBegun = said === null && clock() - startedAt >= UNKNOWN_AFTER_MILLIS;
    const expired = { reference: id, status: "EXPIRED", amountMinor, currency } as const;
    const news = isNeverBegun ? expired : said;
    const settled = news === null ? "PENDING" : await settlePayment(news, parts);
    if (settled === "MISMATCH") onFault(new Error(`The provider has another amount for the payment ${id}.`));
    if (settled !== "SETTLED") {
      await store.payments.checkAgainAt(id, clock() + (WAITS[checks] ?? HOUR_MILLIS));
    }
  };

  return createBackground(async () => {
    const now = clock();
    const due = await store.payments.takeToCheck(now, now + ASKING_MILLIS, TAKE);
    for (const payment of due) await check(payment).catch(onFault);
    return due.length === TAKE;
  }, onFault);
};
