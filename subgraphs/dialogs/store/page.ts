import { type SQL, sql } from "drizzle-orm";
import type { Scope } from "../../../schema/scope.js";
import { allOf, boundsOf, isVisible, keyOf, stretchesAfter } from "./conditions.js";
import type { DialogsDialect, Relation, Way } from "./dialect.js";
import {
  conditionsOf,
  fromDialogs,
  fromGranted,
  fromHits,
  isGivenByGroup,
  ofGranted,
  relationsOf,
  type Start,
  startOf,
  withRelations,
} from "./scope-sql.js";
import type { HistoryOrder, HistoryPosition, Selection, View } from "./selection.js";
import { hasMoments, isOfOneRow } from "./ways.js";

/** How the arms of one stretch of an order are made. */
export interface Arm {
  readonly dialect: DialogsDialect;
  readonly scope: Scope;
  readonly start: Start;
  readonly key: SQL;
  readonly condition: SQL;
}

/** A select of (seq, sort_key, id, g, level) of what was given by itself, where anything was. */
const grantedArm = ({ dialect, scope, start, key, condition }: Arm): readonly SQL[] =>
  ofGranted(
    scope,
    () => sql`SELECT x.seq, ${key} AS sort_key, x.id, CAST(NULL AS integer) AS g, granted.level AS level
    FROM ${fromGranted(dialect, scope.level, start)} AND ${condition}`,
  );

/** Selects of (seq, sort_key, id, g, level) by each arm, from a start's hits. */
export const armsFromHits = (arm: Arm): SQL[] => [
  sql`SELECT x.seq, ${arm.key} AS sort_key, x.id, p.g, CAST(NULL AS integer) AS level
    FROM ${fromHits(arm.dialect)} AND ${arm.condition} AND ${isGivenByGroup(arm.dialect, arm.scope, arm.start)}`,
  ...grantedArm(arm),
];

export const found = (arms: readonly SQL[], end: SQL): Relation => ({
  name: "found",
  body: sql`(seq, sort_key, id, g, level) AS MATERIALIZED (
    SELECT * FROM (${sql.join([...arms], sql` UNION ALL `)}) AS arms ${end})`,
});

/**
 * The rows of `found`, with the texts that the viewer's login may see.
 * @param columns of `dialog d`, but those texts
 * @param end what else is joined, and the order
 */
export const rowsOf = (
  dialect: DialogsDialect,
  relations: readonly Relation[],
  columns: SQL,
  level: number,
  end: SQL,
): SQL => {
  const required = sql`coalesce(found.level, s.level)`;
  return withRelations(
    relations,
    sql`SELECT ${columns},
        CASE WHEN ${required} <= ${level} THEN d.title ELSE d.non_sensitive_title END AS title,
        CASE WHEN ${required} <= ${level} THEN d.summary ELSE d.non_sensitive_summary END AS summary,
        ${required} AS required_level
      FROM found ${dialect.joinDialogs("d", sql`d.seq = found.seq`)}
      LEFT JOIN scope_service s ON s.g = found.g AND s.service = d.service_resource ${end}`,
  );
};

/** A page, and how it is read. */
export interface PageRequest {
  readonly order: HistoryOrder;
  readonly after: HistoryPosition | null;
  readonly take: number;
  readonly way: Way;
  /** How many dialogs of each row of the way may be looked at; `null`: all of them. */
  readonly window: number | null;
  /** What a dialog must meet beside the selection; none by default. */
  readonly conditions?: readonly SQL[];
}

/**
 * A page of the history, at most `take` rows after a position. With a window each row also has `edge_dated` and
 * `edge_undated`: how far back everybody was looked at, by moment and by id; NULL where everybody was looked at whole.
 */
export const pageStatement = (
  dialect: DialogsDialect,
  columns: SQL,
  selection: Selection,
  { order, after, take, way, window, conditions: others = [] }: PageRequest,
): SQL => {
  const { scope } = selection;
  const key = keyOf(dialect, order);
  const start = startOf(dialect, selection);
  const meets = allOf([
    conditionsOf(dialect, selection, start.hit === null ? way.field : null),
    ...others,
    ...(start.hit !== null || hasMoments(way, selection, order) ? [] : [dialect.isOfTable]),
  ]);
  const isOfOne = isOfOneRow(way, selection);

  const relations: Relation[] = [];
  const edges = { dated: sql`NULL`, undated: sql`NULL` };
  const arms = stretchesAfter(key, order, after, selection.filter).flatMap(
    ({ name, sortsBy, conditions }) => {
      const condition = allOf([meets, ...conditions]);
      const arm = { dialect, scope, start, key, condition };
      if (start.hit !== null) return armsFromHits(arm);
      const among = allOf([
        sql`x.deleted_at IS NULL`,
        ...boundsOf(selection.filter, order.field),
        ...conditions,
      ]);
      const top = dialect.topOf({
        way,
        isOfOne,
        key,
        sortsBy,
        direction: order.direction,
        condition: sql`${condition} AND ${isGivenByGroup(dialect, scope, start)}`,
        take,
        window: window === null ? null : { size: window, edge: sortsBy === "ID" ? sql`x.id` : key, among },
        name,
      });
      relations.push(...top.relations);
      edges[name] = top.edge;
      const byGroup = sql`SELECT seq, sort_key, id, g, CAST(NULL AS integer) AS level FROM (${top.select}) AS tops`;
      return [byGroup, ...grantedArm(arm)];
    },
  );

  const direction = sql.raw(order.direction);
  const inOrder = (of: SQL): SQL =>
    sql`ORDER BY (${of}.sort_key IS NULL), ${of}.sort_key ${direction}, ${of}.id ${direction}`;
  return rowsOf(
    dialect,
    [
      ...relationsOf(dialect, selection, start),
      ...(start.hit === null ? way.relations : []),
      ...relations,
      found(arms, sql`${inOrder(sql`arms`)} LIMIT ${take}`),
    ],
    window === null
      ? columns
      : sql`${columns}, ${edges.dated} AS edge_dated, ${edges.undated} AS edge_undated`,
    scope.level,
    inOrder(sql`found`),
  );
};

/** Dialogs by id, as far as the viewer may see them; in no order. */
export const byIdsStatement = (
  dialect: DialogsDialect,
  columns: SQL,
  view: View,
  ids: readonly string[],
  options: { readonly withApiOnly: boolean },
): SQL => {
  const { scope } = view;
  const start = fromDialogs(sql`SELECT x.seq FROM dialog x WHERE ${dialect.isIn(sql`x.id`, ids, "id")}`);
  const condition = isVisible(view.now, options);
  const arms = armsFromHits({ dialect, scope, start, key: sql`x.content_updated_at`, condition });
  return rowsOf(
    dialect,
    [...relationsOf(dialect, view, start), found(arms, sql``)],
    columns,
    scope.level,
    sql``,
  );
};
