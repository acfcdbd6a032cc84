import { inArray, sql } from "drizzle-orm";
import type { Database, Queries, Transaction } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import { excludedOf, inChunks } from "../../../drizzle/statements.js";
import { dialogsError } from "../errors.js";
import { searchDocumentOf } from "../rules/search-document.js";
import type { DialogSeed, SourceSeed } from "../seed.js";
import { deadlinesOfNew } from "./deadlines/follow.js";
import type { DialogsDialect } from "./dialect.js";
import { identifiersOfNew } from "./twins/follow.js";

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

/**
 * Adds to each source's count, in a fixed order so that two writers never wait for each other; and at the transaction's
 * end, since everybody who writes dialogs of that source waits meanwhile.
 */
export const addToHeldCounts = (tx: Transaction, created: readonly DialogSeed[]): void => {
  const added = new Map<string, number>();
  for (const { dialog } of created) added.set(dialog.sourceId, (added.get(dialog.sourceId) ?? 0) + 1);
  for (const [sourceId, count] of [...added].sort(([a], [b]) => (a < b ? -1 : 1))) {
    tx.atEnd(sql`UPDATE source SET held_count = held_count + ${count} WHERE id = ${sourceId}`);
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
  { dialogs }: DialogsTables,
  seeds: readonly DialogSeed[],
  onConflict: string,
): Promise<{ readonly seq: number; readonly seed: DialogSeed }[]> => {
  const byId = new Map<string, DialogSeed>();
  for (const seed of seeds) if (!byId.has(seed.dialog.id)) byId.set(seed.dialog.id, seed);
  const placed = await tx.insertAll<{ id: string; seq: number }>({
    table: dialogs,
    rows: Array.from(byId.values(), ({ dialog }) => asStored(dialog)),
    end: `${onConflict} RETURNING id, seq`,
  });
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
 * All that belongs to new dialogs but their sources' counts, in the transaction that is under way: the dialogs now, the
 * rest at its end.
 * @param onConflict what becomes of a dialog that is there already: it must do nothing
 * @returns those that were not there
 */
export const insertWholeDialogs = async (
  tx: Transaction,
  dialect: DialogsDialect,
  tables: DialogsTables,
  seeds: readonly DialogSeed[],
  onConflict: string,
): Promise<DialogSeed[]> => {
  const placed = await insertDialogs(tx, tables, seeds, onConflict);
  const created = placed.map(({ seed }) => seed);

  const ofEach = (rowsOf: (seed: DialogSeed) => readonly object[]): object[] =>
    created.flatMap((seed) => rowsOf(seed).map((row) => ({ ...row, dialogId: seed.dialog.id })));
  tx.atEnd(
    { table: tables.bodies, rows: ofEach(({ body }) => [body]) },
    { table: tables.transmissions, rows: ofEach(({ transmissions }) => transmissions) },
    { table: tables.activities, rows: ofEach(({ activities }) => activities) },
    { table: tables.seenLog, rows: ofEach(({ seenLog }) => seenLog) },
    { table: tables.labelAssignmentLog, rows: ofEach(({ labelAssignmentLog }) => labelAssignmentLog) },
    { table: tables.ownSeen, rows: placed.flatMap(({ seq, seed }) => ownSights(seq, seed)) },
    { table: tables.deadlines, rows: deadlinesOfNew(placed) },
    { table: tables.identifiers, rows: identifiersOfNew(placed) },
  );

  await dialect.search.add(
    tx,
    placed.map(({ seq, seed }) => ({
      seq,
      party: seed.dialog.party.toLowerCase(),
      org: seed.dialog.org,
      serviceResource: seed.dialog.serviceResource,
      contentUpdatedAt: seed.dialog.contentUpdatedAt,
      document: () => searchDocumentOf(seed),
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
    const created = await insertWholeDialogs(tx, dialect, tables, seeds, "ON CONFLICT (id) DO NOTHING");
    addToHeldCounts(tx, created);
    return created.map(({ dialog }) => dialog.id);
  });
