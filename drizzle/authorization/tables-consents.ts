import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";

/** What a service must be told when consent to it is asked for: by name of the key. */
export interface ConsentMetadataKey {
  readonly isOptional: boolean;
}

/** Consents: somebody lets an organisation fetch what a third one holds on them, for a purpose and a time. */
export const consentTables = (c: Columns) => {
  /** Services that are given access to by consent only. */
  const consentServices = c.table("consent_service", {
    service: c.text("service").primaryKey(),
    /** Id of a template in subgraphs/authorization/consents/templates.ts. */
    template: c.text("template").notNull(),
    /** What consent to this service means, in Markdown; `{key}` stands for a value of the request's metadata. */
    text: c.json<LocalizedText>("text").notNull(),
    metadataKeys: c.json<Readonly<Record<string, ConsentMetadataKey>>>("metadata_keys").notNull(),
    /** Whether the consent is used up by the first lookup. */
    isOneTime: c.bool("is_one_time").notNull(),
  });

  const consents = c.table(
    "consent",
    {
      id: c.id("id").primaryKey(),
      /** Who is asked for it. */
      fromId: c.id("from_id").notNull(),
      /** The organisation that asks. */
      toId: c.id("to_id").notNull(),
      /** Who alone may answer on the behalf of `fromId`; null for everyone who may at all. */
      requiredDelegatorId: c.id("required_delegator_id"),
      /** CREATED, ACCEPTED, REJECTED, REVOKED, DELETED. That its time is over is worked out. */
      status: c.text("status").notNull(),
      template: c.text("template").notNull(),
      message: c.json<LocalizedText>("message").notNull(),
      /** Where the person's browser goes on when they have answered. */
      redirectUrl: c.text("redirect_url").notNull(),
      /** SHOW or HIDE: whether it is listed, or found by its link only. */
      portalViewMode: c.text("portal_view_mode").notNull(),
      isOneTime: c.bool("is_one_time").notNull(),
      validTo: c.moment("valid_to").notNull(),
      createdAt: c.moment("created_at").notNull(),
      /** When it was accepted or rejected, and by whom. */
      answeredAt: c.moment("answered_at"),
      answeredById: c.id("answered_by_id"),
      /** When it was taken back, by the one who gave it or the one who asked. */
      endedAt: c.moment("ended_at"),
      /** When the receiver first looked it up. */
      usedAt: c.moment("used_at"),
    },
    (table) => [
      c.index("consent_by_from").on(table.fromId, table.id),
      c.index("consent_by_to").on(table.toId, table.id),
    ],
  );

  /** What a consent is to: never changes. */
  const consentRights = c.table(
    "consent_right",
    {
      consentId: c.id("consent_id").notNull(),
      position: c.int("position").notNull(),
      service: c.text("service").notNull(),
      actions: c.json<readonly string[]>("actions").notNull(),
      metadata: c.json<Readonly<Record<string, string>>>("metadata").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.consentId, table.position] })],
  );

  return { consentServices, consents, consentRights };
};

type ConsentTables = ReturnType<typeof consentTables>;
export type ConsentServiceRow = ConsentTables["consentServices"]["$inferSelect"];
export type ConsentRow = ConsentTables["consents"]["$inferSelect"];
export type ConsentRightRow = ConsentTables["consentRights"]["$inferSelect"];
