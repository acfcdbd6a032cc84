import { and, eq, inArray } from "drizzle-orm";
import type { AssignmentInstanceRow, AuthorizationTables } from "../../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../../drizzle/database.js";
import type { Giving } from "./assignments.js";

/** Adds packages to an assignment. @returns the URNs of those that were not there before */
export const addPackages = async (
  tx: Queries,
  { assignmentPackages: table }: AuthorizationTables,
  assignmentId: string,
  packageUrns: readonly string[],
  giving: Giving,
): Promise<string[]> => {
  const added = await tx
    .insert(table)
    .values(packageUrns.map((packageUrn) => ({ assignmentId, packageUrn, ...giving })))
    .onConflictDoNothing()
    .returning({ packageUrn: table.packageUrn });
  return added.map(({ packageUrn }) => packageUrn);
};

/** Takes packages from an assignment, and from all clients that were passed on by it. @returns those that were there */
export const removePackages = async (
  tx: Queries,
  tables: AuthorizationTables,
  assignmentId: string,
  packageUrns: readonly string[],
): Promise<string[]> => {
  const { assignmentPackages, clientDelegations, clientDelegationPackages } = tables;
  const delegations = tx
    .select({ id: clientDelegations.id })
    .from(clientDelegations)
    .where(eq(clientDelegations.fromAssignmentId, assignmentId));
  await tx
    .delete(clientDelegationPackages)
    .where(
      and(
        inArray(clientDelegationPackages.delegationId, delegations),
        inArray(clientDelegationPackages.packageUrn, [...packageUrns]),
      ),
    );
  const removed = await tx
    .delete(assignmentPackages)
    .where(
      and(
        eq(assignmentPackages.assignmentId, assignmentId),
        inArray(assignmentPackages.packageUrn, [...packageUrns]),
      ),
    )
    .returning({ packageUrn: assignmentPackages.packageUrn });
  return removed.map(({ packageUrn }) => packageUrn);
};

/** Sets which actions of a service an assignment gives, and narrows the clients passed on by it; none: removes it. */
export const setResource = async (
  tx: Queries,
  tables: AuthorizationTables,
  { assignmentId, service }: { readonly assignmentId: string; readonly service: string },
  actions: readonly string[],
  giving: Giving,
): Promise<void> => {
  const { assignmentResources: table } = tables;
  // Agents before the facilitator, as everywhere: two changes never wait for each other's counters.
  await narrowDelegatedService(tx, tables, assignmentId, service, actions);
  if (actions.length === 0) {
    await tx.delete(table).where(and(eq(table.assignmentId, assignmentId), eq(table.service, service)));
  } else {
    await tx
      .insert(table)
      .values({ assignmentId, service, actions, ...giving })
      .onConflictDoUpdate({ target: [table.assignmentId, table.service], set: { actions, ...giving } });
  }
};

/** What was passed on of a service reaches no further than what there is of it. */
const narrowDelegatedService = async (
  tx: Queries,
  { clientDelegations, clientDelegationResources: table }: AuthorizationTables,
  assignmentId: string,
  service: string,
  actions: readonly string[],
): Promise<void> => {
  const passedOn = await tx
    .select({ delegationId: table.delegationId, actions: table.actions })
    .from(table)
    .innerJoin(clientDelegations, eq(clientDelegations.id, table.delegationId))
    .where(and(eq(clientDelegations.fromAssignmentId, assignmentId), eq(table.service, service)));
  for (const { delegationId, actions: before } of passedOn) {
    const left = before === null ? [...actions] : before.filter((action) => actions.includes(action));
    const isIt = and(eq(table.delegationId, delegationId), eq(table.service, service));
    if (left.length === 0) await tx.delete(table).where(isIt);
    else if (before === null || left.length < before.length) {
      await tx.update(table).set({ actions: left }).where(isIt);
    }
  }
};

/** Sets which actions of one thing an assignment gives; none: removes it. */
export const setInstance = async (
  tx: Queries,
  { assignmentInstances: table }: AuthorizationTables,
  key: Pick<AssignmentInstanceRow, "assignmentId" | "service" | "instanceRef">,
  actions: readonly string[],
  giving: Giving,
): Promise<void> => {
  if (actions.length === 0) {
    await tx
      .delete(table)
      .where(and(eq(table.assignmentId, key.assignmentId), eq(table.instanceRef, key.instanceRef)));
    return;
  }
  await tx
    .insert(table)
    .values({ ...key, actions, ...giving })
    .onConflictDoUpdate({ target: [table.assignmentId, table.instanceRef], set: { actions, ...giving } });
};

/** Removes an assignment with all that was given and passed on by it. */
export const removeAssignment = async (
  tx: Queries,
  tables: AuthorizationTables,
  assignmentId: string,
): Promise<void> => {
  const { clientDelegations } = tables;
  const delegations = await tx
    .select({ id: clientDelegations.id, from: clientDelegations.fromAssignmentId })
    .from(clientDelegations)
    .where(eq(clientDelegations.fromAssignmentId, assignmentId));
  const asAgent = await tx
    .select({ id: clientDelegations.id })
    .from(clientDelegations)
    .where(eq(clientDelegations.toAssignmentId, assignmentId));
  await removeDelegations(
    tx,
    tables,
    [...delegations, ...asAgent].map(({ id }) => id),
  );
  const { assignments, assignmentPackages, assignmentResources, assignmentInstances } = tables;
  await tx.delete(assignmentPackages).where(eq(assignmentPackages.assignmentId, assignmentId));
  await tx.delete(assignmentResources).where(eq(assignmentResources.assignmentId, assignmentId));
  await tx.delete(assignmentInstances).where(eq(assignmentInstances.assignmentId, assignmentId));
  await tx.delete(assignments).where(eq(assignments.id, assignmentId));
};

/** Removes client delegations with all that was passed on by them. */
export const removeDelegations = async (
  tx: Queries,
  { clientDelegations, clientDelegationPackages, clientDelegationResources }: AuthorizationTables,
  ids: readonly string[],
): Promise<void> => {
  if (ids.length === 0) return;
  await tx.delete(clientDelegationPackages).where(inArray(clientDelegationPackages.delegationId, [...ids]));
  await tx.delete(clientDelegationResources).where(inArray(clientDelegationResources.delegationId, [...ids]));
  await tx.delete(clientDelegations).where(inArray(clientDelegations.id, [...ids]));
};
