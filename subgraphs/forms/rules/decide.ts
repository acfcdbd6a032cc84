import type { DecisionValue } from "../../../drizzle/forms/tables-filling.js";
import type { FormDecisionRule } from "../../../drizzle/forms/values.js";
import { evaluate, holds, variablesOf } from "./logic.js";
import { partsOf, valueAt } from "./pointers.js";
import { relevantAnswers } from "./relevance.js";
import type { Held } from "./snapshot.js";

/** What an agency's rules came to, and what it rests on. */
export interface Decision extends Pick<FormDecisionRule, "outcome" | "title" | "grounds"> {
  readonly ruleId: string;
  readonly legalBasis: string | null;
  /** The answers that the rule looked at, as they were sent. */
  readonly values: readonly DecisionValue[];
  /** Rules that were asked before it, and did not hold. */
  readonly passedOver: readonly string[];
}

/**
 * The first of the agency's rules that holds for what was sent decides. Where none does, or one before it can't be worked
 * out, people decide: `null`.
 */
export const decide = ({ definition, answers }: Pick<Held, "definition" | "answers">): Decision | null => {
  const { content } = definition;
  if (content === null) return null;
  const sent = relevantAnswers(content, answers);
  const passedOver: string[] = [];
  for (const rule of content.decisionRules) {
    if (evaluate(rule.when, sent).failed) return null;
    if (holds(rule.when, sent)) {
      const { id, outcome, title, grounds, legalBasis = null } = rule;
      const values = [...variablesOf(rule.when)]
        .sort()
        .map((path) => ({ path, value: valueAt(sent, partsOf(path) ?? []) ?? null }));
      return { ruleId: id, outcome, title, grounds, legalBasis, values, passedOver };
    }
    passedOver.push(rule.id);
  }
  return null;
};
