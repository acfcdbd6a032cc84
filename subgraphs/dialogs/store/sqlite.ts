import { type SQL, sql } from "drizzle-orm";
import { KeptRows, type KeptTable } from "../../../drizzle/kept-rows.js";
import { keptWith } from "../../../lib/kept-with.js";
import { LAST_MOMENT } from "../rules/order.js";
import type { DialogsDialect, Relation } from "./dialect.js";
import type { ScopeParameters } from "./scope-parameters.js";
import { sqliteIndex } from "./search/sqlite-index.js";
import { columnList, windowOf } from "./ways.js";

/*
 * A scope's parties and services are bound by group, so that SQLite parses each group once; a row of its own for each
 * would be written out and parsed again, three times as slow. Services, and parties where they are thousands, stay on the
 * connection from one statement to the next (see KeptRows).
 */

/** What each group holds, by its place or name there. */
const ofGroups = (columns: string): string =>
  `SELECT ${columns} FROM json_each(?) AS by_group CROSS JOIN json_each(by_group.value) AS each`;

const PARTIES: KeptTable = {
  name: "kept_scope_party",
  columns: "party TEXT, g INTEGER",
  key: "party, g",
  select: ofGroups("each.value, by_group.key"),
};

const SERVICES: KeptTable = {
  name: "kept_scope_service",
  columns: "g INTEGER, service TEXT, level INTEGER",
  key: "g, service",
  select: `${ofGroups("by_group.key, each.value ->> 'service', min(each.value ->> 'requiredLevel')")} GROUP BY 1, 2`,
};

const boundParties = keptWith<ScopeParameters["parties"], string>((rows) => {
  const groups: string[][] = [];
  for (const [party, g] of rows) {
    while (groups.length <= g) groups.push([]);
    groups[g]?.push(party);
  }
  return JSON.stringify(groups);
});

/** As they are: viewers bring hundreds of them, and to write these in another form takes as long as finding a page. */
const boundServices = keptWith<ScopeParameters["services"], KeptRows>(
  (services) => new KeptRows(SERVICES, JSON.stringify(services)),
);

const boundInstances = keptWith<ScopeParameters["instances"], string>((rows) => JSON.stringify(rows));

/** From so many parties on they are kept: of fewer, which are often asked for only once, it saves nothing. */
const MANY_PARTIES = 1_000;

const partiesOf = ({ parties }: Pick<ScopeParameters, "parties">): Relation => {
  const text = boundParties(parties);
  return {
    name: "scope_party",
    body:
      parties.length < MANY_PARTIES
        ? sql`(party, g) AS MATERIALIZED (
            SELECT each.value, by_group.key FROM json_each(${text}) AS by_group CROSS JOIN json_each(by_group.value) AS each)`
        : sql`(party, g) AS NOT MATERIALIZED (
            SELECT party, g FROM temp.kept_scope_party WHERE kept = ${new KeptRows(PARTIES, text)})`,
  };
};

const servicesOf = ({ services }: Pick<ScopeParameters, "services">): Relation => ({
  name: "scope_service",
  body: sql`(g, service, level) AS NOT MATERIALIZED (
    SELECT g, service, level FROM temp.kept_scope_service WHERE kept = ${boundServices(services)})`,
});

const fifteenDigits = (number: SQL): SQL => sql`printf('%015d', ${number})`;

/** Without statistics SQLite would as soon read all of a party's deadlines, the met ones too. */
const deadlineIndex = (isOpenOnly: boolean): SQL =>
  sql.raw(isOpenOnly ? "INDEXED BY deadline_open_by_party" : "INDEXED BY deadline_by_party");

export const sqliteDialect: DialogsDialect = {
  name: "sqlite",

  scope: (parameters) => [partiesOf(parameters), servicesOf(parameters)],

  instances: (instances) => ({
    name: "scope_instance",
    body: sql`(party, service, ref, dialog_id, level) AS MATERIALIZED (
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
        FROM json_each(${boundInstances(instances)}))`,
  }),

  // One step in the index of the services that are kept.
  givenByGroup(level, when) {
    const isShown =
      when === null
        ? sql`s.level <= ${level} OR x.has_non_sensitive_title`
        : sql`CASE WHEN s.level <= ${level} THEN ${when.open} ELSE x.has_non_sensitive_title AND ${when.redacted} END`;
    return sql`(SELECT ${isShown} FROM scope_service s WHERE s.g = p.g AND s.service = x.service_resource)`;
  },

  joinGroup: (level) => ({
    join: sql`CROSS JOIN scope_service s`,
    isGiven: sql`s.g = p.g AND s.service = x.service_resource AND (s.level <= ${level} OR x.has_non_sensitive_title)`,
  }),

  isIn: (column, values) => sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`,

  numbers: (values) => sql`SELECT value AS seq FROM json_each(${JSON.stringify(values)})`,

  joinDialogs: (alias, condition) => sql`CROSS JOIN dialog ${sql.raw(alias)} ON ${condition}`,

  isOfTable: sql`TRUE`,

  indexed: (name) => sql`INDEXED BY ${sql.identifier(name)}`,

  // SQLite has no lateral join: how far each row reaches is looked up first (its take-th dialog, and no further than the
  // last of the heads taken), and then everything up to there is read from the index. The heads are compared as one
  // text, so that each costs one step in the index and opens nothing: a moment in milliseconds has at most 15 digits.
  topOf: ({ way, isOfOne, key, sortsBy, direction, condition, take, window, name }) => {
    const order = sql.raw(direction);
    const columns = columnList(way.columns);
    const dialog = sql`dialog x ${sqliteDialect.indexed(way.index)}`;
    const named = (part: string) => sql.identifier(`${name}_${part}`);
    const inOrder = sql`ORDER BY ${key} ${order}, x.id ${order}`;
    const isDescending = direction === "DESC";
    const everything =
      sortsBy === "MOMENT"
        ? sql.raw(String(isDescending ? 0 : LAST_MOMENT))
        : sql.raw(isDescending ? "''" : "'~'");
    const beyond = sql.raw(isDescending ? ">=" : "<=");
    const bound =
      window === null
        ? sql`${way.prefix} AND ${condition}`
        : sql`${way.prefix} AND ${condition} AND ${window.edge} ${beyond} coalesce(p.edge, ${everything})`;
    const walked = window === null ? sql.identifier(way.from) : named("window");
    const kept = window === null ? columns : sql`${columns}, edge`;
    const place = sortsBy === "ID" ? sql`x.id` : key;
    const isCut = sortsBy === "MOMENT" ? sql`AND ${key} ${beyond} p.cut` : sql``;
    const windows = window === null ? [] : [windowOf(`${name}_window`, way, dialog, window, inOrder)];
    const edge =
      window === null
        ? sql`NULL`
        : sql`(SELECT ${isDescending ? sql`max(edge)` : sql`min(edge)`} FROM ${named("window")})`;
    if (isOfOne) {
      const select = sql`SELECT x.seq, ${key} AS sort_key, x.id, p.g FROM ${walked} p CROSS JOIN dialog x
        ON x.seq IN (SELECT x.seq FROM ${dialog} WHERE ${bound} ${inOrder} LIMIT ${take})`;
      return { relations: windows, select, edge };
    }
    return {
      relations: [
        ...windows,
        {
          name: `${name}_heads`,
          body: sql`(${kept}, rank) AS MATERIALIZED (
            SELECT p.*, (
              SELECT ${sortsBy === "TEXT" ? key : fifteenDigits(sql`coalesce(${key}, 0)`)} || x.id FROM ${dialog}
              WHERE ${bound} ${inOrder} LIMIT 1)
            FROM ${walked} p)`,
        },
        {
          name,
          body: sql`(${kept}, rank) AS MATERIALIZED (
            SELECT * FROM ${named("heads")} WHERE rank IS NOT NULL ORDER BY rank ${order} LIMIT ${take})`,
        },
        {
          name: `${name}_cut`,
          body: sql`(cut) AS MATERIALIZED (
            SELECT CASE WHEN count(*) < ${take} THEN ${isDescending ? 0 : LAST_MOMENT}
              ELSE CAST(substr(${isDescending ? sql`min(rank)` : sql`max(rank)`}, 1, 15) AS integer) END
            FROM ${sql.identifier(name)})`,
        },
        {
          name: `${name}_reach`,
          body: sql`(${kept}, reach) AS MATERIALIZED (
            SELECT ${columnList(way.columns, "p")}${window === null ? sql`` : sql`, p.edge`}, coalesce((
              SELECT ${place} FROM ${dialog} WHERE ${bound} ${isCut} ${inOrder} LIMIT 1 OFFSET ${take - 1}),
              ${sortsBy === "MOMENT" ? sql`p.cut` : everything})
            FROM (SELECT * FROM ${sql.identifier(name)} CROSS JOIN ${named("cut")}) p)`,
        },
      ],
      select: sql`SELECT x.seq, ${key} AS sort_key, x.id, p.g FROM ${named("reach")} p CROSS JOIN ${dialog}
        WHERE ${bound} ${sortsBy === "TEXT" ? sql`` : sql`AND ${place} ${beyond} p.reach`}`,
      edge,
    };
  },

  // Steps remember rows by seq: a subquery of SQLite's gives one value only. What comes next is looked for column by
  // column, the last one first: compared as one, only the first column would be looked up in the index.
  lanes: (name, columns, index, conditions) => {
    const first = (row: SQL, conditions: readonly SQL[]): SQL => sql`(
      SELECT y.seq FROM dialog y ${sqliteDialect.indexed(index)}
      WHERE ${sql.join([sql`y.party = ${row}.party AND y.deleted_at IS NULL`, ...conditions], sql` AND `)}
      ORDER BY ${columnList(columns, "y")} LIMIT 1)`;
    const compared = (column: string, comparison: "=" | ">"): SQL =>
      sql`y.${sql.identifier(column)} ${sql.raw(comparison)} x.${sql.identifier(column)}`;
    const next = columns
      .map((column, index) =>
        first(sql`s`, [...columns.slice(0, index).map((same) => compared(same, "=")), compared(column, ">")]),
      )
      .reverse();
    return {
      name,
      body: sql`(party, g, ${columnList(columns)}) AS MATERIALIZED (
        WITH RECURSIVE step(party, g, seq) AS (
          SELECT p.party, p.g, ${first(sql`p`, [])} FROM scope_party p
          UNION ALL
          SELECT s.party, s.g, coalesce(${sql.join(next, sql`, `)})
          FROM step s CROSS JOIN dialog x ON x.seq = s.seq)
        SELECT s.party, s.g, ${columnList(columns, "x")} FROM step s CROSS JOIN dialog x ON x.seq = s.seq
        WHERE ${sql.join([sql`TRUE`, ...conditions], sql` AND `)})`,
    };
  },

  within: ({ way, columns, join, condition, window }) => {
    const dialog = sql`dialog x ${sqliteDialect.indexed(way.index)}`;
    const isWithin = window === null ? sql`` : sql`AND ${window.edge} >= coalesce(p.edge, 0)`;
    return {
      relations:
        window === null ? [] : [windowOf("seen", way, dialog, window, sql`ORDER BY ${window.edge} DESC`)],
      select: sql`SELECT ${columns} FROM ${sql.identifier(window === null ? way.from : "seen")} p CROSS JOIN ${dialog} ${join}
        WHERE ${way.prefix} AND ${condition} ${isWithin}`,
      edges: window === null ? null : sql`SELECT 'EDGE', party, edge, 0 FROM seen WHERE edge IS NOT NULL`,
    };
  },

  topDeadlines: ({ condition, isOpenOnly, take }) => {
    const first = (column: SQL, limit: number) => sql`(
      SELECT ${column} FROM deadline t ${deadlineIndex(isOpenOnly)} CROSS JOIN dialog x ON x.seq = t.dialog_seq
      WHERE t.party = p.party AND ${condition} ORDER BY t.due_at, t.id LIMIT ${limit})`;
    return {
      relations: [
        {
          name: "deadline_heads",
          body: sql`(party, g, rank) AS MATERIALIZED (
            SELECT p.party, p.g, ${first(sql`${fifteenDigits(sql`t.due_at`)} || t.id`, 1)} FROM scope_party p)`,
        },
        {
          name: "deadline_party",
          body: sql`(party, g) AS MATERIALIZED (
            SELECT party, g FROM deadline_heads WHERE rank IS NOT NULL ORDER BY rank LIMIT ${take})`,
        },
      ],
      select: sql`SELECT d.dialog_seq AS seq, d.due_at AS sort_key, d.id, p.g FROM deadline_party p
        CROSS JOIN deadline d ON d.id IN ${first(sql`t.id`, take)}`,
    };
  },

  deadlinesOfParties: ({ columns, condition, isOpenOnly, limit, window }) => ({
    relations: [
      {
        name: "deadline_window",
        body: sql`(party, g, edge) AS MATERIALIZED (
          SELECT p.party, p.g, (
            SELECT ${fifteenDigits(sql`t.due_at`)} || t.id FROM deadline t ${deadlineIndex(isOpenOnly)}
            WHERE t.party = p.party AND ${window.among} ORDER BY t.due_at, t.id LIMIT 1 OFFSET ${window.size - 1})
          FROM scope_party p)`,
      },
    ],
    select: sql`SELECT * FROM (SELECT ${columns} FROM deadline_window p
      CROSS JOIN deadline t ${deadlineIndex(isOpenOnly)} CROSS JOIN dialog x
      WHERE t.party = p.party AND (t.due_at, t.id) <= (
          coalesce(CAST(substr(p.edge, 1, 15) AS integer), ${LAST_MOMENT}), coalesce(substr(p.edge, 16), ''))
        AND x.seq = t.dialog_seq AND ${condition} LIMIT ${limit})`,
  }),

  fifteenDigits,

  yearOf: (moment) => sql`strftime('%Y', ${moment} / 1000 + 3600, 'unixepoch')`,

  search: sqliteIndex,

  forUpdate: sql``,
};
