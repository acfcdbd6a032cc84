import { inArray, type SQL, sql, type Table } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import { excludedOf, inChunks } from "../../../drizzle/statements.js";
import { dialogsError } from "../errors.js";
import { searchDocumentOf } from "../rules/search-document.js";
import type { DialogSeed, SourceSeed } from "../seed.js";
import { insertDeadlines } from "./deadlines/follow.js";
import type { DialogsDialect } from "./dialect.js";
import { insertRows } from "./insert.js";
import { insertIdentifiers } from "./twins/follow.js";

/** Sources are few: one statement for all. How many dialogs each holds is never taken from outside. */
export const upsertSources = (
  database: Database,
  { sources }: DialogsTables,
  entries: readonly SourceSeed[],
): Promise<void> =>
  database.transaction(async (tx) => {
    const { heldCount: _, ...set } = excludedOf(sources);
    for (const rows of inChunks(entries)) {
      await tx
        .insert(sources)
        .values(rows.map((row) => ({ ...row, heldCount: 0 })))
        .onConflictDoUpdate({ target: sources.id, set });
    }
  });

/** Adds to each source's count, in a fixed order so that two writers never wait for each other. */
export const addToHeldCounts = async (
  tx: Queries,
  { sources }: DialogsTables,
  created: readonly DialogSeed[],
): Promise<void> => {
  const added = new Map<string, number>();
  for (const { dialog } of created) added.set(dialog.sourceId, (added.get(dialog.sourceId) ?? 0) + 1);
  for (const [sourceId, count] of [...added].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await tx
      .update(sources)
      .set({ heldCount: sql`${sources.heldCount} + ${count}` })
      .where(sql`${sources.id} = ${sourceId}`);
  }
};

/** Parties are stored in lower case; whether there is a non-sensitive title follows from whether there is one. */
const asStored = (dialog: DialogSeed["dialog"]): DialogSeed["dialog"] => {
  const party = dialog.party.toLowerCase();
  const hasNonSensitiveTitle = dialog.nonSensitiveTitle !== null;
  const isSo = party === dialog.party && hasNonSensitiveTitle === dialog.hasNonSensitiveTitle;
  return isSo ? dialog : { ...dialog, party, hasNonSensitiveTitle };
};

/** Gives each dialog that was not there its place; of several with one id the first is taken. */
const insertDialogs = async (
  tx: Queries,
  dialect: Dialect,
  { dialogs }: DialogsTables,
  seeds: readonly DialogSeed[],
  onConflict: SQL,
): Promise<{ readonly seq: number; readonly seed: DialogSeed }[]> => {
  const byId = new Map<string, DialogSeed>();
  for (const seed of seeds) if (!byId.has(seed.dialog.id)) byId.set(seed.dialog.id, seed);
  const placed = await insertRows<{ id: string; seq: number }>(
    tx,
    dialect,
    dialogs,
    [...byId.values()].map(({ dialog }) => asStored(dialog)),
    sql`${onConflict} RETURNING id, seq`,
  );
  return placed.flatMap(({ id, seq }) => {
    const seed = byId.get(id);
    return seed === undefined ? [] : [{ seq, seed }];
  });
};

const checkSources = async (
  tx: Queries,
  { sources }: DialogsTables,
  seeds: readonly DialogSeed[],
): Promise<void> => {
  const named = [...new Set(seeds.map(({ dialog }) => dialog.sourceId))];
  const known = await tx.select({ id: sources.id }).from(sources).where(inArray(sources.id, named));
  const missing = named.filter((id) => !known.some((source) => source.id === id));
  if (missing.length === 0) return;
  throw dialogsError(
    "SOURCE_UNKNOWN",
    `There is no source ${missing.join(", ")}; register it before its dialogs.`,
  );
};

/** When each of those who have seen a dialog themselves did so last: it is their own state as well. */
const ownSights = (dialogSeq: number, { seenLog }: DialogSeed) => {
  const last = new Map<string, number>();
  for (const { seenBy, seenAt, isViaServiceOwner } of seenLog) {
    if (seenBy.actorId === null || isViaServiceOwner) continue;
    last.set(seenBy.actorId, Math.max(seenAt, last.get(seenBy.actorId) ?? 0));
  }
  return [...last].map(([owner, seenAt]) => ({ owner, dialogSeq, seenAt }));
};

/**
 * All that belongs to new dialogs but their sources' counts, in the transaction that is under way.
 * @param onConflict what becomes of a dialog that is there already: it must do nothing
 * @returns those that were not there
 */
export const insertWholeDialogs = async (
  tx: Queries,
  dialect: DialogsDialect,
  tables: DialogsTables,
  seeds: readonly DialogSeed[],
  onConflict: SQL,
): Promise<DialogSeed[]> => {
  const placed = await insertDialogs(tx, dialect.name, tables, seeds, onConflict);
  const created = placed.map(({ seed }) => seed);

  const insert = (table: Table, rowsOf: (seed: DialogSeed) => readonly object[]) =>
    insertRows(
      tx,
      dialect.name,
      table,
      created.flatMap((seed) => rowsOf(seed).map((row) => ({ ...row, dialogId: seed.dialog.id }))),
      sql``,
    );
  await insert(tables.bodies, ({ body }) => [body]);
  await insert(tables.transmissions, ({ transmissions }) => transmissions);
  await insert(tables.activities, ({ activities }) => activities);
  await insert(tables.seenLog, ({ seenLog }) => seenLog);
  await insert(tables.labelAssignmentLog, ({ labelAssignmentLog }) => labelAssignmentLog);
  const sights = placed.flatMap(({ seq, seed }) => ownSights(seq, seed));
  await insertRows(tx, dialect.name, tables.ownSeen, sights, sql``);
  await insertDeadlines(tx, dialect.name, tables, placed);
  await insertIdentifiers(tx, dialect.name, tables, placed);

  await dialect.search.add(
    tx,
    placed.map(({ seq, seed }) => ({
      ...seed.dialog,
      seq,
      party: seed.dialog.party.toLowerCase(),
      document: searchDocumentOf(seed),
    })),
  );
  return created;
};

/** All that belongs to new dialogs, in one transaction: either all of it is there, or nothing. */
export const createDialogs = (
  database: Database,
  tables: DialogsTables,
  dialect: DialogsDialect,
  seeds: readonly DialogSeed[],
): Promise<string[]> =>
  database.transaction(async (tx) => {
    if (seeds.length === 0) return [];
    await checkSources(tx, tables, seeds);
    const created = await insertWholeDialogs(tx, dialect, tables, seeds, sql`ON CONFLICT (id) DO NOTHING`);
    await addToHeldCounts(tx, tables, created);
    return created.map(({ dialog }) => dialog.id);
  });
