import type { Columns } from "../columns.js";

/** What the demo has been filled with: the same seed and moment give the same rows, so that filling can be resumed. */
export const demoTables = (c: Columns) => ({
  seedings: c.table("seeding", {
    id: c.text("id").primaryKey(),
    seed: c.int("seed").notNull(),
    /** The moment that the demo's world is built around. */
    now: c.moment("now").notNull(),
    dialogs: c.int("dialogs").notNull(),
    /** Null while it is under way, or was cut off. */
    finishedAt: c.moment("finished_at"),
    /** Names of the rows that it was filled with; null where an earlier version did it, which noted none. */
    given: c.json<readonly string[]>("given"),
  }),

  /** What the demo's payment provider knows. */
  payments: c.table("payment", {
    /** The provider's own. */
    id: c.id("id").primaryKey(),
    /** The shop's: it begins one payment. */
    reference: c.text("reference").notNull().unique(),
    status: c.text("status").$type<"PENDING" | "PAID" | "FAILED" | "CANCELLED" | "EXPIRED">().notNull(),
    amountMinor: c.int("amount_minor").notNull(),
    currency: c.text("currency").notNull(),
    description: c.text("description").notNull(),
    returnUrl: c.text("return_url").notNull(),
    callbackUrl: c.text("callback_url").notNull(),
    createdAt: c.moment("created_at").notNull(),
  }),
});

export type DemoPaymentRow = ReturnType<typeof demoTables>["payments"]["$inferSelect"];

export type SeedingRow = ReturnType<typeof demoTables>["seedings"]["$inferSelect"];
