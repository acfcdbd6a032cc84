import { and, eq, inArray, sql } from "drizzle-orm";
import type { AuthorizationTables, PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { ROLE_CODES, type Role } from "../rules/roles.js";
import type { ConnectionRows, HeldAssignment, HeldDelegation, Ownership } from "../rules/rows.js";
import {
  heldAssignments,
  heldDelegations,
  heldRightholderIds,
  OWNERSHIPS,
  PARTY_COLUMNS,
  withNamed,
} from "./sql.js";

const allRoles = async (read: Queries, { roles }: AuthorizationTables): Promise<Role[]> => {
  const { urn, legacyUrn, code, isKeyRole } = roles;
  return read.select({ urn, legacyUrn, code, isKeyRole }).from(roles);
};

const assignmentsTo = (read: Queries, viewerId: string): Promise<HeldAssignment[]> =>
  read.rows(sql`
    SELECT h.id, h.from_id AS "fromId", h.role_urn AS "roleUrn", h.via_id AS "viaId"
    FROM (${heldAssignments(viewerId)}) h`);

const delegationsTo = (read: Queries, viewerId: string): Promise<HeldDelegation[]> =>
  read.rows(sql`
    SELECT h.id, h.client_id AS "clientId", h.facilitator_id AS "facilitatorId", h.role_urn AS "roleUrn"
    FROM (${heldDelegations(viewerId)}) h`);

/** Everyone named, their subunits, and the owners of sole proprietorships among them. */
const connectedParties = (read: Queries, viewerId: string): Promise<PartyRow[]> =>
  read.rows(sql`
    ${withNamed(viewerId)}
    SELECT ${PARTY_COLUMNS} FROM party p WHERE p.id IN (SELECT id FROM named)
    UNION ALL
    SELECT ${PARTY_COLUMNS} FROM party p WHERE p.parent_id IN (SELECT id FROM named)
    UNION ALL
    SELECT ${PARTY_COLUMNS} FROM party p WHERE p.id IN (SELECT owner_id FROM (${OWNERSHIPS}) o)`);

const ownerships = (read: Queries, viewerId: string): Promise<Ownership[]> =>
  read.rows(sql`
    ${withNamed(viewerId)}
    SELECT o.enterprise_id AS "enterpriseId", o.owner_id AS "ownerId" FROM (${OWNERSHIPS}) o`);

const rightsByName = async (read: Queries, tables: AuthorizationTables, viewerId: string) => {
  const { services, assignmentPackages, assignmentResources, assignmentInstances } = tables;
  const { clientDelegationPackages, clientDelegationResources } = tables;
  const requiredLevel = services.minimumLevel;
  const rightholders = sql`(${heldRightholderIds(viewerId)})`;
  const delegations = sql`(SELECT id FROM (${heldDelegations(viewerId)}) d)`;

  const [packages, resources, instances, delegationPackages, delegationResources] = await Promise.all([
    read.select().from(assignmentPackages).where(sql`${assignmentPackages.assignmentId} IN ${rightholders}`),
    read
      .select({ row: assignmentResources, requiredLevel })
      .from(assignmentResources)
      .innerJoin(services, eq(services.urn, assignmentResources.service))
      .where(sql`${assignmentResources.assignmentId} IN ${rightholders}`),
    read
      .select({ row: assignmentInstances, requiredLevel })
      .from(assignmentInstances)
      .innerJoin(services, eq(services.urn, assignmentInstances.service))
      .where(sql`${assignmentInstances.assignmentId} IN ${rightholders}`),
    read
      .select()
      .from(clientDelegationPackages)
      .where(sql`${clientDelegationPackages.delegationId} IN ${delegations}`),
    read
      .select({ row: clientDelegationResources, requiredLevel })
      .from(clientDelegationResources)
      .innerJoin(services, eq(services.urn, clientDelegationResources.service))
      .where(sql`${clientDelegationResources.delegationId} IN ${delegations}`),
  ]);
  const levelled = <Row>(joined: readonly { row: Row; requiredLevel: number }[]) =>
    joined.map(({ row, requiredLevel: level }) => ({ ...row, requiredLevel: level }));
  return {
    assignmentPackages: packages,
    assignmentResources: levelled(resources),
    assignmentInstances: levelled(instances),
    delegationPackages,
    delegationResources: levelled(delegationResources),
  };
};

/** Everything that the register holds of one party's connections, in twelve statements. */
export const connectionRows = async (
  read: Queries,
  tables: AuthorizationTables,
  viewer: PartyRow,
): Promise<ConnectionRows> => {
  const [roles, assignments, delegations, parties, owners, byName] = await Promise.all([
    allRoles(read, tables),
    assignmentsTo(read, viewer.id),
    delegationsTo(read, viewer.id),
    connectedParties(read, viewer.id),
    ownerships(read, viewer.id),
    rightsByName(read, tables, viewer.id),
  ]);
  const roleUrns = new Set([...assignments, ...delegations].map(({ roleUrn }) => roleUrn));
  // Nobody assigns the roles that persons have for themselves.
  for (const { code, urn } of roles) {
    if (code === ROLE_CODES.privatePerson || code === ROLE_CODES.selfRegistered) roleUrns.add(urn);
  }
  const { roleMap: map, rolePackages: held } = tables;
  const roleMap = await read
    .select()
    .from(map)
    .where(inArray(map.roleUrn, [...roleUrns]));
  for (const { impliedRoleUrn } of roleMap) roleUrns.add(impliedRoleUrn);
  const { roleUrn, packageUrn, variant } = held;
  const rolePackages = await read
    .select({ roleUrn, packageUrn, variant })
    .from(held)
    .where(and(sql`${held.hasAccess}`, inArray(roleUrn, [...roleUrns])));
  return {
    viewer,
    roles,
    assignments,
    delegations,
    parties,
    ownerships: owners,
    roleMap,
    rolePackages,
    ...byName,
  };
};
