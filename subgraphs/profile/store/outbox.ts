import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import type { OutgoingMessageRow } from "../../../drizzle/profile/tables.js";
import type { OwnRows } from "./own-rows.js";

/** Messages on their way out. */
export class OutboxStore {
  readonly #rows: OwnRows;

  constructor(rows: OwnRows) {
    this.#rows = rows;
  }

  /**
   * Takes what is due, and sees to it that nobody else tries it before `until`. What is of no use any more goes.
   * @returns with the attempt that is about to be made counted, oldest first
   */
  async claim({
    now,
    until,
    take,
  }: {
    now: number;
    until: number;
    take: number;
  }): Promise<OutgoingMessageRow[]> {
    const { outbox: o } = this.#rows.tables;
    const due = await this.#rows.read.$count(o, lte(o.dueAt, now));
    if (due === 0) return []; // most of the time, and then nothing is locked
    return this.#rows.database.transaction(async (tx) => {
      await tx.delete(o).where(lte(o.giveUpAt, now));
      const rows = await tx
        .select()
        .from(o)
        .where(lte(o.dueAt, now))
        .orderBy(asc(o.createdAt), asc(o.id))
        .limit(take);
      const claimed: OutgoingMessageRow[] = [];
      for (const row of rows) {
        // Where another node was quicker, the row is not due any more.
        const [mine] = await tx
          .update(o)
          .set({ dueAt: until, attempts: row.attempts + 1 })
          .where(and(eq(o.id, row.id), lte(o.dueAt, now)))
          .returning();
        if (mine !== undefined) claimed.push(mine);
      }
      return claimed;
    });
  }

  /** It was delivered, or can't ever be. */
  async finish(ids: readonly string[]): Promise<void> {
    const { outbox: o } = this.#rows.tables;
    if (ids.length === 0) return;
    await this.#rows.database.transaction(async (tx) => {
      await tx.delete(o).where(inArray(o.id, [...ids]));
    });
  }

  /** It is tried again then. */
  async retryAt(id: string, dueAt: number): Promise<void> {
    const { outbox: o } = this.#rows.tables;
    await this.#rows.database.transaction(async (tx) => {
      await tx
        .update(o)
        .set({ dueAt })
        .where(and(eq(o.id, id), gt(o.giveUpAt, dueAt)));
    });
  }

  /** Told when something may have come into the outbox of this process. @returns ends it */
  onNews(listener: () => void): () => void {
    return this.#rows.database.onCommit(listener);
  }
}
