import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { AuthorizationTables, PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../../drizzle/database.js";
import { ROLE_CODES, type Role } from "../../rules/roles.js";
import type { HeldAssignment } from "../../rules/rows.js";
import type { DelegatorRows } from "../rules/delegator.js";

const MAIN_ADMINISTRATOR = "hovedadministrator";
const NEVER_ASSIGNED: readonly string[] = [
  ROLE_CODES.privatePerson,
  ROLE_CODES.selfRegistered,
  MAIN_ADMINISTRATOR,
];

/**
 * What the party and its main unit gave the viewer, or an organisation that they hold a key role in; and the viewer's
 * key roles themselves.
 */
const assignmentsAbout = (
  queries: Queries,
  viewerId: string,
  giverIds: readonly string[],
): Promise<HeldAssignment[]> => {
  const givers = sql.join(
    giverIds.map((id) => sql`${id}`),
    sql`, `,
  );
  return queries.rows(sql`
    SELECT a.id, a.from_id AS "fromId", a.role_urn AS "roleUrn", NULL AS "viaId"
    FROM assignment a
    LEFT JOIN role r ON r.urn = a.role_urn
    WHERE a.to_id = ${viewerId} AND (a.from_id IN (${givers}) OR r.is_key_role)
    UNION ALL
    SELECT a.id, a.from_id, a.role_urn, a.to_id
    FROM assignment a
    WHERE a.from_id IN (${givers}) AND a.to_id IN (
      SELECT k.from_id FROM assignment k
      JOIN role r ON r.urn = k.role_urn AND r.is_key_role
      WHERE k.to_id = ${viewerId}
    )`);
};

const rightsByName = async (
  queries: Queries,
  { assignmentPackages, assignmentResources }: AuthorizationTables,
  assignmentIds: readonly string[],
) => {
  if (assignmentIds.length === 0) return { assignmentPackages: [], assignmentResources: [] };
  // One after the other: a transaction has one connection.
  const packages = await queries
    .select()
    .from(assignmentPackages)
    .where(inArray(assignmentPackages.assignmentId, [...assignmentIds]));
  const resources = await queries
    .select()
    .from(assignmentResources)
    .where(inArray(assignmentResources.assignmentId, [...assignmentIds]));
  return { assignmentPackages: packages, assignmentResources: resources };
};

const rolesHeld = async (
  queries: Queries,
  tables: AuthorizationTables,
  roles: readonly Role[],
  assignments: readonly HeldAssignment[],
) => {
  const { roleMap: map, rolePackages } = tables;
  const roleUrns = new Set(assignments.map(({ roleUrn }) => roleUrn));
  for (const { code, urn } of roles) if (NEVER_ASSIGNED.includes(code)) roleUrns.add(urn);
  const roleMap = await queries
    .select()
    .from(map)
    .where(inArray(map.roleUrn, [...roleUrns]));
  for (const { impliedRoleUrn } of roleMap) roleUrns.add(impliedRoleUrn);
  const held = await queries
    .select()
    .from(rolePackages)
    .where(
      and(
        inArray(rolePackages.roleUrn, [...roleUrns]),
        or(eq(rolePackages.hasAccess, true), eq(rolePackages.canDelegate, true)),
      ),
    );
  return {
    roleMap,
    rolePackages: held.filter(({ hasAccess }) => hasAccess),
    delegable: held.filter(({ canDelegate }) => canDelegate),
  };
};

/**
 * What says whether a viewer may give access on a party's behalf: the rows of this one party, in seven statements,
 * however many others the viewer acts for. Read in a transaction that holds the party, they stay as they are.
 */
export const delegatorRows = async (
  queries: Queries,
  tables: AuthorizationTables,
  viewer: PartyRow,
  party: PartyRow,
): Promise<DelegatorRows> => {
  const giverIds = party.parentId === null ? [party.id] : [party.id, party.parentId];
  const { urn, legacyUrn, code, isKeyRole } = tables.roles;
  const roles: Role[] = await queries.select({ urn, legacyUrn, code, isKeyRole }).from(tables.roles);
  const assignments = await assignmentsAbout(queries, viewer.id, giverIds);
  const { delegable, roleMap, rolePackages } = await rolesHeld(queries, tables, roles, assignments);
  const partyIds = new Set([...giverIds, ...assignments.map(({ fromId }) => fromId)]);
  const parties: PartyRow[] = await queries
    .select()
    .from(tables.parties)
    .where(inArray(tables.parties.id, [...partyIds]));
  const byName = await rightsByName(
    queries,
    tables,
    assignments.map(({ id }) => id),
  );
  return {
    delegable,
    roles: { roles, roleMap, rolePackages },
    connections: {
      viewer,
      assignments,
      parties,
      ...byName,
      delegations: [],
      ownerships: [],
      assignmentInstances: [],
      delegationPackages: [],
      delegationResources: [],
    },
  };
};
