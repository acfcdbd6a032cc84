import { isAccountantRole, isSubject, type Role } from "./roles.js";
import type { ConnectionRows } from "./rows.js";

/** What a policy may name, and what it is called in a reason. */
export interface Subject {
  readonly grantType: "ROLE" | "ACCESS_PACKAGE";
  readonly urn: string;
}

/** A right to a service by its name. */
export interface ServiceRight {
  /** `null`: every action that the service's policy names. */
  readonly actions: readonly string[] | null;
  readonly requiredLevel: number;
}

/** A right to one thing by its name. */
export interface InstanceRight {
  readonly service: string;
  readonly instanceRef: string;
  readonly actions: readonly string[];
  readonly requiredLevel: number;
}

/** A bundle of rights. Connections that give the same rights share one source: this is what makes groups. */
export interface Source {
  readonly id: number;
  /** By the URN that a policy may name it with; a role is there by both its URNs. */
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly services: ReadonlyMap<string, ServiceRight>;
}

/** The rights that roles, assignments and delegations give. */
export interface Sources {
  /** @param variant the organisation form that decides on packages bound to one */
  ofRole(role: Role, variant: string): Source;
  /** Only what the role, or a role that comes with it, gives an accountant; `null` where that is nothing. */
  ofAccountantRole(role: Role, variant: string): Source | null;
  ofRightholder(assignmentId: string): Source;
  ofDelegation(delegationId: string): Source;
  /** Gives nothing by itself. */
  readonly empty: Source;
  /** All that were asked for. */
  made(): readonly Source[];
}

/** Rows by one of their columns. */
export const groupBy = <Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [row]);
    else group.push(row);
  }
  return groups;
};

/** Remembers what was made by key, and makes each once. */
const interning = <Made>() => {
  const made = new Map<string, Made>();
  return (key: string, make: () => Made): Made => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make();
    made.set(key, fresh);
    return fresh;
  };
};

const packageSubjects = (urns: readonly string[]): [string, Subject][] =>
  urns.map((urn) => [urn, { grantType: "ACCESS_PACKAGE", urn }]);

const roleSubjects = (role: Role): [string, Subject][] => {
  const subject: Subject = { grantType: "ROLE", urn: role.urn };
  const urns = role.legacyUrn === null ? [role.urn] : [role.urn, role.legacyUrn];
  return urns.map((urn) => [urn, subject]);
};

/** Works out the rights behind rows, each distinct bundle once. */
export const createSources = (rows: ConnectionRows): Sources => {
  const roleByUrn = new Map(rows.roles.map((role) => [role.urn, role]));
  const impliedByRole = groupBy(rows.roleMap, ({ roleUrn }) => roleUrn);
  const packagesByRole = groupBy(rows.rolePackages, ({ roleUrn }) => roleUrn);
  const packagesByAssignment = groupBy(rows.assignmentPackages, ({ assignmentId }) => assignmentId);
  const resourcesByAssignment = groupBy(rows.assignmentResources, ({ assignmentId }) => assignmentId);
  const packagesByDelegation = groupBy(rows.delegationPackages, ({ delegationId }) => delegationId);
  const resourcesByDelegation = groupBy(rows.delegationResources, ({ delegationId }) => delegationId);

  const made: Source[] = [];
  const source = (
    subjects: Iterable<[string, Subject]>,
    services: Iterable<[string, ServiceRight]> = [],
  ): Source => {
    const fresh = { id: made.length, subjects: new Map(subjects), services: new Map(services) };
    made.push(fresh);
    return fresh;
  };

  /** The role and those that come with it; the map is applied once, not over and over, and not to rights by name. */
  const held = (role: Role): Role[] => {
    if (!isSubject(role)) return [];
    const implied = (impliedByRole.get(role.urn) ?? []).flatMap(
      ({ impliedRoleUrn }) => roleByUrn.get(impliedRoleUrn) ?? [],
    );
    return [...new Set([role, ...implied])].filter(isSubject);
  };

  const rightsOf = (roles: readonly Role[], variant: string): [string, Subject][] =>
    roles.flatMap((role) => {
      const packages = (packagesByRole.get(role.urn) ?? [])
        .filter((row) => row.variant === "" || row.variant === variant)
        .map(({ packageUrn }) => packageUrn);
      return [...roleSubjects(role), ...packageSubjects(packages)];
    });

  const byRole = interning<Source>();
  const byAccountantRole = interning<Source | null>();
  const byContent = interning<Source>();
  const packagesOf = (given: readonly { packageUrn: string }[] | undefined): string[] =>
    (given ?? []).map(({ packageUrn }) => packageUrn).sort();

  /** Equal contents, one source: a thousand clients with the same package are one group. */
  const named = (packages: string[], services: [string, ServiceRight][]): Source => {
    services.sort(([a], [b]) => (a < b ? -1 : 1));
    return byContent(JSON.stringify([packages, services]), () => source(packageSubjects(packages), services));
  };

  return {
    empty: source([]),
    made: () => made,
    ofRole: (role, variant) => byRole(`${role.urn} ${variant}`, () => source(rightsOf(held(role), variant))),
    ofAccountantRole: (role, variant) =>
      byAccountantRole(`${role.urn} ${variant}`, () => {
        const roles = held(role).filter(isAccountantRole);
        return roles.length === 0 ? null : source(rightsOf(roles, variant));
      }),
    ofRightholder: (assignmentId) =>
      named(
        packagesOf(packagesByAssignment.get(assignmentId)),
        (resourcesByAssignment.get(assignmentId) ?? []).map(({ service, actions, requiredLevel }) => [
          service,
          { actions, requiredLevel },
        ]),
      ),
    ofDelegation: (delegationId) =>
      named(
        packagesOf(packagesByDelegation.get(delegationId)),
        (resourcesByDelegation.get(delegationId) ?? []).map(({ service, requiredLevel }) => [
          service,
          { actions: null, requiredLevel },
        ]),
      ),
  };
};
