import { type SQL, sql } from "drizzle-orm";
import { allOf, inFolder, isVisible, keyOf, meets, stretchesAfter } from "./conditions.js";
import type { DialogsDialect, Relation } from "./dialect.js";
import { scopeParameters } from "./scope-parameters.js";
import type { FacetKey, HistoryOrder, HistoryPosition, Selection, View } from "./selection.js";

/*
 * The history's statements. Each begins with the scope as relations (how many parties there are changes the bound
 * values, not the text), so what a viewer may not see is never read. An item comes in by one of two arms: its party's
 * group gives its service, or it was given by itself (`granted`). The arms have nothing in common: where both give an
 * item, the one that asks for the weaker login keeps it (see scopeParameters).
 */

/** Above this many parties a search asks for its words only, and drops what the scope does not give afterwards. */
const MAX_PARTIES_IN_SEARCH = 64;

export const withRelations = (relations: readonly Relation[], select: SQL): SQL =>
  sql`WITH ${sql.join(
    relations.map(({ name, body }) => sql`${sql.identifier(name)} ${body}`),
    sql`, `,
  )} ${select}`;

/** The scope's relations, and `granted(seq, level)`: the dialogs that were given one by one, at the lowest level. */
export const scopeRelations = (dialect: DialogsDialect, view: View): Relation[] => [
  ...dialect.scope(scopeParameters(view.scope)),
  {
    name: "granted",
    body: sql`(seq, level) AS MATERIALIZED (SELECT seq, min(level) FROM (
      SELECT x.seq, i.level FROM scope_instance i CROSS JOIN dialog x
      WHERE x.instance_ref = i.ref AND x.party = i.party AND x.service_resource = i.service
      UNION ALL
      SELECT x.seq, i.level FROM scope_instance i CROSS JOIN dialog x
      WHERE x.id = i.dialog_id AND x.party = i.party AND x.service_resource = i.service
    ) AS by_ref GROUP BY seq)`,
  },
];

/** Services of the group `p.g` that need at most, or more than, the viewer's level. Looked up once a statement. */
const isOfService = (comparison: "<=" | ">", level: number): SQL =>
  sql`((p.g, x.service_resource) IN (
    SELECT g, service FROM scope_service WHERE level ${sql.raw(comparison)} ${level}) IS TRUE)`;

const isNotGranted = sql`x.seq NOT IN (SELECT seq FROM granted)`;

/** What the group `p.g` gives of its party's dialogs `x`: with its own texts, or with the non-sensitive ones. */
const isGivenByGroup = (level: number, when: { open: SQL; redacted: SQL }): SQL =>
  sql`((${isOfService("<=", level)} AND ${when.open})
    OR (x.has_non_sensitive_title AND ${isOfService(">", level)} AND ${when.redacted})) AND ${isNotGranted}`;

/** The same for what was given by itself. */
const isGrantShown = (level: number, when: { open: SQL; redacted: SQL }): SQL =>
  sql`((granted.level <= ${level} AND ${when.open})
    OR (granted.level > ${level} AND x.has_non_sensitive_title AND ${when.redacted}))`;

const ALWAYS = { open: sql`TRUE`, redacted: sql`TRUE` };

/** What was found, with whether among all its words or the open ones. An item answers with the words it shows. */
const BY_HIT = { open: sql`hit.is_open = 0`, redacted: sql`hit.is_open = 1` };

const hits = (dialect: DialogsDialect, { search, scope }: Selection): Relation[] => {
  if (search === null) return [];
  const parties = new Set([
    ...scope.groups.flatMap((group) => group.parties.map(({ urn }) => urn)),
    ...scope.instances.map(({ party }) => party.urn),
  ]);
  const asked = parties.size > MAX_PARTIES_IN_SEARCH ? [] : [...parties];
  const request = { terms: search, parties: asked };
  const nothing = sql`SELECT seq, 0 AS is_open FROM granted WHERE 1 = 0`;
  const body =
    search.length === 0
      ? nothing
      : sql`SELECT seq, 0 FROM (${dialect.search({ ...request, words: "ALL" })}) AS by_all
          UNION ALL SELECT seq, 1 FROM (${dialect.search({ ...request, words: "OPEN" })}) AS by_open`;
  return [{ name: "hit", body: sql`(seq, is_open) AS MATERIALIZED (${body})` }];
};

/** Which dialogs a statement starts from, where not from the parties' own lists. */
interface Start {
  readonly relations: readonly Relation[];
  /** A relation `hit(seq, …)` that is joined first. */
  readonly isSearch: boolean;
}

const startOf = (dialect: DialogsDialect, selection: Selection): Start => ({
  relations: hits(dialect, selection),
  isSearch: selection.search !== null,
});

/** A search goes from its hits to their dialogs, and then asks whose they are. */
const HITS_OF_GROUPS = sql`hit CROSS JOIN dialog x CROSS JOIN scope_party p
  WHERE x.seq = hit.seq AND p.party = x.party`;

const grantFrom = (isSearch: boolean): SQL =>
  isSearch
    ? sql`granted CROSS JOIN dialog x CROSS JOIN hit WHERE x.seq = granted.seq AND hit.seq = x.seq`
    : sql`granted CROSS JOIN dialog x WHERE x.seq = granted.seq`;

const conditionsOf = (dialect: DialogsDialect, selection: Selection): SQL =>
  allOf([isVisible(selection.now), ...meets(dialect, selection.filter)]);

/** Relations, and a select of (seq, sort_key, id, g, level) with at most `take` rows, in the order of the history. */
export const foundRelations = (
  dialect: DialogsDialect,
  selection: Selection,
  order: HistoryOrder,
  page: { readonly after: HistoryPosition | null; readonly take: number },
): Relation[] => {
  const { level } = selection.scope;
  const key = keyOf(order);
  const visible = conditionsOf(dialect, selection);
  const start = startOf(dialect, selection);
  const when = start.isSearch ? BY_HIT : ALWAYS;
  const stretches = stretchesAfter(order, page.after);

  const arms = stretches.map(({ name, conditions }) => {
    const condition = allOf([visible, ...conditions, isGivenByGroup(level, when)]);
    return start.isSearch
      ? {
          relations: [],
          select: sql`SELECT x.seq, ${key} AS sort_key, x.id, p.g FROM ${HITS_OF_GROUPS} AND ${condition}`,
        }
      : dialect.topOfParties({ key, direction: order.direction, condition, take: page.take, name });
  });
  const grants = stretches.map(
    ({ conditions }) =>
      sql`SELECT x.seq, ${key} AS sort_key, x.id, CAST(NULL AS integer) AS g, granted.level AS level
        FROM ${grantFrom(start.isSearch)} AND ${allOf([visible, ...conditions, isGrantShown(level, when)])}`,
  );
  const groups = arms.map(
    ({ select }) =>
      sql`SELECT seq, sort_key, id, g, CAST(NULL AS integer) AS level FROM (${select}) AS by_group`,
  );
  const direction = sql.raw(order.direction);
  return [
    ...scopeRelations(dialect, selection),
    ...start.relations,
    ...arms.flatMap(({ relations }) => relations),
    {
      name: "found",
      body: sql`(seq, sort_key, id, g, level) AS MATERIALIZED (
        SELECT * FROM (${sql.join([...groups, ...grants], sql` UNION ALL `)}) AS arms
        ORDER BY (sort_key IS NULL), sort_key ${direction}, id ${direction} LIMIT ${page.take})`,
    },
  ];
};

/** The rows of `found`, with the texts that the viewer's login may see. @param columns of `dialog d`, the texts left out */
export const historyRows = (found: readonly Relation[], columns: SQL, level: number, orderBy: SQL): SQL =>
  withRelations(
    found,
    sql`SELECT ${columns},
        CASE WHEN page.level <= ${level} THEN d.title ELSE d.non_sensitive_title END AS title,
        CASE WHEN page.level <= ${level} THEN d.summary ELSE d.non_sensitive_summary END AS summary,
        page.level AS required_level
      FROM (
        SELECT found.seq, found.sort_key, found.id, coalesce(found.level, (
          SELECT s.level FROM scope_service s, dialog d
          WHERE d.seq = found.seq AND s.g = found.g AND s.service = d.service_resource)) AS level
        FROM found) AS page
      JOIN dialog d ON d.seq = page.seq ORDER BY ${orderBy}`,
  );

/** The order of `historyRows` of a page. */
export const pageOrder = ({ direction }: HistoryOrder): SQL =>
  sql`(page.sort_key IS NULL), page.sort_key ${sql.raw(direction)}, page.id ${sql.raw(direction)}`;

/** The relation `matching`: what the viewer may see of a selection, in no order, at most `limit` of it. */
const matchingRelations = (
  dialect: DialogsDialect,
  selection: Selection,
  columns: SQL,
  limit: number,
): Relation[] => {
  const { level } = selection.scope;
  const visible = conditionsOf(dialect, selection);
  const start = startOf(dialect, selection);
  const when = start.isSearch ? BY_HIT : ALWAYS;
  const condition = allOf([visible, isGivenByGroup(level, when)]);
  const byGroup = start.isSearch
    ? sql`SELECT ${columns} FROM ${HITS_OF_GROUPS} AND ${condition}`
    : dialect.ofParties({ columns, condition, limit });
  return [
    ...scopeRelations(dialect, selection),
    ...start.relations,
    {
      name: "matching",
      body: sql`AS MATERIALIZED (
        ${byGroup}
        UNION ALL
        SELECT ${columns} FROM ${grantFrom(start.isSearch)} AND ${visible} AND ${isGrantShown(level, when)}
        LIMIT ${limit})`,
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

const facetSelect = (dialect: DialogsDialect, by: FacetKey): SQL => {
  if (by === "FOLDER") {
    const folders = Object.entries(inFolder).map(
      ([folder, isIn]) =>
        sql`SELECT 'FOLDER' AS facet, ${sql.raw(`'${folder}'`)} AS value, count(*) AS n FROM matching x WHERE ${isIn}`,
    );
    return sql.join(folders, sql` UNION ALL `);
  }
  const value = by === "YEAR" ? dialect.yearOf(sql`x.content_updated_at`) : FACET_COLUMNS[by];
  return sql`SELECT ${sql.raw(`'${by}'`)} AS facet, ${value} AS value, count(*) AS n FROM matching x GROUP BY ${value}`;
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
  const visible = conditionsOf(dialect, selection);
  const byGroup = dialect.ofParties({
    columns: sql`(
      SELECT s.level FROM scope_service s WHERE s.g = p.g AND s.service = x.service_resource) AS level`,
    condition: sql`${visible} AND NOT x.has_non_sensitive_title AND ${isOfService(">", level)} AND ${isNotGranted}`,
    limit,
  });
  return withRelations(
    scopeRelations(dialect, selection),
    sql`SELECT count(*) AS n, max(level) AS level FROM (
      ${byGroup}
      UNION ALL
      SELECT granted.level FROM ${grantFrom(false)} AND ${visible} AND NOT x.has_non_sensitive_title
        AND granted.level > ${level}
      LIMIT ${limit}) AS hidden`,
  );
};
