import { inArray, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import { excludedOf, inChunks } from "../../../drizzle/statements.js";
import { dialogsError } from "../errors.js";
import { searchDocumentOf } from "../rules/search-document.js";
import type { DialogSeed, SourceSeed } from "../seed.js";
import type { DialogsDialect } from "./dialect.js";

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
const addToHeldCounts = async (
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

const insertDialogs = async (
  tx: Queries,
  { dialogs }: DialogsTables,
  seeds: readonly DialogSeed[],
): Promise<Map<string, number>> => {
  const seqs = new Map<string, number>();
  for (const chunk of inChunks(seeds)) {
    const rows = await tx
      .insert(dialogs)
      .values(chunk.map(({ dialog }) => dialog))
      .onConflictDoNothing({ target: dialogs.id })
      .returning({ id: dialogs.id, seq: dialogs.seq });
    for (const { id, seq } of rows) seqs.set(id, seq);
  }
  return seqs;
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

export const createDialogs = (
  database: Database,
  tables: DialogsTables,
  dialect: DialogsDialect,
  seeds: readonly DialogSeed[],
): Promise<string[]> =>
  database.transaction(async (tx) => {
    if (seeds.length === 0) return [];
    await checkSources(tx, tables, seeds);
    const seqs = await insertDialogs(tx, tables, seeds);
    const created = seeds.filter(({ dialog }) => seqs.has(dialog.id));

    const rowsOf = <Row>(of: (seed: DialogSeed) => readonly Row[]) =>
      created.flatMap((seed) => of(seed).map((row) => ({ ...row, dialogId: seed.dialog.id })));
    for (const rows of inChunks(rowsOf(({ body }) => [body]))) await tx.insert(tables.bodies).values(rows);
    for (const rows of inChunks(rowsOf(({ transmissions }) => transmissions))) {
      await tx.insert(tables.transmissions).values(rows);
    }
    for (const rows of inChunks(rowsOf(({ activities }) => activities))) {
      await tx.insert(tables.activities).values(rows);
    }
    for (const rows of inChunks(rowsOf(({ seenLog }) => seenLog)))
      await tx.insert(tables.seenLog).values(rows);
    for (const rows of inChunks(rowsOf(({ labelAssignmentLog }) => labelAssignmentLog))) {
      await tx.insert(tables.labelAssignmentLog).values(rows);
    }

    await dialect.addToSearch(
      tx,
      created.map((seed) => ({
        seq: seqs.get(seed.dialog.id) ?? 0,
        party: seed.dialog.party,
        document: searchDocumentOf(seed),
      })),
    );
    await addToHeldCounts(tx, tables, created);
    return created.map(({ dialog }) => dialog.id);
  });
