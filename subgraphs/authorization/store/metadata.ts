import { inArray } from "drizzle-orm";
import type {
  AccessPackageRow,
  AreaGroupRow,
  AreaRow,
  AuthorizationTables,
  RoleMapRow,
  RolePackageRow,
  RoleRow,
} from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { groupBy } from "../rules/grouping.js";

/**
 * What roles and access packages there are. A few hundred rows that belong to nobody: each table is read whole, once
 * a request, where it is asked for.
 */
export interface Metadata {
  areaGroups(): Promise<readonly AreaGroupRow[]>;
  areas(): Promise<readonly AreaRow[]>;
  packages(): Promise<readonly AccessPackageRow[]>;
  roles(): Promise<readonly RoleRow[]>;
  roleMap(): Promise<readonly RoleMapRow[]>;
  rolePackages(): Promise<readonly RolePackageRow[]>;
}

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= read();
    return answer;
  };
};

/** @param queries sees what is committed */
export const createMetadata = (queries: Queries, tables: AuthorizationTables): Metadata => {
  const { areaGroups, areas, accessPackages, roles, roleMap, rolePackages } = tables;
  return {
    areaGroups: once(async () => queries.select().from(areaGroups).orderBy(areaGroups.urn)),
    areas: once(async () => queries.select().from(areas).orderBy(areas.urn)),
    packages: once(async () => queries.select().from(accessPackages).orderBy(accessPackages.urn)),
    roles: once(async () => queries.select().from(roles).orderBy(roles.urn)),
    roleMap: once(async () =>
      queries.select().from(roleMap).orderBy(roleMap.roleUrn, roleMap.impliedRoleUrn),
    ),
    rolePackages: once(async () =>
      queries
        .select()
        .from(rolePackages)
        .orderBy(rolePackages.roleUrn, rolePackages.packageUrn, rolePackages.variant),
    ),
  };
};

/** Services whose policies name these subjects, by subject, in order. One statement. @param subjectUrns at most 500 */
export const servicesNaming = async (
  queries: Queries,
  { policyRules }: AuthorizationTables,
  subjectUrns: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const rows = await queries
    .selectDistinct({ subject: policyRules.subjectUrn, service: policyRules.service })
    .from(policyRules)
    .where(inArray(policyRules.subjectUrn, [...subjectUrns]))
    .orderBy(policyRules.service);
  return new Map(
    [...groupBy(rows, ({ subject }) => subject)].map(([subject, all]) => [
      subject,
      all.map(({ service }) => service),
    ]),
  );
};
