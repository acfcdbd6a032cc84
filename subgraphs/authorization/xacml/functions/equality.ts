import { DATA_TYPES, type DataType, type TypeName } from "../values/data-types.js";
import { define, V1, V3, type XacmlFunction } from "./function.js";

const OF_1_0 = [
  "string",
  "boolean",
  "integer",
  "double",
  "date",
  "time",
  "dateTime",
  "anyURI",
  "x500Name",
  "rfc822Name",
  "hexBinary",
  "base64Binary",
] as const satisfies readonly TypeName[];

const DURATIONS = ["dayTimeDuration", "yearMonthDuration"] as const satisfies readonly TypeName[];

const equality = (prefix: string, name: TypeName): XacmlFunction => {
  const { key } = DATA_TYPES[name] as DataType;
  return define(`${prefix}${name}-equal`, [name, name], "boolean", (a, b) => key(a) === key(b));
};

/** Core §A.3.1. */
export const equalityFunctions: readonly XacmlFunction[] = [
  ...OF_1_0.map((name) => equality(V1, name)),
  ...DURATIONS.flatMap((name) => [equality(V3, name), equality(V1, name)]),
  define(
    `${V3}string-equal-ignore-case`,
    ["string", "string"],
    "boolean",
    (a, b) => a.toLowerCase() === b.toLowerCase(),
  ),
];
