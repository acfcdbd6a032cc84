import { inArray, type SQL, sql } from "drizzle-orm";
import { bigint, customType, integer, pgTable } from "drizzle-orm/pg-core";
import type { Queries } from "../../../../drizzle/database.js";
import { inChunks } from "../../../../drizzle/statements.js";
import type { Clause, ExpandedSearch, FoundPhrase } from "../../rules/expanded-search.js";
import { placeOf } from "./place.js";
import {
  type SearchEntry,
  type SearchIndex,
  type SearchRequest,
  type StretchRequest,
  scopeTokensOf,
} from "./search-index.js";
import { firstDocuments } from "./stretches.js";
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

const clauseOf = ({ phrases, tokens }: Clause, isOpenOnly: boolean): string => {
  const lexemes = ({ words, isPrefix }: FoundPhrase): string => {
    const last = words.length - 1;
    return words
      .map((word, index) => {
        const flags = `${isPrefix && index === last ? "*" : ""}${isOpenOnly ? "A" : ""}`;
        return `'${word}'${flags === "" ? "" : `:${flags}`}`;
      })
      .join(" <-> ");
  };
  const any = [...phrases.map((phrase) => `(${lexemes(phrase)})`), ...tokens.map(scopeLexeme)];
  return any.length === 0 ? scopeLexeme("none") : `(${any.join(" | ")})`;
};

/** A tsquery. Words are folded letters and digits, so nothing in them can be taken for syntax. */
const tsqueryOf = ({ search, words }: SearchRequest, parties: readonly string[]): string => {
  const groups = search.groups.map(({ wanted, excluded }) => {
    const clauses = [
      ...wanted.map((clause) => clauseOf(clause, words === "OPEN")),
      ...excluded.map((clause) => `!${clauseOf(clause, words === "OPEN")}`),
    ];
    return `(${[...(wanted.length === 0 ? [scopeLexeme(EVERY_TOKEN)] : []), ...clauses].join(" & ")})`;
  });
  const found = groups.length === 0 ? scopeLexeme("none") : `(${groups.join(" | ")})`;
  return parties.length === 0
    ? found
    : `(${parties.map((party) => scopeLexeme(partyToken(party))).join(" | ")}) & ${found}`;
};

const numbers = (values: readonly number[], type: string): SQL =>
  sql`${`{${values.join(",")}}`}::${sql.raw(type)}[]`;

/** Above so many documents the list is walked and each looked into; up to here the index of words is asked. */
const MAX_GATHERED = 20_000;
/** Of many parties' hits, which are looked up before it is known whose they are, about so many at first. */
const FIRST_GATHERED = 1_000;
/** So many places of one term are passed in the index of words, where other terms leave few of them. */
const MAX_PASSED = 200_000;

/**
 * By the index of words: of what is not common. It has neither places nor parties, so each hit is looked up, often on a
 * page of its own; where the stretch is a small part of all, those of its places are found first.
 */
const gathered = (request: StretchRequest, order: SQL): SQL => {
  const { parties, from, to, limit } = request;
  const query = tsqueryOf(request, parties.kind === "FEW" ? parties.parties : []);
  // As rows: of thousands as an array each is compared with the statistics, which takes longer than finding them.
  const isTheirs =
    parties.kind === "FEW" ? sql`` : sql`WHERE party IN (SELECT unnest(${numbers(parties.numbers, "int")}))`;
  return sql`WITH found AS MATERIALIZED (
      SELECT seq, place, party FROM dialog_search
      WHERE document @@ ${query}::tsquery AND place >= ${from} AND place < ${to})
    SELECT seq, place, party FROM found ${isTheirs} ${order} LIMIT ${limit}`;
};

/** Through the list in its order, looking into each document: of what is common. OFFSET 0 holds the planner to it. */
const walked = (request: StretchRequest, order: SQL): SQL => {
  const { parties, from, to, limit } = request;
  const query = tsqueryOf(request, []);
  const isWithin = sql`place >= ${from} AND place < ${to}`;
  const looked = sql`CROSS JOIN LATERAL (
    SELECT 1 FROM dialog_search d WHERE d.seq = w.seq AND d.document @@ ${query}::tsquery OFFSET 0) AS looked`;
  if (parties.kind === "MANY") {
    return sql`SELECT w.seq, w.place, w.party FROM (
        SELECT seq, place, party FROM dialog_search
        WHERE ${isWithin} AND (party + 0) = ANY(${numbers(parties.numbers, "int")}) ${order} OFFSET 0) AS w
      ${looked} LIMIT ${limit}`;
  }
  const own = numbers([...new Set(parties.parties.map(partyNumberOf))], "int");
  return sql`SELECT t.seq, t.place, t.party FROM unnest(${own}) AS p(party) CROSS JOIN LATERAL (
      SELECT w.seq, w.place, w.party FROM (
        SELECT s.seq, s.place, s.party FROM dialog_search s WHERE s.party = p.party AND ${isWithin} ${order} OFFSET 0
      ) AS w ${looked} LIMIT ${limit}) AS t
    ${order} LIMIT ${limit}`;
};

/** About how many documents the index of words gives: by each group of terms, as if these came by chance. */
const gatheredOf = ({ groups }: ExpandedSearch, documents: number): number =>
  groups.reduce((sum, { wanted }) => {
    const counts = wanted.map(({ n }) => n ?? 0);
    if (Math.min(...counts) > MAX_PASSED) return Number.POSITIVE_INFINITY;
    return sum + counts.reduce((left, n) => left * Math.min(1, n / documents), documents);
  }, 0);

const isGathered = ({ search, documents }: Pick<StretchRequest, "search" | "documents">): boolean =>
  gatheredOf(search, documents) <= MAX_GATHERED;

/** A tsvector as text: each word with its places, the open words' places marked A. */
const tsvectorOf = (entry: SearchEntry): string => {
  const { open, closed } = entry.document();
  const places = new Map<string, string>();
  let place = 0;
  for (const [words, mark] of [
    [open, "A"],
    [closed, ""],
  ] as const) {
    for (const word of words) {
      place += 1;
      const known = places.get(word);
      places.set(word, known === undefined ? `${place}${mark}` : `${known},${place}${mark}`);
    }
  }
  const lexemes = Array.from(places, ([word, at]) => `'${word}':${at}`);
  return [...scopeTokensOf(entry).map(scopeLexeme), ...lexemes].join(" ");
};

export const postgresIndex: SearchIndex = {
  stretch: (request) => {
    const order = sql.raw(`ORDER BY place ${request.direction === "NEWEST_FIRST" ? "ASC" : "DESC"}`);
    return isGathered(request) ? gathered(request, order) : walked(request, order);
  },

  firstDocuments(whole) {
    const { search, kind, documents } = whole;
    if (kind === "FEW" || !isGathered(whole)) return firstDocuments(whole);
    const found = gatheredOf(search, documents);
    return found <= FIRST_GATHERED ? documents : documents * (FIRST_GATHERED / found);
  },

  find: (request) =>
    sql`SELECT seq FROM dialog_search WHERE document @@ ${tsqueryOf(request, request.parties)}::tsquery`,

  among: (request, seqs) =>
    sql`SELECT s.seq FROM unnest(${numbers(seqs, "bigint")}) AS of(seq) CROSS JOIN LATERAL (
      SELECT seq FROM dialog_search d WHERE d.seq = of.seq AND d.document @@ ${tsqueryOf(request, [])}::tsquery
      OFFSET 0) AS s`,

  missing: ({ from, to, limit }) =>
    sql`SELECT x.seq FROM dialog x WHERE x.seq BETWEEN ${from} AND ${to}
      AND NOT EXISTS (SELECT 1 FROM dialog_search s WHERE s.seq = x.seq) ORDER BY x.seq DESC LIMIT ${limit}`,

  extent: sql`SELECT (SELECT min(place) FROM dialog_search) AS newest, (SELECT max(place) FROM dialog_search) AS oldest,
    (SELECT max(seq) FROM dialog_search) AS documents`,

  async add(tx, entries) {
    const rows = entries.map((entry) => ({
      seq: entry.seq,
      place: placeOf(entry.contentUpdatedAt, entry.seq),
      party: partyNumberOf(entry.party),
      document: tsvectorOf(entry),
    }));
    tx.atEnd({ table: search, rows });
  },

  async remove(tx: Queries, seqs) {
    // The two dialects' table types differ; the builders are the same.
    const table = search as unknown as Parameters<Queries["delete"]>[0];
    for (const chunk of inChunks(seqs)) await tx.delete(table).where(inArray(search.seq, chunk));
  },
};
