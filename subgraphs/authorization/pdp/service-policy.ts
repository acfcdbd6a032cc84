import type { Clock } from "../../../lib/clock.js";
import type { ServiceUrn } from "../../../schema/urns.js";
import {
  CATEGORY,
  type DecisionPoint,
  loadPolicies,
  type Mentions,
  mentionsOf,
  openDecisionPoint,
  type PolicyTree,
} from "../xacml/index.js";
import { PARTY_ATTRIBUTES } from "./attribute-names.js";
import { type FlatRights, flatRightsOf } from "./flat-rights.js";
import { type Levels, levelsOf } from "./levels.js";
import { refuseUnsuitable } from "./suitability.js";

/** A service's policy, ready to decide. */
export interface ServicePolicy {
  readonly service: ServiceUrn;
  readonly version: number;
  readonly point: DecisionPoint;
  readonly mentions: Mentions;
  /** The policy as a list of rights, where a list says exactly the same; else `null`. */
  readonly flat: FlatRights | null;
  /** What any permission of it may ask for; delegations inherit them. */
  readonly levels: Levels;
  /** Whether it depends on who the resource's party is. */
  readonly dependsOnParty: boolean;
  /** Whether it depends on when it is asked. */
  readonly dependsOnTime: boolean;
}

/** A policy as it is kept. */
export interface StoredPolicy {
  readonly service: ServiceUrn;
  readonly version: number;
  readonly xml: string;
}

/** Every question to a service's policy brings the time that it is asked at. */
const NO_CLOCK: Clock = () => {
  throw new TypeError("A service's policy was asked without a time.");
};

const onlyTree = (trees: readonly PolicyTree[]): PolicyTree => {
  const [tree] = trees;
  if (tree === undefined) throw new TypeError("A policy that was loaded alone has a root.");
  return tree;
};

/**
 * Reads and compiles a service's policy.
 * @throws DomainError `POLICY_INVALID`, `POLICY_ILL_TYPED` or `POLICY_UNSUPPORTED`: it is refused whole
 */
export const openServicePolicy = ({ service, version, xml }: StoredPolicy): ServicePolicy => {
  const policies = loadPolicies([{ name: `The policy of ${service}`, content: xml }]);
  const tree = onlyTree(policies.initial);
  const mentions = mentionsOf(tree);
  refuseUnsuitable(service, mentions);
  const resource = mentions.attributes.get(CATEGORY.resource);
  return {
    service,
    version,
    point: openDecisionPoint(policies, NO_CLOCK),
    mentions,
    flat: flatRightsOf(service, tree, mentions),
    levels: levelsOf(service, mentions),
    dependsOnParty: [...(resource?.keys() ?? [])].some((id) => PARTY_ATTRIBUTES.has(id)),
    dependsOnTime: mentions.attributes.has(CATEGORY.environment),
  };
};
