import { type SQL, sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Queries } from "../../../../drizzle/database.js";
import type { SearchTerm } from "../../rules/search-query.js";
import { PLACES_A_SECOND, placeOf } from "./place.js";
import { type SearchEntry, type SearchIndex, type SearchRequest, scopeTokensOf } from "./search-index.js";
import { EVERY_TOKEN, partyNumberOf, partyToken } from "./tokens.js";

const documents = sqliteTable("dialog_search", {
  place: integer("rowid"),
  scope: text("scope"),
  open: text("open"),
  closed: text("closed"),
});

const places = sqliteTable("search_place", {
  place: integer("place"),
  seq: integer("seq"),
  party: integer("party"),
});

const quoted = ({ words, isPrefix }: Pick<SearchTerm, "words" | "isPrefix">): string =>
  `"${words.join(" ")}"${isPrefix ? " *" : ""}`;

/** An FTS5 query. Words are folded letters and digits, so nothing in them can be taken for syntax. */
const matchOf = ({ terms, parties, words }: SearchRequest): string => {
  const columns = words === "ALL" ? "{open closed}" : "open";
  const wanted = terms.filter(({ isExcluded }) => !isExcluded).map(quoted);
  const excluded = terms.filter(({ isExcluded }) => isExcluded).map(quoted);
  const scope = parties.length === 0 ? [EVERY_TOKEN] : parties.map(partyToken);
  const parts = [
    ...(parties.length > 0 || wanted.length === 0 ? [`scope : (${scope.join(" OR ")})`] : []),
    ...(wanted.length > 0 ? [`${columns} : (${wanted.join(" AND ")})`] : []),
  ];
  const found = parts.map((part) => `(${part})`).join(" AND ");
  return excluded.length === 0 ? found : `(${found}) NOT (${columns} : (${excluded.join(" OR ")}))`;
};

/** A place in the second of `place` where nothing is. */
const freePlace = async (tx: Queries, place: number): Promise<number> => {
  const first = place - (place % PLACES_A_SECOND);
  const end = first + PLACES_A_SECOND;
  const [row] = await tx.rows<{ free: number | null }>(sql`
    SELECT min(p.place + 1) AS free FROM search_place p
    WHERE p.place >= ${first} AND p.place < ${end - 1}
      AND NOT EXISTS (SELECT 1 FROM search_place n WHERE n.place = p.place + 1)`);
  if (row?.free == null)
    throw new Error("More dialogs changed in one second than the search index has room for.");
  return row.free;
};

/** Gives each document its place: its own, or where another has it one beside it. */
const takePlaces = async (tx: Queries, entries: readonly SearchEntry[]): Promise<Map<number, number>> => {
  const rows = entries.map(({ seq, party, contentUpdatedAt }) => ({
    place: placeOf(contentUpdatedAt, seq),
    seq,
    party: partyNumberOf(party),
  }));
  const taken = await tx.insertAll<{ seq: number; place: number }>({
    table: places,
    rows,
    end: sql`ON CONFLICT (place) DO NOTHING RETURNING seq, place`,
  });
  const placeBySeq = new Map(taken.map(({ seq, place }) => [seq, place]));
  for (const row of rows) {
    if (placeBySeq.has(row.seq)) continue;
    const place = await freePlace(tx, row.place);
    await tx.insertAll({ table: places, rows: [{ ...row, place }], end: sql`` });
    placeBySeq.set(row.seq, place);
  }
  return placeBySeq;
};

export const sqliteIndex: SearchIndex = {
  find: (request): SQL =>
    sql`SELECT p.seq FROM dialog_search f CROSS JOIN search_place p ON p.place = f.rowid
      WHERE f.dialog_search MATCH ${matchOf(request)}`,

  async add(tx, entries) {
    const placeBySeq = await takePlaces(tx, entries);
    const rows = entries.map((entry) => ({
      place: BigInt(placeBySeq.get(entry.seq) ?? 0), // a plain number would be bound as a real one, which no rowid is
      scope: scopeTokensOf(entry).join(" "),
      open: entry.document.open.join(" "),
      closed: entry.document.closed.join(" "),
    }));
    // In the order of the index: whatever comes out of it makes FTS5 write out what it has gathered so far.
    rows.sort((a, b) => (a.place < b.place ? -1 : 1));
    await tx.insertAll({ table: documents, rows, end: sql`` });
  },

  async remove(tx, seqs) {
    const list = sql`(SELECT value FROM json_each(${JSON.stringify(seqs)}))`;
    const found = sql`SELECT place FROM search_place WHERE seq IN ${list}`;
    await tx.rows(sql`DELETE FROM dialog_search WHERE rowid IN (${found})`);
    await tx.rows(sql`DELETE FROM search_place WHERE seq IN ${list} RETURNING 1`);
  },
};
