import type { PartyRow, RolePackageRow } from "../../../../drizzle/authorization/tables.js";
import type { Viewer } from "../../../../schema/viewer.js";
import { isMainAdministrator, mayAdministerAccess } from "../../rules/administration.js";
import { type Connection, type Connections, connectionsOf } from "../../rules/connections.js";
import { createRoleRights, type RoleRows } from "../../rules/role-rights.js";
import { isSubject, ROLE_CODES, type Role } from "../../rules/roles.js";
import type { ConnectionRows } from "../../rules/rows.js";

export const MAIN_ADMINISTRATOR_PACKAGE = "urn:altinn:accesspackage:hovedadministrator";
const CLIENT_ADMINISTRATOR_PACKAGE = "urn:altinn:accesspackage:klientadministrator";
const MAIN_ADMINISTRATOR_CODE = "hovedadministrator";

/** A role holds a package, and whoever has the role may pass it on. */
export type DelegableRolePackage = Pick<RolePackageRow, "roleUrn" | "packageUrn" | "variant">;

/** What the register holds of one viewer and one party: all that says whether the one may give the other's rights. */
export interface DelegatorRows {
  /** Only what concerns the party and its main unit. */
  readonly connections: ConnectionRows;
  readonly roles: RoleRows;
  /** Packages that the roles at hand, and the main administrator's, may pass on. */
  readonly delegable: readonly DelegableRolePackage[];
}

/** How somebody came to be able to pass something on. */
export interface Way {
  readonly connection: Connection;
  /** The role that holds the package; `null` where it was given by name. */
  readonly roleUrn: string | null;
  /** Whether they may pass it on as main administrator, without having it. */
  readonly isMainAdministrator: boolean;
}

/** Actions that somebody has of a service by name; `null` for all. */
export interface NamedRight {
  readonly actions: readonly string[] | null;
  readonly way: Way;
}

/** Somebody who wants to give access on a party's behalf. */
export interface Delegator {
  readonly party: PartyRow;
  readonly viewer: PartyRow;
  readonly level: number;
  /** Whether they may see and change who has access on the party's behalf. */
  readonly mayAdminister: boolean;
  /** Whether they may pass the party's clients on to its agents. */
  readonly isClientAdministrator: boolean;
  /** By URN. */
  readonly packages: ReadonlyMap<string, readonly Way[]>;
  /** Roles held, by each of their URNs. */
  readonly roles: ReadonlyMap<string, readonly Way[]>;
  /** Rights by name, by service. */
  readonly services: ReadonlyMap<string, readonly NamedRight[]>;
}

const push = <Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
};

/** Clients passed on to an agent, an owner behind a client, and what an app gave end with whoever has them. */
const mayPassOn = ({ through, inheritance, role }: Connection): boolean =>
  through?.kind !== "CLIENT_DELEGATION" &&
  inheritance !== "SOLE_PROPRIETORSHIP" &&
  role.code !== ROLE_CODES.appRightholder;

const packagesByName = ({ source }: Connection): string[] =>
  [...source.subjects.values()]
    .filter(({ grantType }) => grantType === "ACCESS_PACKAGE")
    .map(({ urn }) => urn);

/** The role that was given, and those that come with it. */
const rolesOf = ({ role, source }: Connection, roleByUrn: ReadonlyMap<string, Role>): Role[] => [
  role,
  ...[...new Set([...source.subjects.values()].filter(({ grantType }) => grantType === "ROLE"))].flatMap(
    ({ urn }) => (urn === role.urn ? [] : (roleByUrn.get(urn) ?? [])),
  ),
];

/** @param now milliseconds since 1970 UTC */
export const delegatorOf = (
  rows: DelegatorRows,
  party: PartyRow,
  viewer: Pick<Viewer, "kind" | "level">,
  now: number,
): Delegator => {
  const roleRights = createRoleRights(rows.roles);
  const connections = connectionsOf(rows.connections, roleRights, viewer.kind, now);
  const own = connections.byPartyId.get(party.id) ?? [];
  const packages = new Map<string, Way[]>();
  const roles = new Map<string, Way[]>();
  const services = new Map<string, NamedRight[]>();

  for (const connection of own.filter(mayPassOn)) {
    if (connection.isByName) {
      const way: Way = { connection, roleUrn: null, isMainAdministrator: false };
      for (const urn of packagesByName(connection)) {
        // Main administrators are made by those who lead, not by one another.
        if (urn !== MAIN_ADMINISTRATOR_PACKAGE) push(packages, urn, way);
      }
      for (const [service, actions] of connection.source.services) push(services, service, { actions, way });
      continue;
    }
    if (!isSubject(connection.role)) continue; // an agent's or a supplier's role gives nothing by itself
    const variant = connections.parties.get(connection.giverId)?.variant ?? "";
    for (const role of rolesOf(connection, roleRights.byUrn)) {
      const way: Way = { connection, roleUrn: role.urn, isMainAdministrator: false };
      push(roles, role.urn, way);
      if (role.legacyUrn !== null) push(roles, role.legacyUrn, way);
      for (const row of rows.delegable) {
        if (row.roleUrn !== role.urn || (row.variant !== "" && row.variant !== variant)) continue;
        const isMain = role.code === MAIN_ADMINISTRATOR_CODE;
        push(packages, row.packageUrn, { ...way, isMainAdministrator: isMain });
      }
    }
  }
  addMainAdministrator(packages, rows, connections, own);
  return {
    party,
    viewer: rows.connections.viewer,
    level: viewer.level,
    mayAdminister: mayAdministerAccess(connections, party.id),
    isClientAdministrator: isClientAdministrator(connections, party.id),
    packages,
    roles,
    services,
  };
};

/** Whoever was given the main administrator's package may pass on what that role may. */
const addMainAdministrator = (
  packages: Map<string, Way[]>,
  rows: DelegatorRows,
  connections: Connections,
  own: readonly Connection[],
): void => {
  const main = rows.roles.roles.find(({ code }) => code === MAIN_ADMINISTRATOR_CODE);
  if (main === undefined) return;
  for (const connection of own.filter(mayPassOn)) {
    if (!connection.isByName || !connection.source.subjects.has(MAIN_ADMINISTRATOR_PACKAGE)) continue;
    const variant = connections.parties.get(connection.giverId)?.variant ?? "";
    const way: Way = { connection, roleUrn: main.urn, isMainAdministrator: true };
    for (const row of rows.delegable) {
      if (row.roleUrn !== main.urn || (row.variant !== "" && row.variant !== variant)) continue;
      if (row.packageUrn !== MAIN_ADMINISTRATOR_PACKAGE) push(packages, row.packageUrn, way);
    }
  }
};

const isClientAdministrator = (connections: Connections, partyId: string): boolean =>
  isMainAdministrator(connections, partyId) ||
  (connections.byPartyId.get(partyId) ?? []).some(({ source }) =>
    source.subjects.has(CLIENT_ADMINISTRATOR_PACKAGE),
  );
