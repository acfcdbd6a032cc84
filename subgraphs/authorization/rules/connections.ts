import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Viewer } from "../../../schema/viewer.js";
import { groupBy } from "./grouping.js";
import type { RoleRights } from "./role-rights.js";
import {
  isAccountantRole,
  isGuardianship,
  isRightholder,
  OWN_ROLES,
  ROLE_CODES,
  type Role,
} from "./roles.js";
import type { ConnectionRows, HeldAssignment, HeldDelegation } from "./rows.js";
import { createSources, type InstanceRight, type Source, type Sources } from "./sources.js";

/** How a party's rights came to another that is behind it. */
export type Inheritance = "MAIN_UNIT" | "SOLE_PROPRIETORSHIP";

/** Whom the viewer stands in for: an organisation that they hold a key role in, or one that made them its agent. */
export interface Through {
  readonly kind: "KEY_ROLE" | "CLIENT_DELEGATION";
  readonly partyId: string;
  /** The key role; `null` for an agent. */
  readonly roleUrn: string | null;
}

/** One way in which the viewer may act for a party. */
export interface Connection {
  /** Who gave the right: the party itself, its main unit, or its owner's sole proprietorship. */
  readonly giverId: string;
  readonly inheritance: Inheritance | null;
  /** The role that was given. */
  readonly role: Role;
  /** Whether packages, services or instances were given by name rather than by the role. */
  readonly isByName: boolean;
  readonly through: Through | null;
  readonly source: Source;
  /** Not inherited: they hold for the giver alone. */
  readonly instances: readonly InstanceRight[];
}

/** Everyone whom a viewer may act for, and how. */
export interface Connections {
  /** `null` where the register does not know the viewer, or knows that they are dead or deleted. */
  readonly viewer: PartyRow | null;
  /** By id: everyone acted for, and everyone that a connection goes through. */
  readonly parties: ReadonlyMap<string, PartyRow>;
  /** By id of the party acted for. */
  readonly byPartyId: ReadonlyMap<string, readonly Connection[]>;
  /** Every bundle of rights that a connection gives. */
  readonly sources: readonly Source[];
  /** When time alone changes them, in milliseconds since 1970 UTC: an enterprise has been deleted for long enough. */
  readonly validUntil: number;
}

export const noConnections: Connections = {
  viewer: null,
  parties: new Map(),
  byPartyId: new Map(),
  sources: [],
  validUntil: Number.POSITIVE_INFINITY,
};

const SOLE_PROPRIETORSHIP = "ENK";
const INTER_MUNICIPAL_COMPANY = "IKS";
const YEARS_AFTER_DELETION = 2;

/** Nobody acts through a party that is dead or deleted, and such a party acts for nobody. */
export const isActive = (party: PartyRow): boolean => party.deletedAt === null && party.dateOfDeath === null;

/** The same day so many years later; the last of February where there is no such day. */
const yearsLater = (atMillis: number, years: number): number => {
  const date = new Date(atMillis);
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.getTime();
};

/** Until when whoever keeps the books of an enterprise also serves its owner. */
const ownersReachedUntil = ({ deletedAt }: PartyRow): number =>
  deletedAt === null ? Number.POSITIVE_INFINITY : yearsLater(deletedAt, YEARS_AFTER_DELETION);

/** Whether whoever keeps the books of this enterprise also serves its owner. */
const reachesOwner = (enterprise: PartyRow, owner: PartyRow, now: number): boolean =>
  enterprise.variant === SOLE_PROPRIETORSHIP &&
  owner.dateOfDeath === null &&
  ownersReachedUntil(enterprise) > now;

interface Register {
  readonly rows: ConnectionRows;
  readonly parties: ReadonlyMap<string, PartyRow>;
  readonly roles: RoleRights;
  readonly sources: Sources;
  readonly instancesByAssignment: ReadonlyMap<string, readonly InstanceRight[]>;
  readonly keyRoleByOrganization: ReadonlyMap<string, string>;
}

/** A connection before it is passed on to subunits and owners. */
type FirstHand = Connection & { readonly inheritance: null };

const NO_INSTANCES: readonly InstanceRight[] = [];

/** A participant with shared liability does not act for an inter-municipal company. */
const isBarred = (organization: PartyRow, role: Role): boolean =>
  role.code === ROLE_CODES.sharedLiability && organization.variant === INTER_MUNICIPAL_COMPANY;

/** The key role by which the viewer stands in for each organisation; where there are several, the first by URN. */
const keyRolesOf = ({
  rows,
  parties,
  roles,
}: Omit<Register, "keyRoleByOrganization">): Map<string, string> => {
  const keyRoles = new Map<string, string>();
  for (const { fromId, roleUrn, viaId } of rows.assignments) {
    const organization = parties.get(fromId);
    const role = roles.byUrn.get(roleUrn);
    if (viaId !== null || organization === undefined || role === undefined) continue;
    if (!role.isKeyRole || !isActive(organization) || isBarred(organization, role)) continue;
    const known = keyRoles.get(fromId);
    if (known === undefined || roleUrn < known) keyRoles.set(fromId, roleUrn);
  }
  return keyRoles;
};

/** Whom the viewer stands in for, `null` for nobody; `undefined` where they do not. */
const throughOf = (register: Register, { viaId }: HeldAssignment, role: Role, giver: PartyRow) => {
  if (viaId === null) return null;
  const roleUrn = register.keyRoleByOrganization.get(viaId);
  if (roleUrn === undefined || isBarred(giver, role)) return undefined;
  return { kind: "KEY_ROLE" as const, partyId: viaId, roleUrn };
};

const sourceByName = (sources: Sources, role: Role, { id }: HeldAssignment): Source =>
  role.code === ROLE_CODES.rightholder ? sources.ofRightholder(id) : sources.empty;

/** What an assignment gives, or `null` where it counts for nothing. */
const fromAssignment = (register: Register, assignment: HeldAssignment): FirstHand | null => {
  const { parties, roles, sources, instancesByAssignment } = register;
  const giver = parties.get(assignment.fromId);
  const role = roles.byUrn.get(assignment.roleUrn);
  if (giver === undefined || role === undefined) return null;
  if (isGuardianship(role) && giver.dateOfDeath !== null) return null;

  const through = throughOf(register, assignment, role, giver);
  if (through === undefined) return null;
  const isByName = isRightholder(role);
  return {
    giverId: giver.id,
    inheritance: null,
    role,
    isByName,
    through,
    source: isByName ? sourceByName(sources, role, assignment) : sources.ofRole(role, giver.variant),
    instances: (isByName ? instancesByAssignment.get(assignment.id) : undefined) ?? NO_INSTANCES,
  };
};

/** What a client that was passed on to the viewer gives: what was passed on by name, never the role itself. */
const fromDelegation = (register: Register, delegation: HeldDelegation): FirstHand | null => {
  const { parties, roles, sources } = register;
  const client = parties.get(delegation.clientId);
  const facilitator = parties.get(delegation.facilitatorId);
  const role = roles.byUrn.get(delegation.roleUrn);
  if (client === undefined || facilitator === undefined || role === undefined) return null;
  if (role.code === ROLE_CODES.supplier || !isActive(facilitator)) return null;
  return {
    giverId: client.id,
    inheritance: null,
    role,
    isByName: true,
    through: { kind: "CLIENT_DELEGATION", partyId: facilitator.id, roleUrn: null },
    source: sources.ofDelegation(delegation.id),
    instances: NO_INSTANCES,
  };
};

/** Persons act for themselves without anybody saying so. */
const fromOneself = ({ rows, roles, sources }: Register, kind: Viewer["kind"]): FirstHand | null => {
  const code = OWN_ROLES[kind];
  const role = code === undefined ? undefined : roles.byCode.get(code);
  if (role === undefined) return null;
  const source = sources.ofRole(role, rows.viewer.variant);
  return {
    giverId: rows.viewer.id,
    inheritance: null,
    role,
    isByName: false,
    through: null,
    source,
    instances: NO_INSTANCES,
  };
};

/**
 * A bare machine of an organisation (Maskinporten) proves which organisation asks, not that anybody with a role does:
 * it has what was given to the organisation by name, and no role of the register.
 */
const countsForMachine = ({ isByName, through }: FirstHand): boolean => isByName && through === null;

const firstHandOf = (register: Register, kind: Viewer["kind"]): FirstHand[] => {
  const { assignments, delegations } = register.rows;
  const all = [
    fromOneself(register, kind),
    ...assignments.map((assignment) => fromAssignment(register, assignment)),
    ...delegations.map((delegation) => fromDelegation(register, delegation)),
  ].filter((connection) => connection !== null);
  return kind === "ORGANIZATION" ? all.filter(countsForMachine) : all;
};

/** What a first-hand connection to an accountant's client gives over the client's owner, or `null`. */
const onOwner = (
  { sources }: Register,
  { role, through, source }: FirstHand,
  owner: PartyRow,
): Source | null => {
  if (through?.kind === "CLIENT_DELEGATION") return isAccountantRole(role) ? source : null;
  return sources.ofAccountantRole(role, owner.variant);
};

const indexed = (rows: ConnectionRows, roles: RoleRights): Register => {
  const parties = new Map(rows.parties.map((party) => [party.id, party]));
  parties.set(rows.viewer.id, rows.viewer);
  const register = {
    rows,
    parties,
    roles,
    sources: createSources(rows, roles),
    instancesByAssignment: groupBy(rows.assignmentInstances, ({ assignmentId }) => assignmentId),
  };
  return { ...register, keyRoleByOrganization: keyRolesOf(register) };
};

/**
 * Whom the viewer may act for, and how: direct assignments, one hop over key roles, clients passed on by a
 * facilitator, then subunits of all these and owners of accountants' sole proprietors.
 * @param now milliseconds since 1970 UTC
 * @see README.md#the-connection-rules — after Altinn Authorization's connection query
 */
export const connectionsOf = (
  rows: ConnectionRows,
  roles: RoleRights,
  kind: Viewer["kind"],
  now: number,
): Connections => {
  if (!isActive(rows.viewer)) return noConnections;
  const register = indexed(rows, roles);
  const { parties } = register;
  const subunits = new Map<string, PartyRow[]>();
  for (const party of parties.values()) {
    if (party.parentId === null) continue;
    const known = subunits.get(party.parentId);
    if (known === undefined) subunits.set(party.parentId, [party]);
    else known.push(party);
  }
  const ownerships = groupBy(rows.ownerships, ({ enterpriseId }) => enterpriseId);

  const byPartyId = new Map<string, Connection[]>();
  const connect = (partyId: string, connection: Connection): void => {
    const known = byPartyId.get(partyId);
    if (known === undefined) byPartyId.set(partyId, [connection]);
    else known.push(connection);
  };

  for (const connection of firstHandOf(register, kind)) {
    const giver = parties.get(connection.giverId);
    if (giver === undefined) continue;
    connect(giver.id, connection);
    for (const subunit of subunits.get(giver.id) ?? []) {
      connect(subunit.id, { ...connection, inheritance: "MAIN_UNIT", instances: NO_INSTANCES });
    }
    for (const { ownerId } of ownerships.get(giver.id) ?? []) {
      const owner = parties.get(ownerId);
      if (owner === undefined || !reachesOwner(giver, owner, now)) continue;
      const source = onOwner(register, connection, owner);
      if (source === null) continue;
      connect(owner.id, {
        ...connection,
        inheritance: "SOLE_PROPRIETORSHIP",
        source,
        instances: NO_INSTANCES,
      });
    }
  }
  const ends = rows.ownerships
    .flatMap(({ enterpriseId }) => parties.get(enterpriseId) ?? [])
    .map(ownersReachedUntil)
    .filter((end) => end > now);
  const validUntil = ends.reduce((first, end) => Math.min(first, end), Number.POSITIVE_INFINITY);
  return { viewer: rows.viewer, parties, byPartyId, sources: register.sources.made(), validUntil };
};
