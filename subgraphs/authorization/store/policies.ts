import { and, eq, inArray, sql } from "drizzle-orm";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import type { Policies } from "../rules/decision.js";
import { READ, type ReadRule } from "../rules/scope.js";

/** Policy lines for `read` that name one of these subjects, or stand in the policy of one of these services. */
export const readRules = async (
  read: Queries,
  { policyRules, services }: AuthorizationTables,
  needs: { readonly subjectUrns: readonly string[]; readonly services: readonly string[] },
): Promise<ReadRule[]> => {
  const { service, subjectUrn, action } = policyRules;
  const concerns = [
    ...(needs.subjectUrns.length > 0 ? [inArray(subjectUrn, [...needs.subjectUrns])] : []),
    ...(needs.services.length > 0 ? [inArray(service, [...needs.services])] : []),
  ];
  if (concerns.length === 0) return [];
  return read
    .select({ service, subjectUrn, requiredLevel: services.minimumLevel })
    .from(policyRules)
    .innerJoin(services, eq(services.urn, service))
    .where(and(eq(action, READ), sql`(${sql.join(concerns, sql` OR `)})`));
};

/** The policies of these services, as far as they concern these actions. @param serviceUrns at most 1,000 */
export const policiesOf = async (
  read: Queries,
  { policyRules, services }: AuthorizationTables,
  serviceUrns: readonly string[],
  actions: readonly string[],
): Promise<Policies> => {
  const [levels, rules] = await Promise.all([
    read
      .select({ urn: services.urn, level: services.minimumLevel })
      .from(services)
      .where(inArray(services.urn, [...serviceUrns])),
    read
      .select()
      .from(policyRules)
      .where(and(inArray(policyRules.service, [...serviceUrns]), inArray(policyRules.action, [...actions]))),
  ]);
  const subjects = new Map<string, Map<string, Set<string>>>();
  for (const { service, action, subjectUrn } of rules) {
    const byAction = subjects.get(service) ?? new Map<string, Set<string>>();
    subjects.set(service, byAction);
    byAction.set(action, (byAction.get(action) ?? new Set()).add(subjectUrn));
  }
  return { levels: new Map(levels.map(({ urn, level }) => [urn, level])), subjects };
};
