import type Database from "better-sqlite3";
import { type HistoryQuestion, IN_WINDOW, NEWEST_FIRST, windowOf } from "../../kit/history-source.js";
import type { PlatformRecord, SourceId } from "../records.js";

/** What somebody may be shown: stands in every statement that reads for somebody. */
export interface Visible {
  /** Each party with a service that may be read for it. */
  readonly scope: readonly (readonly [party: string, service: string])[];
  /** Of the login. */
  readonly level: number;
  readonly now: number;
}

/** An item as it is stored. */
export interface StoredItem {
  readonly source: SourceId;
  readonly id: string;
  readonly municipalityId: string;
  readonly recordKind: PlatformRecord["kind"];
  readonly recordId: string;
  /** JSON of what `DerivedItem` has as `item`. */
  readonly item: string;
  readonly updatedAt: number;
  readonly readAt: number | null;
  readonly canBeAnswered: number;
}

/** An item's name: the source's, and its own in it. */
export type ItemName = readonly [source: string, id: string];

/** What there is of one municipality, for a question. */
export interface Tally {
  readonly municipalityId: string;
  /** That may be shown at this login, whatever is asked. */
  readonly held: number;
  /** Of these, what the question is of. */
  readonly matching: number;
  /** What the question is of, words aside, and only a stronger login shows. */
  readonly hidden: number;
  readonly hiddenLevel: number | null;
}

const COLUMNS = `item.source, item.id, municipality_id AS municipalityId, record_kind AS recordKind,
  record_id AS recordId, item, updated_at AS updatedAt, read_at AS readAt, can_be_answered AS canBeAnswered`;
const ALIVE = "(available_until IS NULL OR available_until > @now)";
const IDENTIFIED = `(@identifiers IS NULL OR item.id IN (SELECT x.id FROM item_identifier x
  WHERE x.source = @source AND x.identifier IN (SELECT value FROM json_each(@identifiers))))`;
const HAS_WORDS = "NOT EXISTS (SELECT 1 FROM json_each(@search) w WHERE instr(words, w.value) = 0)";
const OF_SCOPE = "source = @source AND party = s.value ->> 0 AND service = s.value ->> 1";
const IN_TIME = "updated_at BETWEEN @updatedAfter AND @updatedBefore";

/** Words as they are compared. */
export const folded = (text: string): string => text.normalize("NFKC").toLocaleLowerCase("nb");

const wordsIn = (search: string | null): string[] => (search === null ? [] : folded(search).split(/\s+/));

const named = (source: SourceId, { scope, level, now }: Visible, question: HistoryQuestion) => ({
  source,
  scope: JSON.stringify(scope),
  level,
  now,
  identifiers: question.identifiers === null ? null : JSON.stringify(question.identifiers),
  search: JSON.stringify(wordsIn(question.search)),
  ...windowOf(question),
});

/** What is read of the history; every statement that shows items has the viewer's scope and login in it. */
export const createHistoryReads = (database: Database.Database) => {
  const page = database.prepare(`
    SELECT ${COLUMNS} FROM json_each(@scope) s JOIN item ON item.rowid IN (
      SELECT rowid FROM item WHERE ${OF_SCOPE} AND required_level <= @level AND ${ALIVE} AND ${IN_WINDOW}
        AND ${IDENTIFIED} AND ${HAS_WORDS} ORDER BY ${NEWEST_FIRST} LIMIT @limit)
    ORDER BY updated_at DESC, item.id DESC LIMIT @limit`);
  // What is hidden is not searched: a guess at its words must not be told to be right.
  const tally = database.prepare(`
    SELECT municipality_id AS municipalityId,
      count(*) FILTER (WHERE isShown) AS held,
      count(*) FILTER (WHERE isShown AND isAsked AND hasWords) AS matching,
      count(*) FILTER (WHERE NOT isShown AND isAsked) AS hidden,
      max(required_level) FILTER (WHERE NOT isShown AND isAsked) AS hiddenLevel
    FROM (
      SELECT municipality_id, required_level, required_level <= @level AS isShown,
        ${IN_TIME} AND ${IDENTIFIED} AS isAsked, ${HAS_WORDS} AS hasWords
      FROM json_each(@scope) s JOIN item ON ${OF_SCOPE} WHERE ${ALIVE})
    GROUP BY municipality_id ORDER BY municipality_id`);
  const knowing = database
    .prepare(
      `SELECT DISTINCT municipality_id FROM item
       WHERE source = ? AND party IN (SELECT value FROM json_each(?)) ORDER BY 1`,
    )
    .pluck();
  const owning = database
    .prepare(
      `SELECT DISTINCT municipality_id FROM json_each(?) asked
       JOIN item ON source = asked.value ->> 0 AND item.id = asked.value ->> 1 ORDER BY 1`,
    )
    .pluck();
  const byId = database.prepare(`
    SELECT ${COLUMNS} FROM json_each(@ids) asked
    JOIN item ON source = asked.value ->> 0 AND item.id = asked.value ->> 1
    WHERE required_level <= @level AND ${ALIVE}
      AND (party, service) IN (SELECT value ->> 0, value ->> 1 FROM json_each(@scope))`);
  const parties = database.prepare("SELECT DISTINCT party FROM item WHERE source = ?").pluck();

  return {
    /** @returns one more than `first` where there is more */
    page: (source: SourceId, visible: Visible, question: HistoryQuestion): StoredItem[] =>
      page.all(named(source, visible, question)) as StoredItem[],

    /** What there is of each municipality. */
    tally(source: SourceId, visible: Visible, question: HistoryQuestion): Tally[] {
      const {
        afterUpdatedAt: _moment,
        afterId: _id,
        limit: _limit,
        ...of
      } = named(source, visible, question);
      return tally.all(of) as Tally[];
    },

    /** Municipalities that have something of these parties, whoever may see it. */
    municipalitiesOf: (source: SourceId, of: readonly string[]): string[] =>
      knowing.all(source, JSON.stringify(of)) as string[],

    /** Municipalities that items are of, whoever may see them. */
    municipalitiesOfItems: (ids: readonly ItemName[]): string[] =>
      owning.all(JSON.stringify(ids)) as string[],

    itemsByIds: ({ scope, level, now }: Visible, ids: readonly ItemName[]): StoredItem[] =>
      byId.all({ ids: JSON.stringify(ids), scope: JSON.stringify(scope), level, now }) as StoredItem[],

    /** Everybody whom a source may have something of. */
    partiesOf: (source: SourceId): string[] => parties.all(source) as string[],
  };
};

export type HistoryReads = ReturnType<typeof createHistoryReads>;
