import { and, asc, eq, gt, isNotNull, lte } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { FormInstanceRow, FormsTables } from "../../../drizzle/forms/tables.js";
import type { AwaitedUpload, BlobRow } from "../../../drizzle/forms/tables-parts.js";

/** SQL of the attachments' bytes: which there are, and which are to be thrown away. */
export class BlobStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database, tables: FormsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** Awaits a file until `sweepAt`; then nobody may send it any more. */
  async await(upload: AwaitedUpload & Pick<BlobRow, "id" | "instanceId">, sweepAt: number): Promise<void> {
    const { id, instanceId, ...awaited } = upload;
    await this.#database.transaction(async (tx) => {
      await tx.insert(this.#tables.blobs).values({ id, instanceId, sweepAt, upload: awaited });
    });
  }

  /** A file that may still be sent; `null` where it has come already, or is too late. */
  async awaited(
    id: string,
    now: number,
  ): Promise<{ readonly instanceId: string; readonly upload: AwaitedUpload } | null> {
    const { blobs: b } = this.#tables;
    const [row] = await this.#database.read
      .select()
      .from(b)
      .where(and(eq(b.id, id), gt(b.sweepAt, now), isNotNull(b.upload)));
    return row?.upload == null ? null : { instanceId: row.instanceId, upload: row.upload };
  }

  /** The instance that holds a file; `null` where none does. Whether anybody may have it is another's to know. */
  async heldBy(id: string): Promise<FormInstanceRow | null> {
    const { blobs: b, instances: i } = this.#tables;
    const [row] = await this.#database.read
      .select({ instance: i })
      .from(b)
      .innerJoin(i, eq(i.id, b.instanceId))
      .where(eq(b.id, id));
    return row?.instance ?? null;
  }

  /** Keeps a file that has come, in the transaction that attaches it. @returns whether it was still awaited */
  async keep(tx: Queries, id: string): Promise<boolean> {
    const { blobs: b } = this.#tables;
    const kept = await tx
      .update(b)
      .set({ sweepAt: null, upload: null })
      .where(and(eq(b.id, id), isNotNull(b.upload)))
      .returning({ id: b.id });
    return kept.length > 0;
  }

  /** Lets a file go, in the transaction that takes it off its instance. */
  async release(tx: Queries, id: string, sweepAt: number): Promise<void> {
    const { blobs: b } = this.#tables;
    await tx.update(b).set({ sweepAt }).where(eq(b.id, id));
  }

  /** Lets all files of an instance go that is thrown away for good. */
  async releaseAllOf(tx: Queries, instanceId: string, sweepAt: number): Promise<void> {
    const { blobs: b } = this.#tables;
    await tx.update(b).set({ sweepAt }).where(eq(b.instanceId, instanceId));
  }

  /** Files to throw away. From here on none of them can come or be kept any more. */
  async sweepable(now: number, take: number): Promise<string[]> {
    const { blobs: b } = this.#tables;
    const due = await this.#database.read
      .select({ id: b.id })
      .from(b)
      .where(lte(b.sweepAt, now))
      .orderBy(asc(b.sweepAt))
      .limit(take);
    if (due.length === 0) return [];
    return this.#database.transaction(async (tx) => {
      const swept: string[] = [];
      for (const { id } of due) {
        const [row] = await tx
          .update(b)
          .set({ upload: null })
          .where(and(eq(b.id, id), lte(b.sweepAt, now)))
          .returning({ id: b.id });
        if (row !== undefined) swept.push(row.id);
      }
      return swept;
    });
  }

  /** Forgets a file whose bytes are gone. */
  async forget(id: string): Promise<void> {
    await this.#database.transaction(async (tx) => {
      await tx.delete(this.#tables.blobs).where(eq(this.#tables.blobs.id, id));
    });
  }
}
