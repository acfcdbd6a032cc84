import { inArray, type SQL, sql } from "drizzle-orm";
import { bigint, customType, pgTable } from "drizzle-orm/pg-core";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import type { SearchDocument } from "../rules/search-document.js";
import type { SearchTerm } from "../rules/search-query.js";
import type { DialogsDialect, SearchRequest } from "./dialect.js";
import { EVERY_TOKEN, partyToken } from "./party-token.js";
import { rememberedFor } from "./scope-parameters.js";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

const search = pgTable("dialog_search", {
  seq: bigint("seq", { mode: "number" }),
  document: tsvector("document"),
});

/** Words of the scope have a colon, which no word of a text has. */
const scopeLexeme = (token: string): string => `'scope:${token}'`;

const lexeme = (word: string, isPrefix: boolean, isOpenOnly: boolean): string => {
  const flags = `${isPrefix ? "*" : ""}${isOpenOnly ? "A" : ""}`;
  return `'${word}'${flags === "" ? "" : `:${flags}`}`;
};

/** A tsquery. Words are folded letters and digits, so nothing in them can be taken for syntax. */
const tsqueryOf = ({ terms, parties, words }: SearchRequest): string => {
  const phrase = (term: SearchTerm): string => {
    const last = term.words.length - 1;
    const lexemes = term.words.map((word, index) =>
      lexeme(word, term.isPrefix && index === last, words === "OPEN"),
    );
    return `${term.isExcluded ? "!" : ""}(${lexemes.join(" <-> ")})`;
  };
  const scope = parties.length === 0 ? [EVERY_TOKEN] : parties.map(partyToken);
  const isScopeNeeded = parties.length > 0 || terms.every(({ isExcluded }) => isExcluded);
  return [...(isScopeNeeded ? [`(${scope.map(scopeLexeme).join(" | ")})`] : []), ...terms.map(phrase)].join(
    " & ",
  );
};

/** A tsvector as text: each word with its places, the open words' places marked A. */
const tsvectorOf = (party: string, { open, closed }: SearchDocument): string => {
  const places = new Map<string, string[]>();
  let place = 0;
  for (const [words, mark] of [
    [open, "A"],
    [closed, ""],
  ] as const) {
    for (const word of words) {
      place += 1;
      const known = places.get(word) ?? [];
      known.push(`${place}${mark}`);
      places.set(word, known);
    }
  }
  const lexemes = Array.from(places, ([word, at]) => `'${word}':${at.join(",")}`);
  return [scopeLexeme(EVERY_TOKEN), scopeLexeme(partyToken(party)), ...lexemes].join(" ");
};

/** An array as PostgreSQL writes it: bound as one value, whose length the planner knows. */
const arrayOf = (values: readonly (string | number | null)[]): string =>
  `{${values
    .map((value) => (typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : String(value)))
    .join(",")}}`;

/** Rows as one array for each column. */
const columnsOf = (rows: readonly (readonly (string | number | null)[])[], width: number): string[] =>
  Array.from({ length: width }, (_, index) => arrayOf(rows.map((row) => row[index] ?? null)));

const bind = rememberedFor(({ parties, services, instances }) => ({
  parties: columnsOf(parties, 2),
  services: columnsOf(services, 3),
  instances: columnsOf(instances, 5),
}));

/** Rows of arrays, one for each column. */
const rowsOf = (columns: readonly string[], types: readonly string[]): SQL => {
  const arrays = columns.map((column, index) => sql`${column}::${sql.raw(types[index] ?? "text")}[]`);
  return sql`SELECT * FROM unnest(${sql.join(arrays, sql`, `)})`;
};

export const postgresDialect: DialogsDialect = {
  name: "postgres",

  scope(parameters) {
    const { parties, services, instances } = bind(parameters);
    const instanceTypes = ["text", "text", "text", "uuid", "int"];
    return [
      { name: "scope_party", body: sql`(party, g) AS MATERIALIZED (${rowsOf(parties, ["text", "int"])})` },
      {
        name: "scope_service",
        body: sql`(g, service, level) AS MATERIALIZED (${rowsOf(services, ["int", "text", "int"])})`,
      },
      {
        name: "scope_instance",
        body: sql`(party, service, ref, dialog_id, level) AS MATERIALIZED (${rowsOf(instances, instanceTypes)})`,
      },
    ];
  },

  // PostgreSQL's texts have no NUL: what holds one is in no row, but would fail the statement.
  isIn(column, values, type) {
    const possible = values.filter((value) => !value.includes("\0"));
    return sql`${column} = ANY(${arrayOf(possible)}::${sql.raw(type === "id" ? "uuid" : "text")}[])`;
  },

  // OFFSET 0 keeps the lateral join: with a bad guess of how many rows there are the planner would read the whole table.
  joinDialogs: (alias, condition) =>
    sql`CROSS JOIN LATERAL (SELECT * FROM dialog ${sql.raw(alias)} WHERE ${condition} OFFSET 0) ${sql.raw(alias)}`,

  topOfParties: ({ key, direction, condition, take, name }) => {
    const order = sql.raw(direction);
    const first = (limit: number) => sql`(
      SELECT x.seq, ${key} AS sort_key, x.id FROM dialog x WHERE x.party = p.party AND ${condition}
      ORDER BY ${key} ${order}, x.id ${order} LIMIT ${limit})`;
    return {
      relations: [
        {
          name,
          body: sql`(party, g) AS MATERIALIZED (
            SELECT p.party, p.g FROM scope_party p CROSS JOIN LATERAL ${first(1)} head
            ORDER BY head.sort_key ${order}, head.id ${order} LIMIT ${take})`,
        },
      ],
      select: sql`SELECT d.seq, d.sort_key, d.id, p.g FROM ${sql.identifier(name)} p
        CROSS JOIN LATERAL ${first(take)} d`,
    };
  },

  // The limit keeps the lateral join: without it the planner may well read the whole table for one party.
  ofParties: ({ columns, condition, limit }) =>
    sql`SELECT d.* FROM scope_party p CROSS JOIN LATERAL (
      SELECT ${columns} FROM dialog x WHERE x.party = p.party AND ${condition} LIMIT ${limit}) d`,

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

  deadlinesOfParties: ({ columns, condition, limit }) =>
    sql`SELECT d.* FROM scope_party p CROSS JOIN LATERAL (
      SELECT ${columns} FROM deadline t CROSS JOIN LATERAL (SELECT * FROM dialog x WHERE x.seq = t.dialog_seq OFFSET 0) x
      WHERE t.party = p.party AND ${condition} LIMIT ${limit}) d`,

  fifteenDigits: (number) => sql`lpad((${number})::text, 15, '0')`,

  yearOf: (moment) => sql`to_char(to_timestamp(${moment} / 1000 + 3600) AT TIME ZONE 'UTC', 'YYYY')`,

  search: (request) => sql`SELECT seq FROM dialog_search WHERE document @@ ${tsqueryOf(request)}::tsquery`,

  async addToSearch(queries: Queries, entries) {
    const rows = entries.map(({ seq, party, document }) => ({ seq, document: tsvectorOf(party, document) }));
    await queries.insertAll({ table: search, rows, end: sql`` });
  },

  async removeFromSearch(queries: Queries, seqs) {
    // The two dialects' table types differ; the builders are the same.
    const table = search as unknown as Parameters<Queries["delete"]>[0];
    for (const chunk of inChunks(seqs)) await queries.delete(table).where(inArray(search.seq, chunk));
  },

  forUpdate: sql`FOR UPDATE OF x`,
};
