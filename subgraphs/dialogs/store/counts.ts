import { type SQL, sql } from "drizzle-orm";
import { allOf, boundsOf, inFolder, isContentSeen } from "./conditions.js";
import type { DialogsDialect, Relation, Way } from "./dialect.js";
import type { ScopeParameters } from "./scope-parameters.js";
import {
  conditionsOf,
  fromGranted,
  fromHits,
  isGivenByGroup,
  isHiddenByGroup,
  isNotGranted,
  ofGranted,
  scopeRelations,
  startOf,
  unionAll,
  withRelations,
} from "./scope-sql.js";
import type { FacetKey, HistoryOrderField, Selection } from "./selection.js";
import { hasMoments } from "./ways.js";

/** What items are counted by; `LEVEL`: by the login that what is hidden needs. */
export type TallyKey = FacetKey | "LEVEL";

/** A part of a selection that is counted by one statement. */
export interface Piece {
  /** The scope's rows that it is about. */
  readonly parameters: ScopeParameters;
  readonly way: Way;
  /** The moment that the way's index goes by: a piece begins after `before`, newest first. */
  readonly field: HistoryOrderField;
  readonly before: number | null;
  /** How many dialogs of each row of the way are looked at; `null`: all that are left. */
  readonly window: number | null;
  /** Whether what was given by itself is counted as well: in one piece only. */
  readonly withGranted: boolean;
  /** More than so many items are not counted. */
  readonly limit: number;
}

/** What is counted of a selection: what the viewer sees, or what a stronger login would add. */
export type Counted = "SHOWN" | "HIDDEN";

const COLUMNS: Readonly<Record<Exclude<TallyKey, "FOLDER" | "YEAR" | "LEVEL">, string>> = {
  STATUS: "status",
  PARTY: "party",
  OWNER: "org",
  SERVICE: "service_resource",
  SOURCE: "source_id",
};

const NEEDED: Readonly<Record<TallyKey, readonly string[]>> = {
  STATUS: ["status"],
  PARTY: ["party"],
  OWNER: ["org"],
  SERVICE: ["service_resource"],
  SOURCE: ["source_id"],
  YEAR: ["content_updated_at"],
  FOLDER: ["status", "system_labels"],
  LEVEL: [],
};

/** What the indexes by other moments do not have. */
const OF_NEWEST: readonly TallyKey[] = ["OWNER", "SOURCE", "YEAR"];

/** Unseen ones are counted beside all. */
const unseen = sql`count(CASE WHEN NOT ${isContentSeen} THEN 1 END)`;

const selectOf = (dialect: DialogsDialect, key: TallyKey): SQL => {
  if (key === "FOLDER") {
    const folders = Object.entries(inFolder).map(
      ([folder, isIn]) =>
        sql`SELECT 'FOLDER' AS facet, ${sql.raw(`'${folder}'`)} AS value, count(*) AS n, ${unseen} AS unseen
          FROM matching x WHERE ${isIn}`,
    );
    return sql.join(folders, sql` UNION ALL `);
  }
  const value =
    key === "YEAR"
      ? dialect.yearOf(sql`x.content_updated_at`)
      : key === "LEVEL"
        ? sql`CAST(x.level AS text)`
        : sql`x.${sql.identifier(COLUMNS[key])}`;
  return sql`SELECT ${sql.raw(`'${key}'`)} AS facet, ${value} AS value, count(*) AS n, ${unseen} AS unseen
    FROM matching x GROUP BY ${value}`;
};

const total = sql`SELECT 'TOTAL' AS facet, NULL AS value, count(*) AS n, 0 AS unseen FROM matching`;

/** The columns of dialog `x` that keys are counted by; of nothing but the total, none. */
const columnsFor = (keys: readonly TallyKey[], level: SQL | null): SQL => {
  if (keys.length === 0) return sql`1`;
  const names = new Set([
    "seq",
    "system_labels",
    "is_seen_since_last_content_update",
    ...keys.flatMap((key) => NEEDED[key]),
  ]);
  const columns = [...names].map((name) => sql`x.${sql.identifier(name)} AS ${sql.identifier(name)}`);
  return sql.join([...columns, ...(level === null ? [] : [sql`${level} AS level`])], sql`, `);
};

const counting = (dialect: DialogsDialect, keys: readonly TallyKey[], others: readonly SQL[]): SQL =>
  sql.join([...keys.map((key) => selectOf(dialect, key)), total, ...others], sql` UNION ALL `);

/**
 * Rows (facet, value, n, unseen): of each key, one with the facet TOTAL, and for each party that was not looked at whole
 * one with the facet EDGE, whose `n` is the moment up to which it was.
 */
export const pieceStatement = (
  dialect: DialogsDialect,
  selection: Selection,
  keys: readonly TallyKey[],
  what: Counted,
  { parameters, way, field, before, window, withGranted, limit }: Piece,
): SQL => {
  const { scope } = selection;
  const { level } = scope;
  const start = { hit: null, when: null };
  const key = sql`x.${sql.identifier(field.toLowerCase())}`;
  const isBefore = before === null ? [] : [sql`${key} < ${before}`];
  const isOfIndex =
    hasMoments(way, selection, { field }) &&
    (way.field === "CONTENT_UPDATED_AT" || !keys.some((key) => OF_NEWEST.includes(key)));
  const meets = allOf([
    conditionsOf(dialect, selection, way.field),
    ...(isOfIndex ? [] : [dialect.isOfTable]),
  ]);
  const isShown = what === "SHOWN";
  const requiredLevel = sql`(SELECT s.level FROM scope_service s WHERE s.g = p.g AND s.service = x.service_resource)`;
  const columns = columnsFor(keys, isShown ? null : requiredLevel);
  const group = dialect.joinGroup(level);
  const given = isShown ? allOf([group.isGiven, ...isNotGranted(scope)]) : isHiddenByGroup(scope);
  const walked = dialect.within({
    way,
    columns,
    join: isShown ? group.join : sql``,
    condition: allOf([meets, ...isBefore, given]),
    limit,
    window:
      window === null
        ? null
        : {
            size: window,
            edge: key,
            among: allOf([sql`x.deleted_at IS NULL`, ...boundsOf(selection.filter, field), ...isBefore]),
          },
  });
  const granted = () =>
    isShown
      ? sql`SELECT ${columns} FROM ${fromGranted(dialect, level, start)} AND ${meets}`
      : sql`SELECT ${columnsFor(keys, sql`granted.level`)} FROM granted ${dialect.joinDialogs("x", sql`x.seq = granted.seq`)}
        WHERE ${meets} AND NOT x.has_non_sensitive_title AND granted.level > ${level}`;
  const relations: Relation[] = [
    ...scopeRelations(dialect, selection, parameters),
    ...way.relations,
    ...walked.relations,
    {
      name: "matching",
      // Where nothing but their number is asked for they are looked at once, and written nowhere.
      body: sql`AS ${sql.raw(keys.length === 0 ? "NOT MATERIALIZED" : "MATERIALIZED")} (
        ${unionAll(walked.select, withGranted ? ofGranted(scope, granted) : [])} LIMIT ${limit})`,
    },
  ];
  return withRelations(relations, counting(dialect, keys, walked.edges === null ? [] : [walked.edges]));
};

/** The same of a selection that starts from dialogs that are named, in one statement. */
export const namedStatement = (
  dialect: DialogsDialect,
  selection: Selection,
  keys: readonly FacetKey[],
  limit: number,
): SQL => {
  const { scope } = selection;
  const start = startOf(dialect, selection);
  const meets = conditionsOf(dialect, selection);
  const columns = columnsFor(keys, null);
  const byGroup = sql`SELECT ${columns} FROM ${fromHits(dialect)} AND ${meets} AND ${isGivenByGroup(dialect, scope, start)}`;
  const granted = ofGranted(
    scope,
    () => sql`SELECT ${columns} FROM ${fromGranted(dialect, scope.level, start)} AND ${meets}`,
  );
  return withRelations(
    [
      ...scopeRelations(dialect, selection),
      ...(start.hit === null ? [] : [start.hit]),
      {
        name: "matching",
        body: sql`AS MATERIALIZED (
          ${unionAll(byGroup, granted)} LIMIT ${limit})`,
      },
    ],
    counting(dialect, keys, []),
  );
};
