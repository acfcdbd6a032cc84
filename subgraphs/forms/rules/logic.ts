import { LogicEngine } from "json-logic-engine";
import type { FormRule } from "../../../drizzle/forms/values.js";
import { isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";

/**
 * The operators of JSON Logic that rules may use. Each takes time in proportion to what it is given: `reduce`, which can
 * build up anything, is not among them; `sum` is what it is mostly wanted for.
 */
export const OPERATORS: ReadonlySet<string> = new Set([
  ...["var", "missing", "missing_some", "if", "?:", "and", "or", "!", "!!", "in", "cat", "substr", "length"],
  ...["==", "===", "!=", "!==", ">", ">=", "<", "<=", "+", "-", "*", "/", "%", "min", "max"],
  ...["map", "filter", "some", "all", "none", "sum"],
]);

/** Operators that go through a list, and ask a rule of each item. */
export const ITERATORS: ReadonlySet<string> = new Set(["map", "filter", "some", "all", "none"]);

const createEngine = (): LogicEngine => {
  const engine = new LogicEngine(undefined, {
    disableInline: true,
    disableInterpretedOptimization: true,
    permissive: false,
    maxArrayLength: 10_000,
    maxStringLength: 65_536,
  });
  for (const name of Object.keys(engine.methods)) {
    if (!OPERATORS.has(name)) Reflect.deleteProperty(engine.methods, name);
  }
  const sum = (values: unknown): number =>
    (Array.isArray(values) ? values.flat() : [values]).reduce((total: number, value: unknown) => {
      if (typeof value !== "number") throw new TypeError("sum takes numbers");
      return total + value;
    }, 0);
  engine.addMethod("sum", sum);
  return engine;
};

const engine = createEngine();

/** What a rule came to; `failed` where it can't be worked out, e.g. a sum over a text. */
export type RuleResult = { readonly failed: false; readonly value: Json } | { readonly failed: true };

/** Works out a rule. Never throws, and changes nothing. */
export const evaluate = (rule: FormRule, answers: JsonObject): RuleResult => {
  try {
    const value: unknown = engine.run(rule, answers);
    return { failed: false, value: (value ?? null) as Json };
  } catch {
    return { failed: true };
  }
};

/** Whether a rule holds; one that can't be worked out does not. An absent one always does. */
export const holds = (rule: FormRule | undefined, answers: JsonObject): boolean => {
  if (rule === undefined) return true;
  const result = evaluate(rule, answers);
  return !result.failed && Boolean(engine.truthy(result.value));
};

/** Every answer that a rule looks at by name, as JSON pointers; within an iterator, names are the item's own. */
export const variablesOf = (rule: FormRule): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (value: Json): void => {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) visit(item);
    if (!isJsonObject(value)) return;
    for (const [operator, argument] of Object.entries(value)) {
      if (ITERATORS.has(operator) && Array.isArray(argument)) {
        visit((argument as readonly Json[])[0] ?? null);
        continue;
      }
      const [name] =
        operator === "var" && Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
      const names =
        operator === "missing" && Array.isArray(argument) ? (argument as readonly Json[]) : [name];
      if (operator === "var" || operator === "missing") {
        for (const each of names) {
          if (typeof each === "string" && each !== "") found.add(`/${each.replaceAll(".", "/")}`);
        }
      }
      visit(argument);
    }
  };
  visit(rule);
  return found;
};
