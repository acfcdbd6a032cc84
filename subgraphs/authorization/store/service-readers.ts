import { and, eq, inArray } from "drizzle-orm";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import type { ServiceUrn } from "../../../schema/urns.js";
import { READ } from "../rules/scope.js";

/** Who may read in a service, by its policy. */
export interface ServiceReaders {
  /** The authentication level that it needs; 0 where the register does not know the service. */
  readonly minimumLevel: number;
  /** URNs of roles, by either of their names, and of access packages. */
  readonly subjectUrns: readonly string[];
}

/** Who may read in each of these services; two statements. @param services at most 1,000 */
export const serviceReaders = async (
  read: Queries,
  { services: table, policyRules }: AuthorizationTables,
  services: readonly ServiceUrn[],
): Promise<Map<ServiceUrn, ServiceReaders>> => {
  const [levels, rules] = await Promise.all([
    read
      .select({ urn: table.urn, minimumLevel: table.minimumLevel })
      .from(table)
      .where(inArray(table.urn, [...services])),
    read
      .selectDistinct({ service: policyRules.service, subjectUrn: policyRules.subjectUrn })
      .from(policyRules)
      .where(and(inArray(policyRules.service, [...services]), eq(policyRules.action, READ)))
      .orderBy(policyRules.service, policyRules.subjectUrn),
  ]);
  const subjects = new Map<ServiceUrn, string[]>();
  for (const { service, subjectUrn } of rules) {
    subjects.set(service, [...(subjects.get(service) ?? []), subjectUrn]);
  }
  return new Map(
    levels.map(({ urn, minimumLevel }) => [urn, { minimumLevel, subjectUrns: subjects.get(urn) ?? [] }]),
  );
};
