import type { AccessPackageRow, PartyRow, ServiceRow } from "../../../../drizzle/authorization/tables.js";
import { isAccountantRole, ROLE_CODES, type Role } from "../../rules/roles.js";
import { type Refusal, unknownSubject } from "./refusal.js";

/** What a client's assignment gives its facilitator, as far as that can be passed on. */
export interface ClientRights {
  /** Packages by URN. */
  readonly packageUrns: ReadonlySet<string>;
  /** Actions by service. */
  readonly services: ReadonlyMap<string, readonly string[]>;
}

/** Roles by which an organisation serves clients: those of the register, and rightholders. */
export const isClientRole = (role: Role): boolean =>
  isAccountantRole(role) || role.code === "forretningsforer" || role.code === ROLE_CODES.rightholder;

/** Whether a text names a role: by either of its URNs, or by its code. */
export const isRoleNamed = ({ urn, legacyUrn, code }: Role, name: string): boolean => {
  const asked = name.toLowerCase();
  return urn === asked || legacyUrn === asked || code.toLowerCase() === asked;
};

/** Who may be a facilitator: an organisation that there still is. */
export const isFacilitator = ({ type, deletedAt }: PartyRow): boolean =>
  type === "ORGANIZATION" && deletedAt === null;

const notDelegable = (subject: string, message: string): Refusal => ({
  kind: "NOT_DELEGABLE",
  subject,
  reasons: [],
  message,
});

/** Why a package can't be passed on with a client; `null` where it can. */
export const passedPackageRefusal = (
  urn: string,
  row: AccessPackageRow | undefined,
  rights: ClientRights,
): Refusal | null => {
  if (row === undefined) return unknownSubject("access package", urn);
  if (!row.isDelegable) return notDelegable(urn, `The access package ${urn} can't be passed on to agents.`);
  if (rights.packageUrns.has(urn)) return null;
  return notDelegable(urn, `The client has not given you the access package ${urn} by this role.`);
};

/** Why a service can't be passed on with a client; `null` where it can. */
export const passedServiceRefusal = (
  urn: string,
  row: ServiceRow | undefined,
  rights: ClientRights,
): Refusal | null => {
  if (row === undefined) return unknownSubject("service", urn);
  if (!row.isDelegable || row.resourceType === "MASKINPORTEN_SCHEMA") {
    return notDelegable(urn, `The service ${urn} can't be passed on to agents.`);
  }
  if (rights.services.has(urn)) return null;
  return notDelegable(urn, `The client has not given you the service ${urn} by name.`);
};
