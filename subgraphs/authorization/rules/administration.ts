import type { Connection, Connections } from "./connections.js";
import { OWN_ROLES } from "./roles.js";

/** Subjects whose holders run the access of a party: what Altinn calls the main administrator. */
const MAIN_ADMINISTRATOR: readonly string[] = [
  "urn:altinn:accesspackage:hovedadministrator",
  "urn:altinn:role:hovedadministrator",
  "urn:altinn:rolecode:hadm",
];

/** Subjects whose holders give and take access on a party's behalf. */
const ACCESS_MANAGER: readonly string[] = [
  "urn:altinn:accesspackage:tilgangsstyrer",
  "urn:altinn:rolecode:admai",
];

const holdsOne = ({ source }: Connection, subjects: readonly string[]): boolean =>
  subjects.some((subject) => source.subjects.has(subject));

/** Nobody decides on others' access as an agent, or since they keep the books of somebody's enterprise. */
const connectionsTo = (connections: Connections, partyId: string): readonly Connection[] =>
  (connections.byPartyId.get(partyId) ?? []).filter(
    ({ through, inheritance }) =>
      through?.kind !== "CLIENT_DELEGATION" && inheritance !== "SOLE_PROPRIETORSHIP",
  );

/** Whether the viewer holds the party's main administrator's role or package, in whatever way. */
export const isMainAdministrator = (connections: Connections, partyId: string): boolean =>
  connectionsTo(connections, partyId).some((connection) => holdsOne(connection, MAIN_ADMINISTRATOR));

/** Whether the viewer holds the party's access manager's role or package, in whatever way. */
export const isAccessManager = (connections: Connections, partyId: string): boolean =>
  connectionsTo(connections, partyId).some((connection) => holdsOne(connection, ACCESS_MANAGER));

/** Whether a register says that the viewer leads or owns the party, or its main unit. */
export const hasKeyRole = (connections: Connections, partyId: string): boolean =>
  connectionsTo(connections, partyId).some(
    ({ role, through, inheritance }) =>
      role.isKeyRole && through === null && inheritance !== "SOLE_PROPRIETORSHIP",
  );

const isOneself = (connections: Connections, partyId: string): boolean => {
  const { viewer } = connections;
  return (
    viewer?.id === partyId &&
    connectionsTo(connections, partyId).some(({ role }) => role.code === OWN_ROLES[viewer.type])
  );
};

/**
 * Whether the viewer may see and change who has access on a party's behalf: persons for themselves, and whoever is a
 * party's main administrator or access manager. Machines by what was given to them by name only.
 */
export const mayAdministerAccess = (connections: Connections, partyId: string): boolean =>
  isOneself(connections, partyId) ||
  isMainAdministrator(connections, partyId) ||
  isAccessManager(connections, partyId);
