import { sql } from "drizzle-orm";
import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";
import { actionTables } from "./tables-actions.js";
import { copyTables } from "./tables-copies.js";
import { deadlineTables } from "./tables-deadlines.js";
import { eventTables } from "./tables-events.js";
import { identifierTables } from "./tables-identifiers.js";
import { logTables } from "./tables-logs.js";
import { ownTables } from "./tables-own.js";
import type { ApiAction, Attachment, DialogContent, DialogStatus, GuiAction } from "./values.js";

/**
 * Dialogs' tables, after Dialogporten's model. `dialog` is what lists need, and nothing else; `dialog_body` is the
 * rest of the dialog.
 */
export const dialogsTables = (c: Columns) => {
  /** A platform that dialogs come from, and the truth about it. */
  const sources = c.table("source", {
    id: c.text("id").primaryKey(),
    name: c.json<LocalizedText>("name").notNull(),
    /** PUSH: owners write here themselves, so nothing lags. COPY: an adapter copies from the platform. */
    delivery: c.text("delivery").$type<"PUSH" | "COPY">().notNull(),
    /** When the copy was last brought up to date; null for PUSH. */
    copiedAt: c.moment("copied_at"),
    /** How old a copy may be before it is called stale, in milliseconds (a month does not fit `int`); null for PUSH. */
    staleAfterMillis: c.moment("stale_after_millis"),
    /** Everything from here on is meant to be here; what is older never came. Null: there is no such limit. */
    coversFrom: c.moment("covers_from"),
    /** How many dialogs the platform says that it has; null where it does not say. */
    suppliedCount: c.int("supplied_count"),
    /** How many of them are here; kept in the same transaction as the dialogs. */
    heldCount: c.int("held_count").notNull(),
    /** In words: why something is missing. */
    reason: c.json<LocalizedText>("reason"),
  });

  const dialogs = c.table(
    "dialog",
    {
      /** Short, in order of insertion: other tables and the search index point at it. */
      seq: c.serial("seq"),
      id: c.id("id").notNull().unique(),
      sourceId: c
        .text("source_id")
        .notNull()
        .references(() => sources.id),
      /** The status in the platform's own words. */
      sourceStatus: c.text("source_status"),
      org: c.text("org").notNull(),
      serviceResource: c.text("service_resource").notNull(),
      serviceResourceType: c.text("service_resource_type").notNull(),
      party: c.text("party").notNull(),
      status: c.text("status").$type<DialogStatus>().notNull(),
      extendedStatus: c.json<LocalizedText>("extended_status"),
      /** Dialogporten's `extendedStatus`: a code of the owner's. */
      extendedStatusCode: c.text("extended_status_code"),
      externalReference: c.text("external_reference"),
      progress: c.int("progress"),
      process: c.text("process"),
      precedingProcess: c.text("preceding_process"),
      /** `urn:altinn:instance-id:…` of the form instance that this dialog is about. */
      instanceRef: c.text("instance_ref"),
      createdAt: c.moment("created_at").notNull(),
      updatedAt: c.moment("updated_at").notNull(),
      contentUpdatedAt: c.moment("content_updated_at").notNull(),
      visibleFrom: c.moment("visible_from"),
      dueAt: c.moment("due_at"),
      expiresAt: c.moment("expires_at"),
      deletedAt: c.moment("deleted_at"),
      isApiOnly: c.bool("is_api_only").notNull(),
      isFrozen: c.bool("is_frozen").notNull(),
      /** Bits, see SYSTEM_LABEL_BITS. */
      systemLabels: c.int("system_labels").notNull(),
      /** Seen by anybody since the content last changed. */
      isSeenSinceLastContentUpdate: c.bool("is_seen_since_last_content_update").notNull(),
      hasUnopenedContent: c.bool("has_unopened_content").notNull(),
      fromServiceOwnerTransmissionsCount: c.int("from_service_owner_transmissions_count").notNull(),
      fromPartyTransmissionsCount: c.int("from_party_transmissions_count").notNull(),
      guiAttachmentCount: c.int("gui_attachment_count").notNull(),
      title: c.json<LocalizedText>("title").notNull(),
      summary: c.json<LocalizedText>("summary"),
      senderName: c.json<LocalizedText>("sender_name"),
      /** Shown instead of title and summary where the viewer's login is too weak; without one the item is hidden. */
      nonSensitiveTitle: c.json<LocalizedText>("non_sensitive_title"),
      nonSensitiveSummary: c.json<LocalizedText>("non_sensitive_summary"),
      hasNonSensitiveTitle: c.bool("has_non_sensitive_title").notNull(),
      revision: c.id("revision").notNull(),
      endUserContextRevision: c.id("end_user_context_revision").notNull(),
      serviceOwnerContextRevision: c.id("service_owner_context_revision").notNull(),
      idempotentKey: c.text("idempotent_key"),
    },
    (table) => [
      // One party's in each order. They carry what visibility, scope and filters look at, so that walking them never
      // opens the (wide) row itself; see subgraphs/dialogs/README.md.
      c
        .index("dialog_by_party")
        .on(
          table.party,
          table.contentUpdatedAt,
          table.id,
          table.seq,
          table.serviceResource,
          table.status,
          table.systemLabels,
          table.isSeenSinceLastContentUpdate,
          table.hasNonSensitiveTitle,
          table.isApiOnly,
          table.visibleFrom,
          table.expiresAt,
          table.deletedAt,
          table.org,
          table.sourceId,
        )
        .where(sql`deleted_at IS NULL`),
      ...(
        [
          ["dialog_by_party_created", table.createdAt],
          ["dialog_by_party_updated", table.updatedAt],
          ["dialog_by_party_due", table.dueAt],
        ] as const
      ).map(([name, moment]) =>
        c
          .index(name)
          .on(
            table.party,
            moment,
            table.id,
            table.seq,
            table.serviceResource,
            table.status,
            table.systemLabels,
            table.isSeenSinceLastContentUpdate,
            table.hasNonSensitiveTitle,
            table.isApiOnly,
            table.visibleFrom,
            table.expiresAt,
            table.deletedAt,
          )
          .where(sql`deleted_at IS NULL`),
      ),
      // One party's of each service, newest last: few services of very many parties are looked up in it.
      c
        .index("dialog_by_party_service")
        .on(
          table.party,
          table.serviceResource,
          table.contentUpdatedAt,
          table.id,
          table.seq,
          table.status,
          table.systemLabels,
          table.isSeenSinceLastContentUpdate,
          table.hasNonSensitiveTitle,
          table.isApiOnly,
          table.visibleFrom,
          table.expiresAt,
          table.deletedAt,
        )
        .where(sql`deleted_at IS NULL`),
      // One party's lane by lane: all of one status, mask of labels and sight lie together, newest last. A filter that
      // leaves little is answered from here, however much the party has.
      c
        .index("dialog_by_party_lane")
        .on(
          table.party,
          table.status,
          table.systemLabels,
          table.isSeenSinceLastContentUpdate,
          table.contentUpdatedAt,
          table.id,
          table.seq,
          table.serviceResource,
          table.hasNonSensitiveTitle,
          table.isApiOnly,
          table.visibleFrom,
          table.expiresAt,
          table.deletedAt,
          table.createdAt,
          table.updatedAt,
          table.dueAt,
        )
        .where(sql`deleted_at IS NULL`),
      c
        .index("dialog_by_external_reference")
        .on(table.externalReference)
        .where(sql`external_reference IS NOT NULL`),
      // What service owners search among, newest first; also what is deleted. Carries what their filters and orders
      // look at most, so that a search that finds little opens no rows that it does not give.
      c
        .index("dialog_by_owner")
        .on(
          table.org,
          table.createdAt,
          table.id,
          table.serviceResource,
          table.status,
          table.updatedAt,
          table.contentUpdatedAt,
          table.deletedAt,
        ),
      c.index("dialog_by_instance").on(table.instanceRef),
      c.index("dialog_by_process").on(table.process, table.contentUpdatedAt),
      // A case is looked up party by party: one that a million parties share costs nobody more than their own.
      c
        .index("dialog_by_case")
        .on(table.process, table.party, table.createdAt, table.id)
        .where(sql`process IS NOT NULL`),
      c
        .index("dialog_by_preceding_process")
        .on(table.precedingProcess, table.party)
        .where(sql`preceding_process IS NOT NULL`),
      c.uniqueIndex("dialog_by_idempotent_key").on(table.org, table.idempotentKey),
    ],
  );

  const bodies = c.table("dialog_body", {
    dialogId: c
      .id("dialog_id")
      .primaryKey()
      .references(() => dialogs.id, { onDelete: "cascade" }),
    content: c.json<DialogContent>("content").notNull(),
    attachments: c.json<readonly Attachment[]>("attachments").notNull(),
    guiActions: c.json<readonly GuiAction[]>("gui_actions").notNull(),
    apiActions: c.json<readonly ApiAction[]>("api_actions").notNull(),
    searchTags: c.json<readonly string[]>("search_tags").notNull(),
    serviceOwnerLabels: c.json<readonly string[]>("service_owner_labels").notNull(),
  });

  return {
    sources,
    dialogs,
    bodies,
    ...logTables(c, () => dialogs.id),
    ...eventTables(c),
    ...ownTables(c, () => dialogs.seq),
    ...deadlineTables(c, () => dialogs.seq),
    ...actionTables(c),
    ...copyTables(c),
    ...identifierTables(c, () => dialogs.seq),
  };
};

export type DialogsTables = ReturnType<typeof dialogsTables>;
export type SourceRow = DialogsTables["sources"]["$inferSelect"];
export type DialogRow = DialogsTables["dialogs"]["$inferSelect"];
export type DialogBodyRow = DialogsTables["bodies"]["$inferSelect"];
export type TransmissionRow = DialogsTables["transmissions"]["$inferSelect"];
export type ActivityRow = DialogsTables["activities"]["$inferSelect"];
export type SeenLogRow = DialogsTables["seenLog"]["$inferSelect"];
export type LabelAssignmentLogRow = DialogsTables["labelAssignmentLog"]["$inferSelect"];
export type OwnLabelRow = DialogsTables["ownLabels"]["$inferSelect"];
export type DeadlineRow = DialogsTables["deadlines"]["$inferSelect"];
export type CalendarSubscriptionRow = DialogsTables["calendarSubscriptions"]["$inferSelect"];
export type SourceActionRow = DialogsTables["sourceActions"]["$inferSelect"];
export type EventRow = DialogsTables["events"]["$inferSelect"];
export type SubscriptionRow = DialogsTables["subscriptions"]["$inferSelect"];
export type DeliveryRow = DialogsTables["deliveries"]["$inferSelect"];
