import { and, eq, inArray } from "drizzle-orm";
import type {
  AccessPackageRow,
  AuthorizationTables,
  PartyRow,
} from "../../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../../drizzle/database.js";
import type { CheckedService } from "../rules/checks.js";

/** Access packages by URN, in no order; unknown ones are left out. */
export const packagesByUrns = async (
  queries: Queries,
  { accessPackages }: AuthorizationTables,
  urns: readonly string[],
): Promise<AccessPackageRow[]> =>
  queries
    .select()
    .from(accessPackages)
    .where(inArray(accessPackages.urn, [...urns]));

/** All access packages, by URN. */
export const allPackages = async (
  queries: Queries,
  { accessPackages }: AuthorizationTables,
): Promise<AccessPackageRow[]> => queries.select().from(accessPackages).orderBy(accessPackages.urn);

/** What access lists say of one service and one party. */
const isRestricted = async (
  queries: Queries,
  { restrictedServices, accessListServices, accessListMembers }: AuthorizationTables,
  service: string,
  party: Pick<PartyRow, "id" | "type">,
): Promise<(action: string) => boolean> => {
  const [restricted] = await queries
    .select()
    .from(restrictedServices)
    .where(eq(restrictedServices.service, service));
  if (restricted === undefined) return () => false;
  const lists = await queries
    .select({ actions: accessListServices.actions })
    .from(accessListServices)
    .innerJoin(accessListMembers, eq(accessListMembers.listId, accessListServices.listId))
    .where(and(eq(accessListServices.service, service), eq(accessListMembers.partyId, party.id)));
  return (action) =>
    party.type !== "ORGANIZATION" ||
    !lists.some(({ actions }) => actions === null || actions.includes(action));
};

/** A service with its policy, as a check of its rights needs it; `null` where there is none. At most four statements. */
export const checkedService = async (
  queries: Queries,
  tables: AuthorizationTables,
  urn: string,
  party: Pick<PartyRow, "id" | "type">,
): Promise<CheckedService | null> => {
  const { services, policyRules } = tables;
  const [service] = await queries.select().from(services).where(eq(services.urn, urn));
  if (service === undefined) return null;
  const rules = await queries.select().from(policyRules).where(eq(policyRules.service, urn));
  const subjects = new Map<string, Set<string>>();
  for (const { action, subjectUrn } of rules) {
    subjects.set(action, (subjects.get(action) ?? new Set()).add(subjectUrn));
  }
  const isBarred = await isRestricted(queries, tables, urn, party);
  return { service, subjects, barredActions: new Set([...subjects.keys()].filter(isBarred)) };
};
