import { and, eq, inArray } from "drizzle-orm";
import type {
  AssignmentInstanceRow,
  AssignmentPackageRow,
  AssignmentResourceRow,
  AssignmentRow,
  AuthorizationTables,
} from "../../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../../drizzle/database.js";

/** Who gave something, and when: milliseconds since 1970 UTC. */
export interface Giving {
  readonly givenAt: number;
  /** `null` where the register does not know the organisation whose form gives it. */
  readonly givenById: string | null;
}

type Edge = Pick<AssignmentRow, "fromId" | "toId" | "roleUrn">;

/** URN of a role that the rules treat by name; `null` where the register lacks it. */
export const roleUrnByCode = async (
  tx: Queries,
  { roles }: AuthorizationTables,
  code: string,
): Promise<string | null> => {
  const [role] = await tx.select({ urn: roles.urn }).from(roles).where(eq(roles.code, code));
  return role?.urn ?? null;
};

/** The assignment of a role from one party to another; `null` where there is none. */
export const assignmentOf = async (
  tx: Queries,
  { assignments }: AuthorizationTables,
  { fromId, toId, roleUrn }: Edge,
): Promise<AssignmentRow | null> => {
  const [found] = await tx
    .select()
    .from(assignments)
    .where(and(eq(assignments.fromId, fromId), eq(assignments.toId, toId), eq(assignments.roleUrn, roleUrn)));
  return found ?? null;
};

/** The assignment as it is, or a new one. @returns whether it was made */
export const ensureAssignment = async (
  tx: Queries,
  tables: AuthorizationTables,
  edge: Edge,
  giving: Giving & { readonly newId: string },
): Promise<{ readonly id: string; readonly isNew: boolean }> => {
  const known = await assignmentOf(tx, tables, edge);
  if (known !== null) return { id: known.id, isNew: false };
  const { newId: id, givenAt, givenById } = giving;
  const made = await tx
    .insert(tables.assignments)
    .values({ id, ...edge, givenAt, givenById })
    .onConflictDoNothing()
    .returning({ id: tables.assignments.id });
  if (made.length > 0) return { id, isNew: true };
  // Somebody else (a register that is read in) made it between the two statements.
  const theirs = await assignmentOf(tx, tables, edge);
  if (theirs === null) throw new Error("An assignment is neither there nor can it be made.");
  return { id: theirs.id, isNew: false };
};

/** What an assignment gives by name. */
export interface NamedRights {
  readonly packages: readonly AssignmentPackageRow[];
  readonly resources: readonly AssignmentResourceRow[];
  readonly instances: readonly AssignmentInstanceRow[];
}

/** What assignments give by name, in three statements. */
export const namedRightsOf = async (
  queries: Queries,
  tables: AuthorizationTables,
  ids: readonly string[],
): Promise<NamedRights> => {
  if (ids.length === 0) return { packages: [], resources: [], instances: [] };
  const { assignmentPackages, assignmentResources, assignmentInstances } = tables;
  // One after the other: a transaction has one connection.
  const packages = await queries
    .select()
    .from(assignmentPackages)
    .where(inArray(assignmentPackages.assignmentId, [...ids]));
  const resources = await queries
    .select()
    .from(assignmentResources)
    .where(inArray(assignmentResources.assignmentId, [...ids]));
  const instances = await queries
    .select()
    .from(assignmentInstances)
    .where(inArray(assignmentInstances.assignmentId, [...ids]));
  return { packages, resources, instances };
};
