import type { SQL } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import { jsonRows } from "../../../drizzle/json-rows.js";
import type { Scope } from "../../../schema/scope.js";

/**
 * What a scope gives at the viewer's level, as relations for a statement; each is a subselect in parentheses over one
 * bound value, so that the statement is the same for one party and for five thousand. Columns are text.
 *
 * SQLite has no index on them but the one that it makes for `IN`: read rows by way of the parties (`CROSS JOIN` keeps
 * that order) and ask `(grp, service) IN services`. A join of them all scans each for every row.
 */
export interface ScopeRelations {
  /** `party`, `grp`: a party's URN, and the number of its group. */
  readonly parties: SQL;
  /** `grp`, `service`: which services the parties of a group may be read in. */
  readonly services: SQL;
  /** `ref`, `party`, `service`: what was given by itself. */
  readonly instances: SQL;
}

const readable = <T extends { readonly requiredLevel: number }>(items: readonly T[], level: number): T[] =>
  items.filter(({ requiredLevel }) => requiredLevel <= level);

export const scopeRelations = (dialect: Dialect, { level, groups, instances }: Scope): ScopeRelations => ({
  parties: jsonRows(
    dialect,
    ["party", "grp"],
    groups.flatMap((group, index) => group.parties.map(({ urn }) => [urn, String(index)])),
  ),
  services: jsonRows(
    dialect,
    ["grp", "service"],
    groups.flatMap((group, index) =>
      readable(group.services, level).map(({ service }) => [String(index), service]),
    ),
  ),
  instances: jsonRows(
    dialect,
    ["ref", "party", "service"],
    readable(instances, level).map(({ instanceRef, party, service }) => [instanceRef, party.urn, service]),
  ),
});
