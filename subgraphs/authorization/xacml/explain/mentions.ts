import { ATTRIBUTE, CATEGORY } from "../model/names.js";
import type {
  Designator,
  Expression,
  Literal,
  Match,
  NoticeExpression,
  PolicyTree,
  Rule,
  Target,
} from "../model/policy.js";

/** What a policy says anywhere: whoever asks it need bring no more than this. */
export interface Mentions {
  /** By category and attribute, the data types that it is asked for in. */
  readonly attributes: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
  /** Texts that attributes are compared with, by their lower case: the spellings that are written. */
  readonly spellings: ReadonlyMap<string, ReadonlySet<string>>;
  /** Actions that it names, as written. */
  readonly actions: ReadonlySet<string>;
  /** Subjects that targets name: attribute and value, in lower case. */
  readonly subjectUrns: ReadonlySet<string>;
  /** Whether an attribute must be there for the policy to be evaluated. */
  readonly needsAttributes: boolean;
  readonly selectsContent: boolean;
  /** Whether a rule denies, or an algorithm does where no rule says anything. */
  readonly mayDeny: boolean;
  readonly hasConditions: boolean;
  /** Whether actions are compared in another way than letter by letter. */
  readonly matchesActionsLoosely: boolean;
  /** Whether all it does with attributes is to compare them with texts. */
  readonly comparesOnly: boolean;
  readonly hasReferences: boolean;
  readonly permitObligations: readonly NoticeExpression[];
}

/** Collects what a tree mentions. */
class Walk {
  readonly attributes = new Map<string, Map<string, Set<string>>>();
  readonly spellings = new Map<string, Set<string>>();
  readonly actions = new Set<string>();
  readonly subjectUrns = new Set<string>();
  readonly permitObligations: NoticeExpression[] = [];
  needsAttributes = false;
  selectsContent = false;
  mayDeny = false;
  hasConditions = false;
  matchesActionsLoosely = false;
  comparesOnly = true;
  hasReferences = false;

  tree(tree: PolicyTree): void {
    this.#target(tree.target);
    this.#notices(tree.obligations, tree.advice);
    if (tree.algorithm === "deny-unless-permit") this.mayDeny = true;
    if (tree.kind === "policy") for (const rule of tree.rules) this.#rule(rule);
    if (tree.kind === "policy-set") {
      for (const child of tree.children) {
        if (child.kind === "policy-reference") this.hasReferences = true;
        else this.tree(child);
      }
    }
  }

  #rule(rule: Rule): void {
    if (rule.effect === "Deny") this.mayDeny = true;
    this.#target(rule.target);
    this.#notices(rule.obligations, rule.advice);
    if (rule.condition === null) return;
    this.hasConditions = true;
    this.comparesOnly = false;
    this.#expression(rule.condition);
  }

  #target(target: Target): void {
    for (const match of target.flat(2)) this.#match(match);
  }

  #match({ function: called, literal, source }: Match): void {
    this.#literal(literal);
    this.#expression(source);
    if (!/:(string-equal|string-equal-ignore-case|anyURI-equal)$/.test(called.id)) this.comparesOnly = false;
    if (source.kind === "selector") return;
    const value = String(literal.value);
    if (source.category === CATEGORY.action && source.attributeId === ATTRIBUTE.actionId) {
      this.actions.add(value);
      if (!/:(string|anyURI)-equal$/.test(called.id)) this.matchesActionsLoosely = true;
    }
    if (source.category === CATEGORY.accessSubject) {
      this.subjectUrns.add(`${source.attributeId}:${value}`.toLowerCase());
    }
  }

  #notices(obligations: readonly NoticeExpression[], advice: readonly NoticeExpression[]): void {
    this.permitObligations.push(...obligations.filter(({ on }) => on === "Permit"));
    for (const { assignments } of [...obligations, ...advice]) {
      for (const { expression } of assignments) this.#expression(expression);
    }
  }

  #expression(expression: Expression): void {
    switch (expression.kind) {
      case "literal":
        this.#literal(expression);
        return;
      case "designator":
        this.#designator(expression);
        return;
      case "selector":
        this.selectsContent = true;
        this.needsAttributes ||= expression.mustBePresent;
        return;
      case "variable":
        this.#expression(expression.expression);
        return;
      default:
        for (const argument of expression.args) this.#expression(argument);
    }
  }

  #literal({ text }: Literal): void {
    const key = text.trim().toLowerCase();
    const known = this.spellings.get(key);
    if (known === undefined) this.spellings.set(key, new Set([text.trim()]));
    else known.add(text.trim());
  }

  #designator({ category, attributeId, dataType, mustBePresent }: Designator): void {
    this.needsAttributes ||= mustBePresent;
    const byId = this.attributes.get(category) ?? new Map<string, Set<string>>();
    this.attributes.set(category, byId);
    byId.set(attributeId, (byId.get(attributeId) ?? new Set()).add(dataType));
  }
}

/** What a policy mentions in targets, conditions and obligations; policies that it refers to are not followed. */
export const mentionsOf = (tree: PolicyTree): Mentions => {
  const walk = new Walk();
  walk.tree(tree);
  return walk;
};
