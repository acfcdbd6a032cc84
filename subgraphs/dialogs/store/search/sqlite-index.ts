import { type SQL, sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Queries } from "../../../../drizzle/database.js";
import { KeptRows, type KeptTable } from "../../../../drizzle/kept-rows.js";
import { keptWith } from "../../../../lib/kept-with.js";
import type { Clause, FoundPhrase } from "../../rules/expanded-search.js";
import { PLACES_A_SECOND, placeOf } from "./place.js";
import { type SearchEntry, type SearchIndex, type SearchRequest, scopeTokensOf } from "./search-index.js";
import { firstDocuments } from "./stretches.js";
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

const quoted = ({ words, isPrefix }: FoundPhrase): string => `"${words.join(" ")}"${isPrefix ? " *" : ""}`;

const clauseOf = (columns: string, { phrases, tokens }: Clause): string => {
  const any = [
    ...(phrases.length === 0 ? [] : [`${columns} : (${phrases.map(quoted).join(" OR ")})`]),
    ...(tokens.length === 0 ? [] : [`scope : (${tokens.join(" OR ")})`]),
  ];
  return any.length === 0 ? "scope : none" : `(${any.join(" OR ")})`;
};

/** An FTS5 query. Words are folded letters and digits, so nothing in them can be taken for syntax. */
const matchOf = ({ search, words }: SearchRequest, parties: readonly string[]): string => {
  const columns = words === "ALL" ? "{open closed}" : "open";
  const groups = search.groups.map(({ wanted, excluded }) => {
    const all =
      wanted.length === 0 ? `scope : ${EVERY_TOKEN}` : wanted.map((c) => clauseOf(columns, c)).join(" AND ");
    const none = excluded.map((clause) => clauseOf(columns, clause)).join(" OR ");
    return none === "" ? `(${all})` : `((${all}) NOT (${none}))`;
  });
  const found = groups.length === 0 ? "scope : none" : groups.join(" OR ");
  return parties.length === 0 ? found : `scope : (${parties.map(partyToken).join(" OR ")}) AND (${found})`;
};

/** A whole number as SQLite binds no large one by itself: what is not an INTEGER limits no rowid. */
const whole = (value: number): SQL => sql`CAST(${value} AS INTEGER)`;

const listed = (values: readonly number[]): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

const NUMBERS: KeptTable = {
  name: "kept_search_party",
  columns: "number INTEGER",
  key: "number",
  select: "SELECT value FROM json_each(?)",
};

const boundNumbers = keptWith<readonly number[], string>((numbers) => JSON.stringify(numbers));

/** Whether a document is of one of many parties. */
const isOfMany = (numbers: readonly number[]): SQL =>
  sql`EXISTS (SELECT 1 FROM temp.kept_search_party n
    WHERE n.kept = ${new KeptRows(NUMBERS, boundNumbers(numbers))} AND n.number = p.party)`;

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

/** Gives each document its place: its own, or where another has it one beside it. Nobody else writes meanwhile. */
const takePlaces = async (tx: Queries, entries: readonly SearchEntry[]): Promise<Map<number, number>> => {
  const rows = entries.map(({ seq, party, contentUpdatedAt }) => ({
    place: placeOf(contentUpdatedAt, seq),
    seq,
    party: partyNumberOf(party),
  }));
  const taken = await tx.rows<{ place: number }>(
    sql`SELECT place FROM search_place WHERE place IN ${listed(rows.map(({ place }) => place))}`,
  );
  const isTaken = new Set(taken.map(({ place }) => place));
  const [own, others]: [typeof rows, typeof rows] = [[], []];
  for (const row of rows) {
    (isTaken.has(row.place) ? others : own).push(row);
    isTaken.add(row.place);
  }
  await tx.insertAll({ table: places, rows: own });
  const placeBySeq = new Map(own.map(({ seq, place }) => [seq, place]));
  for (const row of others) {
    const place = await freePlace(tx, row.place);
    await tx.insertAll({ table: places, rows: [{ ...row, place }] });
    placeBySeq.set(row.seq, place);
  }
  return placeBySeq;
};

export const sqliteIndex: SearchIndex = {
  stretch: (request) => {
    const { parties, from, to, direction, limit } = request;
    const match = matchOf(request, parties.kind === "FEW" ? parties.parties : []);
    const isTheirs = parties.kind === "FEW" ? sql`` : sql`AND ${isOfMany(parties.numbers)}`;
    return sql`SELECT p.seq, p.place, p.party FROM dialog_search f CROSS JOIN search_place p ON p.place = f.rowid
      WHERE f.dialog_search MATCH ${match} AND f.rowid >= ${whole(from)} AND f.rowid <= ${whole(to - 1)} ${isTheirs}
      ORDER BY f.rowid ${sql.raw(direction === "NEWEST_FIRST" ? "ASC" : "DESC")} LIMIT ${limit}`;
  },

  firstDocuments,

  find: (request) =>
    sql`SELECT p.seq FROM dialog_search f CROSS JOIN search_place p ON p.place = f.rowid
      WHERE f.dialog_search MATCH ${matchOf(request, request.parties)}`,

  among: (request, seqs) =>
    sql`SELECT p.seq FROM search_place p CROSS JOIN dialog_search f ON f.rowid = p.place
      WHERE p.seq IN ${listed(seqs)} AND f.dialog_search MATCH ${matchOf(request, [])}`,

  missing: ({ from, to, limit }) =>
    sql`SELECT x.seq FROM dialog x WHERE x.seq BETWEEN ${from} AND ${to}
      AND NOT EXISTS (SELECT 1 FROM search_place s WHERE s.seq = x.seq) ORDER BY x.seq DESC LIMIT ${limit}`,

  extent: sql`SELECT (SELECT min(place) FROM search_place) AS newest, (SELECT max(place) FROM search_place) AS oldest,
    (SELECT max(seq) FROM search_place) AS documents`,

  async add(tx, entries) {
    const placeBySeq = await takePlaces(tx, entries);
    const rows = entries.map((entry) => {
      const { open, closed } = entry.document();
      return {
        place: BigInt(placeBySeq.get(entry.seq) ?? 0), // a plain number would be bound as a real one, which no rowid is
        scope: scopeTokensOf(entry).join(" "),
        open: open.join(" "),
        closed: closed.join(" "),
      };
    });
    // In the order of the index: whatever comes out of it makes FTS5 write out what it has gathered so far.
    rows.sort((a, b) => (a.place < b.place ? -1 : 1));
    await tx.insertAll({ table: documents, rows });
  },

  async remove(tx, seqs) {
    const isTheirs = sql`seq IN ${listed(seqs)}`;
    await tx
      .delete(documents)
      .where(sql`${documents.place} IN (SELECT place FROM search_place WHERE ${isTheirs})`);
    await tx.delete(places).where(isTheirs);
  },
};
