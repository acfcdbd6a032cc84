import { type SQL, sql } from "drizzle-orm";
import { allOf, inFolder, isContentSeen, isVisible } from "./conditions.js";
import type { DialogsDialect, Relation } from "./dialect.js";
import {
  conditionsOf,
  fromGranted,
  fromHits,
  isGivenByGroup,
  isHiddenByGroup,
  relationsOf,
  scopeRelations,
  startOf,
  withRelations,
} from "./scope-sql.js";
import type { FacetKey, Selection, View } from "./selection.js";

/** The relation `matching`: what the viewer may see of a selection, in no order, at most `limit` of it. */
const matchingRelations = (
  dialect: DialogsDialect,
  selection: Selection,
  columns: SQL,
  limit: number,
): Relation[] => {
  const { level } = selection.scope;
  const start = startOf(dialect, selection);
  const meets = conditionsOf(dialect, selection);
  const condition = sql`${meets} AND ${isGivenByGroup(level, start)}`;
  const byGroup =
    start.hit === null
      ? dialect.ofParties({ columns, condition, limit })
      : sql`SELECT ${columns} FROM ${fromHits(dialect)} AND ${condition}`;
  return [
    ...relationsOf(dialect, selection, start),
    {
      name: "matching",
      body: sql`AS MATERIALIZED (
        ${byGroup} UNION ALL SELECT ${columns} FROM ${fromGranted(dialect, level, start)} AND ${meets} LIMIT ${limit})`,
    },
  ];
};

/** One row `n`: how many items there are, counted up to `limit`. */
export const countStatement = (dialect: DialogsDialect, selection: Selection, limit: number): SQL =>
  withRelations(
    matchingRelations(dialect, selection, sql`x.seq AS seq`, limit),
    sql`SELECT count(*) AS n FROM matching`,
  );

const FACET_COLUMNS: Readonly<Record<Exclude<FacetKey, "YEAR" | "FOLDER">, SQL>> = {
  STATUS: sql`x.status`,
  PARTY: sql`x.party`,
  OWNER: sql`x.org`,
  SERVICE: sql`x.service_resource`,
  SOURCE: sql`x.source_id`,
};

const facetSelect = (dialect: DialogsDialect, facet: FacetKey): SQL => {
  if (facet === "FOLDER") {
    const folders = Object.entries(inFolder).map(
      ([folder, isIn]) =>
        sql`SELECT 'FOLDER' AS facet, ${sql.raw(`'${folder}'`)} AS value, count(*) AS n FROM matching x WHERE ${isIn}`,
    );
    return sql.join(folders, sql` UNION ALL `);
  }
  const value = facet === "YEAR" ? dialect.yearOf(sql`x.content_updated_at`) : FACET_COLUMNS[facet];
  return sql`SELECT ${sql.raw(`'${facet}'`)} AS facet, ${value} AS value, count(*) AS n FROM matching x GROUP BY ${value}`;
};

/** Rows (facet, value, n), and one with the facet TOTAL: what was counted in all, up to `limit`. */
export const facetStatement = (
  dialect: DialogsDialect,
  selection: Selection,
  keys: readonly FacetKey[],
  limit: number,
): SQL => {
  const columns = sql`x.seq AS seq, x.status AS status, x.party AS party, x.org AS org, x.source_id AS source_id,
    x.service_resource AS service_resource, x.content_updated_at AS content_updated_at,
    x.system_labels AS system_labels`;
  const total = sql`SELECT 'TOTAL' AS facet, NULL AS value, count(*) AS n FROM matching`;
  return withRelations(
    matchingRelations(dialect, selection, columns, limit),
    sql.join([...keys.map((key) => facetSelect(dialect, key)), total], sql` UNION ALL `),
  );
};

/**
 * One row (n, level): what a stronger login would add, counted up to `limit`, and the level that shows all of it.
 * The search is left out: a count that depends on hidden words would tell them.
 */
export const hiddenStatement = (dialect: DialogsDialect, selection: Selection, limit: number): SQL => {
  const { level } = selection.scope;
  const meets = conditionsOf(dialect, selection);
  const byGroup = dialect.ofParties({
    columns: sql`(
      SELECT s.level FROM scope_service s WHERE s.g = p.g AND s.service = x.service_resource) AS level`,
    condition: sql`${meets} AND ${isHiddenByGroup(level)}`,
    limit,
  });
  return withRelations(
    scopeRelations(dialect, selection),
    sql`SELECT count(*) AS n, max(level) AS level FROM (
      ${byGroup}
      UNION ALL
      SELECT granted.level FROM granted ${dialect.joinDialogs("x", sql`x.seq = granted.seq`)} WHERE ${meets} AND NOT x.has_non_sensitive_title AND granted.level > ${level}
      LIMIT ${limit}) AS hidden`,
  );
};

/** Rows (party, n): items in the inbox that nobody has seen, of each party of the view, counted up to `limit` each. */
export const unreadStatement = (dialect: DialogsDialect, view: View, limit: number): SQL => {
  const { level } = view.scope;
  const start = startOf(dialect, { ...view, filter: {}, search: null });
  const unread = allOf([isVisible(view.now), inFolder.INBOX, sql`NOT ${isContentSeen}`]);
  return withRelations(
    scopeRelations(dialect, view),
    sql`SELECT p.party AS party, (SELECT count(*) FROM (
        SELECT x.seq FROM dialog x WHERE x.party = p.party AND ${unread} AND ${isGivenByGroup(level, start)}
        LIMIT ${limit}) AS unread) AS n
      FROM scope_party p
      UNION ALL
      SELECT x.party, count(*) FROM ${fromGranted(dialect, level, start)} AND ${unread} GROUP BY x.party`,
  );
};
