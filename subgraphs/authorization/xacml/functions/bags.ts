import { DATA_TYPES, type DataType, type TypeName, type Value } from "../values/data-types.js";
import { define, defineMany, processingError, V1, V2, V3, type XacmlFunction } from "./function.js";

/** Which versions' names each type's bag and set functions go by. */
const PREFIXES: readonly (readonly [TypeName, readonly string[]])[] = [
  ...(
    [
      "string",
      "boolean",
      "integer",
      "double",
      "time",
      "date",
      "dateTime",
      "anyURI",
      "hexBinary",
      "base64Binary",
      "x500Name",
      "rfc822Name",
    ] as const
  ).map((name) => [name, [V1]] as const),
  ["dayTimeDuration", [V3, V1]],
  ["yearMonthDuration", [V3, V1]],
  ["ipAddress", [V2]],
  ["dnsName", [V2]],
];

type Bag = readonly Value[];

/** Bags without duplicates, by the type's own equality. */
class Sets {
  readonly #equals: (a: Value, b: Value) => boolean;

  constructor({ equals }: DataType) {
    this.#equals = equals;
  }

  has(bag: Bag, value: Value): boolean {
    return bag.some((other) => this.#equals(value, other));
  }

  distinct(bag: Bag): Bag {
    const kept: Value[] = [];
    for (const value of bag) if (!this.has(kept, value)) kept.push(value);
    return kept;
  }

  isSubset(part: Bag, whole: Bag): boolean {
    return part.every((value) => this.has(whole, value));
  }
}

const bagAndSetFunctions = (name: TypeName, prefix: string): readonly XacmlFunction[] => {
  const sets = new Sets(DATA_TYPES[name] as DataType);
  const bag = `${name}*` as const;
  const id = (suffix: string) => `${prefix}${name}-${suffix}`;
  return [
    define(id("one-and-only"), [bag], name, (values) => {
      const [only] = values;
      if (only === undefined || values.length !== 1) {
        throw processingError(`${name}-one-and-only was given ${values.length} values.`);
      }
      return only;
    }),
    define(id("bag-size"), [bag], "integer", (values) => BigInt(values.length)),
    define(id("is-in"), [name, bag], "boolean", (value, values) => sets.has(values, value)),
    defineMany(id("bag"), { of: name, atLeast: 0 }, bag, (values) => values as never),
    define(
      id("intersection"),
      [bag, bag],
      bag,
      (a, b) => sets.distinct((a as Bag).filter((value) => sets.has(b, value))) as never,
    ),
    define(id("at-least-one-member-of"), [bag, bag], "boolean", (a, b) =>
      (a as Bag).some((value) => sets.has(b, value)),
    ),
    define(id("union"), [bag, bag], bag, (a, b) => sets.distinct([...a, ...b]) as never),
    define(id("subset"), [bag, bag], "boolean", (a, b) => sets.isSubset(a, b)),
    define(id("set-equals"), [bag, bag], "boolean", (a, b) => sets.isSubset(a, b) && sets.isSubset(b, a)),
  ];
};

/** Core §A.3.10 and §A.3.11. */
export const bagFunctions: readonly XacmlFunction[] = PREFIXES.flatMap(([name, prefixes]) =>
  prefixes.flatMap((prefix) => bagAndSetFunctions(name, prefix)),
);
