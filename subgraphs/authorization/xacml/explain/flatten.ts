import { policyError } from "../errors.js";
import { ATTRIBUTE, CATEGORY } from "../model/names.js";
import type {
  Algorithm,
  AllOf,
  Match,
  NoticeExpression,
  Policy,
  PolicyTree,
  Rule,
  Target,
} from "../model/policy.js";
import { ALTINN } from "./altinn-names.js";

/** One right of an Altinn-shaped policy: whoever holds the subject may do the action on the service. */
export interface FlatRule {
  /** `urn:altinn:resource:…`; an app's is `urn:altinn:resource:app_{org}_{app}`. */
  readonly service: string;
  readonly action: string;
  /** Attribute and value: `urn:altinn:rolecode:dagl`, `urn:altinn:accesspackage:skatt-naering`. In lower case. */
  readonly subjectUrn: string;
  /** The task that the instance must be in; `null` where any will do. */
  readonly task: string | null;
  /** What else the resource must be, such as an end event or an instance; usually nothing. */
  readonly restrictions: readonly { readonly attributeId: string; readonly value: string }[];
}

export interface FlatPolicy {
  readonly rules: readonly FlatRule[];
  /** The authentication level that a permission asks for; `null` where it asks for none. */
  readonly minimumLevel: number | null;
  /** The same for a caller that is a service owner. */
  readonly minimumLevelForOrg: number | null;
}

const notFlat = (policy: PolicyTree, problem: string) =>
  policyError(
    "POLICY_NOT_FLAT",
    `The policy "${policy.id}" cannot be written as a list of rules: ${problem}`,
  );

/** Algorithms under which rules that only permit come to "any of them". */
const UNIONS: readonly Algorithm[] = [
  "deny-overrides",
  "permit-overrides",
  "deny-unless-permit",
  "first-applicable",
  "1.0 rule deny-overrides",
  "1.0 rule permit-overrides",
];

const PLAIN_MATCHES = [":string-equal", ":string-equal-ignore-case", ":anyURI-equal"];

const MAX_RULES = 20_000;

/** A part that must hold, taken from a match. */
interface Fact {
  readonly category: string;
  readonly attributeId: string;
  readonly value: string;
}

const factOf = (policy: Policy, rule: Rule, { function: called, literal, source }: Match): Fact => {
  const problem = (text: string) => notFlat(policy, `the rule "${rule.id}" ${text}`);
  if (source.kind === "selector") throw problem("selects from the request's content.");
  if (source.issuer !== null) throw problem(`asks who issued ${source.attributeId}.`);
  if (!PLAIN_MATCHES.some((suffix) => called.id.endsWith(suffix)))
    throw problem(`matches by "${called.id}".`);
  if (source.mustBePresent && policy.algorithm === "first-applicable") {
    throw problem(`fails where ${source.attributeId} is missing, which stops the rules after it.`);
  }
  return { category: source.category, attributeId: source.attributeId, value: String(literal.value) };
};

/** Every way of taking one alternative from each group: the target as a list of conjunctions. */
const conjunctions = (policy: Policy, rule: Rule, target: Target): readonly AllOf[] => {
  let found: AllOf[] = [[]];
  for (const anyOf of target) {
    if (found.length * anyOf.length > MAX_RULES)
      throw notFlat(policy, `it makes more than ${MAX_RULES} rules.`);
    found = found.flatMap((done) => anyOf.map((allOf) => [...done, ...allOf]));
  }
  if (found.length === 0) throw notFlat(policy, `the rule "${rule.id}" can never apply.`);
  return found;
};

/** What a policy and its rule both ask for is asked for once. */
const distinct = (facts: readonly Fact[]): readonly Fact[] => [
  ...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values(),
];

const only = <T>(facts: readonly T[], none: () => Error, several: () => Error): T => {
  const [first, ...more] = facts;
  if (first === undefined) throw none();
  if (more.length > 0) throw several();
  return first;
};

const serviceOf = (facts: readonly Fact[], problem: (text: string) => Error): string => {
  const values = (attributeId: string) =>
    facts.filter((fact) => fact.attributeId === attributeId).map(({ value }) => value);
  const [resources, orgs, apps] = [values(ALTINN.resource), values(ALTINN.org), values(ALTINN.app)];
  const [resource] = resources;
  const [org, app] = [orgs[0], apps[0]];
  if (resources.length > 1 || orgs.length > 1 || apps.length > 1)
    throw problem("names more than one service at once.");
  const fromApp = org !== undefined && app !== undefined ? `app_${org}_${app}` : undefined;
  if (resource !== undefined && (org !== undefined || app !== undefined) && resource !== fromApp) {
    throw problem("names a service and an app that differ.");
  }
  const service = resource ?? fromApp;
  if (service === undefined) throw problem("names no service: neither a resource nor an owner and an app.");
  return `${ALTINN.resource}:${service.toLowerCase()}`;
};

const SERVICE_PARTS: readonly string[] = [ALTINN.resource, ALTINN.org, ALTINN.app];

const flatRule = (policy: Policy, rule: Rule, allOf: AllOf): FlatRule => {
  const problem = (text: string) => notFlat(policy, `the rule "${rule.id}" ${text}`);
  const facts = distinct(allOf.map((match) => factOf(policy, rule, match)));
  const of = (category: string) => facts.filter((fact) => fact.category === category);
  const [subjects, actions, resources] = [
    of(CATEGORY.accessSubject),
    of(CATEGORY.action),
    of(CATEGORY.resource),
  ];
  if (subjects.length + actions.length + resources.length < facts.length) {
    throw problem("depends on more than who, what and which action.");
  }
  const subject = only(
    subjects,
    () => problem("does not say who."),
    () => problem("asks for two things of one subject."),
  );
  const action = only(
    actions,
    () => problem("does not say which action."),
    () => problem("asks for two actions at once."),
  );
  if (action.attributeId !== ATTRIBUTE.actionId)
    throw problem(`names the action by "${action.attributeId}".`);
  const others = resources.filter(({ attributeId }) => !SERVICE_PARTS.includes(attributeId));
  const tasks = others.filter(({ attributeId }) => attributeId === ALTINN.task);
  if (tasks.length > 1) throw problem("asks for two tasks at once.");
  return {
    service: serviceOf(resources, problem),
    action: action.value,
    subjectUrn: `${subject.attributeId}:${subject.value}`.toLowerCase(),
    task: tasks[0]?.value ?? null,
    restrictions: others
      .filter(({ attributeId }) => attributeId !== ALTINN.task)
      .map(({ attributeId, value }) => ({ attributeId, value })),
  };
};

const levelOf = (
  policy: Policy,
  obligations: readonly NoticeExpression[],
  category: string,
): number | null => {
  const levels = obligations
    .flatMap(({ assignments }) => assignments)
    .filter((assignment) => assignment.category === category)
    .map(({ expression }) => {
      const level = expression.kind === "literal" ? Number(expression.text.trim()) : Number.NaN;
      if (Number.isInteger(level)) return level;
      throw notFlat(policy, "its minimum authentication level is not a whole number.");
    });
  return levels.length === 0 ? null : Math.max(...levels);
};

const checkObligations = (policy: Policy): void => {
  const known: readonly (string | null)[] = [ALTINN.minimumLevel, ALTINN.minimumLevelForOrg];
  for (const { on, id, assignments } of policy.obligations) {
    if (on !== "Permit") continue;
    if (assignments.length === 0 || assignments.some(({ category }) => !known.includes(category))) {
      throw notFlat(policy, `the obligation "${id}" asks for more than an authentication level.`);
    }
  }
};

/**
 * Writes an Altinn-shaped policy as a list of rules that comes to exactly the same: every permission it gives, and no
 * other. Role and package codes are compared without regard to case, as Altinn's registers do.
 * @throws DomainError `POLICY_NOT_FLAT` naming what a list cannot say: conditions, denials, sets of policies and so on
 */
export const flattenPolicy = (policy: PolicyTree): FlatPolicy => {
  if (policy.kind === "policy-set") throw notFlat(policy, "it is a set of policies.");
  if (!UNIONS.includes(policy.algorithm)) {
    throw notFlat(policy, `its algorithm, ${policy.algorithm}, gives more than its rules do.`);
  }
  checkObligations(policy);
  const rules = new Map<string, FlatRule>();
  for (const rule of policy.rules) {
    if (rule.effect === "Deny") throw notFlat(policy, `the rule "${rule.id}" denies.`);
    if (rule.condition !== null) throw notFlat(policy, `the rule "${rule.id}" has a condition.`);
    if (rule.obligations.length > 0)
      throw notFlat(policy, `the rule "${rule.id}" has obligations of its own.`);
    for (const allOf of conjunctions(policy, rule, [...policy.target, ...rule.target])) {
      const flat = flatRule(policy, rule, allOf);
      rules.set(JSON.stringify(flat), flat);
    }
    if (rules.size > MAX_RULES) throw notFlat(policy, `it makes more than ${MAX_RULES} rules.`);
  }
  const permitted = policy.obligations.filter(({ on }) => on === "Permit");
  return {
    rules: [...rules.values()],
    minimumLevel: levelOf(policy, permitted, ALTINN.minimumLevel),
    minimumLevelForOrg: levelOf(policy, permitted, ALTINN.minimumLevelForOrg),
  };
};
