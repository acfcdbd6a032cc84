import { type SQL, sql } from "drizzle-orm";
import { ROLE_CODES } from "../rules/roles.js";

/*
 * Pieces of statements about one viewer's connections. Each is a SELECT that stands in parentheses where it is used.
 */

const SOLE_PROPRIETORSHIP = "ENK";

/** Columns of `party`, aliased `p`, as a PartyRow has them. */
export const PARTY_COLUMNS = sql.raw(
  `p.id, p.urn, p.type, p.variant, p.name, p.parent_id AS "parentId", p.party_id AS "partyId",
   p.date_of_birth AS "dateOfBirth", p.date_of_death AS "dateOfDeath", p.deleted_at AS "deletedAt"`,
);

/** Assignments to the viewer, and to the organisations that they hold a key role in. */
export const heldAssignments = (viewerId: string): SQL => sql`
  SELECT a.id, a.from_id, a.role_urn, NULL AS via_id
  FROM assignment a WHERE a.to_id = ${viewerId}
  UNION ALL
  SELECT a.id, a.from_id, a.role_urn, a.to_id
  FROM assignment a
  WHERE a.to_id IN (
    SELECT k.from_id FROM assignment k
    JOIN role r ON r.urn = k.role_urn AND r.is_key_role
    WHERE k.to_id = ${viewerId}
  )`;

/** Those of them that stand for rights given by name. */
export const heldRightholderIds = (viewerId: string): SQL => sql`
  SELECT h.id FROM (${heldAssignments(viewerId)}) h
  JOIN role r ON r.urn = h.role_urn AND r.code IN (${ROLE_CODES.rightholder}, ${ROLE_CODES.appRightholder})`;

/** Clients passed on to the viewer by a facilitator whose agent they are. */
export const heldDelegations = (viewerId: string): SQL => sql`
  SELECT d.id, c.from_id AS client_id, c.to_id AS facilitator_id, c.role_urn
  FROM assignment g
  JOIN role r ON r.urn = g.role_urn AND r.code = ${ROLE_CODES.agent}
  JOIN client_delegation d ON d.to_assignment_id = g.id
  JOIN assignment c ON c.id = d.from_assignment_id AND c.to_id = g.from_id
  WHERE g.to_id = ${viewerId}`;

/** Ids of everyone that these name: whoever gave something, and whoever it came through. */
const namedParties = (viewerId: string): SQL => sql`
  SELECT from_id AS id FROM (${heldAssignments(viewerId)}) h
  UNION SELECT client_id FROM (${heldDelegations(viewerId)}) c
  UNION SELECT facilitator_id FROM (${heldDelegations(viewerId)}) f`;

/** Who owns the sole proprietorships among them; `named` is a list of their ids. */
export const OWNERSHIPS = sql`
  SELECT o.from_id AS enterprise_id, o.to_id AS owner_id
  FROM party e
  JOIN assignment o ON o.from_id = e.id
  JOIN role r ON r.urn = o.role_urn AND r.code = ${ROLE_CODES.soleProprietor}
  WHERE e.variant = ${SOLE_PROPRIETORSHIP} AND e.id IN (SELECT id FROM named)`;

/** The list of everyone named, worked out once for a statement that uses it several times. */
export const withNamed = (viewerId: string): SQL =>
  sql`WITH named AS MATERIALIZED (${namedParties(viewerId)})`;
