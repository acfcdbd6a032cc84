import { and, eq, getTableColumns, inArray, ne } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import { writePolicy } from "../pdp/write-policy.js";
import { groupBy } from "../rules/grouping.js";
import type { AuthorizationSeed } from "../seed.js";
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

/** Adds rows; what is there already stays as it is. @param target what a row is known by; `[]`: any of its keys */
const addRows = async (
  tx: Queries,
  table: SQLiteTable,
  target: SQLiteColumn[],
  rows: readonly object[],
): Promise<void> => {
  for (const chunk of inChunks(rows)) {
    await tx
      .insert(table)
      .values(chunk.map(lowerCaseUrns) as (typeof table)["$inferInsert"][])
      .onConflictDoNothing(target.length === 0 ? {} : { target });
  }
};

/**
 * Adds rows that others name by their id. What people gave each other meanwhile may be the same under an id of its own.
 * @param key the names of the columns that no two rows share
 * @returns the ids that there are instead, by the seed's
 */
const addNamedRows = async <Row extends { readonly id: string }>(
  tx: Queries,
  table: SQLiteTable,
  key: readonly (keyof Row & string)[],
  rows: readonly Row[],
): Promise<ReadonlyMap<string, string>> => {
  await addRows(tx, table, [], rows);
  const columns = getTableColumns(table) as Record<"id" | (keyof Row & string), SQLiteColumn>;
  const { id } = columns;
  const known = new Set<unknown>();
  for (const chunk of inChunks(rows)) {
    const ids = chunk.map((row) => row.id);
    for (const found of await tx.select({ id }).from(table).where(inArray(id, ids))) known.add(found.id);
  }
  const others = new Map<string, string>();
  for (const row of rows.filter((one) => !known.has(one.id)).map(lowerCaseUrns)) {
    const isSame = and(...key.map((name) => eq(columns[name], row[name])));
    const [other] = await tx.select({ id }).from(table).where(isSame);
    if (other !== undefined) others.set(row.id, String(other.id));
  }
  return others;
};

/** Rows that name others, by the ids that these have here. */
const renamed = <Row extends object>(
  rows: readonly Row[],
  ids: ReadonlyMap<string, string>,
  names: readonly (keyof Row)[],
): Row[] =>
  rows.map((row) => ({
    ...row,
    ...Object.fromEntries(names.map((name) => [name, ids.get(String(row[name])) ?? row[name]])),
  }));

/** Who acts for whom, and with what. */
const addEdges = async (tx: Queries, t: AuthorizationTables, seed: AuthorizationSeed): Promise<void> => {
  const assignments = await addNamedRows(tx, t.assignments, ["toId", "roleUrn", "fromId"], seed.assignments);
  const given = ["assignmentId"] as const;
  const { assignmentPackages: p, assignmentResources: r, assignmentInstances: i } = t;
  await addRows(tx, p, [p.assignmentId, p.packageUrn], renamed(seed.assignmentPackages, assignments, given));
  await addRows(tx, r, [r.assignmentId, r.service], renamed(seed.assignmentResources, assignments, given));
  await addRows(
    tx,
    i,
    [i.assignmentId, i.instanceRef],
    renamed(seed.assignmentInstances, assignments, given),
  );

  const passedOn = renamed(seed.clientDelegations, assignments, ["fromAssignmentId", "toAssignmentId"]);
  const keys = ["toAssignmentId", "fromAssignmentId"] as const;
  const delegations = await addNamedRows(tx, t.clientDelegations, keys, passedOn);
  const { clientDelegationPackages: dp, clientDelegationResources: dr } = t;
  const packages = renamed(seed.clientDelegationPackages, delegations, ["delegationId"]);
  await addRows(tx, dp, [dp.delegationId, dp.packageUrn], packages);
  const resources = renamed(seed.clientDelegationResources, delegations, ["delegationId"]);
  await addRows(tx, dr, [dr.delegationId, dr.service], resources);
};

/** Services whose policy somebody else has put in force since: it is not the seed's to change. */
const servicesWithPoliciesOfOthers = async (
  tx: Queries,
  { servicePolicies: p }: AuthorizationTables,
  now: number,
): Promise<ReadonlySet<string>> => {
  const isOfOthers = and(eq(p.isCurrent, true), ne(p.version, 1), ne(p.storedAt, now));
  const rows = await tx.select({ service: p.service }).from(p).where(isOfOthers);
  return new Set(rows.map(({ service }) => service));
};

/** A seed says policies as lists of rights, or as they are; a policy is stored, and the lists follow from it. */
const addPolicies = async (
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
  const others = await servicesWithPoliciesOfOthers(tx, tables, now);
  for (const policy of [...written, ...policies]) {
    if (!others.has(policy.service.toLowerCase())) await storePolicy(tx, tables, policy, now);
  }
};

/**
 * Adds what a seed has and the register lacks. What is there stays as it is, but for policies that a seed wrote: a right
 * that is new in one is added to it.
 * @param now the seed's own moment, in milliseconds since 1970 UTC: the same each time
 */
export const addSeed = async (
  tx: Queries,
  tables: AuthorizationTables,
  seed: AuthorizationSeed,
  now: number,
): Promise<void> => {
  const t = tables;
  await addRows(tx, t.parties, [t.parties.id], seed.parties);
  await addRows(tx, t.roles, [t.roles.urn], seed.roles);
  await addRows(tx, t.roleMap, [t.roleMap.roleUrn, t.roleMap.impliedRoleUrn], seed.roleMap);
  await addRows(tx, t.areaGroups, [t.areaGroups.urn], seed.areaGroups);
  await addRows(tx, t.areas, [t.areas.urn], seed.areas);
  await addRows(tx, t.accessPackages, [t.accessPackages.urn], seed.accessPackages);
  const { roleUrn, packageUrn, variant } = t.rolePackages;
  await addRows(tx, t.rolePackages, [roleUrn, packageUrn, variant], seed.rolePackages);
  await addEdges(tx, t, seed);
  await addRows(tx, t.services, [t.services.urn], seed.services);
  await addRows(tx, t.consentServices, [t.consentServices.service], seed.consentServices ?? []);
  await addPolicies(tx, t, seed, now);
};
