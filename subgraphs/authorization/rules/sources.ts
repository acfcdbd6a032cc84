import { groupBy, interning } from "./grouping.js";
import { packageSubjects, type RoleRights, type Subjects } from "./role-rights.js";
import type { Role } from "./roles.js";
import type { ConnectionRows } from "./rows.js";

/** A right to one thing by its name. */
export interface InstanceRight {
  readonly service: string;
  readonly instanceRef: string;
  readonly actions: readonly string[];
}

/** A bundle of rights. Connections that give the same rights share one source: this is what makes groups. */
export interface Source {
  readonly id: number;
  /** By the URN that a policy may name it with; a role is there by both its URNs. */
  readonly subjects: Subjects;
  /** Services given by name, with the actions; `null` for every action that the service's policy names. */
  readonly services: ReadonlyMap<string, readonly string[] | null>;
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

const NO_SERVICES: Source["services"] = new Map();
const NO_SUBJECTS: Subjects = new Map();

/** Works out the rights behind rows, each distinct bundle once. */
export const createSources = (rows: ConnectionRows, roles: RoleRights): Sources => {
  const packagesByAssignment = groupBy(rows.assignmentPackages, ({ assignmentId }) => assignmentId);
  const resourcesByAssignment = groupBy(rows.assignmentResources, ({ assignmentId }) => assignmentId);
  const packagesByDelegation = groupBy(rows.delegationPackages, ({ delegationId }) => delegationId);
  const resourcesByDelegation = groupBy(rows.delegationResources, ({ delegationId }) => delegationId);

  const made: Source[] = [];
  const source = (subjects: Subjects, services: Source["services"] = NO_SERVICES): Source => {
    const fresh = { id: made.length, subjects, services };
    made.push(fresh);
    return fresh;
  };

  const bySubjects = new Map<Subjects, Source>();
  const ofSubjects = (subjects: Subjects): Source => {
    const known = bySubjects.get(subjects) ?? source(subjects);
    bySubjects.set(subjects, known);
    return known;
  };

  const byContent = interning<Source>();
  const packagesOf = (given: readonly { packageUrn: string }[] | undefined): string[] =>
    (given ?? []).map(({ packageUrn }) => packageUrn).sort();

  /** Equal contents, one source: a thousand clients with the same package are one group. */
  const named = (packages: string[], services: [string, readonly string[] | null][]): Source => {
    if (packages.length === 0 && services.length === 0) return empty;
    services.sort(([a], [b]) => (a < b ? -1 : 1));
    return byContent(JSON.stringify([packages, services]), () =>
      source(new Map(packageSubjects(packages)), new Map(services)),
    );
  };

  const empty = source(NO_SUBJECTS);
  return {
    empty,
    made: () => made,
    ofRole: (role, variant) => ofSubjects(roles.subjectsOf(role, variant)),
    ofAccountantRole: (role, variant) => {
      const subjects = roles.accountantSubjectsOf(role, variant);
      return subjects === null ? null : ofSubjects(subjects);
    },
    ofRightholder: (assignmentId) =>
      named(
        packagesOf(packagesByAssignment.get(assignmentId)),
        (resourcesByAssignment.get(assignmentId) ?? []).map(({ service, actions }) => [service, actions]),
      ),
    ofDelegation: (delegationId) =>
      named(
        packagesOf(packagesByDelegation.get(delegationId)),
        (resourcesByDelegation.get(delegationId) ?? []).map(({ service, actions }) => [service, actions]),
      ),
  };
};
