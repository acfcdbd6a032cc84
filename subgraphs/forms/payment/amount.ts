import type { PaymentLine } from "../../../drizzle/forms/tables-parts.js";
import type { FormPayment } from "../../../drizzle/forms/values.js";
import type { JsonObject } from "../../../lib/json.js";
import { evaluate } from "../rules/logic.js";

/** Most that is paid at once, in the smallest unit: what the databases keep as a whole number. */
const MAX_AMOUNT = 2_147_483_647;

/** What is to be paid, line by line. */
export interface Bill {
  readonly currency: string;
  readonly lines: readonly PaymentLine[];
  readonly totalMinor: number;
}

const isAmount = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_AMOUNT;

/** What the answers come to; `null` where the form's rules come to no amount. Lines of nothing are left out. */
export const billOf = ({ currency, lines }: FormPayment, answers: JsonObject): Bill | null => {
  const priced: PaymentLine[] = [];
  for (const { text, amountMinor, rule } of lines) {
    const result = rule === undefined ? null : evaluate(rule, answers);
    const amount = result === null ? amountMinor : result.failed ? undefined : result.value;
    if (!isAmount(amount)) return null;
    if (amount > 0) priced.push({ text, amountMinor: amount });
  }
  const totalMinor = priced.reduce((sum, line) => sum + line.amountMinor, 0);
  return isAmount(totalMinor) ? { currency, lines: priced, totalMinor } : null;
};
