import { and, desc, eq, inArray } from "drizzle-orm";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import type { ServiceUrn } from "../../../schema/urns.js";
import { openServicePolicy, type StoredPolicy } from "../pdp/service-policy.js";
import { writePolicy } from "../pdp/write-policy.js";
import { groupBy } from "../rules/grouping.js";

/** What became of a policy that was given to the store. */
export interface StoredVersion {
  readonly service: ServiceUrn;
  readonly version: number;
  /** Whether it differs from the one in force before. */
  readonly isNew: boolean;
  /** Whether lists know it as a list of rights; others are evaluated there. */
  readonly isFlat: boolean;
}

/**
 * Puts a policy in force for a service, with the list of rights and the level that follow from it, all in the
 * transaction of the caller. The same policy again changes nothing.
 * @param now milliseconds since 1970 UTC
 * @throws DomainError `POLICY_INVALID`, `POLICY_ILL_TYPED` or `POLICY_UNSUPPORTED`: nothing is stored
 */
export const storePolicy = async (
  tx: Queries,
  { servicePolicies, policyRules, services }: AuthorizationTables,
  given: { readonly service: ServiceUrn; readonly xml: string },
  now: number,
): Promise<StoredVersion> => {
  const service = given.service.toLowerCase();
  const [last] = await tx
    .select()
    .from(servicePolicies)
    .where(eq(servicePolicies.service, service))
    .orderBy(desc(servicePolicies.version))
    .limit(1);
  if (last?.isCurrent === true && last.xml === given.xml) {
    return { service, version: last.version, isNew: false, isFlat: last.isFlat };
  }
  const version = (last?.version ?? 0) + 1;
  const { flat, levels } = openServicePolicy({ service, version, xml: given.xml });
  if (last !== undefined) {
    await tx
      .update(servicePolicies)
      .set({ isCurrent: false })
      .where(and(eq(servicePolicies.service, service), eq(servicePolicies.isCurrent, true)));
  }
  const isFlat = flat !== null;
  await tx.insert(servicePolicies).values({
    service,
    version,
    xml: given.xml,
    isCurrent: true,
    isFlat,
    minimumLevel: levels.minimum,
    minimumLevelForOrg: levels.minimumForOrg,
    storedAt: now,
  });
  await tx.delete(policyRules).where(eq(policyRules.service, service));
  const rows = [...(flat ?? [])].flatMap(([action, subjects]) =>
    [...subjects].map((subjectUrn) => ({ service, action, subjectUrn })),
  );
  for (const chunk of inChunks(rows)) await tx.insert(policyRules).values(chunk);
  if (levels.minimum !== null) {
    await tx.update(services).set({ minimumLevel: levels.minimum }).where(eq(services.urn, service));
  }
  return { service, version, isNew: true, isFlat };
};

/**
 * The policies in force of these services. A register from before policies were stored has lists of rights only: then
 * the policy is what the list says.
 * @param serviceUrns at most 1,000
 */
export const policiesInForce = async (
  read: Queries,
  { servicePolicies, policyRules }: AuthorizationTables,
  serviceUrns: readonly ServiceUrn[],
): Promise<StoredPolicy[]> => {
  const { service, version, xml, isCurrent } = servicePolicies;
  const stored = await read
    .select({ service, version, xml })
    .from(servicePolicies)
    .where(and(eq(isCurrent, true), inArray(service, [...serviceUrns])));
  const known = new Set(stored.map((policy) => policy.service));
  const missing = serviceUrns.filter((urn) => !known.has(urn));
  if (missing.length === 0) return stored;
  const rules = await read.select().from(policyRules).where(inArray(policyRules.service, missing));
  const written = [...groupBy(rules, (rule) => rule.service)].map(([urn, rights]) => ({
    service: urn,
    version: 0,
    xml: writePolicy(urn, rights, null),
  }));
  return [...stored, ...written];
};

/** Whom the policies of services name, by service, as far as they are lists of rights; all where none are named. */
export const policySubjects = async (
  read: Queries,
  { policyRules }: AuthorizationTables,
  serviceUrns: readonly ServiceUrn[] | null,
): Promise<ReadonlyMap<ServiceUrn, readonly string[]>> => {
  const { service, subjectUrn } = policyRules;
  const rows = await read
    .selectDistinct({ service, subjectUrn })
    .from(policyRules)
    .orderBy(service, subjectUrn);
  const wanted = serviceUrns === null ? null : new Set(serviceUrns);
  const named = wanted === null ? rows : rows.filter((row) => wanted.has(row.service));
  return new Map(
    [...groupBy(named, (row) => row.service)].map(([urn, subjects]) => [
      urn,
      subjects.map((row) => row.subjectUrn),
    ]),
  );
};
