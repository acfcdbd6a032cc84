import type { Columns } from "../columns.js";

/** What people ask each other for: somebody who has a connection to a party asks it for more. */
export const requestTables = (c: Columns) => {
  const accessRequests = c.table(
    "access_request",
    {
      id: c.id("id").primaryKey(),
      /** Who would get the access. */
      requesterId: c.id("requester_id").notNull(),
      /** On whose behalf it would be. */
      giverId: c.id("giver_id").notNull(),
      /** PACKAGE or SERVICE. */
      kind: c.text("kind").notNull(),
      /** URN of the access package or the service. */
      subject: c.text("subject").notNull(),
      /** Of a service: what they want to do; null for a package. */
      actions: c.json<readonly string[]>("actions"),
      /** DRAFT, PENDING, APPROVED, REJECTED, WITHDRAWN. */
      status: c.text("status").notNull(),
      createdAt: c.moment("created_at").notNull(),
      createdById: c.id("created_by_id").notNull(),
      /** When the giver was asked; null while it is a draft. */
      sentAt: c.moment("sent_at"),
      /** When it was approved, rejected or withdrawn, and by whom. */
      closedAt: c.moment("closed_at"),
      closedById: c.id("closed_by_id"),
    },
    (table) => [
      c.index("access_request_by_requester").on(table.requesterId, table.id),
      c.index("access_request_by_giver").on(table.giverId, table.id),
    ],
  );
  return { accessRequests };
};

export type AccessRequestRow = ReturnType<typeof requestTables>["accessRequests"]["$inferSelect"];
