import { and, desc, eq, getTableColumns, inArray, isNotNull, lte, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../../drizzle/database.js";
import type { DialogBodyRow, DialogRow, DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { SEARCHED_MESSAGES, searchDocumentOf } from "../../rules/search-document.js";
import type { DialogsDialect } from "../dialect.js";
import type { SearchEntry } from "./search-index.js";

/** So many at a time: writers wait no longer than that takes, some tens of milliseconds. */
const CHUNK = 250;
/** So many are looked through at a time. */
const WINDOW = 20_000;

interface Tools {
  readonly tables: DialogsTables;
  readonly dialect: DialogsDialect;
}

/** A dialog's place in the search index, made from what is in the tables. */
export const searchEntryOf = async (
  tx: Queries,
  { bodies, transmissions, activities }: DialogsTables,
  row: DialogRow,
  body?: DialogBodyRow,
): Promise<SearchEntry> => {
  const [known = body] =
    body === undefined ? await tx.select().from(bodies).where(eq(bodies.dialogId, row.id)) : [];
  if (known === undefined) throw new Error(`Dialog ${row.id} has no body.`);
  const document = searchDocumentOf({
    dialog: row,
    body: known,
    transmissions: await tx
      .select()
      .from(transmissions)
      .where(eq(transmissions.dialogId, row.id))
      .orderBy(desc(transmissions.createdAt), desc(transmissions.id))
      .limit(SEARCHED_MESSAGES),
    activities: await tx
      .select()
      .from(activities)
      .where(and(eq(activities.dialogId, row.id), isNotNull(activities.description)))
      .orderBy(desc(activities.createdAt), desc(activities.id))
      .limit(SEARCHED_MESSAGES),
  });
  return { ...row, document: () => document };
};

const byDialog = <Part extends { readonly dialogId: string }>(
  parts: readonly Part[],
): Map<string, Part[]> => {
  const found = new Map<string, Part[]>();
  for (const part of parts) {
    const known = found.get(part.dialogId);
    if (known === undefined) found.set(part.dialogId, [part]);
    else known.push(part);
  }
  return found;
};

/** The same of many dialogs, by one statement for each table. */
const searchEntriesOf = async (
  tx: Queries,
  { bodies, transmissions, activities }: DialogsTables,
  rows: readonly DialogRow[],
): Promise<SearchEntry[]> => {
  const ids = rows.map(({ id }) => id);
  /** A message's place among its dialog's, the newest first. */
  const placeIn = ({ dialogId, createdAt, id }: typeof transmissions | typeof activities) =>
    sql<number>`row_number() OVER (PARTITION BY ${dialogId} ORDER BY ${createdAt} DESC, ${id} DESC)`.as(
      "place",
    );
  const sent = tx
    .select({ ...getTableColumns(transmissions), place: placeIn(transmissions) })
    .from(transmissions)
    .where(inArray(transmissions.dialogId, ids))
    .as("sent");
  const told = tx
    .select({ ...getTableColumns(activities), place: placeIn(activities) })
    .from(activities)
    .where(and(inArray(activities.dialogId, ids), isNotNull(activities.description)))
    .as("told");
  const bodyOf = byDialog(await tx.select().from(bodies).where(inArray(bodies.dialogId, ids)));
  const sentOf = byDialog(await tx.select().from(sent).where(lte(sent.place, SEARCHED_MESSAGES)));
  const toldOf = byDialog(await tx.select().from(told).where(lte(told.place, SEARCHED_MESSAGES)));
  return rows.map((row) => {
    const [body] = bodyOf.get(row.id) ?? [];
    if (body === undefined) throw new Error(`Dialog ${row.id} has no body.`);
    const document = () =>
      searchDocumentOf({
        dialog: row,
        body,
        transmissions: sentOf.get(row.id) ?? [],
        activities: toldOf.get(row.id) ?? [],
      });
    return { ...row, document };
  });
};

/** Indexes those of some dialogs that are not indexed yet, while nobody changes them. @returns how many */
const indexThese = (
  database: Database,
  { tables, dialect }: Tools,
  seqs: readonly number[],
): Promise<number> =>
  database.transaction(async (tx) => {
    const { dialogs } = tables;
    await tx.rows(
      sql`SELECT x.seq FROM dialog x WHERE x.seq IN (${dialect.numbers(seqs)}) ${dialect.forUpdate}`,
    );
    const range = { from: Math.min(...seqs), to: Math.max(...seqs), limit: seqs.length };
    const still = await tx.rows<{ seq: number }>(dialect.search.missing(range));
    const missing = still.map(({ seq }) => Number(seq)).filter((seq) => seqs.includes(seq));
    if (missing.length === 0) return 0;
    const rows = await tx.select().from(dialogs).where(inArray(dialogs.seq, missing));
    await dialect.search.add(tx, await searchEntriesOf(tx, tables, rows));
    return rows.length;
  });

/**
 * Indexes dialogs that are not in the search index: those that were here before the index was made anew. Many processes
 * may do it at once. The oldest comes last: where it is indexed, all are.
 * @param isWanted asked between chunks: false ends it
 * @returns how many were indexed
 */
export const indexMissing = async (
  database: Database,
  tools: Tools,
  isWanted: () => boolean,
): Promise<number> => {
  const { missing } = tools.dialect.search;
  const [range] = await database.read.rows<{ first: number | null; last: number | null }>(
    sql`SELECT min(seq) AS first, max(seq) AS last FROM dialog`,
  );
  if (range?.first == null || range.last === null) return 0;
  const [first, last] = [Number(range.first), Number(range.last)];
  const oldest = await database.read.rows(missing({ from: first, to: first, limit: 1 }));
  if (oldest.length === 0) return 0;
  let indexed = 0;
  for (let to = last; to >= first && isWanted(); ) {
    const from = Math.max(first, to - WINDOW + 1);
    const rows = await database.read.rows<{ seq: number }>(missing({ from, to, limit: CHUNK }));
    const seqs = rows.map(({ seq }) => Number(seq));
    if (seqs.length > 0) indexed += await indexThese(database, tools, seqs);
    to = seqs.length < CHUNK ? from - 1 : Math.min(...seqs) - 1;
  }
  return indexed;
};
