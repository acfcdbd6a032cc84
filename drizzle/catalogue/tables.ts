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

/** How to reach an agency (Altinn's list of organisations, `contact`). */
export interface OwnerContact {
  readonly email: string | null;
  readonly phone: string | null;
  readonly url: string | null;
}

/** What using a service costs: a fee, or what else there is to say of it. */
export interface ServiceCost {
  readonly description: LocalizedText;
  /** In `currency`; `null` where it depends. */
  readonly amount: number | null;
  /** ISO 4217. */
  readonly currency: string;
}

/** How long it takes until there is an answer. */
export interface ProcessingTime {
  readonly description: LocalizedText;
  /** The longest that is usual, as an ISO 8601 duration, e.g. `P3W`; `null` where it can't be said. */
  readonly duration: string | null;
}

/** A law or regulation that a service rests on. */
export interface LegalBasis {
  readonly title: LocalizedText;
  readonly url: string | null;
}

/** How someone who asks for consent to a service must ask (Altinn Resource Registry, `consent…`). */
export interface ConsentTerms {
  readonly template: string;
  readonly text: LocalizedText;
  readonly metadataKeys: Readonly<Record<string, { readonly isOptional: boolean }>>;
  readonly isOneTime: boolean;
}

/** The catalogue's tables. */
export const catalogueTables = (c: Columns) => {
  const serviceOwners = c.table("service_owner", {
    code: c.text("code").primaryKey(),
    organizationNumber: c.text("organization_number").notNull(),
    name: c.json<LocalizedText>("name").notNull(),
    homepage: c.text("homepage"),
    /** Address of a picture. */
    logo: c.text("logo"),
    contact: c.json<OwnerContact>("contact"),
    /** Where it offers services: `production`, `tt02` … */
    environments: c.json<readonly string[]>("environments").notNull().default([]),
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
      purpose: c.json<LocalizedText>("purpose"),
      /** Whom it is for, in words. */
      audience: c.json<LocalizedText>("audience"),
      costs: c.json<readonly ServiceCost[]>("costs").notNull().default([]),
      processingTime: c.json<ProcessingTime>("processing_time"),
      legalBasis: c.json<readonly LegalBasis[]>("legal_basis").notNull().default([]),
      /** What comes out of it, as the owner names it. */
      produces: c.json<readonly string[]>("produces").notNull().default([]),
      /** Where it is offered, as the owner names it. */
      spatial: c.json<readonly string[]>("spatial").notNull().default([]),
      isPartOf: c.text("is_part_of"),
      isRestrictedToAccessLists: c.bool("is_restricted_to_access_lists").notNull().default(false),
      selfIdentifiedUserEnabled: c.bool("self_identified_user_enabled").notNull().default(false),
      enterpriseUserEnabled: c.bool("enterprise_user_enabled").notNull().default(false),
      consent: c.json<ConsentTerms>("consent"),
      /** Counts up with each change by its owner. */
      version: c.int("version").notNull().default(1),
      /** The organisation that made this version; `null` where it was seeded or imported. */
      changedBy: c.text("changed_by"),
      /** Deleted services are in no list; what was sent through them still bears their name. */
      deletedAt: c.moment("deleted_at"),
      /** What lists by title go by: the title without accents, in small letters. */
      titleKey: c.text("title_key").notNull().default(""),
      /** By which rules its words were indexed; others than today's are indexed anew at the start. */
      indexVersion: c.int("index_version").notNull().default(0),
    },
    (table) => [
      c.index("service_resource_by_owner").on(table.ownerCode, table.id),
      c.index("service_resource_by_predecessor").on(table.replacesId, table.id),
      c.index("service_resource_by_title").on(table.titleKey, table.id),
      c.index("service_resource_by_change").on(table.updatedAt, table.id),
    ],
  );

  /** What services were before their latest change. */
  const serviceVersions = c.table(
    "service_resource_version",
    {
      serviceId: c.text("service_id").notNull(),
      version: c.int("version").notNull(),
      changedAt: c.moment("changed_at").notNull(),
      changedBy: c.text("changed_by"),
      document: c.json<Readonly<Record<string, unknown>>>("document").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.serviceId, table.version] })],
  );

  /** Policies as their owners sent them, each with the version of the service that it came with. */
  const servicePolicies = c.table(
    "service_policy",
    {
      serviceId: c.text("service_id").notNull(),
      version: c.int("version").notNull(),
      xml: c.text("xml").notNull(),
      storedAt: c.moment("stored_at").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.serviceId, table.version] })],
  );

  /** Whom services' policies name; a subject that is no longer named stays, as deleted, for those who follow. */
  const policySubjects = c.table(
    "service_policy_subject",
    {
      serviceId: c.text("service_id").notNull(),
      subjectUrn: c.text("subject_urn").notNull(),
      updatedAt: c.moment("updated_at").notNull(),
      isDeleted: c.bool("is_deleted").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.serviceId, table.subjectUrn] }),
      c.index("service_policy_subject_by_change").on(table.updatedAt, table.serviceId, table.subjectUrn),
    ],
  );

  /** Changes that authorization has not been told of yet. */
  const pendingServices = c.table("service_pending", {
    serviceId: c.text("service_id").primaryKey(),
    version: c.int("version").notNull(),
    /** On whose behalf it is told. */
    organization: c.text("organization").notNull(),
    since: c.moment("since").notNull(),
  });

  /** The words of services, as they are searched for: stems, with how much each counts. */
  const serviceTerms = c.table(
    "service_term",
    {
      serviceId: c.text("service_id").notNull(),
      term: c.text("term").notNull(),
      weight: c.int("weight").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.serviceId, table.term] }),
      c.index("service_term_by_term").on(table.term, table.serviceId, table.weight),
    ],
  );

  /** Beginnings of terms, and terms with letters left out: by which mistyped words are found. */
  const termVariants = c.table(
    "service_term_variant",
    { variant: c.text("variant").notNull(), term: c.text("term").notNull() },
    (table) => [c.primaryKey({ columns: [table.variant, table.term] })],
  );

  /** What services can be counted and chosen by. */
  const serviceFacets = c.table(
    "service_facet",
    {
      serviceId: c.text("service_id").notNull(),
      facet: c.text("facet").notNull(),
      value: c.text("value").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.serviceId, table.facet, table.value] }),
      c.index("service_facet_by_value").on(table.facet, table.value, table.serviceId),
    ],
  );

  /** Things that happen in a life or in a business, with what there is to do then. */
  const lifeEvents = c.table("life_event", {
    /** E.g. `a-death-in-the-family`. */
    id: c.text("id").primaryKey(),
    title: c.json<LocalizedText>("title").notNull(),
    description: c.json<LocalizedText>("description").notNull(),
    keywords: c.json<readonly { word: string; language: string }[]>("keywords").notNull(),
    position: c.int("position").notNull(),
  });

  const lifeEventSteps = c.table(
    "life_event_step",
    {
      lifeEventId: c.text("life_event_id").notNull(),
      position: c.int("position").notNull(),
      /** Its name within the life event. */
      id: c.text("id").notNull(),
      serviceId: c.text("service_id").notNull(),
      title: c.json<LocalizedText>("title"),
      /** When it is to be done. */
      due: c.json<LocalizedText>("due"),
      /** Why it is part of the journey. */
      reason: c.json<LocalizedText>("reason"),
      isOptional: c.bool("is_optional").notNull(),
      /** Steps, by their names, that come before it. */
      dependsOn: c.json<readonly string[]>("depends_on").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.lifeEventId, table.position] }),
      c.index("life_event_step_by_service").on(table.serviceId, table.lifeEventId),
    ],
  );

  return {
    serviceOwners,
    serviceResources,
    serviceVersions,
    servicePolicies,
    policySubjects,
    pendingServices,
    serviceTerms,
    termVariants,
    serviceFacets,
    lifeEvents,
    lifeEventSteps,
  };
};

export type CatalogueTables = ReturnType<typeof catalogueTables>;
export type ServiceOwnerRow = CatalogueTables["serviceOwners"]["$inferSelect"];
export type ServiceResourceRow = CatalogueTables["serviceResources"]["$inferSelect"];
/** What must be said of an owner; the rest has defaults. */
export type NewServiceOwner = CatalogueTables["serviceOwners"]["$inferInsert"];
/** What must be said of a service; the rest has defaults. */
export type NewServiceResource = CatalogueTables["serviceResources"]["$inferInsert"];
export type ServiceVersionRow = CatalogueTables["serviceVersions"]["$inferSelect"];
export type PolicySubjectRow = CatalogueTables["policySubjects"]["$inferSelect"];
export type LifeEventRow = CatalogueTables["lifeEvents"]["$inferSelect"];
export type LifeEventStepRow = CatalogueTables["lifeEventSteps"]["$inferSelect"];
