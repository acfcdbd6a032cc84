import { tableOf } from "../../../../lib/table-of.js";
import type { Expression, Match } from "../model/policy.js";

const VERBS: Readonly<Record<string, string>> = tableOf({
  "string-equal": "is",
  "anyURI-equal": "is",
  "string-equal-ignore-case": "is (in any case)",
  "string-regexp-match": "matches the pattern",
  "string-starts-with": "begins with",
  "anyURI-starts-with": "begins with",
  "string-ends-with": "ends with",
  "string-contains": "contains",
});

/** The last part of an identifier. */
export const shortName = (id: string): string => /[^:#/]+$/.exec(id)?.[0] ?? id;

const verbOf = (functionId: string): string => {
  const name = shortName(functionId);
  return VERBS[name] ?? (name.endsWith("-equal") ? "is" : `stands in "${name}" to`);
};

/** A match in words: `subject-id is "Julius Hibbert"`. */
export const matchWords = ({ function: called, literal, source }: Match): string => {
  const name = source.kind === "designator" ? shortName(source.attributeId) : `content at ${source.path}`;
  return `${name} ${verbOf(called.id)} "${literal.text.trim()}"`;
};

/** An expression in words, as a call: `integer-add(age, 5)`. */
export const expressionWords = (expression: Expression): string => {
  switch (expression.kind) {
    case "literal":
      return `"${expression.text.trim()}"`;
    case "designator":
      return `${shortName(expression.category)}.${shortName(expression.attributeId)}`;
    case "selector":
      return `${shortName(expression.category)}.content(${expression.path})`;
    case "variable":
      return `$${expression.id}`;
    case "apply":
      return `${shortName(expression.function.id)}(${expression.args.map(expressionWords).join(", ")})`;
    case "apply-higher-order": {
      const args = [shortName(expression.inner.id), ...expression.args.map(expressionWords)];
      return `${shortName(expression.function.id)}(${args.join(", ")})`;
    }
  }
};
