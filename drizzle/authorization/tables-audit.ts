import type { Columns } from "../columns.js";

/**
 * What was done with a party's access. Rows are added, and removed when their time of keeping is over; nothing changes
 * one. The id is a UUIDv7 of the moment, so its order is that of time.
 */
export const auditTables = (c: Columns) => {
  const auditEntries = c.table(
    "audit_entry",
    {
      id: c.id("id").primaryKey(),
      at: c.moment("at").notNull(),
      /** `AuditKind` of subgraphs/authorization/audit/entry.ts. */
      kind: c.text("kind").notNull(),
      /** Whose access it is about: who gives, who is asked, whose things were opened. */
      partyId: c.id("party_id").notNull(),
      /** The other side: who was given it, who asks, who looked; null where there is none. */
      counterpartId: c.id("counterpart_id"),
      /** The party that signed in and did it; null where the register does not know them. */
      actorId: c.id("actor_id"),
      /** The organisation behind a machine, by URN. */
      actorOrganization: c.text("actor_organization"),
      clientId: c.text("client_id"),
      /** The actor's authentication level. */
      level: c.int("level").notNull(),
      /** What was given, asked for or opened: URN of a package, service, instance, role or list. */
      subject: c.text("subject"),
      action: c.text("action"),
      /** Of a decision: PERMIT, DENY, NOT_APPLICABLE. */
      outcome: c.text("outcome"),
      /** The request, consent or delegation that it belongs to. */
      referenceId: c.id("reference_id"),
    },
    (table) => [
      c.index("audit_entry_by_party").on(table.partyId, table.id),
      c.index("audit_entry_by_counterpart").on(table.counterpartId, table.id),
      c.index("audit_entry_by_time").on(table.at),
    ],
  );

  /** Services whose use is always kept in the trail, whatever level they need. */
  const sensitiveServices = c.table("sensitive_service", { service: c.text("service").primaryKey() });

  return { auditEntries, sensitiveServices };
};

export type AuditEntryRow = ReturnType<typeof auditTables>["auditEntries"]["$inferSelect"];
