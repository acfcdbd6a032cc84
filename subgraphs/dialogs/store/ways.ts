import { type SQL, sql } from "drizzle-orm";
import { isOfSeveral } from "../rules/order.js";
import { boundsOf, isAboutLane, meetsLane, momentsOf } from "./conditions.js";
import type { DialogsDialect, Relation, Way, Window } from "./dialect.js";
import type { HistoryOrder, HistoryOrderField, Selection } from "./selection.js";

/*
 * How a statement walks the scope's parties. Each way is a relation whose rows begin (party, g), and what binds a
 * dialog `x` to such a row `p`; its dialogs are then read from one index, in that index' order.
 */

const INDEX_OF: Readonly<Record<HistoryOrderField, string>> = {
  CONTENT_UPDATED_AT: "dialog_by_party",
  CREATED_AT: "dialog_by_party_created",
  UPDATED_AT: "dialog_by_party_updated",
  DUE_AT: "dialog_by_party_due",
};

/** What dialogs of one lane have in common, beside their party. */
export const LANE_COLUMNS = ["status", "system_labels", "is_seen_since_last_content_update"] as const;

const SCOPE_PARTY = "scope_party";
const LANE_INDEX = "dialog_by_party_lane";
const SERVICE_INDEX = "dialog_by_party_service";

/** Each party's dialogs in the order of a field: the way where most of what is read is given. */
export const byParty = (field: HistoryOrderField): Way => ({
  relations: [],
  from: SCOPE_PARTY,
  columns: ["party", "g"],
  prefix: sql`x.party = p.party`,
  index: INDEX_OF[field],
  field,
});

const bound = (columns: readonly string[]): SQL =>
  sql.join(
    columns.map((column) => sql`x.${sql.identifier(column)} = p.${sql.identifier(column)}`),
    sql` AND `,
  );

/** Each party's dialogs of each service of its group: for few services of very many parties. */
export const byService = (): Way => ({
  relations: [
    {
      name: "party_service",
      body: sql`(party, g, service_resource) AS MATERIALIZED (
        SELECT p.party, p.g, s.service FROM scope_party p JOIN scope_service s ON s.g = p.g)`,
    },
  ],
  from: "party_service",
  columns: ["party", "g", "service_resource"],
  prefix: bound(["party", "service_resource"]),
  index: SERVICE_INDEX,
  field: "CONTENT_UPDATED_AT",
});

/**
 * Each party's dialogs lane by lane: only those lanes that the filter can leave anything of. The lanes that there are
 * are found by stepping from one to the next in the index, however many dialogs each has.
 */
export const byLane = (dialect: DialogsDialect, { filter }: Selection): Way => {
  const columns = ["party", "g", ...LANE_COLUMNS];
  return {
    relations: [dialect.lanes("lane", LANE_COLUMNS, LANE_INDEX, meetsLane(dialect, filter))],
    from: "lane",
    columns,
    prefix: bound(["party", ...LANE_COLUMNS]),
    index: LANE_INDEX,
    field: "CONTENT_UPDATED_AT",
  };
};

/** A field that a filter bounds, other than the order's own: its index is a way of its own. */
export const boundedField = (
  { filter }: Pick<Selection, "filter">,
  order: Pick<HistoryOrder, "field"> | null,
): HistoryOrderField | null => {
  const found = momentsOf(filter).find(
    ([field, after, before]) => field !== order?.field && (after !== undefined || before !== undefined),
  );
  return found?.[0] ?? null;
};

/** Whether a way's index has the moments that a page's order and filter look at; the index by lane has all of them. */
export const hasMoments = (
  way: Way,
  { filter }: Selection,
  order: Pick<HistoryOrder, "field" | "then">,
): boolean =>
  way.index === LANE_INDEX ||
  (order.field === way.field &&
    !isOfSeveral(order) &&
    (filter.hasDue === undefined || way.field === "DUE_AT") &&
    boundedField({ filter }, way) === null);

/** Services of one group, up to which each is looked up by itself: of many parties, and of few. */
const FEW_SERVICES_OF_MANY = 2;
const FEW_SERVICES = 16;

const partiesOf = ({ scope }: Selection): number =>
  scope.groups.reduce((sum, { parties }) => sum + parties.length, 0);

/** Whether a way is known to have one row at most. */
export const isOfOneRow = (way: Way, selection: Selection): boolean =>
  way.from === SCOPE_PARTY && partiesOf(selection) <= 1;

const isOfServices = ({ scope }: Selection, most: number): boolean =>
  scope.groups.every(({ services }) => services.length <= most);

/** The way through many parties. */
export const wayOfMany = (selection: Selection, order: HistoryOrder): Way =>
  isOfServices(selection, FEW_SERVICES_OF_MANY)
    ? byService()
    : byParty(boundedField(selection, order) ?? order.field);

/** How much is looked at of parties. */
export interface WindowSizes {
  /** Up to so many parties are few: they are looked into more closely where their newest are not what was asked for. */
  readonly few: number;
  /** A party that has so many dialogs is looked at by itself, where there are many parties. */
  readonly bigParty: number;
  /** How many dialogs are looked at first of one party, and of each of very few. */
  readonly ofAll: number;
  readonly least: number;
}

export const WINDOW_SIZES: WindowSizes = { few: 64, bigParty: 2_048, ofAll: 2_048, least: 128 };

/** Whether there are so many parties that they are read one after the other, without looking at their newest first. */
export const isOfMany = (selection: Selection, { few }: Pick<WindowSizes, "few">): boolean =>
  partiesOf(selection) > few;

/** Whether what is asked for may be rare: more is asked than the order's own moment, or of few services only. */
export const mayBeRare = (selection: Selection, { field }: HistoryOrder): boolean =>
  Object.values(selection.filter).filter((value) => value !== undefined).length >
    boundsOf(selection.filter, field).length || isOfServices(selection, FEW_SERVICES);

/** How many dialogs of each of few parties are looked at first; `null`: all of them, as there are no parties. */
export const windowSizeOf = (selection: Selection, { ofAll, least }: WindowSizes): number | null => {
  const parties = partiesOf(selection);
  return parties === 0 ? null : Math.max(least, Math.floor(ofAll / parties));
};

/** The way that finds what is rare among very many. */
export const rareWay = (dialect: DialogsDialect, selection: Selection, order: HistoryOrder): Way => {
  if (isOfServices(selection, FEW_SERVICES)) return byService();
  const field = boundedField(selection, order);
  return field !== null && !isAboutLane(selection.filter) ? byParty(field) : byLane(dialect, selection);
};

/** Columns by name, of `of` where that is said. */
export const columnList = (columns: readonly string[], of?: string): SQL =>
  sql.join(
    columns.map((column) =>
      of === undefined ? sql.identifier(column) : sql`${sql.identifier(of)}.${sql.identifier(column)}`,
    ),
    sql`, `,
  );

/**
 * A way's rows, each with its edge: how far its dialogs are looked at; NULL where that is all of them.
 * @param dialog the table as `x`, with its index
 */
export const windowOf = (
  name: string,
  way: Way,
  dialog: SQL,
  { size, edge, among }: Window,
  inOrder: SQL,
): Relation => ({
  name,
  body: sql`(${columnList(way.columns)}, edge) AS MATERIALIZED (
    SELECT ${columnList(way.columns, "p")}, (
      SELECT ${edge} FROM ${dialog} WHERE ${way.prefix} AND ${among} ${inOrder} LIMIT 1 OFFSET ${size - 1})
    FROM ${sql.identifier(way.from)} p)`,
});
