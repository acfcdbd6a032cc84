import type { AnyColumn } from "drizzle-orm";
import type { Columns } from "../columns.js";

/**
 * What dialogs are called on other platforms. Names are looked up within a party: one that a million parties share costs
 * nobody more than their own.
 */
export const identifierTables = (c: Columns, dialogSeq: () => AnyColumn) => {
  const identifiers = c.table(
    "dialog_identifier",
    {
      /** A URN or an address, in small letters: see subgraphs/dialogs/rules/identifiers.ts. */
      identifier: c.text("identifier").notNull(),
      /** The dialog's: it never changes. */
      party: c.text("party").notNull(),
      dialogSeq: c
        .moment("dialog_seq") // as wide as dialog.seq on both databases
        .notNull()
        .references(dialogSeq as () => never, { onDelete: "cascade" }),
    },
    (table) => [
      c.primaryKey({ columns: [table.identifier, table.party, table.dialogSeq] }),
      c.index("dialog_identifier_by_dialog").on(table.dialogSeq, table.identifier),
    ],
  );
  return { identifiers };
};
