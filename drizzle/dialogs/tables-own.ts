import type { AnyColumn } from "drizzle-orm";
import type { Columns } from "../columns.js";

/**
 * What a viewer alone has done with dialogs. Every row has its owner (party URN of who signed in), and is never looked
 * up without. Dialogs are pointed at by `seq`, as the conditions of lists do.
 */
export const ownTables = (c: Columns, dialogSeq: () => AnyColumn) => {
  const ofDialog = () =>
    c
      .moment("dialog_seq") // as wide as dialog.seq on both databases
      .notNull()
      .references(dialogSeq as () => never, { onDelete: "cascade" });

  /** When the owner last saw a dialog. No row: never, or they have marked it as not seen. */
  const ownSeen = c.table(
    "own_seen",
    {
      owner: c.text("owner").notNull(),
      dialogSeq: ofDialog(),
      seenAt: c.moment("seen_at").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.owner, table.dialogSeq] }),
      c.index("own_seen_by_dialog").on(table.dialogSeq),
    ],
  );

  /** A label that its owner has made. */
  const ownLabels = c.table(
    "own_label",
    {
      id: c.id("id").primaryKey(),
      owner: c.text("owner").notNull(),
      name: c.text("name").notNull(),
      /** The name in small letters: of two that differ in case only there is one. */
      nameKey: c.text("name_key").notNull(),
      createdAt: c.moment("created_at").notNull(),
    },
    (table) => [c.uniqueIndex("own_label_by_name").on(table.owner, table.nameKey)],
  );

  /** A label on a dialog. Its owner is the label's, and stands here too: nothing is looked up without. */
  const ownLabelings = c.table(
    "own_labeling",
    {
      owner: c.text("owner").notNull(),
      labelId: c
        .id("label_id")
        .notNull()
        .references(() => ownLabels.id, { onDelete: "cascade" }),
      dialogSeq: ofDialog(),
      createdAt: c.moment("created_at").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.owner, table.labelId, table.dialogSeq] }),
      c.index("own_labeling_by_label").on(table.labelId),
      c.index("own_labeling_by_dialog").on(table.dialogSeq, table.owner),
    ],
  );

  return { ownSeen, ownLabels, ownLabelings };
};
