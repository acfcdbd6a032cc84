import { define, defineMany, processingError, V1, type XacmlFunction } from "./function.js";

/** Whole numbers are exact at any size, so their size is bounded instead. */
const MAX_BITS = 4_096n;
const LIMIT = 1n << MAX_BITS;

const bounded = (value: bigint): bigint => {
  if (value > LIMIT || value < -LIMIT) throw processingError("A whole number grew beyond 4096 bits.");
  return value;
};

const dividing = <T extends bigint | number>(divisor: T): T => {
  // IEEE 754's division-by-zero trap is enabled (core §7.5).
  if (divisor === 0n || divisor === 0) throw processingError("Division by zero.");
  return divisor;
};

/** To the nearest whole number; from the middle to the even one, the rounding mode of core §7.5. */
const roundHalfEven = (value: number): number => {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};

const toInteger = (value: number): bigint => {
  if (!Number.isFinite(value)) throw processingError("Infinity and not-a-number are no whole numbers.");
  return BigInt(Math.trunc(value));
};

const integers = { of: "integer", atLeast: 2 } as const;
const doubles = { of: "double", atLeast: 2 } as const;
const twoIntegers = ["integer", "integer"] as const;
const twoDoubles = ["double", "double"] as const;

/** Core §A.3.2 and §A.3.4. */
export const arithmeticFunctions: readonly XacmlFunction[] = [
  defineMany(`${V1}integer-add`, integers, "integer", (args) => bounded(args.reduce((a, b) => a + b, 0n))),
  defineMany(`${V1}double-add`, doubles, "double", (args) => args.reduce((a, b) => a + b)),
  define(`${V1}integer-subtract`, twoIntegers, "integer", (a, b) => bounded(a - b)),
  define(`${V1}double-subtract`, twoDoubles, "double", (a, b) => a - b),
  defineMany(`${V1}integer-multiply`, integers, "integer", (args) =>
    args.reduce((a, b) => bounded(a * b), 1n),
  ),
  defineMany(`${V1}double-multiply`, doubles, "double", (args) => args.reduce((a, b) => a * b)),
  define(`${V1}integer-divide`, twoIntegers, "integer", (a, b) => a / dividing(b)),
  define(`${V1}double-divide`, twoDoubles, "double", (a, b) => a / dividing(b)),
  define(`${V1}integer-mod`, twoIntegers, "integer", (a, b) => a % dividing(b)),
  define(`${V1}integer-abs`, ["integer"], "integer", (a) => (a < 0n ? -a : a)),
  define(`${V1}double-abs`, ["double"], "double", Math.abs),
  define(`${V1}round`, ["double"], "double", roundHalfEven),
  define(`${V1}floor`, ["double"], "double", Math.floor),
  define(`${V1}double-to-integer`, ["double"], "integer", toInteger),
  define(`${V1}integer-to-double`, ["integer"], "double", Number),
];
