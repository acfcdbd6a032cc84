import type { LocalizedText } from "../../schema/localization.js";
import type { Columns } from "../columns.js";

/** How to reach a service owner about a service (Altinn Resource Registry, `contactPoints`). */
export interface ContactPoint {
  readonly category: string;
  readonly email: string | null;
  readonly telephone: string | null;
  readonly contactPage: string | null;
}

/** What the service is called elsewhere (Altinn Resource Registry, `resourceReferences`). */
export interface ResourceReference {
  readonly referenceSource: "DEFAULT" | "ALTINN1" | "ALTINN2" | "ALTINN3" | "EXTERNAL_PLATFORM";
  readonly referenceType:
    | "DEFAULT"
    | "URI"
    | "DELEGATION_SCHEME_ID"
    | "MASKINPORTEN_SCOPE"
    | "SERVICE_CODE"
    | "SERVICE_EDITION_CODE"
    | "APPLICATION_ID"
    | "SERVICE_EDITION_VERSION";
  readonly reference: string;
}

/** The catalogue's tables. */
export const catalogueTables = (c: Columns) => {
  const serviceOwners = c.table("service_owner", {
    code: c.text("code").primaryKey(),
    organizationNumber: c.text("organization_number").notNull(),
    name: c.json<LocalizedText>("name").notNull(),
    homepage: c.text("homepage"),
  });

  const serviceResources = c.table(
    "service_resource",
    {
      /** `urn:altinn:resource:{identifier}` */
      id: c.text("id").primaryKey(),
      ownerCode: c
        .text("owner_code")
        .notNull()
        .references(() => serviceOwners.code),
      title: c.json<LocalizedText>("title").notNull(),
      description: c.json<LocalizedText>("description").notNull(),
      rightDescription: c.json<LocalizedText>("right_description"),
      resourceType: c.text("resource_type").notNull(),
      status: c.text("status").notNull(),
      isDelegable: c.bool("is_delegable").notNull(),
      isVisible: c.bool("is_visible").notNull(),
      availableForType: c.json<readonly string[]>("available_for_type").notNull(),
      keywords: c.json<readonly { word: string; language: string }[]>("keywords").notNull(),
      thematicAreas: c.json<readonly string[]>("thematic_areas").notNull(),
      contactPoints: c.json<readonly ContactPoint[]>("contact_points").notNull(),
      references: c.json<readonly ResourceReference[]>("references").notNull(),
      homepage: c.text("homepage"),
      /** The service that this one took over from, where it moved from another platform. */
      replacesId: c.text("replaces_id"),
      updatedAt: c.moment("updated_at").notNull(),
    },
    (table) => [
      c.index("service_resource_by_owner").on(table.ownerCode, table.id),
      c.index("service_resource_by_predecessor").on(table.replacesId, table.id),
    ],
  );

  return { serviceOwners, serviceResources };
};

export type CatalogueTables = ReturnType<typeof catalogueTables>;
export type ServiceOwnerRow = CatalogueTables["serviceOwners"]["$inferSelect"];
export type ServiceResourceRow = CatalogueTables["serviceResources"]["$inferSelect"];
