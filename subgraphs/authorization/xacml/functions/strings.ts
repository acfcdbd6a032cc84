import { DATA_TYPES, type DataType, type TypeName } from "../values/data-types.js";
import { ValueError } from "../values/value-error.js";
import {
  define,
  defineMany,
  processingError,
  syntaxError,
  typeOf,
  V1,
  V2,
  V3,
  type XacmlFunction,
} from "./function.js";

const MAX_LENGTH = 1_000_000;

const joined = (texts: readonly string[]): string => {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > MAX_LENGTH) throw processingError(`A text grew beyond ${MAX_LENGTH} characters.`);
  return texts.join("");
};

/** Positions are characters from zero; an end of -1 is the end of the text. */
const substring = (text: string, begin: bigint, end: bigint): string => {
  const characters = Array.from(text);
  const length = BigInt(characters.length);
  const last = end === -1n ? length : end;
  if (begin < 0n || begin > length || last < begin || last > length) {
    throw processingError(`No characters from ${begin} to ${end} in a text of ${length}.`);
  }
  return characters.slice(Number(begin), Number(last)).join("");
};

const CONVERTED = [
  "boolean",
  "integer",
  "double",
  "time",
  "date",
  "dateTime",
  "anyURI",
  "dayTimeDuration",
  "yearMonthDuration",
  "x500Name",
  "rfc822Name",
  "ipAddress",
  "dnsName",
] as const satisfies readonly TypeName[];

const conversions = (name: TypeName): readonly XacmlFunction[] => {
  const { read, canonical } = DATA_TYPES[name] as DataType;
  return [
    define(`${V3}${name}-from-string`, ["string"], name, (text) => {
      try {
        return read(text);
      } catch (error) {
        if (error instanceof ValueError)
          throw syntaxError(`A text could not be read as ${name}: ${error.message}.`);
        throw error;
      }
    }),
    define(`${V3}string-from-${name}`, [name], "string", canonical),
  ];
};

/** The first argument is what is looked for, the second where. */
const search = (suffix: string, found: (part: string, text: string) => boolean): readonly XacmlFunction[] => [
  define(`${V3}string-${suffix}`, ["string", "string"], "boolean", found),
  define(`${V3}anyURI-${suffix}`, ["string", "anyURI"], "boolean", found),
];

const uriConcatenate: XacmlFunction = {
  id: `${V2}uri-string-concatenate`,
  parameters: [typeOf("anyURI"), typeOf("string")],
  rest: typeOf("string"),
  result: typeOf("anyURI"),
  call: (args) => joined(args.map(String)),
  lazy: null,
  problemWith: null,
};

/** Core §A.3.3 and §A.3.9. */
export const stringFunctions: readonly XacmlFunction[] = [
  define(`${V1}string-normalize-space`, ["string"], "string", (text) =>
    text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""),
  ),
  define(`${V1}string-normalize-to-lower-case`, ["string"], "string", (text) => text.toLowerCase()),
  defineMany(`${V2}string-concatenate`, { of: "string", atLeast: 2 }, "string", joined),
  uriConcatenate,
  ...search("starts-with", (part, text) => text.startsWith(part)),
  ...search("ends-with", (part, text) => text.endsWith(part)),
  ...search("contains", (part, text) => text.includes(part)),
  define(`${V3}string-substring`, ["string", "integer", "integer"], "string", substring),
  define(`${V3}anyURI-substring`, ["anyURI", "integer", "integer"], "string", substring),
  ...CONVERTED.flatMap(conversions),
];
