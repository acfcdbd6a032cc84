import type { FormRule } from "../../../drizzle/forms/values.js";
import { isJsonObject, type Json } from "../../../lib/json.js";
import { ITERATORS, OPERATORS } from "../rules/logic.js";
import { partsOf } from "../rules/pointers.js";
import type { Report } from "./report.js";

/** What a form's rules may come to. */
export const RULE_LIMITS = {
  nodes: 500,
  depth: 20,
  /** Of all rules together, over the longest lists. */ steps: 2_000_000,
} as const;

const MOST_ITEMS = 1_000;

/** Checks a form's rules, one after the other. */
export class RuleChecker {
  readonly #report: Report;
  #steps = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  check(rule: FormRule | undefined, at: string): void {
    if (rule === undefined) return;
    let nodes = 0;
    const visit = (value: Json, depth: number, inIterator: boolean): boolean => {
      nodes += 1;
      this.#steps += inIterator ? MOST_ITEMS : 1;
      if (nodes > RULE_LIMITS.nodes || depth > RULE_LIMITS.depth) {
        this.#report(
          at,
          `The rule has more than ${RULE_LIMITS.nodes} parts, or goes more than ${RULE_LIMITS.depth} deep.`,
        );
        return false;
      }
      if (Array.isArray(value))
        return (value as readonly Json[]).every((item) => visit(item, depth + 1, inIterator));
      return isJsonObject(value)
        ? this.#checkOperation(value, at, inIterator, (inner, within) => visit(inner, depth + 1, within))
        : true;
    };
    visit(rule, 1, false);
  }

  /** To be asked when all rules were checked. */
  finish(): void {
    if (this.#steps <= RULE_LIMITS.steps) return;
    this.#report("", `The rules could take ${this.#steps} steps together, more than ${RULE_LIMITS.steps}.`);
  }

  #checkOperation(
    value: { readonly [name: string]: Json },
    at: string,
    inIterator: boolean,
    visit: (inner: Json, inIterator: boolean) => boolean,
  ): boolean {
    const entries = Object.entries(value);
    const [operator, argument] = entries[0] ?? [];
    if (entries.length !== 1 || operator === undefined || argument === undefined) {
      this.#report(at, "An operation of JSON Logic is an object with one member: its operator.");
      return true;
    }
    if (!OPERATORS.has(operator)) {
      this.#report(at, `The operator "${operator}" is none of ${[...OPERATORS].join(" ")}.`);
      return true;
    }
    if (
      operator === "var" &&
      typeof argument === "string" &&
      partsOf(`/${argument.replaceAll(".", "/")}`) === null
    ) {
      this.#report(at, `No answer may be called "${argument}".`);
    }
    if (!ITERATORS.has(operator)) return visit(argument, inIterator);
    if (inIterator) {
      this.#report(at, `"${operator}" goes through a list within another; go through one list at a time.`);
      return true;
    }
    const [list = null, ...rules] = Array.isArray(argument) ? (argument as readonly Json[]) : [argument];
    return visit(list, false) && rules.every((rule) => visit(rule, true));
  }
}
