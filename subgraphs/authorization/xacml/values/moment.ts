import { ValueError } from "./value-error.js";

const NANOS = 1_000_000_000n;
const MINUTE = 60n * NANOS;
const HOUR = 60n * MINUTE;
export const DAY = 24n * HOUR;

/**
 * A date, a time or both, as XML Schema has them: wall clock with or without a time zone. Exact to the nanosecond.
 */
export class Moment {
  constructor(
    readonly kind: "date" | "time" | "dateTime",
    /** Nanoseconds of the wall clock since 1970-01-01T00:00:00, or since midnight for a time. */
    readonly local: bigint,
    /** Minutes east of UTC; `null` where none is given. */
    readonly offset: number | null,
  ) {}

  /** Nanoseconds in UTC. A moment without a time zone is read in `implicitOffset` minutes east of UTC. */
  instant(implicitOffset = 0): bigint {
    return this.local - BigInt(this.offset ?? implicitOffset) * MINUTE;
  }

  toString(): string {
    const { date, time } = split(this.local);
    const zone = this.offset === null ? "" : printOffset(this.offset);
    if (this.kind === "date") return `${printDate(date)}${zone}`;
    if (this.kind === "time") return `${printTime(time)}${zone}`;
    return `${printDate(date)}T${printTime(time)}${zone}`;
  }

  /** The canonical form of XML Schema: in UTC where there is a time zone; a date keeps its own. */
  canonical(): string {
    if (this.offset === null || this.kind === "date") return this.toString();
    const utc = this.instant();
    const local = this.kind === "time" ? ((utc % DAY) + DAY) % DAY : utc;
    return new Moment(this.kind, local, 0).toString();
  }
}

const split = (local: bigint): { date: bigint; time: bigint } => {
  const time = ((local % DAY) + DAY) % DAY;
  return { date: (local - time) / DAY, time };
};

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
const daysOf = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const dateOf = (days: number): { year: number; month: number; day: number } => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1,
  };
};

const daysInMonth = (year: number, month: number): number => {
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return daysOf(nextYear, nextMonth, 1) - daysOf(year, month, 1);
};

const pad = (value: number | bigint, width: number): string => value.toString().padStart(width, "0");

const printDate = (days: bigint): string => {
  const { year, month, day } = dateOf(Number(days));
  return `${year < 0 ? "-" : ""}${pad(Math.abs(year), 4)}-${pad(month, 2)}-${pad(day, 2)}`;
};

const printTime = (time: bigint): string => {
  const fraction = time % NANOS;
  const rest = fraction === 0n ? "" : `.${pad(fraction, 9).replace(/0+$/, "")}`;
  return `${pad(time / HOUR, 2)}:${pad((time / MINUTE) % 60n, 2)}:${pad((time / NANOS) % 60n, 2)}${rest}`;
};

const printOffset = (offset: number): string => {
  if (offset === 0) return "Z";
  const size = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`;
};

const DATE = String.raw`(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)`;
const TIME = String.raw`(\d\d):(\d\d):(\d\d)(?:\.(\d+))?`;
const ZONE = String.raw`(Z|[+-]\d\d:\d\d)?`;
const FORMS = {
  date: new RegExp(`^${DATE}${ZONE}$`),
  time: new RegExp(`^${TIME}${ZONE}$`),
  dateTime: new RegExp(`^${DATE}T${TIME}${ZONE}$`),
} as const;

const readDate = (year: string, month: string, day: string): bigint => {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) throw new ValueError("no such day");
  return BigInt(daysOf(y, m, d)) * DAY;
};

/** Digits of a second beyond the ninth are cut off. */
const readTime = (hour: string, minute: string, second: string, fraction = ""): bigint => {
  const nanos = BigInt(fraction.padEnd(9, "0").slice(0, 9));
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  const isMidnight = h === 24 && m === 0 && s === 0 && nanos === 0n;
  if ((h > 23 && !isMidnight) || m > 59 || s > 59) throw new ValueError("no such time of day");
  return BigInt(h) * HOUR + BigInt(m) * MINUTE + BigInt(s) * NANOS + nanos;
};

/** XML Schema ends at 14:00; the rest of that hour is let through, for the conformance suite uses it. */
const readZone = (zone: string | undefined): number | null => {
  if (zone === undefined || zone === "") return null;
  if (zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 14 || minutes > 59) throw new ValueError("no such time zone");
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
};

/**
 * Reads a moment as XML Schema writes it.
 * @throws ValueError
 */
export const readMoment = (kind: Moment["kind"], text: string): Moment => {
  const groups = FORMS[kind].exec(text);
  if (groups === null) throw new ValueError(`not a value of the type ${kind}`);
  const parts = groups.slice(1) as (string | undefined)[];
  const text0 = (index: number) => parts[index] ?? "";
  if (kind === "date") {
    return new Moment(kind, readDate(text0(0), text0(1), text0(2)), readZone(parts[3]));
  }
  if (kind === "time") {
    return new Moment(kind, readTime(text0(0), text0(1), text0(2), parts[3]) % DAY, readZone(parts[4]));
  }
  const local = readDate(text0(0), text0(1), text0(2)) + readTime(text0(3), text0(4), text0(5), parts[6]);
  return new Moment(kind, local, readZone(parts[7]));
};

/** Adds months; a day that the month does not have becomes its last (XPath functions, op:add-yearMonthDuration). */
export const addMonths = (moment: Moment, months: bigint): Moment => {
  const { date, time } = split(moment.local);
  const { year, month, day } = dateOf(Number(date));
  const total = BigInt(year) * 12n + BigInt(month - 1) + months;
  const newYear = Number((total - (((total % 12n) + 12n) % 12n)) / 12n);
  if (Math.abs(newYear) > 999_999_999) throw new ValueError("a year beyond the calendar");
  const newMonth = Number(((total % 12n) + 12n) % 12n) + 1;
  const newDay = Math.min(day, daysInMonth(newYear, newMonth));
  return new Moment(moment.kind, BigInt(daysOf(newYear, newMonth, newDay)) * DAY + time, moment.offset);
};

/** The wall clock in UTC at so many milliseconds since 1970. */
export const momentAt = (kind: Moment["kind"], millis: number): Moment => {
  const local = BigInt(Math.floor(millis)) * 1_000_000n;
  const time = ((local % DAY) + DAY) % DAY;
  if (kind === "date") return new Moment(kind, local - time, 0);
  return new Moment(kind, kind === "time" ? time : local, 0);
};
