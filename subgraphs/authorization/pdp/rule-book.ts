import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { PartyUrn, ServiceUrn } from "../../../schema/urns.js";
import type { Viewer } from "../../../schema/viewer.js";
import type { RoleRights } from "../rules/role-rights.js";
import type { Levels } from "./levels.js";
import { NO_LEVELS, requiredLevel } from "./levels.js";
import type { ServicePolicy } from "./service-policy.js";

/** Which parties a service is restricted to: actions by party id; `null` for every action. */
export type AccessList = ReadonlyMap<string, readonly string[] | null>;

/** Everything that decisions rest on and that is the same for every viewer. */
export interface RuleBook {
  readonly roles: RoleRights;
  /** Of roles and packages, by URN. */
  readonly names: ReadonlyMap<string, LocalizedText>;
  /** The services of the register, with the level of each where its policy asks for none. */
  readonly services: ReadonlyMap<ServiceUrn, number>;
  /** What the permissions of each service's policy ask for at most. */
  readonly levels: ReadonlyMap<ServiceUrn, Levels>;
  /** Services that a subject may read, as far as policies can be told as lists. */
  readonly readableBy: ReadonlyMap<string, readonly ServiceUrn[]>;
  /** Policies that can't be told as lists: they are evaluated. */
  readonly evaluated: readonly ServicePolicy[];
  /** Services that only parties on a list may use. */
  readonly restricted: ReadonlyMap<ServiceUrn, AccessList>;
  /** Codes of service owners by organisation. */
  readonly ownerCodes: ReadonlyMap<PartyUrn, string>;
}

/** Whether a service's access lists, where it has any, let a party in: organisations only. */
export const isLetIn = (
  { restricted }: Pick<RuleBook, "restricted">,
  service: ServiceUrn,
  action: string,
  party: Pick<PartyRow, "id" | "type">,
): boolean => {
  const list = restricted.get(service);
  if (list === undefined) return true;
  const actions = party.type === "ORGANIZATION" ? list.get(party.id) : undefined;
  return actions === null || actions?.includes(action) === true;
};

/** The service owner that a viewer is: a machine of its own, or one that acts for it. */
export const ownerCodeOf = (
  { ownerCodes }: Pick<RuleBook, "ownerCodes">,
  { kind, party }: Viewer,
): string | null => (kind === "ORGANIZATION" ? (ownerCodes.get(party) ?? null) : null);

/** The level that a right to a service by its name needs: what the service's policy asks for, at most. */
export const inheritedLevel = (
  book: Pick<RuleBook, "services" | "levels">,
  service: ServiceUrn,
  isServiceOwner: boolean,
): number =>
  requiredLevel(book.levels.get(service) ?? NO_LEVELS, book.services.get(service) ?? 0, isServiceOwner);
