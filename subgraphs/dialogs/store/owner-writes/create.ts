import { eq, sql } from "drizzle-orm";
import type { Queries } from "../../../../drizzle/database.js";
import type { DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import type { NewDialogEvent } from "../../events/new-event.js";
import type { DialogSeed, SourceSeed } from "../../seed.js";
import type { DialogsDialect } from "../dialect.js";
import { appendEventsOfNew } from "../events.js";
import { addToHeldCounts, insertWholeDialogs } from "../writing.js";
import type { Tools } from "./tools.js";

/** A dialog that is to be made, and what is told of it. */
export interface NewDialog {
  readonly seed: DialogSeed;
  readonly events: readonly NewDialogEvent[];
}

/** What became of it. `TAKEN`: an id, or the idempotent key, is another's; `dialogId` is whose, where it is known. */
export type Creation =
  | { readonly outcome: "CREATED" }
  | { readonly outcome: "TAKEN"; readonly path: string; readonly dialogId: string | null };

/** Ids that are in a table already. */
const takenIds = async (
  tx: Queries,
  dialect: DialogsDialect,
  table: DialogsTables["transmissions"] | DialogsTables["activities"],
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(dialect.isIn(sql`${table.id}`, ids, "id"));
  return new Set(rows.map(({ id }) => id));
};

/** Says of each dialog which of its parts has an id that is taken: by one that is there, or by one before it. */
const takenParts = async (
  tx: Queries,
  dialect: DialogsDialect,
  tables: DialogsTables,
  dialogs: readonly NewDialog[],
): Promise<Map<DialogSeed, string>> => {
  const taken = new Map<DialogSeed, string>();
  for (const kind of ["transmissions", "activities"] as const) {
    const known = new Set(
      await takenIds(
        tx,
        dialect,
        tables[kind],
        dialogs.flatMap(({ seed }) => seed[kind].map(({ id }) => id)),
      ),
    );
    for (const { seed } of dialogs) {
      const index = seed[kind].findIndex(({ id }) => known.has(id));
      if (index >= 0) taken.set(seed, `${kind}[${index}].id`);
      else for (const { id } of seed[kind]) known.add(id);
    }
  }
  return taken;
};

/** Whose the ids and idempotent keys of dialogs are that could not be made. */
const holdersOf = async (
  tx: Queries,
  dialect: DialogsDialect,
  { dialogs }: DialogsTables,
  lost: readonly DialogSeed[],
): Promise<Map<DialogSeed, Creation>> => {
  const keys = lost.flatMap(({ dialog }) => (dialog.idempotentKey === null ? [] : [dialog.idempotentKey]));
  const holders = await tx
    .select({ id: dialogs.id, org: dialogs.org, key: dialogs.idempotentKey })
    .from(dialogs)
    .where(
      sql`${dialect.isIn(
        sql`${dialogs.id}`,
        lost.map(({ dialog }) => dialog.id),
        "id",
      )} OR (${dialect.isIn(
        sql`${dialogs.org}`,
        lost.map(({ dialog }) => dialog.org),
        "text",
      )} AND ${dialect.isIn(sql`${dialogs.idempotentKey}`, keys, "text")})`,
    );
  return new Map(
    lost.flatMap((seed): [DialogSeed, Creation][] => {
      const { id, org, idempotentKey } = seed.dialog;
      const byKey = holders.find((row) => row.org === org && row.key === idempotentKey && row.key !== null);
      const byId = holders.find((row) => row.id === id);
      if (byKey === undefined && byId === undefined) return [];
      // Another owner's dialog is not named.
      const dialogId = byKey?.id ?? (byId?.org === org ? id : null);
      return [[seed, { outcome: "TAKEN", path: byKey === undefined ? "id" : "idempotentKey", dialogId }]];
    }),
  );
};

/**
 * Makes dialogs with all that belongs to them, in one transaction: those whose ids and keys are free are made, the
 * others are not. Of several with one id or key the first is made.
 * @param arePartsLookedAt whether it looks which of their parts' ids are taken; where it does not and one is, it fails of
 *   that
 * @returns what became of each, in order
 */
export const createOwned = (
  { database, tables, dialect }: Omit<Tools, "newId">,
  entries: readonly NewDialog[],
  arePartsLookedAt: boolean,
): Promise<Creation[]> =>
  database.transaction(async (tx) => {
    const parts = arePartsLookedAt
      ? await takenParts(tx, dialect, tables, entries)
      : new Map<DialogSeed, string>();
    const ids = new Set<string>();
    const free = entries.filter(({ seed }) => {
      const isFree = !parts.has(seed) && !ids.has(seed.dialog.id);
      if (isFree) ids.add(seed.dialog.id);
      return isFree;
    });
    const created = new Set(
      await insertWholeDialogs(
        tx,
        dialect,
        tables,
        free.map(({ seed }) => seed),
        "ON CONFLICT DO NOTHING",
      ),
    );
    // Also of those whose parts are taken: what is sent once more, parts and all, is the dialog that is there.
    const lost = entries.map(({ seed }) => seed).filter((seed) => !created.has(seed));
    const holders = lost.length === 0 ? new Map() : await holdersOf(tx, dialect, tables, lost);
    const events = entries.flatMap((entry) => (created.has(entry.seed) ? entry.events : []));
    appendEventsOfNew(tx, dialect.name, tables, events);
    addToHeldCounts(tx, [...created]);
    return entries.map(({ seed }): Creation => {
      if (created.has(seed)) return { outcome: "CREATED" };
      return holders.get(seed) ?? { outcome: "TAKEN", path: parts.get(seed) ?? "id", dialogId: null };
    });
  });

/** Registers the source that pushed dialogs are of, where it is not yet. What is there stays as it is. */
export const registerSource = async (
  { database, tables }: Pick<Tools, "database" | "tables">,
  source: SourceSeed,
): Promise<void> => {
  const { sources } = tables;
  const known = await database.read.select({ id: sources.id }).from(sources).where(eq(sources.id, source.id));
  if (known.length > 0) return;
  await database.transaction(async (tx) => {
    await tx
      .insert(sources)
      .values({ ...source, heldCount: 0 })
      .onConflictDoNothing();
  });
};
