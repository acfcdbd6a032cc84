import { DomainError } from "../../../../lib/errors.js";
import { tableOf } from "../../../../lib/table-of.js";
import { CATEGORY } from "../model/names.js";
import type {
  AllOf,
  AnyOf,
  Match,
  NoticeExpression,
  Policy,
  PolicyReference,
  PolicySet,
  PolicyTree,
  Rule,
  Target,
} from "../model/policy.js";
import { ALTINN, RESOURCE_WORDS, SUBJECT_WORDS } from "./altinn-names.js";
import { expressionWords, matchWords, shortName } from "./expression-words.js";
import { type FlatPolicy, flattenPolicy } from "./flatten.js";

/** What a target asks for, in words; each list is one "or". */
export interface ExplainedTarget {
  readonly who: readonly string[];
  readonly actions: readonly string[];
  readonly what: readonly string[];
  /** What is about something else, or about several at once; each must hold. */
  readonly also: readonly string[];
}

export interface ExplainedRule extends ExplainedTarget {
  readonly id: string;
  readonly effect: "Permit" | "Deny";
  readonly description: string | null;
  readonly condition: string | null;
  readonly obligations: readonly string[];
}

export interface ExplainedPolicy extends ExplainedTarget {
  readonly kind: "policy" | "policy-set";
  readonly id: string;
  readonly version: string;
  readonly description: string | null;
  readonly algorithm: string;
  readonly rules: readonly ExplainedRule[];
  readonly policies: readonly (ExplainedPolicy | { readonly reference: string })[];
  readonly obligations: readonly string[];
  /** The policy as a list of rules, or why it cannot be written so. */
  readonly flat: FlatPolicy | null;
  readonly notFlatBecause: string | null;
}

const isPlain = ({ function: called }: Match): boolean =>
  /:(string-equal|string-equal-ignore-case|anyURI-equal)$/.test(called.id);

const words = (match: Match, known: Readonly<Record<string, string>>): string => {
  const { source, literal } = match;
  const word = source.kind === "designator" ? known[source.attributeId] : undefined;
  return word !== undefined && isPlain(match) ? `${word} ${literal.text.trim()}` : matchWords(match);
};

const textOf = (allOf: AllOf, attributeId: string): string | undefined =>
  allOf
    .find(({ source }) => source.kind === "designator" && source.attributeId === attributeId)
    ?.literal.text.trim();

const resourceWords = (allOf: AllOf): string => {
  const [org, app] = [textOf(allOf, ALTINN.org), textOf(allOf, ALTINN.app)];
  if (org === undefined || app === undefined) return allOf.map((m) => words(m, RESOURCE_WORDS)).join(", ");
  const others = allOf.filter(
    ({ source }) =>
      source.kind !== "designator" ||
      (source.attributeId !== ALTINN.org && source.attributeId !== ALTINN.app),
  );
  return [`app ${org}/${app}`, ...others.map((m) => words(m, RESOURCE_WORDS))].join(", ");
};

const actionWords = (allOf: AllOf): string =>
  allOf.map((m) => (isPlain(m) ? m.literal.text.trim() : matchWords(m))).join(" and ");

const subjectWords = (allOf: AllOf): string => allOf.map((m) => words(m, SUBJECT_WORDS)).join(" and ");

const categoriesOf = (anyOf: AnyOf): ReadonlySet<string> =>
  new Set(anyOf.flatMap((allOf) => allOf.map(({ source }) => source.category)));

const SECTIONS = {
  [CATEGORY.accessSubject]: { list: "who", write: subjectWords },
  [CATEGORY.action]: { list: "actions", write: actionWords },
  [CATEGORY.resource]: { list: "what", write: resourceWords },
} as const;

const isSection = (category: string): category is keyof typeof SECTIONS => Object.hasOwn(SECTIONS, category);

const explainTarget = (target: Target): ExplainedTarget => {
  const lists: Record<"who" | "actions" | "what" | "also", string[]> = {
    who: [],
    actions: [],
    what: [],
    also: [],
  };
  for (const anyOf of target) {
    const [category, ...others] = categoriesOf(anyOf);
    const section =
      category !== undefined && others.length === 0 && isSection(category) ? SECTIONS[category] : null;
    // A second group about the same must hold as well, so it cannot join the first one's "or".
    if (section !== null && lists[section.list].length === 0) lists[section.list] = anyOf.map(section.write);
    else lists.also.push(anyOf.map((allOf) => allOf.map(matchWords).join(" and ")).join("; or "));
  }
  return lists;
};

const LEVELS: Readonly<Record<string, string>> = tableOf({
  [ALTINN.minimumLevel]: "the caller's authentication level is at least",
  [ALTINN.minimumLevelForOrg]: "a service owner's authentication level is at least",
});

const obligationWords = ({ id, on, assignments }: NoticeExpression): string => {
  const parts = assignments.map(({ category, attributeId, expression }) => {
    const level = category === null ? undefined : LEVELS[category];
    const value = expressionWords(expression).replace(/^"(.*)"$/, "$1");
    return level === undefined ? `${shortName(attributeId)} = ${value}` : `${level} ${value}`;
  });
  return `on ${on}: ${parts.length === 0 ? shortName(id) : parts.join(", ")}`;
};

const explainRule = (rule: Rule): ExplainedRule => ({
  id: rule.id,
  effect: rule.effect,
  description: rule.description,
  ...explainTarget(rule.target),
  condition: rule.condition === null ? null : expressionWords(rule.condition),
  obligations: rule.obligations.map(obligationWords),
});

const explainChild = (child: Policy | PolicySet | PolicyReference) =>
  child.kind === "policy-reference" ? { reference: child.id } : explainPolicy(child);

const flattened = (policy: PolicyTree): Pick<ExplainedPolicy, "flat" | "notFlatBecause"> => {
  try {
    return { flat: flattenPolicy(policy), notFlatBecause: null };
  } catch (error) {
    if (error instanceof DomainError) return { flat: null, notFlatBecause: error.message };
    throw error;
  }
};

/** Says what a policy allows and denies, in words. */
export const explainPolicy = (policy: PolicyTree): ExplainedPolicy => ({
  kind: policy.kind,
  id: policy.id,
  version: policy.version,
  description: policy.description,
  algorithm: policy.algorithm,
  ...explainTarget(policy.target),
  rules: policy.kind === "policy" ? policy.rules.map(explainRule) : [],
  policies: policy.kind === "policy-set" ? policy.children.map(explainChild) : [],
  obligations: policy.obligations.map(obligationWords),
  ...flattened(policy),
});

const list = (label: string, items: readonly string[], anyWord: string): string =>
  `${label} ${items.length === 0 ? anyWord : items.join(", or ")}`;

const targetLines = (target: ExplainedTarget, indent: string): readonly string[] =>
  target.also.map((text) => `${indent}only where ${text}`);

const ruleLines = (rule: ExplainedRule, number: number, indent: string): readonly string[] => {
  const verb = rule.effect === "Permit" ? "may" : "may not";
  const who = rule.who.length === 0 ? "anyone" : rule.who.join(", or ");
  const actions = rule.actions.length === 0 ? "do anything" : rule.actions.join(", ");
  return [
    `${indent}${number}. ${who}`,
    `${indent}   ${verb} ${actions}`,
    `${indent}   ${list("on", rule.what, "anything")}`,
    ...targetLines(rule, `${indent}   `),
    ...(rule.condition === null ? [] : [`${indent}   only where ${rule.condition}`]),
    ...rule.obligations.map((text) => `${indent}   ${text}`),
  ];
};

const policyLines = (policy: ExplainedPolicy, indent: string): readonly string[] => {
  const what = policy.kind === "policy" ? "Policy" : "Policy set";
  const inner = `${indent}  `;
  const limits = [
    ...(policy.who.length === 0 ? [] : [`${inner}${list("only for", policy.who, "anyone")}`]),
    ...(policy.actions.length === 0 ? [] : [`${inner}${list("only to", policy.actions, "do anything")}`]),
    ...(policy.what.length === 0 ? [] : [`${inner}${list("only on", policy.what, "anything")}`]),
    ...targetLines(policy, inner),
  ];
  return [
    `${indent}${what} ${policy.id}, version ${policy.version}, combined by ${policy.algorithm}`,
    ...limits,
    ...policy.rules.flatMap((rule, index) => ruleLines(rule, index + 1, inner)),
    ...policy.policies.flatMap((child) =>
      "reference" in child ? [`${inner}and what "${child.reference}" says`] : policyLines(child, inner),
    ),
    ...policy.obligations.map((text) => `${inner}${text}`),
  ];
};

/** The same as text, for a person at a terminal. */
export const writeExplanation = (policy: ExplainedPolicy): string => {
  const flat =
    policy.flat === null
      ? (policy.notFlatBecause ?? "")
      : `As a list: ${policy.flat.rules.length} rules of who, which service and which action.`;
  return [...policyLines(policy, ""), flat].join("\n");
};
