import type { TypeName, ValueOf } from "../values/data-types.js";
import { DAY, type Moment } from "../values/moment.js";
import { define, processingError, type RuntimeOf, V1, V2, type XacmlFunction } from "./function.js";

/** By code points, as core §A.3.8 orders strings. */
export const compareText = (a: string, b: string): number => {
  const [left, right] = [a[Symbol.iterator](), b[Symbol.iterator]()];
  for (;;) {
    const [x, y] = [left.next(), right.next()];
    if (x.done === true || y.done === true) return (x.done === true ? 0 : 1) - (y.done === true ? 0 : 1);
    const difference = (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
};

const compare = <T extends bigint | number>(a: T, b: T): number => {
  if (a < b) return -1;
  if (a > b) return 1;
  // Not-a-number is neither more nor less than anything.
  return a === b ? 0 : Number.NaN;
};

const compareInstants = (a: Moment, b: Moment): number => compare(a.instant(), b.instant());

const compareTimes = (a: Moment, b: Moment): number => {
  if ((a.offset === null) !== (b.offset === null)) {
    throw processingError("A time with a time zone cannot be compared with one without; use time-in-range.");
  }
  return compareInstants(a, b);
};

const ordering = <Name extends TypeName>(
  name: Name,
  order: (a: ValueOf[Name], b: ValueOf[Name]) => number,
): readonly XacmlFunction[] => {
  const relation = (suffix: string, holds: (order: number) => boolean) =>
    define(`${V1}${name}-${suffix}`, [name as TypeName, name as TypeName], "boolean", (a, b) =>
      holds(order(a as ValueOf[Name], b as ValueOf[Name])),
    );
  return [
    relation("greater-than", (n) => n > 0),
    relation("greater-than-or-equal", (n) => n >= 0),
    relation("less-than", (n) => n < 0),
    relation("less-than-or-equal", (n) => n <= 0),
  ];
};

const within = (nanos: bigint): bigint => ((nanos % DAY) + DAY) % DAY;

/** The upper bound is read as at or after the lower one, within 24 hours. */
const isTimeInRange = (time: Moment, lower: RuntimeOf<"time">, upper: RuntimeOf<"time">): boolean => {
  const zone = time.offset ?? 0;
  const start = lower.instant(zone);
  return within(time.instant() - start) <= within(upper.instant(zone) - start);
};

/** Core §A.3.6 and §A.3.8. */
export const comparisonFunctions: readonly XacmlFunction[] = [
  ...ordering("integer", compare),
  ...ordering("double", compare),
  ...ordering("string", compareText),
  ...ordering("time", compareTimes),
  ...ordering("dateTime", compareInstants),
  ...ordering("date", compareInstants),
  define(`${V2}time-in-range`, ["time", "time", "time"], "boolean", isTimeInRange),
];
