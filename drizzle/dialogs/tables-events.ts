import type { Columns } from "../columns.js";

/**
 * What happened to dialogs, and who is told. `event` only grows: it is the outbox and the change feed in one, written
 * in the same transaction as the change. The rest is how far each subscriber has been told.
 */
export const eventTables = (c: Columns) => {
  const events = c.table(
    "event",
    {
      /** The place in the feed: of one dialog in the order of its changes. Never given twice. */
      seq: c.serial("seq"),
      /** The CloudEvent's id. */
      id: c.id("id").notNull(),
      /** One of DIALOG_EVENT_TYPES. */
      type: c.text("type").notNull(),
      /** No foreign key: what happened to a dialog outlives it. */
      dialogId: c.id("dialog_id").notNull(),
      /** The transmission or activity that was added. */
      partId: c.id("part_id"),
      org: c.text("org").notNull(),
      serviceResource: c.text("service_resource").notNull(),
      party: c.text("party").notNull(),
      process: c.text("process"),
      precedingProcess: c.text("preceding_process"),
      extendedActivityType: c.text("extended_activity_type"),
      occurredAt: c.moment("occurred_at").notNull(),
      /** In the feed, but for no webhook. */
      isSilent: c.bool("is_silent").notNull(),
    },
    (table) => [c.index("event_by_org").on(table.org, table.seq)],
  );

  /** Dialogs that were written before they may be seen: each is announced when it becomes visible. */
  const pendingAnnouncements = c.table(
    "pending_announcement",
    {
      dialogId: c.id("dialog_id").primaryKey(),
      /** When to look whether it is visible by now; null while it is deleted. */
      dueAt: c.moment("due_at"),
    },
    (table) => [c.index("pending_announcement_by_due").on(table.dueAt)],
  );

  /** A webhook, after Altinn Events' subscription. */
  const subscriptions = c.table(
    "event_subscription",
    {
      id: c.serial("id"),
      /** Whose events they are: the service owner's code. */
      org: c.text("org").notNull(),
      endPoint: c.text("end_point").notNull(),
      /** Filters are exact; null: whatever it is. */
      resourceFilter: c.text("resource_filter"),
      subjectFilter: c.text("subject_filter"),
      sourceFilter: c.text("source_filter"),
      typeFilter: c.text("type_filter"),
      /** The organisation that subscribes, by URN; the party that made it. */
      consumer: c.text("consumer").notNull(),
      createdBy: c.text("created_by").notNull(),
      createdAt: c.moment("created_at").notNull(),
      /** When the endpoint took the validation event; nothing is delivered before. */
      validatedAt: c.moment("validated_at"),
      /** How often validation was tried, when it is tried again (null: it is not), and why it failed last. */
      validationAttempts: c.int("validation_attempts").notNull(),
      validationDueAt: c.moment("validation_due_at"),
      lastError: c.text("last_error"),
      /** Everything up to here has been delivered, or has a row in `event_delivery`. */
      position: c.moment("position").notNull(),
      /** The node that delivers now, and until when it may. */
      leaseOwner: c.text("lease_owner"),
      leaseUntil: c.moment("lease_until"),
    },
    (table) => [c.index("event_subscription_by_org").on(table.org, table.id)],
  );

  /** What could not be delivered at once: it is tried again, waits behind an older event of its dialog, or is given up. */
  const deliveries = c.table(
    "event_delivery",
    {
      id: c.serial("id"),
      subscriptionId: c
        .moment("subscription_id")
        .notNull()
        .references(() => subscriptions.id, { onDelete: "cascade" }),
      eventSeq: c.moment("event_seq").notNull(),
      dialogId: c.id("dialog_id").notNull(),
      attempts: c.int("attempts").notNull(),
      /** When it is tried next; null once it is given up. */
      dueAt: c.moment("due_at"),
      /** When it is given up at the latest: it may have waited for most of that behind another. */
      giveUpAt: c.moment("give_up_at").notNull(),
      /** A dead letter since then. */
      deadAt: c.moment("dead_at"),
      lastStatus: c.int("last_status"),
      lastError: c.text("last_error"),
    },
    (table) => [
      c.uniqueIndex("event_delivery_by_event").on(table.subscriptionId, table.eventSeq),
      c.index("event_delivery_by_due").on(table.subscriptionId, table.dueAt, table.eventSeq),
      c.index("event_delivery_by_dialog").on(table.subscriptionId, table.dialogId, table.eventSeq),
    ],
  );

  return { events, pendingAnnouncements, subscriptions, deliveries };
};
