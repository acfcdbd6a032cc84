import type { AnyColumn } from "drizzle-orm";
import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";
import type {
  ActivityType,
  Actor,
  Attachment,
  NavigationalAction,
  TransmissionContent,
  TransmissionType,
} from "./values.js";

/** What is said and done in a dialog. It only grows: transmissions, activities, the seen log and the label log. */
export const logTables = (c: Columns, dialogId: () => AnyColumn) => {
  const ofDialog = () =>
    c
      .id("dialog_id")
      .notNull()
      .references(dialogId as () => never, { onDelete: "cascade" });

  const transmissions = c.table(
    "transmission",
    {
      id: c.id("id").primaryKey(),
      dialogId: ofDialog(),
      createdAt: c.moment("created_at").notNull(),
      type: c.text("type").$type<TransmissionType>().notNull(),
      authorizationAttribute: c.text("authorization_attribute"),
      extendedType: c.text("extended_type"),
      externalReference: c.text("external_reference"),
      relatedTransmissionId: c.id("related_transmission_id"),
      idempotentKey: c.text("idempotent_key"),
      sender: c.json<Actor>("sender").notNull(),
      content: c.json<TransmissionContent>("content").notNull(),
      attachments: c.json<readonly Attachment[]>("attachments").notNull(),
      navigationalActions: c.json<readonly NavigationalAction[]>("navigational_actions").notNull(),
    },
    (table) => [
      c.index("transmission_by_dialog").on(table.dialogId, table.createdAt, table.id),
      c.uniqueIndex("transmission_by_idempotent_key").on(table.dialogId, table.idempotentKey),
    ],
  );

  const activities = c.table(
    "activity",
    {
      id: c.id("id").primaryKey(),
      dialogId: ofDialog(),
      createdAt: c.moment("created_at").notNull(),
      type: c.text("type").$type<ActivityType>().notNull(),
      extendedType: c.text("extended_type"),
      transmissionId: c.id("transmission_id"),
      performedBy: c.json<Actor>("performed_by").notNull(),
      description: c.json<LocalizedText>("description"),
    },
    (table) => [c.index("activity_by_dialog").on(table.dialogId, table.createdAt, table.id)],
  );

  const seenLog = c.table(
    "seen_log",
    {
      id: c.id("id").primaryKey(),
      dialogId: ofDialog(),
      seenAt: c.moment("seen_at").notNull(),
      seenBy: c.json<Actor>("seen_by").notNull(),
      endUserType: c.text("end_user_type").notNull(),
      isViaServiceOwner: c.bool("is_via_service_owner").notNull(),
    },
    (table) => [c.index("seen_log_by_dialog").on(table.dialogId, table.seenAt, table.id)],
  );

  const labelAssignmentLog = c.table(
    "label_assignment_log",
    {
      id: c.id("id").primaryKey(),
      dialogId: ofDialog(),
      createdAt: c.moment("created_at").notNull(),
      /** `systemlabel:Bin` */
      name: c.text("name").notNull(),
      action: c.text("action").$type<"set" | "remove">().notNull(),
      performedBy: c.json<Actor>("performed_by").notNull(),
    },
    (table) => [c.index("label_assignment_log_by_dialog").on(table.dialogId, table.createdAt, table.id)],
  );

  return { transmissions, activities, seenLog, labelAssignmentLog };
};
