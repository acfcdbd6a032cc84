import { ValueError } from "./value-error.js";

const NANOS = 1_000_000_000n;

/** Exact to the nanosecond. */
export class DayTimeDuration {
  constructor(readonly nanos: bigint) {}

  toString(): string {
    const size = this.nanos < 0n ? -this.nanos : this.nanos;
    const fraction = size % NANOS;
    const seconds = size / NANOS;
    const parts: [bigint, string][] = [
      [seconds / 86_400n, "D"],
      [(seconds / 3600n) % 24n, "H"],
      [(seconds / 60n) % 60n, "M"],
    ];
    const [days, hours, minutes] = parts.map(([amount, unit]) => (amount === 0n ? "" : `${amount}${unit}`));
    const rest = fraction === 0n ? "" : `.${fraction.toString().padStart(9, "0").replace(/0+$/, "")}`;
    const second = seconds % 60n === 0n && rest === "" ? "" : `${seconds % 60n}${rest}S`;
    const time = `${hours}${minutes}${second}`;
    if (size === 0n) return "PT0S";
    return `${this.nanos < 0n ? "-" : ""}P${days}${time === "" ? "" : `T${time}`}`;
  }
}

export class YearMonthDuration {
  constructor(readonly months: bigint) {}

  toString(): string {
    const size = this.months < 0n ? -this.months : this.months;
    if (size === 0n) return "P0M";
    const years = size / 12n === 0n ? "" : `${size / 12n}Y`;
    const months = size % 12n === 0n ? "" : `${size % 12n}M`;
    return `${this.months < 0n ? "-" : ""}P${years}${months}`;
  }
}

const AMOUNT = String.raw`(\d{1,18})`;
const DAY_TIME = new RegExp(
  `^(-)?P(?:${AMOUNT}D)?(T(?:${AMOUNT}H)?(?:${AMOUNT}M)?(?:${AMOUNT}(?:\\.(\\d+))?S)?)?$`,
);
const YEAR_MONTH = new RegExp(`^(-)?P(?:${AMOUNT}Y)?(?:${AMOUNT}M)?$`);

/** @throws ValueError */
export const readDayTimeDuration = (text: string): DayTimeDuration => {
  const [, sign, days, time, hours, minutes, seconds, fraction] = DAY_TIME.exec(text) ?? [];
  if ((days === undefined && time === undefined) || time === "T") {
    throw new ValueError("not a value of the type dayTimeDuration");
  }
  const whole =
    BigInt(days ?? 0) * 86_400n +
    BigInt(hours ?? 0) * 3600n +
    BigInt(minutes ?? 0) * 60n +
    BigInt(seconds ?? 0);
  const nanos = whole * NANOS + BigInt((fraction ?? "").padEnd(9, "0").slice(0, 9));
  return new DayTimeDuration(sign === undefined ? nanos : -nanos);
};

/** @throws ValueError */
export const readYearMonthDuration = (text: string): YearMonthDuration => {
  const [, sign, years, months] = YEAR_MONTH.exec(text) ?? [];
  if (years === undefined && months === undefined) {
    throw new ValueError("not a value of the type yearMonthDuration");
  }
  const total = BigInt(years ?? 0) * 12n + BigInt(months ?? 0);
  return new YearMonthDuration(sign === undefined ? total : -total);
};
