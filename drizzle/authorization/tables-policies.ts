import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";

/** Services' policies as they were written, and what decides beside them. */
export const policyTables = (c: Columns) => {
  /** Every version of a service's policy in XACML; the newest decides. */
  const servicePolicies = c.table(
    "service_policy",
    {
      service: c.text("service").notNull(),
      /** 1, 2, 3 … by service. */
      version: c.int("version").notNull(),
      xml: c.text("xml").notNull(),
      isCurrent: c.bool("is_current").notNull(),
      /** Whether `policy_rule` says exactly what the policy permits; where not, lists evaluate the policy itself. */
      isFlat: c.bool("is_flat").notNull(),
      /** The levels that its permissions ask for at most; null where they ask for none. */
      minimumLevel: c.int("minimum_level"),
      minimumLevelForOrg: c.int("minimum_level_for_org"),
      storedAt: c.moment("stored_at").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.service, table.version] }),
      c.index("service_policy_in_force").on(table.isCurrent, table.isFlat, table.service),
    ],
  );

  /** Service owners: whose machines may do what policies grant to `urn:altinn:org`. */
  const serviceOwners = c.table("service_owner", {
    /** `skd`, as policies name it; lower case. */
    code: c.text("code").primaryKey(),
    organizationNumber: c.text("organization_number").notNull(),
    name: c.json<LocalizedText>("name").notNull(),
  });

  /** A list of organisations that a service owner lets in to services of its own. */
  const accessLists = c.table(
    "access_list",
    {
      id: c.id("id").primaryKey(),
      /** Code of the service owner. */
      owner: c.text("owner").notNull(),
      /** Unique within the owner. */
      identifier: c.text("identifier").notNull(),
      name: c.text("name").notNull(),
      description: c.text("description").notNull(),
    },
    (table) => [c.uniqueIndex("access_list_by_owner").on(table.owner, table.identifier)],
  );

  const accessListMembers = c.table(
    "access_list_member",
    {
      listId: c.id("list_id").notNull(),
      partyId: c.id("party_id").notNull(),
      since: c.moment("since").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.listId, table.partyId] }),
      c.index("access_list_member_by_party").on(table.partyId),
    ],
  );

  /** Services that only parties on an access list may use: Altinn's `accessListMode` ENABLED. */
  const restrictedServices = c.table("restricted_service", { service: c.text("service").primaryKey() });

  /** Services that a list opens; it counts for restricted services only. */
  const accessListServices = c.table(
    "access_list_service",
    {
      listId: c.id("list_id").notNull(),
      service: c.text("service").notNull(),
      /** `null`: every action. */
      actions: c.json<readonly string[]>("actions"),
    },
    (table) => [c.primaryKey({ columns: [table.listId, table.service] })],
  );

  /**
   * Counts changes, so that what was worked out from the register can be kept for as long as it is true. Triggers of
   * the database keep it, so that no writer can forget: see docs/decisions/0012-kept-until-changed.md.
   */
  const changes = c.table("change", {
    /** `rules`, `register`, or the id of a party whose rights changed. */
    topic: c.text("topic").primaryKey(),
    version: c.int("version").notNull(),
  });

  return {
    servicePolicies,
    serviceOwners,
    accessLists,
    accessListMembers,
    restrictedServices,
    accessListServices,
    changes,
  };
};

type PolicyTables = ReturnType<typeof policyTables>;
type Row<Name extends keyof PolicyTables> = PolicyTables[Name]["$inferSelect"];
export type ServicePolicyRow = Row<"servicePolicies">;
export type ServiceOwnerRow = Row<"serviceOwners">;
export type AccessListRow = Row<"accessLists">;
export type AccessListMemberRow = Row<"accessListMembers">;
export type AccessListServiceRow = Row<"accessListServices">;
