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
  }),
});

export type SeedingRow = ReturnType<typeof demoTables>["seedings"]["$inferSelect"];
