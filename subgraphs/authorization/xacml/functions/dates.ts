import { addMonths, Moment } from "../values/moment.js";
import { ValueError } from "../values/value-error.js";
import { define, processingError, V1, V3, type XacmlFunction } from "./function.js";

const plusMonths = (moment: Moment, months: bigint): Moment => {
  try {
    return addMonths(moment, months);
  } catch (error) {
    if (error instanceof ValueError) throw processingError(`The date moved to ${error.message}.`);
    throw error;
  }
};

/** About 30 million years either way: beyond it dates lose their exactness. */
const MAX_NANOS = 10n ** 24n;

const plusNanos = (moment: Moment, nanos: bigint): Moment => {
  const local = moment.local + nanos;
  if (local > MAX_NANOS || local < -MAX_NANOS) throw processingError("The date moved beyond the calendar.");
  return new Moment(moment.kind, local, moment.offset);
};

/** Core §A.3.7, under its own prefix and under the one of XACML 1.0 that is to be deprecated (§10.2.9). */
export const dateFunctions: readonly XacmlFunction[] = [V3, V1].flatMap((prefix) => [
  define(`${prefix}dateTime-add-dayTimeDuration`, ["dateTime", "dayTimeDuration"], "dateTime", (moment, d) =>
    plusNanos(moment, d.nanos),
  ),
  define(
    `${prefix}dateTime-subtract-dayTimeDuration`,
    ["dateTime", "dayTimeDuration"],
    "dateTime",
    (moment, d) => plusNanos(moment, -d.nanos),
  ),
  define(
    `${prefix}dateTime-add-yearMonthDuration`,
    ["dateTime", "yearMonthDuration"],
    "dateTime",
    (moment, d) => plusMonths(moment, d.months),
  ),
  define(
    `${prefix}dateTime-subtract-yearMonthDuration`,
    ["dateTime", "yearMonthDuration"],
    "dateTime",
    (moment, d) => plusMonths(moment, -d.months),
  ),
  define(`${prefix}date-add-yearMonthDuration`, ["date", "yearMonthDuration"], "date", (moment, d) =>
    plusMonths(moment, d.months),
  ),
  define(`${prefix}date-subtract-yearMonthDuration`, ["date", "yearMonthDuration"], "date", (moment, d) =>
    plusMonths(moment, -d.months),
  ),
]);
