import { DomainError } from "../../../lib/errors.js";
import type { ServiceUrn } from "../../../schema/urns.js";
import { CATEGORY, type FlatPolicy, flattenPolicy, type Mentions, type PolicyTree } from "../xacml/index.js";
import { namedOf, PARTY_ATTRIBUTES } from "./attribute-names.js";

/** Who may do what, whatever the party and the task: subject URNs, in lower case, by action. */
export type FlatRights = ReadonlyMap<string, ReadonlySet<string>>;

/** Attributes that a list never has, so that a rule which asks for one never holds there. */
const isNeverInLists = (attributeId: string): boolean => !PARTY_ATTRIBUTES.has(attributeId);

const flattened = (tree: PolicyTree): FlatPolicy | null => {
  try {
    return flattenPolicy(tree);
  } catch (error) {
    if (error instanceof DomainError && error.code === "POLICY_NOT_FLAT") return null;
    throw error;
  }
};

/** A subject's URN can be told from its attribute and value again. */
const isPlainSubject = (subjectUrn: string, mentions: Mentions): boolean => {
  const [attributeId] = namedOf(subjectUrn);
  return mentions.attributes.get(CATEGORY.accessSubject)?.has(attributeId) === true;
};

/**
 * The policy as a list of rights, for requests that name a service and an action but no task. Exactly what it permits:
 * and where a list could not say so, or an evaluation could come to anything but Permit or NotApplicable, `null`.
 */
export const flatRightsOf = (
  service: ServiceUrn,
  tree: PolicyTree,
  mentions: Mentions,
): FlatRights | null => {
  if (mentions.needsAttributes || mentions.mayDeny || mentions.matchesActionsLoosely) return null;
  const resources = [...(mentions.attributes.get(CATEGORY.resource)?.keys() ?? [])];
  if (!resources.every(isNeverInLists)) return null;
  const flat = flattened(tree);
  if (flat === null || !flat.rules.every(({ subjectUrn }) => isPlainSubject(subjectUrn, mentions)))
    return null;
  const rights = new Map<string, Set<string>>();
  for (const { action, subjectUrn, ...rule } of flat.rules) {
    if (rule.service !== service || rule.task !== null || rule.restrictions.length > 0) continue;
    rights.set(action, (rights.get(action) ?? new Set()).add(subjectUrn));
  }
  return rights;
};
