import { CATEGORY, type Mentions, policyError } from "../xacml/index.js";
import { INSTANCE_ATTRIBUTES, isKnownSubject } from "./attribute-names.js";

/**
 * What a policy may say in general, but not a service's policy here, because a request would never carry it and a list
 * could not be told exactly.
 * @throws DomainError `POLICY_UNSUPPORTED` by name
 */
export const refuseUnsuitable = (service: string, mentions: Mentions): void => {
  const refuse = (problem: string) =>
    policyError("POLICY_UNSUPPORTED", `The policy of ${service} ${problem}`);
  if (mentions.selectsContent) throw refuse("selects from a request's content, and requests here have none.");
  if (mentions.hasReferences) throw refuse("refers to other policies; write them into it.");

  const named = (category: string) => [...(mentions.attributes.get(category)?.keys() ?? [])];
  const instance = named(CATEGORY.resource).find((id) => INSTANCE_ATTRIBUTES.has(id));
  if (instance !== undefined) {
    throw refuse(`names an instance (${instance}); give rights to one thing by delegation instead.`);
  }
  // A permission that nobody can have harms no one. A denial that never strikes would be more access than was meant.
  const unknown = named(CATEGORY.accessSubject).find((id) => !isKnownSubject(id));
  if (unknown !== undefined && (mentions.mayDeny || mentions.hasConditions)) {
    throw refuse(`may deny, and asks for ${unknown} of the subject, which is not known here.`);
  }
};
