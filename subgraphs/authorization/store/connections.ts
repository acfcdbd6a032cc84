import { eq, type SQL, sql } from "drizzle-orm";
import type { AuthorizationTables, PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import type { PartyUrn } from "../../../schema/urns.js";
import type { RoleRights } from "../rules/role-rights.js";
import { isRightholder, ROLE_CODES } from "../rules/roles.js";
import type { ConnectionRows, HeldAssignment, HeldDelegation } from "../rules/rows.js";
import { heldAssignments, heldDelegations, PARTY_COLUMNS } from "./sql.js";

const SOLE_PROPRIETORSHIP = "ENK";
const ENTERPRISES_PER_STATEMENT = 5_000;

/** What was given to a party directly, and whom that lets it stand in for. */
export interface DirectlyHeld {
  readonly viewer: PartyRow;
  readonly assignments: readonly HeldAssignment[];
  /** Organisations that the viewer may hold a key role in. */
  readonly organizationIds: readonly string[];
  /** Facilitators that may have made the viewer their agent. */
  readonly facilitatorIds: readonly string[];
}

/** A party with what was given to it directly; `null` where the register does not know it. */
export const directlyHeld = async (
  read: Queries,
  { parties }: AuthorizationTables,
  roles: RoleRights,
  urn: PartyUrn,
): Promise<DirectlyHeld | null> => {
  const [[viewer], assignments] = await Promise.all([
    read.select().from(parties).where(eq(parties.urn, urn)),
    read.rows<HeldAssignment>(sql`
      SELECT a.id, a.from_id AS "fromId", a.role_urn AS "roleUrn", NULL AS "viaId"
      FROM assignment a WHERE a.to_id = (SELECT id FROM party WHERE urn = ${urn})`),
  ]);
  if (viewer === undefined) return null;
  const idsWhere = (matches: (roleUrn: string) => boolean): string[] => [
    ...new Set(assignments.flatMap(({ fromId, roleUrn }) => (matches(roleUrn) ? [fromId] : []))),
  ];
  return {
    viewer,
    assignments,
    organizationIds: idsWhere((roleUrn) => roles.byUrn.get(roleUrn)?.isKeyRole === true),
    facilitatorIds: idsWhere((roleUrn) => roles.byUrn.get(roleUrn)?.code === ROLE_CODES.agent),
  };
};

/** What was given to the organisations that the viewer leads. */
const assignmentsThrough = async (
  read: Queries,
  organizationIds: readonly string[],
): Promise<HeldAssignment[]> =>
  organizationIds.length === 0
    ? []
    : read.rows(sql`
        SELECT a.id, a.from_id AS "fromId", a.role_urn AS "roleUrn", a.to_id AS "viaId"
        FROM assignment a WHERE a.to_id IN ${[...organizationIds]}`);

const delegationsTo = async (
  read: Queries,
  { viewer, facilitatorIds }: DirectlyHeld,
  roles: RoleRights,
): Promise<HeldDelegation[]> => {
  const agent = roles.byCode.get(ROLE_CODES.agent);
  if (facilitatorIds.length === 0 || agent === undefined) return [];
  return read.rows(sql`
    SELECT h.id, h.client_id AS "clientId", h.facilitator_id AS "facilitatorId", h.role_urn AS "roleUrn"
    FROM (${heldDelegations(viewer.id, agent.urn)}) h`);
};

/** Everyone that these name: whoever gave something, and whoever it came through. */
const namedParties = (holderIds: readonly string[], delegations: SQL | null): SQL =>
  delegations === null
    ? sql`SELECT from_id AS id FROM (${heldAssignments(holderIds)}) h`
    : sql`
        SELECT from_id AS id FROM (${heldAssignments(holderIds)}) h
        UNION SELECT client_id FROM (${delegations}) c
        UNION SELECT facilitator_id FROM (${delegations}) f`;

/** Everyone named, and their subunits. */
const namedAndSubunits = (read: Queries, named: SQL): Promise<PartyRow[]> =>
  read.rows(sql`
    WITH named AS MATERIALIZED (${named})
    SELECT ${PARTY_COLUMNS} FROM party p WHERE p.id IN (SELECT id FROM named)
    UNION ALL
    SELECT ${PARTY_COLUMNS} FROM party p WHERE p.parent_id IN (SELECT id FROM named)`);

type OwnerRow = PartyRow & { readonly enterpriseId: string };

/** Who owns the sole proprietorships among some parties; one statement for each few thousand of these. */
const ownersOf = async (
  read: Queries,
  parties: readonly PartyRow[],
  ownerRoleUrn: string | undefined,
): Promise<OwnerRow[]> => {
  const enterprises = parties.flatMap(({ id, variant }) => (variant === SOLE_PROPRIETORSHIP ? [id] : []));
  if (ownerRoleUrn === undefined) return [];
  const owners: OwnerRow[] = [];
  for (const ids of inChunks([...new Set(enterprises)], ENTERPRISES_PER_STATEMENT)) {
    const found = await read.rows<OwnerRow>(sql`
      SELECT o.from_id AS "enterpriseId", ${PARTY_COLUMNS}
      FROM assignment o JOIN party p ON p.id = o.to_id
      WHERE o.role_urn = ${ownerRoleUrn} AND o.from_id IN ${ids}`);
    owners.push(...found);
  }
  return owners;
};

type ByName = Pick<
  ConnectionRows,
  | "assignmentPackages"
  | "assignmentResources"
  | "assignmentInstances"
  | "delegationPackages"
  | "delegationResources"
>;

interface NamedRow {
  readonly kind: "package" | "service" | "instance" | "passed package" | "passed service";
  readonly id: string;
  readonly subject: string;
  readonly instance: string | null;
  readonly actions: string | null;
}

/** Everything that was given by name, in one statement. */
const rightsByName = async (
  read: Queries,
  rightholders: SQL | null,
  delegations: SQL | null,
): Promise<ByName> => {
  const parts: SQL[] = [];
  if (rightholders !== null) {
    parts.push(
      sql`SELECT 'package' AS kind, g.assignment_id AS id, g.package_urn AS subject, NULL AS instance,
            NULL AS actions
          FROM assignment_package g WHERE g.assignment_id IN (${rightholders})`,
      sql`SELECT 'service', g.assignment_id, g.service, NULL, CAST(g.actions AS TEXT)
          FROM assignment_resource g WHERE g.assignment_id IN (${rightholders})`,
      sql`SELECT 'instance', g.assignment_id, g.service, g.instance_ref, CAST(g.actions AS TEXT)
          FROM assignment_instance g WHERE g.assignment_id IN (${rightholders})`,
    );
  }
  if (delegations !== null) {
    const ids = sql`SELECT id FROM (${delegations}) d`;
    parts.push(
      sql`SELECT 'passed package' AS kind, g.delegation_id AS id, g.package_urn AS subject, NULL AS instance,
            NULL AS actions
          FROM client_delegation_package g WHERE g.delegation_id IN (${ids})`,
      sql`SELECT 'passed service', g.delegation_id, g.service, NULL, CAST(g.actions AS TEXT)
          FROM client_delegation_resource g WHERE g.delegation_id IN (${ids})`,
    );
  }
  const rows = parts.length === 0 ? [] : await read.rows<NamedRow>(sql.join(parts, sql` UNION ALL `));
  const of = (kind: NamedRow["kind"]) => rows.filter((row) => row.kind === kind);
  const actionsIn = ({ actions }: NamedRow): readonly string[] => JSON.parse(actions ?? "[]");
  return {
    assignmentPackages: of("package").map(({ id, subject }) => ({ assignmentId: id, packageUrn: subject })),
    assignmentResources: of("service").map((row) => ({
      assignmentId: row.id,
      service: row.subject,
      actions: actionsIn(row),
    })),
    assignmentInstances: of("instance").map((row) => ({
      assignmentId: row.id,
      service: row.subject,
      instanceRef: row.instance ?? "",
      actions: actionsIn(row),
    })),
    delegationPackages: of("passed package").map(({ id, subject }) => ({
      delegationId: id,
      packageUrn: subject,
    })),
    delegationResources: of("passed service").map((row) => ({
      delegationId: row.id,
      service: row.subject,
      actions: row.actions === null ? null : actionsIn(row),
    })),
  };
};

/**
 * Everything that the register holds of one party's connections. The number of statements is the same for one client
 * and for five thousand: at most five.
 */
export const connectionRows = async (
  read: Queries,
  direct: DirectlyHeld,
  roles: RoleRights,
): Promise<ConnectionRows> => {
  const { viewer, organizationIds } = direct;
  const urnsOf = (code: string): string[] => {
    const role = roles.byCode.get(code);
    return role === undefined ? [] : [role.urn];
  };
  const [through, delegations] = await Promise.all([
    assignmentsThrough(read, organizationIds),
    delegationsTo(read, direct, roles),
  ]);
  const assignments = [...direct.assignments, ...through];
  const holderIds = [viewer.id, ...organizationIds];
  const [agentUrn] = urnsOf(ROLE_CODES.agent);
  const passedOn =
    delegations.length === 0 || agentUrn === undefined ? null : heldDelegations(viewer.id, agentUrn);
  const isByName = ({ roleUrn }: HeldAssignment) => {
    const role = roles.byUrn.get(roleUrn);
    return role !== undefined && isRightholder(role);
  };
  const rightholderUrns = [...urnsOf(ROLE_CODES.rightholder), ...urnsOf(ROLE_CODES.appRightholder)];
  const rightholders = assignments.some(isByName)
    ? sql`SELECT h.id FROM (${heldAssignments(holderIds)}) h WHERE h.role_urn IN ${rightholderUrns}`
    : null;
  const named = namedParties(holderIds, passedOn);
  const hasGivers = assignments.length + delegations.length > 0;
  const [ownerRoleUrn] = urnsOf(ROLE_CODES.soleProprietor);

  const [{ parties, owners }, byName] = await Promise.all([
    (async () => {
      const found = hasGivers ? await namedAndSubunits(read, named) : [];
      return { parties: found, owners: await ownersOf(read, found, ownerRoleUrn) };
    })(),
    rightsByName(read, rightholders, passedOn),
  ]);
  return {
    viewer,
    assignments,
    delegations,
    parties: [...parties, ...owners],
    ownerships: owners.map(({ enterpriseId, id }) => ({ enterpriseId, ownerId: id })),
    ...byName,
  };
};
