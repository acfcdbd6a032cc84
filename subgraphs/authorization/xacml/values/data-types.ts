import { tableOf } from "../../../../lib/table-of.js";
import { readX500Name, type X500Name } from "./directory-name.js";
import {
  type DayTimeDuration,
  readDayTimeDuration,
  readYearMonthDuration,
  type YearMonthDuration,
} from "./duration.js";
import { type Moment, readMoment } from "./moment.js";
import { type Rfc822Name, readDnsName, readIpAddress, readRfc822Name } from "./network-name.js";
import { ValueError } from "./value-error.js";
import type { XPathExpression } from "./xpath-expression.js";

/** What each data type's values are while a policy is evaluated. Binary values are kept in their canonical text. */
export interface ValueOf {
  string: string;
  boolean: boolean;
  integer: bigint;
  double: number;
  time: Moment;
  date: Moment;
  dateTime: Moment;
  anyURI: string;
  hexBinary: string;
  base64Binary: string;
  dayTimeDuration: DayTimeDuration;
  yearMonthDuration: YearMonthDuration;
  x500Name: X500Name;
  rfc822Name: Rfc822Name;
  ipAddress: string;
  dnsName: string;
  xpathExpression: XPathExpression;
}

export type TypeName = keyof ValueOf;
export type Value = ValueOf[TypeName];

/** What can be compared with `===` and kept in a set. */
export type Key = string | number | bigint | boolean;

export interface DataType<Name extends TypeName = TypeName> {
  readonly name: Name;
  readonly id: string;
  /** @throws ValueError where the text is not of the type */
  readonly read: (text: string) => ValueOf[Name];
  /** A text that reads back as the same value. */
  readonly print: (value: ValueOf[Name]) => string;
  /** The canonical text of XML Schema, where it is another. */
  readonly canonical: (value: ValueOf[Name]) => string;
  /** Equal values, as the type's `-equal` function has it, have equal keys, and only they. */
  readonly key: (value: ValueOf[Name]) => Key;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";

/** XML Schema's white space facet "collapse", for every type but string. */
const collapse = (text: string): string => text.replace(/[ \t\r\n]+/g, " ").trim();

const form =
  (pattern: RegExp, name: string) =>
  (text: string): string => {
    if (!pattern.test(text)) throw new ValueError(`not a value of the type ${name}`);
    return text;
  };

const readBoolean = (text: string): boolean => {
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  throw new ValueError("not a value of the type boolean");
};

const readInteger = (text: string): bigint => {
  const digits = form(/^[+-]?\d{1,1000}$/, "integer")(text);
  return BigInt(digits.replace(/^\+/, ""));
};

const SPECIAL: Readonly<Record<string, number>> = tableOf({
  NaN: Number.NaN,
  INF: Number.POSITIVE_INFINITY,
  "-INF": Number.NEGATIVE_INFINITY,
});

const readDouble = (text: string): number =>
  SPECIAL[text] ?? Number(form(/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/, "double")(text));

const printDouble = (value: number): string =>
  Object.keys(SPECIAL).find((key) => Object.is(SPECIAL[key], value)) ??
  String(value).replace("e+", "E").replace("e", "E");

const canonicalDouble = (value: number): string => {
  if (!Number.isFinite(value)) return printDouble(value);
  const [mantissa = "0", exponent = "0"] = value.toExponential().split("e");
  const sign = Object.is(value, -0) ? "-" : "";
  return `${sign}${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
};

const readBase64 = (text: string): string => {
  const packed = text.replace(/ /g, "");
  const isWhole = packed.length % 4 === 0;
  if (!isWhole || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed))
    throw new ValueError("not a value of the type base64Binary");
  return Buffer.from(packed, "base64").toString("base64");
};

const readHex = (text: string): string => form(/^([0-9a-fA-F]{2})*$/, "hexBinary")(text).toUpperCase();

const ignoringCase = (text: string): string => text.toLowerCase();

/** XML Schema's value space: not-a-number equals itself, and zero has no sign. */
const doubleKey = (value: number): Key => (Number.isNaN(value) ? "NaN" : value + 0);

const type = <Name extends TypeName>(
  name: Name,
  id: string,
  read: (text: string) => ValueOf[Name],
  rest: Partial<Pick<DataType<Name>, "print" | "canonical" | "key">> = {},
): DataType<Name> => {
  const print = rest.print ?? String;
  return {
    name,
    id,
    read: name === "string" ? read : (text) => read(collapse(text)),
    print,
    canonical: rest.canonical ?? print,
    // Values of the types that have no key of their own are keys themselves.
    key: rest.key ?? ((value) => value as Key),
  };
};

const moment = (kind: "time" | "date" | "dateTime") => ({
  read: (text: string) => readMoment(kind, text),
  rest: { canonical: (value: Moment) => value.canonical(), key: (value: Moment) => value.instant() },
});

/** Core §A.2 and §B.3. */
export const DATA_TYPES: { readonly [Name in TypeName]: DataType<Name> } = {
  string: type("string", `${XSD}string`, (text) => text),
  boolean: type("boolean", `${XSD}boolean`, readBoolean),
  integer: type("integer", `${XSD}integer`, readInteger),
  double: type("double", `${XSD}double`, readDouble, {
    print: printDouble,
    canonical: canonicalDouble,
    key: doubleKey,
  }),
  time: type("time", `${XSD}time`, moment("time").read, moment("time").rest),
  date: type("date", `${XSD}date`, moment("date").read, moment("date").rest),
  dateTime: type("dateTime", `${XSD}dateTime`, moment("dateTime").read, moment("dateTime").rest),
  anyURI: type("anyURI", `${XSD}anyURI`, (text) => text),
  hexBinary: type("hexBinary", `${XSD}hexBinary`, readHex),
  base64Binary: type("base64Binary", `${XSD}base64Binary`, readBase64),
  dayTimeDuration: type("dayTimeDuration", `${XSD}dayTimeDuration`, readDayTimeDuration, {
    key: ({ nanos }) => nanos,
  }),
  yearMonthDuration: type("yearMonthDuration", `${XSD}yearMonthDuration`, readYearMonthDuration, {
    key: ({ months }) => months,
  }),
  x500Name: type("x500Name", "urn:oasis:names:tc:xacml:1.0:data-type:x500Name", readX500Name, {
    key: (value) => value.key,
  }),
  rfc822Name: type("rfc822Name", "urn:oasis:names:tc:xacml:1.0:data-type:rfc822Name", readRfc822Name, {
    key: (value) => value.key,
  }),
  ipAddress: type("ipAddress", "urn:oasis:names:tc:xacml:2.0:data-type:ipAddress", readIpAddress, {
    key: ignoringCase,
  }),
  dnsName: type("dnsName", "urn:oasis:names:tc:xacml:2.0:data-type:dnsName", readDnsName, {
    key: ignoringCase,
  }),
  xpathExpression: type(
    "xpathExpression",
    "urn:oasis:names:tc:xacml:3.0:data-type:xpathExpression",
    () => {
      throw new ValueError("an xpathExpression needs its XPathCategory");
    },
    { key: ({ path, category }) => JSON.stringify([category, path]) },
  ),
};

export const TYPE_NAMES = Object.keys(DATA_TYPES) as TypeName[];

/** Names that older versions gave to the durations (core §10.2.9). */
const OLDER: Readonly<Record<string, TypeName>> = tableOf({
  "http://www.w3.org/TR/2002/WD-xquery-operators-20020816#dayTimeDuration": "dayTimeDuration",
  "http://www.w3.org/TR/2002/WD-xquery-operators-20020816#yearMonthDuration": "yearMonthDuration",
  "urn:oasis:names:tc:xacml:2.0:data-type:dayTimeDuration": "dayTimeDuration",
  "urn:oasis:names:tc:xacml:2.0:data-type:yearMonthDuration": "yearMonthDuration",
});

const BY_ID = new Map<string, DataType>([
  ...TYPE_NAMES.map((name) => [DATA_TYPES[name].id, DATA_TYPES[name] as DataType] as const),
  ...Object.entries(OLDER).map(([id, name]) => [id, DATA_TYPES[name] as DataType] as const),
]);

/** The data type with this identifier, or `null`. */
export const dataTypeById = (id: string): DataType | null => BY_ID.get(id) ?? null;
