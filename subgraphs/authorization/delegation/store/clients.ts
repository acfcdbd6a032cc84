import { and, eq, inArray } from "drizzle-orm";
import type {
  AssignmentRow,
  AuthorizationTables,
  ClientDelegationRow,
  PartyRow,
  ServiceRow,
} from "../../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../../drizzle/database.js";
import { groupBy } from "../../rules/grouping.js";
import { ROLE_CODES, type Role } from "../../rules/roles.js";
import type { ClientRights } from "../rules/clients.js";
import { type Giving, namedRightsOf } from "./assignments.js";

/** Everything that one party has assigned to another. */
export const assignmentsBetween = async (
  queries: Queries,
  { assignments }: AuthorizationTables,
  fromId: string,
  toId: string,
): Promise<AssignmentRow[]> =>
  queries
    .select()
    .from(assignments)
    .where(and(eq(assignments.fromId, fromId), eq(assignments.toId, toId)))
    .orderBy(assignments.roleUrn);

/** A client, with the assignment and the role by which a facilitator serves it. */
export interface Served {
  readonly client: PartyRow;
  readonly assignment: AssignmentRow;
  readonly role: Role;
}

/**
 * What clients' assignments give, by assignment: packages by the role in the client's organisation form, or packages
 * and services by name. Four statements, however many clients.
 */
export const clientRightsOf = async (
  queries: Queries,
  tables: AuthorizationTables,
  served: readonly Served[],
): Promise<ReadonlyMap<string, ClientRights>> => {
  const { rolePackages } = tables;
  const isByName = ({ role }: Served): boolean => role.code === ROLE_CODES.rightholder;
  const roleUrns = [...new Set(served.filter((each) => !isByName(each)).map(({ role }) => role.urn))];
  const held =
    roleUrns.length === 0
      ? []
      : await queries
          .select()
          .from(rolePackages)
          .where(and(eq(rolePackages.hasAccess, true), inArray(rolePackages.roleUrn, roleUrns)));
  const named = await namedRightsOf(
    queries,
    tables,
    served.filter(isByName).map(({ assignment }) => assignment.id),
  );
  const heldByRole = groupBy(held, ({ roleUrn }) => roleUrn);
  const packages = groupBy(named.packages, ({ assignmentId }) => assignmentId);
  const resources = groupBy(named.resources, ({ assignmentId }) => assignmentId);
  return new Map(
    served.map(({ client, assignment, role }) => {
      const byRole = (heldByRole.get(role.urn) ?? []).filter(
        ({ variant }) => variant === "" || variant === client.variant,
      );
      const byName = packages.get(assignment.id) ?? [];
      const services = resources.get(assignment.id) ?? [];
      return [
        assignment.id,
        {
          packageUrns: new Set([...byRole, ...byName].map(({ packageUrn }) => packageUrn)),
          services: new Map(services.map(({ service, actions }) => [service, actions])),
        },
      ];
    }),
  );
};

/** Services by URN, in no order; unknown ones are left out. */
export const servicesByUrns = async (
  queries: Queries,
  { services }: AuthorizationTables,
  urns: readonly string[],
): Promise<ServiceRow[]> =>
  urns.length === 0
    ? []
    : queries
        .select()
        .from(services)
        .where(inArray(services.urn, [...urns]));

/** The client delegation from one assignment to another; `null` where there is none. */
export const delegationBetween = async (
  queries: Queries,
  { clientDelegations: table }: AuthorizationTables,
  fromAssignmentId: string,
  toAssignmentId: string,
): Promise<string | null> => {
  const [known] = await queries
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.fromAssignmentId, fromAssignmentId), eq(table.toAssignmentId, toAssignmentId)));
  return known?.id ?? null;
};

/** A new client delegation, empty as yet. */
export const addDelegation = async (
  tx: Queries,
  { clientDelegations }: AuthorizationTables,
  delegation: ClientDelegationRow,
): Promise<void> => {
  await tx.insert(clientDelegations).values(delegation);
};

/** What is passed on with a client: packages, and services with their actions. */
export interface PassedOn {
  readonly packages: readonly string[];
  readonly services: readonly (readonly [service: string, actions: readonly string[]])[];
}

/** Adds to a client delegation. @returns what was not there before; a service whose actions grew counts */
export const addPassedOn = async (
  tx: Queries,
  tables: AuthorizationTables,
  delegationId: string,
  { packages, services }: PassedOn,
  giving: Giving,
): Promise<string[]> => {
  const { clientDelegationPackages, clientDelegationResources } = tables;
  const added =
    packages.length === 0
      ? []
      : await tx
          .insert(clientDelegationPackages)
          .values(packages.map((packageUrn) => ({ delegationId, packageUrn, ...giving })))
          .onConflictDoNothing()
          .returning({ subject: clientDelegationPackages.packageUrn });
  const known = new Map(
    (
      await tx
        .select()
        .from(clientDelegationResources)
        .where(eq(clientDelegationResources.delegationId, delegationId))
    ).map(({ service, actions }) => [service, actions]),
  );
  const grown = services.filter(([service, actions]) => {
    const before = known.get(service);
    return before === undefined || (before !== null && actions.some((action) => !before.includes(action)));
  });
  for (const [service, actions] of grown) {
    await tx
      .insert(clientDelegationResources)
      .values({ delegationId, service, actions, ...giving })
      .onConflictDoUpdate({
        target: [clientDelegationResources.delegationId, clientDelegationResources.service],
        set: { actions, ...giving },
      });
  }
  return [...added.map(({ subject }) => subject), ...grown.map(([service]) => service)];
};

/** Takes packages and services from client delegations. @returns what was there */
export const removePassedOn = async (
  tx: Queries,
  { clientDelegationPackages, clientDelegationResources }: AuthorizationTables,
  delegationId: string,
  subjects: readonly string[],
): Promise<string[]> => {
  const packages = await tx
    .delete(clientDelegationPackages)
    .where(
      and(
        eq(clientDelegationPackages.delegationId, delegationId),
        inArray(clientDelegationPackages.packageUrn, [...subjects]),
      ),
    )
    .returning({ subject: clientDelegationPackages.packageUrn });
  const services = await tx
    .delete(clientDelegationResources)
    .where(
      and(
        eq(clientDelegationResources.delegationId, delegationId),
        inArray(clientDelegationResources.service, [...subjects]),
      ),
    )
    .returning({ subject: clientDelegationResources.service });
  return [...packages, ...services].map(({ subject }) => subject);
};

/** Everything that client delegations pass on, by delegation. */
export const passedOnBy = async (
  queries: Queries,
  { clientDelegationPackages, clientDelegationResources }: AuthorizationTables,
  delegationIds: readonly string[],
) => {
  if (delegationIds.length === 0) return { packages: [], services: [] };
  const packages = await queries
    .select()
    .from(clientDelegationPackages)
    .where(inArray(clientDelegationPackages.delegationId, [...delegationIds]));
  const services = await queries
    .select()
    .from(clientDelegationResources)
    .where(inArray(clientDelegationResources.delegationId, [...delegationIds]));
  return { packages, services };
};
