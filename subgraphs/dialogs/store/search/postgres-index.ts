import { inArray, type SQL, sql } from "drizzle-orm";
import { bigint, customType, integer, pgTable } from "drizzle-orm/pg-core";
import type { Queries } from "../../../../drizzle/database.js";
import { inChunks } from "../../../../drizzle/statements.js";
import type { SearchTerm } from "../../rules/search-query.js";
import { placeOf } from "./place.js";
import { type SearchEntry, type SearchIndex, type SearchRequest, scopeTokensOf } from "./search-index.js";
import { EVERY_TOKEN, partyNumberOf, partyToken } from "./tokens.js";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

const search = pgTable("dialog_search", {
  seq: bigint("seq", { mode: "number" }),
  place: bigint("place", { mode: "number" }),
  party: integer("party"),
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
const tsvectorOf = (entry: SearchEntry): string => {
  const { open, closed } = entry.document;
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
  return [...scopeTokensOf(entry).map(scopeLexeme), ...lexemes].join(" ");
};

export const postgresIndex: SearchIndex = {
  find: (request): SQL => sql`SELECT seq FROM dialog_search WHERE document @@ ${tsqueryOf(request)}::tsquery`,

  async add(tx, entries) {
    const rows = entries.map((entry) => ({
      seq: entry.seq,
      place: placeOf(entry.contentUpdatedAt, entry.seq),
      party: partyNumberOf(entry.party),
      document: tsvectorOf(entry),
    }));
    await tx.insertAll({ table: search, rows, end: sql`` });
  },

  async remove(tx: Queries, seqs) {
    // The two dialects' table types differ; the builders are the same.
    const table = search as unknown as Parameters<Queries["delete"]>[0];
    for (const chunk of inChunks(seqs)) await tx.delete(table).where(inArray(search.seq, chunk));
  },
};
