import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import {
  type AuthorizationTables,
  authorizationTables,
  type PartyRow,
} from "../../drizzle/authorization/tables.js";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import type { LocalizedText } from "../../schema/localization.js";
import type { PartyUrn } from "../../schema/urns.js";
import type { Policies } from "./rules/decision.js";
import { ROLE_CODES, type Role } from "./rules/roles.js";
import type { ConnectionRows, HeldAssignment, HeldDelegation, Ownership } from "./rules/rows.js";
import { READ, type ReadRule } from "./rules/scope.js";
import type { AuthorizationSeed } from "./seed.js";
import { upsertSeed } from "./store-seed.js";

const SOLE_PROPRIETORSHIP = "ENK";

/** Columns of `party`, aliased `p`, as a PartyRow has them. */
const PARTY_COLUMNS = sql.raw(
  `p.id, p.urn, p.type, p.variant, p.name, p.parent_id AS "parentId", p.party_id AS "partyId",
   p.date_of_birth AS "dateOfBirth", p.date_of_death AS "dateOfDeath", p.deleted_at AS "deletedAt"`,
);

/** Assignments to the viewer, and to the organisations that they hold a key role in. */
const heldAssignments = (viewerId: string): SQL => sql`
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
const heldRightholderIds = (viewerId: string): SQL => sql`
  SELECT h.id FROM (${heldAssignments(viewerId)}) h
  JOIN role r ON r.urn = h.role_urn AND r.code IN (${ROLE_CODES.rightholder}, ${ROLE_CODES.appRightholder})`;

/** Clients passed on to the viewer by a facilitator whose agent they are. */
const heldDelegations = (viewerId: string): SQL => sql`
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
const OWNERSHIPS = sql`
  SELECT o.from_id AS enterprise_id, o.to_id AS owner_id
  FROM party e
  JOIN assignment o ON o.from_id = e.id
  JOIN role r ON r.urn = o.role_urn AND r.code = ${ROLE_CODES.soleProprietor}
  WHERE e.variant = ${SOLE_PROPRIETORSHIP} AND e.id IN (SELECT id FROM named)`;

/** The list of everyone named, worked out once for a statement that uses it several times. */
const withNamed = (viewerId: string): SQL => sql`WITH named AS MATERIALIZED (${namedParties(viewerId)})`;

/**
 * Authorization's SQL. It fetches what the rules decide on; every statement is about all parties of a viewer at once,
 * so that their number is the same for one client and for five thousand.
 */
export class AuthorizationStore {
  readonly #database: Database;
  readonly #tables: AuthorizationTables;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = authorizationTables(columnsOf(database.dialect));
  }

  /** The party that an agency would name so; `null` where the register has none. */
  async partyByUrn(urn: PartyUrn): Promise<PartyRow | null> {
    const { parties } = this.#tables;
    const [party] = await this.#database.read.select().from(parties).where(eq(parties.urn, urn));
    return party ?? null;
  }

  /** Parties by id, in no order; unknown ones are left out. @param ids at most 1,000 */
  async partiesByIds(ids: readonly string[]): Promise<PartyRow[]> {
    const { parties } = this.#tables;
    return this.#database.read
      .select()
      .from(parties)
      .where(inArray(parties.id, [...ids]));
  }

  /** Everything that the register holds of one party's connections, in twelve statements. */
  async connectionRows(viewer: PartyRow): Promise<ConnectionRows> {
    const [roles, assignments, delegations, parties, owners, byName] = await Promise.all([
      this.#roles(),
      this.#heldAssignments(viewer.id),
      this.#heldDelegations(viewer.id),
      this.#connectedParties(viewer.id),
      this.#ownerships(viewer.id),
      this.#rightsByName(viewer.id),
    ]);
    const roleUrns = new Set([...assignments, ...delegations].map(({ roleUrn }) => roleUrn));
    // Nobody assigns the roles that persons have for themselves.
    for (const { code, urn } of roles) {
      if (code === ROLE_CODES.privatePerson || code === ROLE_CODES.selfRegistered) roleUrns.add(urn);
    }
    const roleMap = await this.#roleMap([...roleUrns]);
    for (const { impliedRoleUrn } of roleMap) roleUrns.add(impliedRoleUrn);
    const rolePackages = await this.#rolePackages([...roleUrns]);
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
  }

  /** Policy lines for `read` that name one of these subjects, or stand in the policy of one of these services. */
  async readRules(needs: {
    subjectUrns: readonly string[];
    services: readonly string[];
  }): Promise<ReadRule[]> {
    const { policyRules, services } = this.#tables;
    const { service, subjectUrn, action } = policyRules;
    const concerns = [
      ...(needs.subjectUrns.length > 0 ? [inArray(subjectUrn, [...needs.subjectUrns])] : []),
      ...(needs.services.length > 0 ? [inArray(service, [...needs.services])] : []),
    ];
    if (concerns.length === 0) return [];
    return this.#database.read
      .select({ service, subjectUrn, requiredLevel: services.minimumLevel })
      .from(policyRules)
      .innerJoin(services, eq(services.urn, service))
      .where(and(eq(action, READ), sql`(${sql.join(concerns, sql` OR `)})`));
  }

  /** The policies of these services, as far as they concern these actions. @param serviceUrns at most 1,000 */
  async policies(serviceUrns: readonly string[], actions: readonly string[]): Promise<Policies> {
    const { policyRules, services } = this.#tables;
    const [levels, rules] = await Promise.all([
      this.#database.read
        .select({ urn: services.urn, level: services.minimumLevel })
        .from(services)
        .where(inArray(services.urn, [...serviceUrns])),
      this.#database.read
        .select()
        .from(policyRules)
        .where(
          and(inArray(policyRules.service, [...serviceUrns]), inArray(policyRules.action, [...actions])),
        ),
    ]);
    const subjects = new Map<string, Map<string, Set<string>>>();
    for (const { service, action, subjectUrn } of rules) {
      const byAction = subjects.get(service) ?? new Map<string, Set<string>>();
      subjects.set(service, byAction);
      byAction.set(action, (byAction.get(action) ?? new Set()).add(subjectUrn));
    }
    return { levels: new Map(levels.map(({ urn, level }) => [urn, level])), subjects };
  }

  /** Names of roles and packages by URN; unknown ones are left out. */
  async names(
    roleUrns: readonly string[],
    packageUrns: readonly string[],
  ): Promise<Map<string, LocalizedText>> {
    const { roles, accessPackages } = this.#tables;
    const { read } = this.#database;
    const [roleNames, packageNames] = await Promise.all([
      roleUrns.length === 0
        ? []
        : read
            .select({ urn: roles.urn, name: roles.name })
            .from(roles)
            .where(inArray(roles.urn, [...roleUrns])),
      packageUrns.length === 0
        ? []
        : read
            .select({ urn: accessPackages.urn, name: accessPackages.name })
            .from(accessPackages)
            .where(inArray(accessPackages.urn, [...packageUrns])),
    ]);
    return new Map([...roleNames, ...packageNames].map(({ urn, name }) => [urn, name]));
  }

  /** Adds rows, or brings them up to date. All or nothing. */
  upsert(seed: AuthorizationSeed): Promise<void> {
    return this.#database.transaction((tx) => upsertSeed(tx, this.#tables, seed));
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #roles(): Promise<Role[]> {
    const { urn, legacyUrn, code, isKeyRole } = this.#tables.roles;
    return this.#database.read.select({ urn, legacyUrn, code, isKeyRole }).from(this.#tables.roles);
  }

  #heldAssignments(viewerId: string): Promise<HeldAssignment[]> {
    return this.#database.read.rows(sql`
      SELECT h.id, h.from_id AS "fromId", h.role_urn AS "roleUrn", h.via_id AS "viaId"
      FROM (${heldAssignments(viewerId)}) h`);
  }

  #heldDelegations(viewerId: string): Promise<HeldDelegation[]> {
    return this.#database.read.rows(sql`
      SELECT h.id, h.client_id AS "clientId", h.facilitator_id AS "facilitatorId", h.role_urn AS "roleUrn"
      FROM (${heldDelegations(viewerId)}) h`);
  }

  /** Everyone named, their subunits, and the owners of sole proprietorships among them. */
  #connectedParties(viewerId: string): Promise<PartyRow[]> {
    return this.#database.read.rows(sql`
      ${withNamed(viewerId)}
      SELECT ${PARTY_COLUMNS} FROM party p WHERE p.id IN (SELECT id FROM named)
      UNION ALL
      SELECT ${PARTY_COLUMNS} FROM party p WHERE p.parent_id IN (SELECT id FROM named)
      UNION ALL
      SELECT ${PARTY_COLUMNS} FROM party p WHERE p.id IN (SELECT owner_id FROM (${OWNERSHIPS}) o)`);
  }

  #ownerships(viewerId: string): Promise<Ownership[]> {
    return this.#database.read.rows(sql`
      ${withNamed(viewerId)}
      SELECT o.enterprise_id AS "enterpriseId", o.owner_id AS "ownerId" FROM (${OWNERSHIPS}) o`);
  }

  async #rightsByName(viewerId: string) {
    const { services, assignmentPackages, assignmentResources, assignmentInstances } = this.#tables;
    const { clientDelegationPackages, clientDelegationResources } = this.#tables;
    const { read } = this.#database;
    const requiredLevel = services.minimumLevel;
    const rightholders = sql`(${heldRightholderIds(viewerId)})`;
    const delegations = sql`(SELECT id FROM (${heldDelegations(viewerId)}) d)`;

    const [packages, resources, instances, delegationPackages, delegationResources] = await Promise.all([
      read
        .select()
        .from(assignmentPackages)
        .where(sql`${assignmentPackages.assignmentId} IN ${rightholders}`),
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
  }

  async #roleMap(roleUrns: readonly string[]) {
    const { roleMap } = this.#tables;
    return this.#database.read
      .select()
      .from(roleMap)
      .where(inArray(roleMap.roleUrn, [...roleUrns]));
  }

  async #rolePackages(roleUrns: readonly string[]) {
    const { rolePackages } = this.#tables;
    const { roleUrn, packageUrn, variant } = rolePackages;
    return this.#database.read
      .select({ roleUrn, packageUrn, variant })
      .from(rolePackages)
      .where(and(sql`${rolePackages.hasAccess}`, inArray(roleUrn, [...roleUrns])));
  }
}
