import type { Columns } from "../columns.js";

/** The last good answers of live sources that allow it: sealed, and named so that nobody else finds them. */
export const copyTables = (c: Columns) => {
  const liveCopies = c.table(
    "live_copy",
    {
      /** Keyed hash of whose it is, of which source and parties. */
      name: c.text("name").primaryKey(),
      /** The page, encrypted with a key of its viewer's; base64. */
      sealed: c.text("sealed").notNull(),
      takenAt: c.moment("taken_at").notNull(),
      /** It is not shown, nor kept, after this. */
      expiresAt: c.moment("expires_at").notNull(),
    },
    (table) => [c.index("live_copy_by_expiry").on(table.expiresAt)],
  );
  return { liveCopies };
};
