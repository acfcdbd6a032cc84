import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";

/** How far an action has come; only `WAITING` ones are tried. */
export const SOURCE_ACTION_STATES = ["WAITING", "DONE", "REFUSED", "CANCELLED", "EXPIRED"] as const;
export type SourceActionState = (typeof SOURCE_ACTION_STATES)[number];

/** What viewers have asked live sources to do. Every row has its owner, and what is told is looked up by it. */
export const actionTables = (c: Columns) => {
  const sourceActions = c.table(
    "source_action",
    {
      /** UUIDv7; the source is given it as idempotency key. */
      id: c.id("id").primaryKey(),
      /** Party URN of who signed in. */
      owner: c.text("owner").notNull(),
      /** How strong a login it was. */
      level: c.int("level").notNull(),
      /** The language that was asked in. */
      language: c.text("language").notNull(),
      sourceId: c.text("source_id").notNull(),
      /** The item's id in the graph. */
      itemId: c.text("item_id").notNull(),
      /** Party URN for whom it is done. */
      party: c.text("party").notNull(),
      action: c.text("action").notNull(),
      text: c.text("text"),
      /** The client's own: the same again is the same action. */
      idempotencyKey: c.text("idempotency_key").notNull(),
      state: c.text("state").$type<SourceActionState>().notNull(),
      requestedAt: c.moment("requested_at").notNull(),
      attempts: c.int("attempts").notNull(),
      lastTriedAt: c.moment("last_tried_at"),
      /** When it is tried next; nobody else tries it before. Null: it is done with. */
      dueAt: c.moment("due_at"),
      /** Who tries it just now; null: nobody. */
      heldBy: c.text("held_by"),
      finishedAt: c.moment("finished_at"),
      /** The source's own code of a refusal. */
      code: c.text("code"),
      /** What the source said. */
      message: c.json<LocalizedText>("message"),
    },
    (table) => [
      c.uniqueIndex("source_action_by_key").on(table.owner, table.idempotencyKey),
      c.index("source_action_by_owner").on(table.owner, table.requestedAt, table.id),
      c.index("source_action_by_item").on(table.itemId, table.owner),
      c.index("source_action_due").on(table.dueAt),
      c.index("source_action_finished").on(table.finishedAt),
    ],
  );
  return { sourceActions };
};
