import { type AnyColumn, sql } from "drizzle-orm";
import type { Columns } from "../columns.js";
import type { DeadlineKind, DeadlineMetBy } from "./values-deadlines.js";

/**
 * What is to be done by when, and who reads it in a calendar. A deadline follows its dialog: it is written in the
 * transaction of what it follows from, and goes with it. Whether its dialog may be seen is asked of the dialog.
 */
export const deadlineTables = (c: Columns, dialogSeq: () => AnyColumn) => {
  const deadlines = c.table(
    "deadline",
    {
      /** `{dialog id}:{key}`: the same as long as it is the same thing that is to be done. */
      id: c.text("id").primaryKey(),
      dialogSeq: c
        .moment("dialog_seq") // as wide as dialog.seq on both databases
        .notNull()
        .references(dialogSeq as () => never, { onDelete: "cascade" }),
      /** The dialog's: it never changes, and lists are read by it. */
      party: c.text("party").notNull(),
      /** The owner's own name for it; `due` follows from the dialog's `dueAt`. */
      key: c.text("key").notNull(),
      /** What is to be done; null where nobody says. */
      kind: c.text("kind").$type<DeadlineKind>(),
      dueAt: c.moment("due_at").notNull(),
      /** A decimal number, as the owner wrote it. */
      amount: c.text("amount"),
      /** ISO 4217. */
      currency: c.text("currency"),
      kid: c.text("kid"),
      account: c.text("account"),
      /** Activities and status don't meet it: e.g. one signature of several. */
      isMetByOwnerOnly: c.bool("is_met_by_owner_only").notNull(),
      /** When the owner says that it was met. */
      ownerMetAt: c.moment("owner_met_at"),
      metAt: c.moment("met_at"),
      metBy: c.text("met_by").$type<DeadlineMetBy>(),
      /** Activities from here on can meet it: what was paid before is not this payment. */
      since: c.moment("since").notNull(),
      changedAt: c.moment("changed_at").notNull(),
      /** How often it has changed: a calendar's SEQUENCE. */
      sequence: c.int("sequence").notNull(),
    },
    (table) => [
      c
        .index("deadline_open_by_party")
        .on(table.party, table.dueAt, table.id, table.dialogSeq, table.kind)
        .where(sql`met_at IS NULL`),
      c
        .index("deadline_by_party")
        .on(table.party, table.dueAt, table.id, table.dialogSeq, table.kind, table.metAt),
      c.index("deadline_by_dialog").on(table.dialogSeq),
    ],
  );

  /** An address that a calendar program fetches its owner's deadlines from. Of its secret only the hash is kept. */
  const calendarSubscriptions = c.table(
    "calendar_subscription",
    {
      id: c.id("id").primaryKey(),
      owner: c.text("owner").notNull(),
      name: c.text("name").notNull(),
      secretHash: c.text("secret_hash").notNull(),
      /** Party UUIDs; null: everyone that the owner may act for when it is fetched. */
      parties: c.json<readonly string[]>("parties"),
      /** Null: all kinds, and what has none. */
      kinds: c.json<readonly DeadlineKind[]>("kinds"),
      /** The authentication level that it is read with. */
      level: c.int("level").notNull(),
      language: c.text("language").notNull(),
      createdAt: c.moment("created_at").notNull(),
      lastUsedAt: c.moment("last_used_at"),
    },
    (table) => [
      c.uniqueIndex("calendar_subscription_by_secret").on(table.secretHash),
      c.index("calendar_subscription_by_owner").on(table.owner, table.createdAt),
    ],
  );

  return { deadlines, calendarSubscriptions };
};
