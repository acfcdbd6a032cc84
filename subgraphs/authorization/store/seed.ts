import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { excludedOf, inChunks } from "../../../drizzle/statements.js";
import { type AuthorizationSeed, SEEDED_TABLES, type SeededTable } from "../seed.js";

/** URNs are compared as text: policies and registers write `DAGL` and `dagl`, so all of them are kept in lower case. */
const lowerCaseUrns = <Row extends object>(row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === "string" && (key === "urn" || key === "service" || key.endsWith("Urn"))
        ? value.toLowerCase()
        : value,
    ]),
  ) as Row;

const upsertRows = async <Table extends SQLiteTable>(
  tx: Queries,
  table: Table,
  target: SQLiteColumn[],
  rows: readonly object[],
): Promise<void> => {
  for (const chunk of inChunks(rows)) {
    await tx
      .insert(table)
      .values(chunk.map(lowerCaseUrns) as Table["$inferInsert"][])
      .onConflictDoUpdate({ target, set: excludedOf(table) as object });
  }
};

/** Writes the rows of a seed, table by table; those that are there already are brought up to date. */
export const upsertSeed = async (
  tx: Queries,
  tables: AuthorizationTables,
  seed: AuthorizationSeed,
): Promise<void> => {
  const t = tables;
  const keys: { readonly [Name in SeededTable]: SQLiteColumn[] } = {
    parties: [t.parties.id],
    roles: [t.roles.urn],
    roleMap: [t.roleMap.roleUrn, t.roleMap.impliedRoleUrn],
    areaGroups: [t.areaGroups.urn],
    areas: [t.areas.urn],
    accessPackages: [t.accessPackages.urn],
    rolePackages: [t.rolePackages.roleUrn, t.rolePackages.packageUrn, t.rolePackages.variant],
    assignments: [t.assignments.id],
    assignmentPackages: [t.assignmentPackages.assignmentId, t.assignmentPackages.packageUrn],
    assignmentResources: [t.assignmentResources.assignmentId, t.assignmentResources.service],
    assignmentInstances: [t.assignmentInstances.assignmentId, t.assignmentInstances.instanceRef],
    clientDelegations: [t.clientDelegations.id],
    clientDelegationPackages: [
      t.clientDelegationPackages.delegationId,
      t.clientDelegationPackages.packageUrn,
    ],
    clientDelegationResources: [
      t.clientDelegationResources.delegationId,
      t.clientDelegationResources.service,
    ],
    services: [t.services.urn],
    policyRules: [t.policyRules.service, t.policyRules.action, t.policyRules.subjectUrn],
  };
  for (const name of SEEDED_TABLES) {
    await upsertRows(tx, tables[name], keys[name], seed[name]);
  }
};
