import { type SQL, sql } from "drizzle-orm";
import { allOf, isPutAway, isVisible } from "../conditions.js";
import type { DialogsDialect } from "../dialect.js";
import { found, rowsOf } from "../page.js";
import type { ScopeParameters } from "../scope-parameters.js";
import {
  fromGranted,
  isGivenByGroup,
  isHiddenByGroup,
  ofGranted,
  scopeRelations,
  startOf,
  unionAll,
  withRelations,
} from "../scope-sql.js";
import type { View } from "../selection.js";
import type { AgendaPosition, DeadlineSelection } from "./selection.js";

/*
 * Deadlines are `t`, their dialogs `x`. Whether a deadline may be seen is asked of its dialog, as everywhere: by its
 * party's group, or because the dialog was given by itself.
 */

const onDeadline = (
  dialect: DialogsDialect,
  { filter: { from, to, kinds, isMet }, now }: DeadlineSelection,
): SQL =>
  allOf([
    ...(isMet === null ? [] : [sql.raw(isMet ? "t.met_at IS NOT NULL" : "t.met_at IS NULL")]),
    ...(from === null ? [] : [sql`t.due_at >= ${from}`]),
    ...(to === null ? [] : [sql`t.due_at <= ${to}`]),
    ...(kinds === null ? [] : [dialect.isIn(sql`t.kind`, kinds, "text")]),
    // When the time for an appeal is over nothing is left to be done: it is not overdue.
    ...(from === null && isMet === false
      ? [sql`(t.kind IS NULL OR t.kind <> 'APPEAL' OR t.due_at >= ${now})`]
      : []),
  ]);

const onDialog = ({ now, filter }: DeadlineSelection): SQL =>
  allOf([isVisible(now), ...(filter.withPutAway ? [] : [sql`NOT ${isPutAway}`])]);

const anywhere = (dialect: DialogsDialect, view: View) =>
  startOf(dialect, { ...view, filter: {}, search: null });

/** A select of columns of `gr(seq, level)` and `t`: deadlines of dialogs that were given by themselves, if any were. */
const grantedArm = (
  dialect: DialogsDialect,
  view: View,
  columns: SQL,
  dialogs: SQL,
  deadlines: SQL,
): readonly SQL[] =>
  ofGranted(
    view.scope,
    () => sql`SELECT ${columns} FROM (
      SELECT x.seq AS seq, granted.level AS level
      FROM ${fromGranted(dialect, view.scope.level, anywhere(dialect, view))} AND ${dialogs}) AS gr
    JOIN deadline t ON t.dialog_seq = gr.seq WHERE ${deadlines}`,
  );

/** The columns of deadline `t`, under names of their own. */
export const DEADLINE_COLUMNS = sql.raw(
  [
    "id",
    "dialog_seq",
    "key",
    "kind",
    "due_at",
    "amount",
    "currency",
    "kid",
    "account",
    "is_met_by_owner_only",
    "owner_met_at",
    "met_at",
    "met_by",
    "since",
    "changed_at",
    "sequence",
  ]
    .map((name) => `t.${name} AS t_${name}`)
    .join(", "),
);

const SOONEST_FIRST = sql`ORDER BY found.sort_key, found.id`;

/** A page of deadlines with their items, soonest first. @param columns of `dialog d` */
export const agendaStatement = (
  dialect: DialogsDialect,
  columns: SQL,
  selection: DeadlineSelection,
  { after, take }: { readonly after: AgendaPosition | null; readonly take: number },
): SQL => {
  const { level } = selection.scope;
  const start = anywhere(dialect, selection);
  const deadlines = allOf([
    onDeadline(dialect, selection),
    ...(after === null ? [] : [sql`(t.due_at, t.id) > (${after.dueAt}, ${after.id})`]),
  ]);
  const dialogs = onDialog(selection);
  const top = dialect.topDeadlines({
    condition: sql`${deadlines} AND ${dialogs} AND ${isGivenByGroup(dialect, selection.scope, start)}`,
    isOpenOnly: selection.filter.isMet === false,
    take,
  });
  const byGroup = sql`SELECT seq, sort_key, id, g, CAST(NULL AS integer) AS level FROM (${top.select}) AS tops`;
  const granted = grantedArm(
    dialect,
    selection,
    sql`gr.seq, t.due_at AS sort_key, t.id, CAST(NULL AS integer) AS g, gr.level AS level`,
    dialogs,
    deadlines,
  );
  return rowsOf(
    dialect,
    [
      ...scopeRelations(dialect, selection),
      ...top.relations,
      found([byGroup, ...granted], sql`ORDER BY arms.sort_key, arms.id LIMIT ${take}`),
    ],
    sql`${columns}, ${DEADLINE_COLUMNS}`,
    level,
    sql`JOIN deadline t ON t.id = found.id ${SOONEST_FIRST}`,
  );
};

/** Some of a scope's parties, and which of their deadlines are looked at. */
export interface DeadlinePiece {
  readonly parameters: ScopeParameters;
  /** Whether what was given by itself is counted with them. */
  readonly withGranted: boolean;
  /** Where the piece before ended; `null`: this is the first. */
  readonly after: AgendaPosition | null;
  /** Of each party so many are looked at, the soonest first. */
  readonly window: number;
  /** More than so many are not counted. */
  readonly limit: number;
}

/** How far a party was looked at that has more. */
export interface DeadlineEdge {
  readonly party: string;
  readonly after: AgendaPosition;
}

/** Of a row (party, edge) of a piece's statement; `null`: it is none. */
export const deadlineEdgeOf = ({
  party,
  edge,
}: {
  readonly party: string | null;
  readonly edge: string | null;
}): DeadlineEdge | null =>
  party === null || edge === null
    ? null
    : { party, after: { dueAt: Number(edge.slice(0, 15)), id: edge.slice(15) } };

const NO_EDGE = sql`CAST(NULL AS text) AS party, CAST(NULL AS text) AS edge`;

const edges = (columns: SQL): SQL =>
  sql`UNION ALL SELECT ${columns}, party, edge FROM deadline_window WHERE edge IS NOT NULL`;

/** The deadlines of a piece that its parties' groups give, or would give. */
const ofPiece = (
  dialect: DialogsDialect,
  selection: DeadlineSelection,
  { after, window, limit }: DeadlinePiece,
  columns: SQL,
  isOfGroup: SQL,
): ReturnType<DialogsDialect["deadlinesOfParties"]> => {
  const { from, to, isMet } = selection.filter;
  const among = [
    ...(isMet === false ? [sql`t.met_at IS NULL`] : []),
    ...(from === null ? [] : [sql`t.due_at >= ${from}`]),
    ...(to === null ? [] : [sql`t.due_at <= ${to}`]),
    ...(after === null ? [] : [sql`(t.due_at, t.id) > (${after.dueAt}, ${after.id})`]),
  ];
  return dialect.deadlinesOfParties({
    columns,
    condition: allOf([...among, onDeadline(dialect, selection), onDialog(selection), isOfGroup]),
    isOpenOnly: isMet === false,
    limit,
    window: { size: window, among: allOf(among) },
  });
};

/** Rows (kind, n, overdue) of a piece, and one (…, party, edge) for each party that has more. */
export const agendaCountStatement = (
  dialect: DialogsDialect,
  selection: DeadlineSelection,
  piece: DeadlinePiece,
): SQL => {
  const start = anywhere(dialect, selection);
  const columns = sql`t.kind AS kind, t.due_at AS due_at, t.met_at AS met_at`;
  const isGiven = isGivenByGroup(dialect, selection.scope, start);
  const byGroup = ofPiece(dialect, selection, piece, columns, isGiven);
  const isOverdue = sql`met_at IS NULL AND due_at < ${selection.now} AND (kind IS NULL OR kind <> 'APPEAL')`;
  const [deadlines, dialogs] = [onDeadline(dialect, selection), onDialog(selection)];
  const granted = grantedArm(dialect, selection, columns, dialogs, deadlines);
  return withRelations(
    [...scopeRelations(dialect, selection, piece.parameters), ...byGroup.relations],
    sql`SELECT kind, count(*) AS n, sum(CASE WHEN ${isOverdue} THEN 1 ELSE 0 END) AS overdue, ${NO_EDGE} FROM (
      ${unionAll(sql`SELECT * FROM (${byGroup.select}) AS by_group`, piece.withGranted ? granted : [])}
      LIMIT ${piece.limit}) AS matching GROUP BY kind ${edges(sql`NULL, 0, 0`)}`,
  );
};

/**
 * One row (n, level): a piece's deadlines that a stronger login would add, and the level that shows all of them; and one
 * (…, party, edge) for each party that has more.
 */
export const hiddenDeadlinesStatement = (
  dialect: DialogsDialect,
  selection: DeadlineSelection,
  piece: DeadlinePiece,
): SQL => {
  const { scope } = selection;
  const [deadlines, dialogs] = [onDeadline(dialect, selection), onDialog(selection)];
  const columns = sql`(
      SELECT s.level FROM scope_service s WHERE s.g = p.g AND s.service = x.service_resource) AS level`;
  const byGroup = ofPiece(dialect, selection, piece, columns, isHiddenByGroup(scope));
  const granted = ofGranted(
    scope,
    () => sql`SELECT granted.level FROM granted ${dialect.joinDialogs("x", sql`x.seq = granted.seq`)}
      JOIN deadline t ON t.dialog_seq = x.seq
      WHERE ${deadlines} AND ${dialogs} AND NOT x.has_non_sensitive_title AND granted.level > ${scope.level}`,
  );
  return withRelations(
    [...scopeRelations(dialect, selection, piece.parameters), ...byGroup.relations],
    sql`SELECT count(*) AS n, max(level) AS level, ${NO_EDGE} FROM (
      ${unionAll(sql`SELECT * FROM (${byGroup.select}) AS by_group`, piece.withGranted ? granted : [])}
      LIMIT ${piece.limit}) AS hidden ${edges(sql`0, NULL`)}`,
  );
};
