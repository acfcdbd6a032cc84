import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Queries } from "./database.js";
import { excludedOf, inChunks } from "./statements.js";

/** A value with its object keys in order, so that equal values are equal texts: PostgreSQL's jsonb has its own order. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, canonical(entry)]),
  );
};

/** Whether two rows hold the same, whatever the order of keys in their JSON. */
export const isSameRow = (a: object, b: object): boolean =>
  JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

export interface RowImport<Row extends object> {
  readonly table: SQLiteTable;
  /** The columns of its primary key. */
  readonly target: SQLiteColumn[];
  readonly rows: readonly Row[];
  /** What a row is known by; equal for the same thing before and after. */
  keyOf(row: Row): string;
  /** The row to keep, where there is one already; omitted: what was read replaces it. */
  merge?(before: Row, read: Row): Row;
}

export interface RowChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: number;
  /** Keys of rows that are there and were not read; nothing is done to them. */
  readonly missing: readonly string[];
}

/** Adds rows, and brings those up to date that differ; writes nothing that is as it should be. Of a key, the last counts. */
export const importRows = async <Row extends object>(
  tx: Queries,
  { table, target, rows, keyOf, merge }: RowImport<Row>,
): Promise<RowChanges> => {
  const before = new Map(((await tx.select().from(table)) as Row[]).map((row) => [keyOf(row), row]));
  const read = new Map(rows.map((row) => [keyOf(row), row]));
  const added: string[] = [];
  const changed: string[] = [];
  const writes: Row[] = [];
  for (const [key, row] of read) {
    const known = before.get(key);
    const wanted = known === undefined || merge === undefined ? row : merge(known, row);
    if (known !== undefined && isSameRow({ ...known, ...wanted }, known)) continue;
    (known === undefined ? added : changed).push(key);
    writes.push(wanted);
  }
  for (const chunk of inChunks(writes)) {
    await tx
      .insert(table)
      .values(chunk as (typeof table)["$inferInsert"][])
      .onConflictDoUpdate({ target, set: excludedOf(table) as object });
  }
  return {
    added: added.sort(),
    changed: changed.sort(),
    unchanged: read.size - writes.length,
    missing: [...before.keys()].filter((key) => !read.has(key)).sort(),
  };
};
