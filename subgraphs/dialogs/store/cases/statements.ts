import { type SQL, sql } from "drizzle-orm";
import { isVisible } from "../conditions.js";
import { DEADLINE_COLUMNS } from "../deadlines/statements.js";
import type { DialogsDialect, Relation } from "../dialect.js";
import { armsFromHits, found, rowsOf } from "../page.js";
import {
  fromDialogs,
  isHiddenByGroup,
  ofGranted,
  relationsOf,
  type Start,
  unionAll,
  withRelations,
} from "../scope-sql.js";
import type { View } from "../selection.js";

/*
 * A case is looked up party by party, in an index that begins with the process: what others have in it costs nothing,
 * and is not looked at.
 */

/** The processes of a case, and by which column they are looked up. */
interface Named {
  readonly column: "process" | "preceding_process";
  readonly processes: readonly string[];
}

/** From the viewer's dialogs of these processes: their parties', and those that were given by themselves. */
const startOfCase = (dialect: DialogsDialect, { scope }: View, named: readonly Named[]): Start =>
  fromDialogs(
    sql.join(
      named.flatMap(({ column, processes }) => {
        const isOf = dialect.isIn(sql`x.${sql.identifier(column)}`, processes, "text");
        return [
          sql`SELECT x.seq FROM scope_party p ${dialect.joinDialogs("x", sql`x.party = p.party AND ${isOf}`)}`,
          ...ofGranted(
            scope,
            () =>
              sql`SELECT x.seq FROM granted ${dialect.joinDialogs("x", sql`x.seq = granted.seq AND ${isOf}`)}`,
          ),
        ];
      }),
      sql` UNION `,
    ),
  );

const armsOf = (dialect: DialogsDialect, view: View, start: Start, key: SQL, condition: SQL): SQL[] =>
  armsFromHits({
    dialect,
    scope: view.scope,
    start,
    key,
    condition: sql`${isVisible(view.now)} AND ${condition}`,
  });

const ofProcesses = (processes: readonly string[]): readonly Named[] => [{ column: "process", processes }];

/** The relations up to `found`: the items of these processes that the viewer may see. */
const itemRelations = (dialect: DialogsDialect, view: View, named: readonly Named[]): Relation[] => {
  const start = startOfCase(dialect, view, named);
  const arms = armsOf(dialect, view, start, sql`x.created_at`, sql`TRUE`);
  return [...relationsOf(dialect, view, start), found(arms, sql``)];
};

/** Rows (process, preceding_process): which processes follow which, as far as the viewer sees items that say so. */
export const linksStatement = (
  dialect: DialogsDialect,
  view: View,
  processes: readonly string[],
  limit: number,
): SQL =>
  withRelations(
    itemRelations(dialect, view, [
      { column: "process", processes },
      { column: "preceding_process", processes },
    ]),
    sql`SELECT DISTINCT d.process, d.preceding_process FROM found
      ${dialect.joinDialogs("d", sql`d.seq = found.seq`)}
      WHERE d.preceding_process IS NOT NULL LIMIT ${limit}`,
  );

/** Where an item, or an entry, lies in a case. */
export interface CasePosition {
  readonly at: number;
  readonly id: string;
}

/** The first `take` items of each process after a position, oldest first. @param columns of `dialog d` */
export const caseItemsStatement = (
  dialect: DialogsDialect,
  columns: SQL,
  view: View,
  processes: readonly string[],
  { after, take }: { readonly after: CasePosition | null; readonly take: number },
): SQL => {
  const start = startOfCase(dialect, view, ofProcesses(processes));
  const isAfter = after === null ? sql`TRUE` : sql`(x.created_at, x.id) > (${after.at}, ${after.id})`;
  const arms = armsOf(dialect, view, start, sql`x.created_at`, isAfter);
  const oldest: Relation = {
    name: "oldest",
    body: sql`(seq, sort_key, id, g, level, place) AS MATERIALIZED (
      SELECT arms.*, row_number() OVER (PARTITION BY d.process ORDER BY arms.sort_key, arms.id)
      FROM (${sql.join(arms, sql` UNION ALL `)}) AS arms ${dialect.joinDialogs("d", sql`d.seq = arms.seq`)})`,
  };
  const taken = sql`SELECT seq, sort_key, id, g, level FROM oldest WHERE place <= ${take}`;
  return rowsOf(
    dialect,
    [...relationsOf(dialect, view, start), oldest, found([taken], sql``)],
    columns,
    view.scope.level,
    sql`ORDER BY found.sort_key, found.id`,
  );
};

/** Rows (process, party, org, status, n, first_at, last_at) over at most `limit` items. */
export const caseFactsStatement = (
  dialect: DialogsDialect,
  view: View,
  processes: readonly string[],
  limit: number,
): SQL =>
  withRelations(
    itemRelations(dialect, view, ofProcesses(processes)),
    sql`SELECT process, party, org, status, count(*) AS n, min(created_at) AS first_at,
        max(content_updated_at) AS last_at
      FROM (
        SELECT d.process, d.party, d.org, d.status, d.created_at, d.content_updated_at FROM found
        ${dialect.joinDialogs("d", sql`d.seq = found.seq`)} LIMIT ${limit}) AS items
      GROUP BY process, party, org, status`,
  );

/** Rows (process, n, level): what a stronger login would add to each, over at most `limit` items. */
export const caseHiddenStatement = (
  dialect: DialogsDialect,
  view: View,
  processes: readonly string[],
  limit: number,
): SQL => {
  const { scope } = view;
  const start = startOfCase(dialect, view, ofProcesses(processes));
  const isThere = isVisible(view.now);
  const byGroup = sql`SELECT x.process, (
        SELECT s.level FROM scope_service s WHERE s.g = p.g AND s.service = x.service_resource) AS level
      FROM hit ${dialect.joinDialogs("x", sql`x.seq = hit.seq`)} CROSS JOIN scope_party p
      WHERE p.party = x.party AND ${isThere} AND ${isHiddenByGroup(scope)}`;
  const granted = ofGranted(
    scope,
    () => sql`SELECT x.process, granted.level FROM hit JOIN granted ON granted.seq = hit.seq
      ${dialect.joinDialogs("x", sql`x.seq = granted.seq`)}
      WHERE ${isThere} AND NOT x.has_non_sensitive_title AND granted.level > ${scope.level}`,
  );
  return withRelations(
    relationsOf(dialect, view, start),
    sql`SELECT process, count(*) AS n, max(level) AS level FROM (
      ${unionAll(byGroup, granted)}
      LIMIT ${limit}) AS hidden GROUP BY process`,
  );
};

/** The deadlines of a case with their items, soonest first. @param columns of `dialog d` */
export const caseDeadlinesStatement = (
  dialect: DialogsDialect,
  columns: SQL,
  view: View,
  processes: readonly string[],
  take: number,
): SQL =>
  rowsOf(
    dialect,
    itemRelations(dialect, view, ofProcesses(processes)),
    sql`${columns}, ${DEADLINE_COLUMNS}`,
    view.scope.level,
    sql`JOIN deadline t ON t.dialog_seq = found.seq ORDER BY t.due_at, t.id LIMIT ${take}`,
  );

/**
 * Rows (at, kind, id, dialog_id), oldest first: each item when it was made, and, where its own texts may be seen, its
 * transmissions and activities.
 */
export const timelineStatement = (
  dialect: DialogsDialect,
  view: View,
  processes: readonly string[],
  { after, take }: { readonly after: CasePosition | null; readonly take: number },
): SQL => {
  const { level } = view.scope;
  const isAfter = after === null ? sql`TRUE` : sql`(at, id) > (${after.at}, ${after.id})`;
  const open: Relation = {
    name: "opened",
    body: sql`(seq, id, created_at, is_open) AS MATERIALIZED (
      SELECT d.seq, d.id, d.created_at, coalesce(found.level, s.level) <= ${level}
      FROM found ${dialect.joinDialogs("d", sql`d.seq = found.seq`)}
      LEFT JOIN scope_service s ON s.g = found.g AND s.service = d.service_resource)`,
  };
  const part = (table: "transmission" | "activity", kind: string): SQL =>
    sql`SELECT part.created_at AS at, ${sql.raw(`'${kind}'`)} AS kind, part.id, opened.id AS dialog_id
      FROM opened JOIN ${sql.identifier(table)} part ON part.dialog_id = opened.id WHERE opened.is_open`;
  return withRelations(
    [...itemRelations(dialect, view, ofProcesses(processes)), open],
    sql`SELECT * FROM (
      SELECT created_at AS at, 'ITEM' AS kind, id, id AS dialog_id FROM opened
      UNION ALL ${part("transmission", "TRANSMISSION")}
      UNION ALL ${part("activity", "ACTIVITY")}) AS entries
      WHERE ${isAfter} ORDER BY at, id LIMIT ${take}`,
  );
};
