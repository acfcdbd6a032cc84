import { type SQL, sql } from "drizzle-orm";

/** Columns of `party`, aliased `p`, as a PartyRow has them. */
export const PARTY_COLUMNS = sql.raw(
  `p.id, p.urn, p.type, p.variant, p.name, p.parent_id AS "parentId", p.party_id AS "partyId",
   p.date_of_birth AS "dateOfBirth", p.date_of_death AS "dateOfDeath", p.deleted_at AS "deletedAt"`,
);

/** Assignments to the viewer, and to the organisations that they stand in for. */
export const heldAssignments = (holderIds: readonly string[]): SQL => sql`
  SELECT a.id, a.from_id, a.role_urn FROM assignment a WHERE a.to_id IN ${[...holderIds]}`;

/** Clients passed on to the viewer by a facilitator whose agent they are. */
export const heldDelegations = (viewerId: string, agentUrn: string): SQL => sql`
  SELECT d.id, c.from_id AS client_id, c.to_id AS facilitator_id, c.role_urn
  FROM assignment g
  JOIN client_delegation d ON d.to_assignment_id = g.id
  JOIN assignment c ON c.id = d.from_assignment_id AND c.to_id = g.from_id
  WHERE g.to_id = ${viewerId} AND g.role_urn = ${agentUrn}`;
