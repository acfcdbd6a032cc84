import { inArray, type SQL, sql } from "drizzle-orm";
import type {
  AssignmentRow,
  AuthorizationTables,
  PartyRow,
} from "../../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../../drizzle/database.js";
import { PARTY_COLUMNS } from "../../store/sql.js";

/** Which assignments are listed. */
export interface AssignmentSelection {
  /** Whose. */
  readonly partyId: string;
  /** GIVEN by the party, or RECEIVED by it. */
  readonly direction: "GIVEN" | "RECEIVED";
  /** Only those with this other party; `null` for all. */
  readonly otherId: string | null;
  /** Only these roles; `null` for all. */
  readonly roleUrns: readonly string[] | null;
}

/** An assignment with the party at its other end. */
export interface ListedAssignment {
  readonly assignment: AssignmentRow;
  readonly other: PartyRow;
}

/** After which one a page begins. */
export type AssignmentPosition = readonly [name: string, id: string];

const conditionsOf = (selection: AssignmentSelection): SQL => {
  const [own, other] = selection.direction === "GIVEN" ? ["from_id", "to_id"] : ["to_id", "from_id"];
  const conditions = [sql`a.${sql.raw(own)} = ${selection.partyId}`];
  if (selection.otherId !== null) conditions.push(sql`a.${sql.raw(other)} = ${selection.otherId}`);
  if (selection.roleUrns !== null) {
    conditions.push(
      selection.roleUrns.length === 0 ? sql`1 = 0` : sql`a.role_urn IN ${[...selection.roleUrns]}`,
    );
  }
  return sql.join(conditions, sql` AND `);
};

type PageRow = PartyRow & {
  readonly assignmentId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly roleUrn: string;
  readonly givenAt: number | null;
  readonly givenById: string | null;
};

/** A page of assignments, by the other party's name. One statement. */
export const assignmentPage = async (
  queries: Queries,
  selection: AssignmentSelection,
  page: { readonly after: AssignmentPosition | null; readonly take: number },
): Promise<ListedAssignment[]> => {
  const other = sql.raw(selection.direction === "GIVEN" ? "to_id" : "from_id");
  const after = page.after === null ? sql`1 = 1` : sql`(p.name, a.id) > (${page.after[0]}, ${page.after[1]})`;
  const rows = await queries.rows<PageRow>(sql`
    SELECT ${PARTY_COLUMNS}, a.id AS "assignmentId", a.from_id AS "fromId", a.to_id AS "toId",
      a.role_urn AS "roleUrn", a.given_at AS "givenAt", a.given_by_id AS "givenById"
    FROM assignment a JOIN party p ON p.id = a.${other}
    WHERE ${conditionsOf(selection)} AND ${after}
    ORDER BY p.name, a.id LIMIT ${page.take}`);
  return rows.map(({ assignmentId, fromId, toId, roleUrn, givenAt, givenById, ...party }) => ({
    assignment: { id: assignmentId, fromId, toId, roleUrn, givenAt, givenById },
    other: party,
  }));
};

/** How many there are. One statement. */
export const assignmentCount = async (queries: Queries, selection: AssignmentSelection): Promise<number> => {
  const [row] = await queries.rows<{ n: number }>(
    sql`SELECT count(*) AS n FROM assignment a WHERE ${conditionsOf(selection)}`,
  );
  return Number(row?.n ?? 0);
};

/** A client that is passed on to an agent. */
export interface ListedClient {
  readonly delegationId: string;
  readonly agentAssignmentId: string;
  readonly clientAssignmentId: string;
  readonly roleUrn: string;
  readonly client: PartyRow;
}

/** A page of the clients that agents were passed, by the client's name. One statement. */
export const passedOnPage = async (
  queries: Queries,
  agentAssignmentId: string,
  page: { readonly after: AssignmentPosition | null; readonly take: number },
): Promise<ListedClient[]> => {
  const after = page.after === null ? sql`1 = 1` : sql`(p.name, d.id) > (${page.after[0]}, ${page.after[1]})`;
  const rows = await queries.rows<PartyRow & Omit<ListedClient, "client">>(sql`
    SELECT ${PARTY_COLUMNS}, d.id AS "delegationId", d.to_assignment_id AS "agentAssignmentId",
      c.id AS "clientAssignmentId", c.role_urn AS "roleUrn"
    FROM client_delegation d
    JOIN assignment c ON c.id = d.from_assignment_id
    JOIN party p ON p.id = c.from_id
    WHERE d.to_assignment_id = ${agentAssignmentId} AND ${after}
    ORDER BY p.name, d.id LIMIT ${page.take}`);
  return rows.map(({ delegationId, agentAssignmentId: agency, clientAssignmentId, roleUrn, ...client }) => ({
    delegationId,
    agentAssignmentId: agency,
    clientAssignmentId,
    roleUrn,
    client,
  }));
};

/** How many clients each of these agents was passed. One statement. */
export const passedOnCounts = async (
  queries: Queries,
  { clientDelegations: table }: AuthorizationTables,
  agentAssignmentIds: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (agentAssignmentIds.length === 0) return new Map();
  const rows = await queries
    .select({ id: table.toAssignmentId, n: sql<number>`count(*)` })
    .from(table)
    .where(inArray(table.toAssignmentId, [...agentAssignmentIds]))
    .groupBy(table.toAssignmentId);
  return new Map(rows.map(({ id, n }) => [id, Number(n)]));
};

/** Assignments by id. */
export const assignmentsByIds = async (
  queries: Queries,
  { assignments }: AuthorizationTables,
  ids: readonly string[],
): Promise<AssignmentRow[]> =>
  ids.length === 0
    ? []
    : queries
        .select()
        .from(assignments)
        .where(inArray(assignments.id, [...ids]));
