import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { FormsTables } from "../../../drizzle/forms/tables.js";
import type { PaymentRow } from "../../../drizzle/forms/tables-parts.js";
import { jsonList } from "../../../drizzle/json-rows.js";

/** SQL of payments. Whether anybody may see one is another's to know. */
export class PaymentStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database, tables: FormsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  async byId(id: string, queries: Pick<Queries, "select"> = this.#database.read): Promise<PaymentRow | null> {
    const { payments: p } = this.#tables;
    const [row] = await queries.select().from(p).where(eq(p.id, id));
    return row ?? null;
  }

  /** Payments of visible instances, as they were begun. */
  ofInstances(ids: readonly string[]): Promise<PaymentRow[]> {
    const { payments: p } = this.#tables;
    return this.#database.read
      .select()
      .from(p)
      .where(sql`${p.instanceId} IN ${jsonList(this.#database.dialect, ids)}`)
      .orderBy(asc(p.instanceId), asc(p.startedAt), asc(p.id));
  }

  /** Payments that were begun in a visit to a task, in the transaction that holds the instance. */
  ofRound(tx: Queries, instanceId: string, round: number): Promise<PaymentRow[]> {
    const { payments: p } = this.#tables;
    return tx
      .select()
      .from(p)
      .where(and(eq(p.instanceId, instanceId), eq(p.round, round)))
      .orderBy(asc(p.startedAt), asc(p.id));
  }

  async add(tx: Queries, payment: PaymentRow): Promise<void> {
    await tx.insert(this.#tables.payments).values(payment);
  }

  async settle(tx: Queries, id: string, settled: Pick<PaymentRow, "status" | "settledAt">): Promise<void> {
    const { payments: p } = this.#tables;
    await tx
      .update(p)
      .set({ ...settled, checkAt: null })
      .where(eq(p.id, id));
  }

  /** Notes what the provider calls a payment, and where it is paid. */
  async begun(id: string, told: Pick<PaymentRow, "providerReference" | "payUrl">): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const { payments: p } = this.#tables;
      await tx.update(p).set(told).where(eq(p.id, id));
    });
  }

  /** Payments that nobody has heard of for a while. Each is put off first, so that nobody else asks as well. */
  async takeToCheck(now: number, until: number, take: number): Promise<PaymentRow[]> {
    const { payments: p } = this.#tables;
    const due = await this.#database.read
      .select({ id: p.id })
      .from(p)
      .where(lte(p.checkAt, now))
      .orderBy(asc(p.checkAt))
      .limit(take);
    if (due.length === 0) return [];
    return this.#database.transaction(async (tx) => {
      const taken: PaymentRow[] = [];
      for (const { id } of due) {
        const [row] = await tx
          .update(p)
          .set({ checkAt: until, checks: sql`${p.checks} + 1` })
          .where(and(eq(p.id, id), lte(p.checkAt, now)))
          .returning();
        if (row !== undefined) taken.push(row);
      }
      return taken;
    });
  }

  /** Says when a payment is asked about next. */
  async checkAgainAt(id: string, checkAt: number): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const { payments: p } = this.#tables;
      await tx
        .update(p)
        .set({ checkAt })
        .where(and(eq(p.id, id), eq(p.status, "PENDING")));
    });
  }
}
