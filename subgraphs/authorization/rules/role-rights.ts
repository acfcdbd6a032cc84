import type { RoleMapRow, RolePackageRow } from "../../../drizzle/authorization/tables.js";
import { groupBy, interning } from "./grouping.js";
import { isAccountantRole, isSubject, type Role } from "./roles.js";

/** What a policy may name, and what it is called in a reason. */
export interface Subject {
  readonly grantType: "ROLE" | "ACCESS_PACKAGE";
  readonly urn: string;
}

/** What a role gives to anybody who has it: subjects by the URN that a policy may name them with. */
export type Subjects = ReadonlyMap<string, Subject>;

/** Everything about roles that is the same for every viewer. */
export interface RoleRights {
  readonly byUrn: ReadonlyMap<string, Role>;
  readonly byCode: ReadonlyMap<string, Role>;
  /** @param variant the organisation form that decides on packages bound to one */
  subjectsOf(role: Role, variant: string): Subjects;
  /** Only what the role, or a role that comes with it, gives an accountant; `null` where that is nothing. */
  accountantSubjectsOf(role: Role, variant: string): Subjects | null;
}

/** The rows that it is made from. */
export interface RoleRows {
  readonly roles: readonly Role[];
  readonly roleMap: readonly RoleMapRow[];
  /** Those with access only. */
  readonly rolePackages: readonly Pick<RolePackageRow, "roleUrn" | "packageUrn" | "variant">[];
}

export const packageSubjects = (urns: readonly string[]): [string, Subject][] =>
  urns.map((urn) => [urn, { grantType: "ACCESS_PACKAGE", urn }]);

const roleSubjects = (role: Role): [string, Subject][] => {
  const subject: Subject = { grantType: "ROLE", urn: role.urn };
  const urns = role.legacyUrn === null ? [role.urn] : [role.urn, role.legacyUrn];
  return urns.map((urn) => [urn, subject]);
};

/** Remembers what was made for a role and an organisation form, and makes each once. */
const internedByRole = <Made>() => {
  const made = new Map<Role, (key: string, make: () => Made) => Made>();
  return (role: Role, variant: string, make: () => Made): Made => {
    const ofRole = made.get(role) ?? interning<Made>();
    made.set(role, ofRole);
    return ofRole(variant, make);
  };
};

/** Works out what roles give. Each role and organisation form once, for all viewers. */
export const createRoleRights = ({ roles, roleMap, rolePackages }: RoleRows): RoleRights => {
  const byUrn = new Map(roles.map((role) => [role.urn, role]));
  const impliedByRole = groupBy(roleMap, ({ roleUrn }) => roleUrn);
  const packagesByRole = groupBy(rolePackages, ({ roleUrn }) => roleUrn);

  /** The role and those that come with it; the map is applied once, not over and over, and not to rights by name. */
  const held = (role: Role): Role[] => {
    if (!isSubject(role)) return [];
    const implied = (impliedByRole.get(role.urn) ?? []).flatMap(
      ({ impliedRoleUrn }) => byUrn.get(impliedRoleUrn) ?? [],
    );
    return [...new Set([role, ...implied])].filter(isSubject);
  };

  const rightsOf = (given: readonly Role[], variant: string): Subjects =>
    new Map(
      given.flatMap((role) => {
        const packages = (packagesByRole.get(role.urn) ?? [])
          .filter((row) => row.variant === "" || row.variant === variant)
          .map(({ packageUrn }) => packageUrn);
        return [...roleSubjects(role), ...packageSubjects(packages)];
      }),
    );

  const byRole = internedByRole<Subjects>();
  const byAccountantRole = internedByRole<Subjects | null>();
  return {
    byUrn,
    byCode: new Map(roles.map((role) => [role.code, role])),
    subjectsOf: (role, variant) => byRole(role, variant, () => rightsOf(held(role), variant)),
    accountantSubjectsOf: (role, variant) =>
      byAccountantRole(role, variant, () => {
        const accountants = held(role).filter(isAccountantRole);
        return accountants.length === 0 ? null : rightsOf(accountants, variant);
      }),
  };
};
