import { and, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { FormsTables } from "../../../drizzle/forms/tables.js";
import { jsonList } from "../../../drizzle/json-rows.js";
import type { Scope } from "../../../schema/scope.js";
import { scopeRelations } from "./scope-relations.js";

type Instances = Pick<FormsTables, "instances">;

/** Who looks, and when: an instance that is to be shown later is not there yet. */
export interface FormsView {
  readonly scope: Scope;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** Not purged, and not to be shown later. */
export const isShown = ({ instances }: Instances, now: number): SQL | undefined =>
  and(isNull(instances.hardDeletedAt), or(isNull(instances.visibleAfter), lte(instances.visibleAfter, now)));

/** Condition on instances: among these, and shown to whoever looks. */
export const isVisible = (
  dialect: Dialect,
  tables: Instances,
  ids: readonly string[],
  view: FormsView,
): SQL | undefined => {
  const { instances: i } = tables;
  const { parties, services, instances } = scopeRelations(dialect, view.scope);
  const named = jsonList(dialect, ids);
  // `wanted` first: PostgreSQL would read the whole table, and SQLite make every pair of party and service that the
  // scope has, half a million for an accountant. SQLite looks each up; PostgreSQL gathers what the wanted parties have.
  const byGroup =
    dialect === "sqlite"
      ? sql`EXISTS (SELECT 1 FROM ${parties} AS p CROSS JOIN ${services} AS s
          WHERE p.party = w.party AND s.grp = p.grp AND s.service = w.service)`
      : sql`(w.party, w.service) IN (
          SELECT p.party, s.service FROM ${parties} AS p CROSS JOIN ${services} AS s
          WHERE s.grp = p.grp AND p.party IN (SELECT party FROM wanted))`;
  const given = sql`
    WITH wanted AS MATERIALIZED (
      SELECT ${i.id} AS id, ${i.party} AS party, ${i.serviceResource} AS service FROM ${i} WHERE ${i.id} IN ${named})
    SELECT w.id FROM wanted AS w WHERE (w.id, w.party, w.service) IN ${instances} OR ${byGroup}`;
  return and(sql`${i.id} IN (${given})`, isShown(tables, view.now));
};
