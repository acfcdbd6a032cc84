import { and, eq } from "drizzle-orm";
import { columnsOf } from "../columns.js";
import type { Database } from "../database.js";
import { type DemoPaymentRow, demoTables } from "./tables.js";

/** What the demo's payment provider remembers, also when it was away. */
export class DemoPaymentStore {
  readonly #database: Database;
  readonly #payments: ReturnType<typeof demoTables>["payments"];

  constructor(database: Database) {
    this.#database = database;
    this.#payments = demoTables(columnsOf(database.dialect)).payments;
  }

  /** Begins a payment, or finds the one that its reference began. */
  async begin(payment: DemoPaymentRow): Promise<DemoPaymentRow> {
    await this.#database.transaction(async (tx) => {
      await tx.insert(this.#payments).values(payment).onConflictDoNothing();
    });
    return (await this.#one(eq(this.#payments.reference, payment.reference))) ?? payment;
  }

  byReference(reference: string): Promise<DemoPaymentRow | null> {
    return this.#one(eq(this.#payments.reference, reference));
  }

  byId(id: string): Promise<DemoPaymentRow | null> {
    return this.#one(eq(this.#payments.id, id));
  }

  /** Decides a payment that is open. @returns as it is then; `null` where there is none */
  async decide(id: string, status: DemoPaymentRow["status"]): Promise<DemoPaymentRow | null> {
    const { id: column, status: at } = this.#payments;
    await this.#database.transaction(async (tx) => {
      await tx
        .update(this.#payments)
        .set({ status })
        .where(and(eq(column, id), eq(at, "PENDING")));
    });
    return this.byId(id);
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #one(condition: ReturnType<typeof eq>): Promise<DemoPaymentRow | null> {
    const [row] = await this.#database.read.select().from(this.#payments).where(condition);
    return row ?? null;
  }
}
