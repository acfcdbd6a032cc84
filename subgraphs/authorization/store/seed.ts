import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { excludedOf, inChunks } from "../../../drizzle/statements.js";
import { writePolicy } from "../pdp/write-policy.js";
import { groupBy } from "../rules/grouping.js";
import type { AuthorizationSeed, SeededTable } from "../seed.js";
import { storePolicy } from "./policies.js";

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

/** A seed says policies as lists of rights, or as they are; a policy is stored, and the lists follow from it. */
const seedPolicies = async (
  tx: Queries,
  tables: AuthorizationTables,
  { policyRules, policies = [], services }: AuthorizationSeed,
  now: number,
): Promise<void> => {
  const levels = new Map(services.map(({ urn, minimumLevel }) => [urn.toLowerCase(), minimumLevel]));
  const rights = groupBy(policyRules, ({ service }) => service.toLowerCase());
  const written = [...rights].map(([service, rows]) => {
    const lines = rows.map(({ action, subjectUrn }) => ({ action, subjectUrn: subjectUrn.toLowerCase() }));
    return { service, xml: writePolicy(service, lines, levels.get(service) ?? null) };
  });
  for (const policy of [...written, ...policies]) await storePolicy(tx, tables, policy, now);
};

/** Writes the rows of a seed, table by table; those that are there already are brought up to date. */
export const upsertSeed = async (
  tx: Queries,
  tables: AuthorizationTables,
  seed: AuthorizationSeed,
  now: number,
): Promise<void> => {
  const t = tables;
  const keys: { readonly [Name in Exclude<SeededTable, "policyRules">]: SQLiteColumn[] } = {
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
  };
  for (const [name, key] of Object.entries(keys) as [keyof typeof keys, SQLiteColumn[]][]) {
    await upsertRows(tx, tables[name], key, seed[name]);
  }
  await upsertRows(tx, t.consentServices, [t.consentServices.service], seed.consentServices ?? []);
  await seedPolicies(tx, tables, seed, now);
};
