import { and, eq, exists, gte, isNotNull, lt, not, or, sql } from "drizzle-orm";
import type { Database, Queries } from "../../drizzle/database.js";
import type { RegistryTables } from "../../drizzle/registry/tables.js";
import { inChunks } from "../../drizzle/statements.js";
import type { OperationCount, OperationText } from "../recorded-use.js";

/** Counts of the same operation, client and day are one row: one statement can't touch a row twice. */
const merged = (uses: readonly OperationCount[]): OperationCount[] => {
  const sums = new Map<string, OperationCount>();
  for (const use of uses) {
    const key = JSON.stringify([use.key, use.client, use.day]);
    const known = sums.get(key);
    sums.set(key, known === undefined ? use : { ...known, count: known.count + use.count });
  }
  return [...sums.values()];
};

/** The SQL of what clients send. */
export class UseStore {
  readonly #database: Database;
  readonly #tables: Pick<RegistryTables, "operations" | "uses">;
  #keptSince = Number.NEGATIVE_INFINITY;

  constructor(database: Database, tables: RegistryTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /**
   * Adds to what is known of operations' use, and forgets what is older than a day.
   * @param keepSince days since 1970 UTC
   */
  async add(uses: readonly OperationCount[], keepSince: number): Promise<void> {
    const { operations, uses: table } = this.#tables;
    await this.#database.transaction(async (queries) => {
      const known = new Map(uses.map(({ key, document, name }) => [key, { key, document, name }]));
      for (const chunk of inChunks([...known.values()])) {
        const rows = chunk.map((operation) => ({ ...operation, isTrusted: false }));
        await queries.insert(operations).values(rows).onConflictDoNothing();
      }
      for (const chunk of inChunks(merged(uses))) {
        await queries
          .insert(table)
          .values(chunk.map(({ key: operation, client, day, count }) => ({ operation, client, day, count })))
          .onConflictDoUpdate({
            target: [table.operation, table.client, table.day],
            set: { count: sql`${table.count} + excluded.count` },
          });
      }
      if (keepSince > this.#keptSince) await this.#forget(queries, keepSince);
    });
    this.#keptSince = keepSince;
  }

  async #forget(queries: Queries, keepSince: number): Promise<void> {
    const { operations, uses } = this.#tables;
    await queries.delete(uses).where(lt(uses.day, keepSince));
    const isUsed = exists(
      queries.select({ operation: uses.operation }).from(uses).where(eq(uses.operation, operations.key)),
    );
    await queries.delete(operations).where(and(eq(operations.isTrusted, false), not(isUsed)));
  }

  /** From now on exactly these operations are trusted. */
  async setTrusted(trusted: readonly Pick<OperationCount, "key" | "document" | "name">[]): Promise<void> {
    const { operations } = this.#tables;
    await this.#database.transaction(async (queries) => {
      await queries.update(operations).set({ isTrusted: false }).where(eq(operations.isTrusted, true));
      for (const chunk of inChunks(trusted)) {
        await queries
          .insert(operations)
          .values(chunk.map((operation) => ({ ...operation, isTrusted: true })))
          .onConflictDoUpdate({ target: operations.key, set: { isTrusted: true } });
      }
    });
  }

  /** Operations that were sent since a day, and trusted ones. @param day days since 1970 UTC */
  async since(day: number): Promise<OperationText[]> {
    const { operations, uses } = this.#tables;
    const rows = await this.#database.read
      .select({
        key: operations.key,
        document: operations.document,
        isTrusted: operations.isTrusted,
        client: uses.client,
        count: sql<number>`sum(${uses.count})`.mapWith(Number),
      })
      .from(operations)
      .leftJoin(uses, and(eq(uses.operation, operations.key), gte(uses.day, day)))
      .where(or(eq(operations.isTrusted, true), isNotNull(uses.operation)))
      .groupBy(operations.key, uses.client)
      .orderBy(operations.key, uses.client);
    const found = new Map<string, { -readonly [Name in keyof OperationText]: OperationText[Name] }>();
    for (const { key, document, isTrusted, client, count } of rows) {
      const known = found.get(key) ?? { document, isTrusted, clients: [], count: 0 };
      found.set(key, known);
      if (client === null) continue;
      known.clients = [...known.clients, client];
      known.count += count;
    }
    return [...found.values()];
  }
}
