import { sql } from "drizzle-orm";
import { bigint, customType, pgTable } from "drizzle-orm/pg-core";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import type { SearchDocument } from "../rules/search-document.js";
import type { SearchTerm } from "../rules/search-query.js";
import type { DialogsDialect, SearchRequest } from "./dialect.js";
import { EVERY_TOKEN, partyToken } from "./party-token.js";

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

export const postgresDialect: DialogsDialect = {
  scope: ({ parties, services, instances }) => [
    {
      name: "scope_party",
      body: sql`(party, g) AS MATERIALIZED (
        SELECT p.value, g.place::int FROM jsonb_array_elements(${parties}::jsonb) WITH ORDINALITY AS g(value, place),
          jsonb_array_elements_text(g.value) AS p(value))`,
    },
    {
      name: "scope_service",
      body: sql`(g, service, level) AS MATERIALIZED (
        SELECT g.place::int, s.key, s.value::int
        FROM jsonb_array_elements(${services}::jsonb) WITH ORDINALITY AS g(value, place),
          jsonb_each_text(g.value) AS s(key, value))`,
    },
    {
      name: "scope_instance",
      body: sql`(party, service, ref, dialog_id, level) AS MATERIALIZED (
        SELECT i.value ->> 0, i.value ->> 1, i.value ->> 2, (i.value ->> 3)::uuid, (i.value ->> 4)::int
        FROM jsonb_array_elements(${instances}::jsonb) AS i(value))`,
    },
  ],

  list: (values) => sql`(SELECT jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`,

  ids: (values) =>
    sql`(SELECT value::uuid AS id FROM jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`,

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

  yearOf: (moment) => sql`to_char(to_timestamp(${moment} / 1000 + 3600) AT TIME ZONE 'UTC', 'YYYY')`,

  search: (request) => sql`SELECT seq FROM dialog_search WHERE document @@ ${tsqueryOf(request)}::tsquery`,

  async addToSearch(queries: Queries, entries) {
    // The two dialects' table types differ; the builders are the same.
    const table = search as unknown as Parameters<Queries["insert"]>[0];
    for (const chunk of inChunks(entries)) {
      const rows = chunk.map(({ seq, party, document }) => ({ seq, document: tsvectorOf(party, document) }));
      await queries.insert(table).values(rows);
    }
  },

  forUpdate: sql`FOR UPDATE OF x`,
};
