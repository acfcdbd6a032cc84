import { DATA_TYPES, type DataType, type Key, type TypeName, type Value } from "../values/data-types.js";
import {
  processingError,
  type Runtime,
  type Type,
  typeOf,
  V1,
  V2,
  V3,
  type XacmlFunction,
} from "./function.js";

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

/** Sets of values, by what makes values of one type equal. */
class Sets {
  readonly #key: DataType["key"];

  constructor({ key }: DataType) {
    this.#key = key;
  }

  has(bag: Bag, value: Value): boolean {
    const key = this.#key(value);
    return bag.some((other) => this.#key(other) === key);
  }

  /** Those of a bag that are, or are not, in another. */
  common(bag: Bag, other: Bag): Bag {
    const keys = new Set(other.map(this.#key));
    return bag.filter((value) => keys.has(this.#key(value)));
  }

  distinct(bag: Bag): Bag {
    const kept = new Map<Key, Value>();
    for (const value of bag) {
      const key = this.#key(value);
      if (!kept.has(key)) kept.set(key, value);
    }
    return [...kept.values()];
  }

  isSubset(part: Bag, whole: Bag): boolean {
    return this.common(part, whole).length === part.length;
  }
}

const INTEGER = typeOf("integer");
const BOOLEAN = typeOf("boolean");

const bagAndSetFunctions = (name: TypeName, prefix: string): readonly XacmlFunction[] => {
  const sets = new Sets(DATA_TYPES[name] as DataType);
  const [one, bag] = [typeOf(name), typeOf(`${name}*`)];
  const of = (
    suffix: string,
    { parameters, rest = null }: { readonly parameters: readonly Type[]; readonly rest?: Type | null },
    result: Type,
    call: XacmlFunction["call"],
  ): XacmlFunction => ({
    id: `${prefix}${name}-${suffix}`,
    parameters,
    rest,
    result,
    call,
    lazy: null,
    problemWith: null,
  });
  /** Of two bags; the loader has checked that they are. */
  const ofBags = (suffix: string, result: Type, call: (a: Bag, b: Bag) => Runtime): XacmlFunction =>
    of(suffix, { parameters: [bag, bag] }, result, ([first, second], scope) => {
      const [a, b] = [first as Bag, second as Bag];
      scope.spend(a.length + b.length);
      return call(a, b);
    });
  return [
    of("one-and-only", { parameters: [bag] }, one, ([values]) => {
      const [only, ...more] = values as Bag;
      if (only === undefined || more.length > 0) {
        throw processingError(`${name}-one-and-only was given ${(values as Bag).length} values.`);
      }
      return only;
    }),
    of("bag-size", { parameters: [bag] }, INTEGER, ([values]) => BigInt((values as Bag).length)),
    of("is-in", { parameters: [one, bag] }, BOOLEAN, ([value, values], scope) => {
      scope.spend((values as Bag).length);
      return sets.has(values as Bag, value as Value);
    }),
    of("bag", { parameters: [], rest: one }, bag, (values) => values as Bag),
    ofBags("intersection", bag, (a, b) => sets.distinct(sets.common(a, b))),
    ofBags("at-least-one-member-of", BOOLEAN, (a, b) => sets.common(a, b).length > 0),
    ofBags("union", bag, (a, b) => sets.distinct([...a, ...b])),
    ofBags("subset", BOOLEAN, (a, b) => sets.isSubset(a, b)),
    ofBags("set-equals", BOOLEAN, (a, b) => sets.isSubset(a, b) && sets.isSubset(b, a)),
  ];
};

/** Core §A.3.10 and §A.3.11. */
export const bagFunctions: readonly XacmlFunction[] = PREFIXES.flatMap(([name, prefixes]) =>
  prefixes.flatMap((prefix) => bagAndSetFunctions(name, prefix)),
);
