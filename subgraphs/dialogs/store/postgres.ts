import { type SQL, sql } from "drizzle-orm";
import { keptWith } from "../../../lib/kept-with.js";
import { LAST_MOMENT } from "../rules/order.js";
import type { DialogsDialect, Top } from "./dialect.js";
import { levelsOf, type ScopeParameters } from "./scope-parameters.js";
import { postgresIndex } from "./search/postgres-index.js";
import { columnList, windowOf } from "./ways.js";

/** An array as PostgreSQL writes it: bound as one value, whose length the planner knows. */
const arrayOf = (values: readonly (string | number | null)[]): string =>
  `{${values
    .map((value) => (typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : String(value)))
    .join(",")}}`;

/** Rows as one array for each column. */
const columnsOf = (rows: readonly (readonly (string | number | null)[])[], width: number): string[] =>
  Array.from({ length: width }, (_, index) => arrayOf(rows.map((row) => row[index] ?? null)));

const boundParties = keptWith<ScopeParameters["parties"], string[]>((rows) => columnsOf(rows, 2));
const boundServices = keptWith<ScopeParameters["services"], string[]>((groups) =>
  columnsOf(
    groups.flatMap((services, g) =>
      Array.from(levelsOf(services), ([service, level]) => [g, service, level] as const),
    ),
    3,
  ),
);
const boundInstances = keptWith<ScopeParameters["instances"], string[]>((rows) => columnsOf(rows, 5));

/** Rows of arrays, one for each column. */
const rowsOf = (columns: readonly string[], types: readonly string[]): SQL => {
  const arrays = columns.map((column, index) => sql`${column}::${sql.raw(types[index] ?? "text")}[]`);
  return sql`SELECT * FROM unnest(${sql.join(arrays, sql`, `)})`;
};

/** An edge that leaves everything within. */
const edgeOfAll = (sortsBy: Top["sortsBy"], direction: "ASC" | "DESC"): SQL => {
  if (sortsBy === "MOMENT") return sql.raw(String(direction === "DESC" ? 0 : LAST_MOMENT));
  return sql.raw(`'${(direction === "DESC" ? "0" : "f").repeat(32)}'::uuid`);
};

export const postgresDialect: DialogsDialect = {
  name: "postgres",

  scope(parameters) {
    const [parties, services] = [boundParties(parameters.parties), boundServices(parameters.services)];
    return [
      { name: "scope_party", body: sql`(party, g) AS MATERIALIZED (${rowsOf(parties, ["text", "int"])})` },
      {
        name: "scope_service",
        body: sql`(g, service, level) AS MATERIALIZED (${rowsOf(services, ["int", "text", "int"])})`,
      },
    ];
  },

  instances: (instances) => ({
    name: "scope_instance",
    body: sql`(party, service, ref, dialog_id, level) AS MATERIALIZED (
        ${rowsOf(boundInstances(instances), ["text", "text", "text", "uuid", "int"])})`,
  }),

  // Services are gathered once for each of the two levels, and looked up by their hashes.
  givenByGroup(level, when) {
    const isOfService = (comparison: "<=" | ">"): SQL =>
      sql`((p.g, x.service_resource) IN (
        SELECT g, service FROM scope_service WHERE level ${sql.raw(comparison)} ${level}) IS TRUE)`;
    const [open, redacted] =
      when === null ? [sql``, sql``] : [sql`AND ${when.open}`, sql`AND ${when.redacted}`];
    return sql`((${isOfService("<=")} ${open}) OR (x.has_non_sensitive_title AND ${isOfService(">")} ${redacted}))`;
  },

  joinGroup: (level) => ({ join: sql``, isGiven: postgresDialect.givenByGroup(level, null) }),

  // PostgreSQL's texts have no NUL: what holds one is in no row, but would fail the statement.
  isIn(column, values, type) {
    const possible = values.filter((value) => !value.includes("\0"));
    return sql`${column} = ANY(${arrayOf(possible)}::${sql.raw(type === "id" ? "uuid" : "text")}[])`;
  },

  numbers: (values) => sql`SELECT unnest(${arrayOf(values)}::bigint[]) AS seq`,

  // OFFSET 0 keeps the lateral join: with a bad guess of how many rows there are the planner would read the whole table.
  joinDialogs: (alias, condition) =>
    sql`CROSS JOIN LATERAL (SELECT * FROM dialog ${sql.raw(alias)} WHERE ${condition} OFFSET 0) ${sql.raw(alias)}`,

  // A column that no index has.
  isOfTable: sql`x.gui_attachment_count >= 0`,

  indexed: () => sql``,

  topOf: ({ way, isOfOne, key, sortsBy, direction, condition, take, window, name }) => {
    const order = sql.raw(direction);
    const columns = columnList(way.columns);
    const named = sql.identifier(`${name}_window`);
    const inOrder = sql`ORDER BY ${key} ${order}, x.id ${order}`;
    const isWithin =
      window === null
        ? sql``
        : sql`AND ${window.edge} ${sql.raw(direction === "DESC" ? ">=" : "<=")} coalesce(p.edge, ${edgeOfAll(sortsBy, direction)})`;
    const first = (limit: number) => sql`(
      SELECT x.seq, ${key} AS sort_key, x.id FROM dialog x WHERE ${way.prefix} AND ${condition} ${isWithin}
      ${inOrder} LIMIT ${limit})`;
    const kept = window === null ? columns : sql`${columns}, edge`;
    const walked = window === null ? sql.identifier(way.from) : named;
    const heads = {
      name,
      body: sql`(${kept}) AS MATERIALIZED (
        SELECT p.* FROM ${walked} p CROSS JOIN LATERAL ${first(1)} head
        ORDER BY head.sort_key ${order}, head.id ${order} LIMIT ${take})`,
    };
    return {
      relations: [
        ...(window === null ? [] : [windowOf(`${name}_window`, way, sql`dialog x`, window, inOrder)]),
        ...(isOfOne ? [] : [heads]),
      ],
      select: sql`SELECT d.seq, d.sort_key, d.id, p.g FROM ${isOfOne ? walked : sql.identifier(name)} p
        CROSS JOIN LATERAL ${first(take)} d`,
      edge:
        window === null
          ? sql`NULL`
          : sql`(SELECT edge FROM ${named} WHERE edge IS NOT NULL ORDER BY edge ${order} LIMIT 1)`,
    };
  },

  lanes: (name, columns, _index, conditions) => {
    const next = (row: SQL, beyond: SQL): SQL => sql`CROSS JOIN LATERAL (
      SELECT ${columnList(columns, "y")} FROM dialog y
      WHERE y.party = ${row}.party AND y.deleted_at IS NULL AND ${beyond}
      ORDER BY ${columnList(columns, "y")} LIMIT 1) n`;
    return {
      name,
      body: sql`(party, g, ${columnList(columns)}) AS MATERIALIZED (
        WITH RECURSIVE step AS (
          SELECT p.party, p.g, n.* FROM scope_party p ${next(sql`p`, sql`TRUE`)}
          UNION ALL
          SELECT s.party, s.g, n.* FROM step s
          ${next(sql`s`, sql`(${columnList(columns, "y")}) > (${columnList(columns, "s")})`)})
        SELECT x.party, x.g, ${columnList(columns, "x")} FROM step x
        WHERE ${sql.join([sql`TRUE`, ...conditions], sql` AND `)})`,
    };
  },

  // The limit keeps the lateral join: without it the planner may well read the whole table for one party.
  within: ({ way, columns, join, condition, limit, window }) => {
    const isWithin = window === null ? sql`` : sql`AND ${window.edge} >= coalesce(p.edge, 0)`;
    return {
      relations:
        window === null
          ? []
          : [windowOf("seen", way, sql`dialog x`, window, sql`ORDER BY ${window.edge} DESC`)],
      select: sql`SELECT d.* FROM ${sql.identifier(window === null ? way.from : "seen")} p CROSS JOIN LATERAL (
        SELECT ${columns} FROM dialog x ${join} WHERE ${way.prefix} AND ${condition} ${isWithin} LIMIT ${limit}) d`,
      edges: window === null ? null : sql`SELECT 'EDGE', party, edge, 0 FROM seen WHERE edge IS NOT NULL`,
    };
  },

  topDeadlines: ({ condition, take }) => {
    const first = (limit: number) => sql`(
      SELECT t.dialog_seq AS seq, t.due_at AS sort_key, t.id FROM deadline t
      CROSS JOIN LATERAL (SELECT * FROM dialog x WHERE x.seq = t.dialog_seq OFFSET 0) x
      WHERE t.party = p.party AND ${condition} ORDER BY t.due_at, t.id LIMIT ${limit})`;
    return {
      relations: [
        {
          name: "deadline_party",
          body: sql`(party, g) AS MATERIALIZED (
            SELECT p.party, p.g FROM scope_party p CROSS JOIN LATERAL ${first(1)} head
            ORDER BY head.sort_key, head.id LIMIT ${take})`,
        },
      ],
      select: sql`SELECT d.seq, d.sort_key, d.id, p.g FROM deadline_party p CROSS JOIN LATERAL ${first(take)} d`,
    };
  },

  deadlinesOfParties: ({ columns, condition, limit, window }) => ({
    relations: [
      {
        name: "deadline_window",
        body: sql`(party, g, edge) AS MATERIALIZED (
          SELECT p.party, p.g, (
            SELECT ${postgresDialect.fifteenDigits(sql`t.due_at`)} || t.id FROM deadline t
            WHERE t.party = p.party AND ${window.among} ORDER BY t.due_at, t.id LIMIT 1 OFFSET ${window.size - 1})
          FROM scope_party p)`,
      },
    ],
    select: sql`SELECT d.* FROM deadline_window p CROSS JOIN LATERAL (
      SELECT ${columns} FROM deadline t CROSS JOIN LATERAL (SELECT * FROM dialog x WHERE x.seq = t.dialog_seq OFFSET 0) x
      WHERE t.party = p.party AND (t.due_at, t.id) <= (
          coalesce(substr(p.edge, 1, 15)::bigint, ${sql.raw(String(LAST_MOMENT))}),
          coalesce(substr(p.edge, 16), ''))
        AND ${condition} LIMIT ${limit}) d`,
  }),

  fifteenDigits: (number) => sql`lpad((${number})::text, 15, '0')`,

  yearOf: (moment) => sql`to_char(to_timestamp(${moment} / 1000 + 3600) AT TIME ZONE 'UTC', 'YYYY')`,

  search: postgresIndex,

  forUpdate: sql`FOR UPDATE OF x`,
};
