import { PatternError } from "../../../lib/character-class.js";
import { isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";
import { compilePattern } from "../../../lib/linear-pattern.js";
import { partsOf, valueAt } from "../rules/pointers.js";
import { FORMATS, ORGANIZATION_NUMBER_FORMAT } from "../validation/ajv.js";
import type { Report } from "./report.js";

/** What a form's schema may come to. */
export const SCHEMA_LIMITS = {
  nodes: 5_000,
  depth: 24,
  enumValues: 1_000,
  /** Checks of one whole set of answers, at the most that answers may hold. */
  checks: 5_000_000,
} as const;

/** How many items of lists there may be, at the most that answers may hold: of one list, and of lists in lists. */
const MOST_ITEMS = 1_000;
const MOST_INNER_ITEMS = 20_000;

const FORMAT_NAMES: ReadonlySet<string> = new Set([...FORMATS, ORGANIZATION_NUMBER_FORMAT]);
const PLAIN = [
  ...["$schema", "$comment", "title", "description", "default", "examples", "type", "required", "const"],
  ...["minItems", "maxItems", "uniqueItems", "minContains", "maxContains", "minProperties", "maxProperties"],
  ...["minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["dependentRequired", "enum", "format", "pattern", "$ref"],
];
const ONE = [
  "not",
  "if",
  "then",
  "else",
  "contains",
  "items",
  "additionalProperties",
  "unevaluatedProperties",
];
const MANY = ["allOf", "anyOf", "oneOf", "prefixItems"];
const NAMED = ["properties", "patternProperties", "$defs", "dependentSchemas"];
const KEYWORDS: ReadonlySet<string> = new Set([...PLAIN, ...ONE, ...MANY, ...NAMED, "propertyNames"]);
const OF_EACH_ITEM: ReadonlySet<string> = new Set([
  "items",
  "contains",
  "patternProperties",
  "additionalProperties",
]);

const LOCAL = /^#\/\$defs\/[^/]+$/;

/** The schemas within one, with the keyword that has them, and where they stand. */
const within = (schema: JsonObject): { keyword: string; at: string; inner: Json }[] =>
  Object.entries(schema).flatMap(([keyword, value]) => {
    if (ONE.includes(keyword) || keyword === "propertyNames")
      return [{ keyword, at: `/${keyword}`, inner: value }];
    if (MANY.includes(keyword) && Array.isArray(value)) {
      const items = value as readonly Json[];
      return items.map((inner, index) => ({ keyword, at: `/${keyword}/${index}`, inner }));
    }
    if (!NAMED.includes(keyword) || !isJsonObject(value)) return [];
    return Object.entries(value).map(([name, inner]) => ({ keyword, at: `/${keyword}/${name}`, inner }));
  });

const checkPattern = (pattern: string, at: string, report: Report): void => {
  try {
    compilePattern(pattern, "ECMA");
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    report(
      at,
      `The pattern can't be used: ${error.message}. Look-around and back-references are not supported.`,
    );
  }
};

const checkValues = (schema: JsonObject, at: string, report: Report): void => {
  const { pattern, format, uniqueItems, maxItems, $ref: ref } = schema;
  const choices = schema["enum"];
  if (typeof pattern === "string") checkPattern(pattern, `${at}/pattern`, report);
  if (typeof format === "string" && !FORMAT_NAMES.has(format)) {
    report(`${at}/format`, `The format "${format}" is none of ${[...FORMAT_NAMES].join(", ")}.`);
  }
  if (Array.isArray(choices) && choices.length > SCHEMA_LIMITS.enumValues) {
    report(`${at}/enum`, `There are ${choices.length} choices, more than ${SCHEMA_LIMITS.enumValues}.`);
  }
  if (uniqueItems === true && !(typeof maxItems === "number" && maxItems <= 100)) {
    report(`${at}/uniqueItems`, "A list without the same item twice needs maxItems of at most 100.");
  }
  if (ref !== undefined && !(typeof ref === "string" && LOCAL.test(ref))) {
    report(`${at}/$ref`, 'A reference is "#/$defs/NAME": nothing is fetched from elsewhere.');
  }
  const patterns = schema["patternProperties"];
  for (const name of isJsonObject(patterns) ? Object.keys(patterns) : []) {
    checkPattern(name, `${at}/patternProperties/${name}`, report);
  }
};

/** Names every keyword and value that a form's schema may not have; `false` where there are too many to go on. */
const checkNodes = (root: Json, report: Report): boolean => {
  let nodes = 0;
  const visit = (schema: Json, at: string, depth: number): boolean => {
    nodes += 1;
    if (nodes > SCHEMA_LIMITS.nodes || depth > SCHEMA_LIMITS.depth) {
      report(
        "/schema",
        `The schema has more than ${SCHEMA_LIMITS.nodes} parts, or goes more than ${SCHEMA_LIMITS.depth} deep.`,
      );
      return false;
    }
    if (typeof schema === "boolean") return true;
    if (!isJsonObject(schema)) {
      report(at, "A schema is an object, or true or false.");
      return true;
    }
    for (const keyword of Object.keys(schema)) {
      if (!KEYWORDS.has(keyword))
        report(`${at}/${keyword}`, `The keyword "${keyword}" is not used in forms.`);
    }
    const names = isJsonObject(schema["properties"]) ? Object.keys(schema["properties"]) : [];
    for (const name of names) {
      if (partsOf(`/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`) === null) {
        report(`${at}/properties/${name}`, `No answer may be called "${name}".`);
      }
    }
    checkValues(schema, at, report);
    return within(schema).every((found) => visit(found.inner, at + found.at, depth + 1));
  };
  return visit(root, "/schema", 1);
};

/** How many checks answers may cost; Infinity where a schema leads back to itself. */
const checksOf = (root: JsonObject): number => {
  const known = new Map<string, number>();
  const under = new Set<string>();
  const ofRef = (ref: string, times: number): number => {
    const key = `${ref} ${times}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (under.has(ref)) return Number.POSITIVE_INFINITY;
    under.add(ref);
    const cost = visit(valueAt(root, partsOf(ref.slice(1)) ?? []) ?? true, times);
    under.delete(ref);
    known.set(key, cost);
    return cost;
  };
  const visit = (schema: Json, times: number): number => {
    if (!isJsonObject(schema)) return times;
    const { $ref: ref } = schema;
    const inner = within(schema)
      .filter(({ keyword }) => keyword !== "$defs")
      .map((found) => {
        const more = times === 1 ? MOST_ITEMS : MOST_INNER_ITEMS;
        return visit(found.inner, OF_EACH_ITEM.has(found.keyword) ? more : times);
      });
    const own = typeof ref === "string" && LOCAL.test(ref) ? ofRef(ref, times) : 0;
    return inner.reduce((sum, cost) => sum + cost, times + own);
  };
  return visit(root, 1);
};

/**
 * Checks what a schema may cost before it is compiled, in time that grows with its length alone: schemas that lead back
 * to themselves, that multiply, that ask for something from elsewhere, patterns that can't be run in linear time.
 * @returns whether it may be compiled
 */
export const checkSchema = (root: Json, report: Report): boolean => {
  let isSound = true;
  const told: Report = (at, message) => {
    isSound = false;
    report(at, message);
  };
  if (!isJsonObject(root) || root["type"] !== "object") {
    told("/schema", 'The answers of a form are an object: {"type": "object", "properties": …}.');
    return false;
  }
  if (!checkNodes(root, told)) return false;
  const checks = checksOf(root);
  if (checks === Number.POSITIVE_INFINITY)
    told("/schema", "A schema leads back to itself by $ref; write it out instead.");
  else if (checks > SCHEMA_LIMITS.checks) {
    told(
      "/schema",
      `Checking answers could take ${checks.toExponential(1)} steps, more than ${SCHEMA_LIMITS.checks}.`,
    );
  }
  return isSound;
};
