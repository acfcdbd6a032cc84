import { type SQL, sql } from "drizzle-orm";
import { SYSTEM_LABEL_BITS, type SystemLabel } from "../../../drizzle/dialogs/values.js";
import { isOfSeveral, LAST_MOMENT } from "../rules/order.js";
import type { DialogsDialect } from "./dialect.js";
import type {
  HistoryFilter,
  HistoryFolder,
  HistoryOrder,
  HistoryOrderField,
  HistoryPosition,
  OwnFilter,
} from "./selection.js";

/*
 * Conditions on one dialog, which every statement calls `x`. The columns that come with the index dialog_by_party are
 * enough for most of them.
 */

export const allOf = (conditions: readonly SQL[]): SQL =>
  conditions.length === 0 ? sql`TRUE` : sql.join([...conditions], sql` AND `);

/**
 * What is only looked at in what an index gives, and nothing is looked up by: PostgreSQL 18 would skip through the index
 * for each column of it that a condition names, at four times the cost of passing the few that do not meet it.
 */
const onlySeen = (condition: SQL): SQL => sql`((${condition}) IS TRUE)`;

const has = (...labels: SystemLabel[]): SQL =>
  sql.raw(`(x.system_labels & ${labels.reduce((mask, label) => mask | SYSTEM_LABEL_BITS[label], 0)}) <> 0`);

export const isPutAway = has("BIN", "ARCHIVE");

/** Views as Arbeidsflate has them: what was sent is in `SENT` wherever else it lies. */
export const inFolder: Readonly<Record<HistoryFolder, SQL>> = {
  INBOX: sql`(NOT ${isPutAway} AND x.status <> 'DRAFT')`,
  DRAFTS: onlySeen(sql`NOT ${isPutAway} AND x.status = 'DRAFT'`),
  SENT: has("SENT"),
  ARCHIVE: has("ARCHIVE"),
  BIN: has("BIN"),
};

/** Seen by somebody since its content last changed, and not marked as unopened. */
export const isContentSeen = onlySeen(
  sql`x.is_seen_since_last_content_update AND NOT ${has("MARKED_AS_UNOPENED")}`,
);

/** There at this moment, for people unless said otherwise. */
export const isVisible = (
  now: number,
  options: { readonly withApiOnly: boolean } = { withApiOnly: false },
): SQL =>
  sql`x.deleted_at IS NULL AND ${options.withApiOnly ? sql`TRUE` : onlySeen(sql`NOT x.is_api_only`)}
    AND (x.visible_from IS NULL OR x.visible_from <= ${now}) AND (x.expires_at IS NULL OR x.expires_at > ${now})`;

/** The dialogs that have a label of this owner's. */
export const withOwnLabel = (owner: string, labelId: string): SQL =>
  sql`SELECT l.dialog_seq AS seq FROM own_labeling l WHERE l.owner = ${owner} AND l.label_id = ${labelId}`;

/** What a viewer asks of their own state: each lookup names the owner. */
const meetsOwn = ({ owner, isSeen, labels }: OwnFilter): SQL[] => [
  ...(isSeen === undefined
    ? []
    : [
        sql`${sql.raw(isSeen ? "" : "NOT")} EXISTS (SELECT 1 FROM own_seen s
          WHERE s.owner = ${owner} AND s.dialog_seq = x.seq AND s.seen_at >= x.content_updated_at)`,
      ]),
  ...(labels ?? []).map((id) => sql`x.seq IN (${withOwnLabel(owner, id)})`),
];

/** Adds a condition for each value that is asked for. */
const gather = (conditions: SQL[]) => {
  return <T>(value: T | undefined, condition: (value: T) => SQL): void => {
    if (value !== undefined) conditions.push(condition(value));
  };
};

/** What a filter asks of status, labels and sight: the same for all dialogs of a lane (see ways.ts). */
export const meetsLane = (dialect: DialogsDialect, filter: HistoryFilter): SQL[] => {
  const conditions: SQL[] = [];
  const add = gather(conditions);
  add(filter.status, (status) => onlySeen(dialect.isIn(sql`x.status`, status, "text")));
  add(filter.folder, (folder) => inFolder[folder]);
  for (const label of filter.systemLabel ?? []) conditions.push(has(label));
  add(filter.isContentSeen, (isSeen) => (isSeen ? isContentSeen : sql`NOT ${isContentSeen}`));
  add(filter.isOpen, (isOpen) => {
    const open = sql`(x.status <> 'COMPLETED' AND NOT ${isPutAway})`;
    return isOpen ? open : sql`NOT ${open}`;
  });
  return conditions;
};

/** Whether a filter asks for anything that `meetsLane` looks at. */
export const isAboutLane = (filter: HistoryFilter): boolean =>
  filter.status !== undefined ||
  filter.folder !== undefined ||
  (filter.systemLabel ?? []).length > 0 ||
  filter.isContentSeen !== undefined ||
  filter.isOpen !== undefined;

const COLUMNS: Readonly<Record<HistoryOrderField, SQL>> = {
  CONTENT_UPDATED_AT: sql`x.content_updated_at`,
  CREATED_AT: sql`x.created_at`,
  UPDATED_AT: sql`x.updated_at`,
  DUE_AT: sql`x.due_at`,
};

/** From when until when a filter asks for each moment, inclusive. */
export const momentsOf = (
  filter: HistoryFilter,
): readonly (readonly [HistoryOrderField, number | undefined, number | undefined])[] => [
  ["CREATED_AT", filter.createdAfter, filter.createdBefore],
  ["CONTENT_UPDATED_AT", filter.updatedAfter, filter.updatedBefore],
  ["UPDATED_AT", filter.changedAfter, filter.changedBefore],
  ["DUE_AT", filter.dueAfter, filter.dueBefore],
];

/** What a filter asks of a moment. */
export const boundsOf = (filter: HistoryFilter, field: HistoryOrderField): SQL[] =>
  momentsOf(filter).flatMap(([of, after, before]) => [
    ...(of !== field || after === undefined ? [] : [sql`${COLUMNS[field]} >= ${after}`]),
    ...(of !== field || before === undefined ? [] : [sql`${COLUMNS[field]} <= ${before}`]),
  ]);

/**
 * What a filter asks of a dialog.
 * @param by the moment that the index goes by which is read
 */
export const meets = (
  dialect: DialogsDialect,
  filter: HistoryFilter,
  by: HistoryOrderField | null = null,
): SQL[] => {
  const conditions = meetsLane(dialect, filter);
  const add = gather(conditions);
  add(filter.owner, (owner) => onlySeen(dialect.isIn(sql`x.org`, owner, "text")));
  add(filter.source, (source) => onlySeen(dialect.isIn(sql`x.source_id`, source, "text")));
  add(filter.process, (process) => dialect.isIn(sql`x.process`, [process], "text"));
  const addOf = (field: HistoryOrderField, asked: readonly SQL[]): void => {
    conditions.push(...(field === by ? asked : asked.map(onlySeen)));
  };
  for (const [field] of momentsOf(filter)) addOf(field, boundsOf(filter, field));
  const { hasDue } = filter;
  if (hasDue !== undefined) addOf("DUE_AT", [hasDue ? sql`x.due_at IS NOT NULL` : sql`x.due_at IS NULL`]);
  add(filter.extendedStatus, (codes) => dialect.isIn(sql`x.extended_status_code`, codes, "text"));
  add(filter.externalReference, (reference) => dialect.isIn(sql`x.external_reference`, [reference], "text"));
  if (filter.own !== undefined) conditions.push(...meetsOwn(filter.own));
  return conditions;
};

/**
 * What an order sorts by: a column, read from its index; or, of several fields, one text of all their moments
 * (`sortTextOf` in rules/order.ts), which no index has.
 */
export const keyOf = (dialect: DialogsDialect, order: HistoryOrder): SQL => {
  const { field, direction, then = [] } = order;
  if (then.length === 0) return COLUMNS[field];
  const parts = [{ field, direction }, ...then].map((part) => {
    const moment = COLUMNS[part.field];
    const rising = part.direction === direction ? moment : sql`${LAST_MOMENT} - ${moment}`;
    const missing = direction === "ASC" ? LAST_MOMENT : 0;
    return dialect.fifteenDigits(sql`coalesce(${rising}, ${missing})`);
  });
  return sql`(${sql.join(parts, sql` || `)})`;
};

/**
 * A stretch of an order: the items that have the moment, and after them, where it may be missing, those that have not.
 * Each is read from the index in its order.
 */
export interface Stretch {
  readonly name: "dated" | "undated";
  readonly sortsBy: "MOMENT" | "TEXT" | "ID";
  /** Where it begins, and what it holds: the order's index alone decides it. */
  readonly conditions: readonly SQL[];
}

/** The stretches of an order that come after a position, and where a filter leaves anything. */
export const stretchesAfter = (
  key: SQL,
  order: HistoryOrder,
  after: HistoryPosition | null,
  filter: HistoryFilter,
): Stretch[] => {
  const beyond = sql.raw(order.direction === "ASC" ? ">" : "<");
  const isNullable = order.field === "DUE_AT" && !isOfSeveral(order);
  const dated: Stretch = {
    name: "dated",
    sortsBy: isOfSeveral(order) ? "TEXT" : "MOMENT",
    conditions: [
      ...(isNullable ? [sql`${key} IS NOT NULL`] : []),
      ...(after === null ? [] : [sql`(${key}, x.id) ${beyond} (${after.at}, ${after.id})`]),
    ],
  };
  const undated: Stretch = {
    name: "undated",
    sortsBy: "ID",
    conditions: [
      sql`${key} IS NULL`,
      ...(after === null || after.at !== null ? [] : [sql`x.id ${beyond} ${after.id}`]),
    ],
  };
  if (!isNullable) return [dated];
  if (filter.hasDue === false || (after !== null && after.at === null)) return [undated];
  const isBounded = filter.hasDue === true || filter.dueAfter !== undefined || filter.dueBefore !== undefined;
  return isBounded ? [dated] : [dated, undated];
};
