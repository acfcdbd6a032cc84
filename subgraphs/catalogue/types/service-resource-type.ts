import { registerEnumType } from "type-graphql";

export enum ServiceResourceType {
  DEFAULT = "DEFAULT",
  SYSTEMRESOURCE = "SYSTEMRESOURCE",
  MASKINPORTEN_SCHEMA = "MASKINPORTEN_SCHEMA",
  ALTINN2_SERVICE = "ALTINN2_SERVICE",
  ALTINN_APP = "ALTINN_APP",
  GENERIC_ACCESS_RESOURCE = "GENERIC_ACCESS_RESOURCE",
  BROKER_SERVICE = "BROKER_SERVICE",
  CORRESPONDENCE_SERVICE = "CORRESPONDENCE_SERVICE",
  CONSENT = "CONSENT",
  MIGRATED_APP = "MIGRATED_APP",
}

registerEnumType(ServiceResourceType, {
  name: "ServiceResourceType",
  description: "What kind of thing a service is, as Altinn Resource Registry sorts them.",
  valuesConfig: {
    DEFAULT: { description: "Its owner has not said." },
    SYSTEMRESOURCE: { description: "Part of the platform itself, e.g. the administration of access." },
    MASKINPORTEN_SCHEMA: { description: "An interface for machines, opened by a Maskinporten scope." },
    ALTINN2_SERVICE: { description: "A form or message service of Altinn 2." },
    ALTINN_APP: { description: "A form that is filled in, as an Altinn 3 app." },
    GENERIC_ACCESS_RESOURCE: {
      description: "Something outside the platform that access is controlled for here.",
    },
    BROKER_SERVICE: { description: "Transfer of files from one organisation to another." },
    CORRESPONDENCE_SERVICE: { description: "Messages from an agency." },
    CONSENT: { description: "Consent that one's details are passed on." },
    MIGRATED_APP: { description: "What an Altinn 2 form left behind: it can be read, not filled in." },
  },
});

export enum ServiceResourceStatus {
  ACTIVE = "ACTIVE",
  DEPRECATED = "DEPRECATED",
  WITHDRAWN = "WITHDRAWN",
  UNDER_DEVELOPMENT = "UNDER_DEVELOPMENT",
}

registerEnumType(ServiceResourceStatus, {
  name: "ServiceResourceStatus",
  description: "Where a service is in its life.",
  valuesConfig: {
    ACTIVE: { description: "In use." },
    DEPRECATED: { description: "Still there, but something else takes over: see `replacedBy`." },
    WITHDRAWN: { description: "No longer offered; what was sent through it can still be read." },
    UNDER_DEVELOPMENT: { description: "Not offered yet." },
  },
});

export enum ServiceAudience {
  PRIVATE_PERSON = "PRIVATE_PERSON",
  LEGAL_ENTITY_ENTERPRISE = "LEGAL_ENTITY_ENTERPRISE",
  COMPANY = "COMPANY",
  BANKRUPTCY_ESTATE = "BANKRUPTCY_ESTATE",
  SELF_REGISTERED_USER = "SELF_REGISTERED_USER",
}

registerEnumType(ServiceAudience, {
  name: "ServiceAudience",
  description: "Whom a service is for, as Altinn Resource Registry names them.",
  valuesConfig: {
    PRIVATE_PERSON: { description: "A person, for themself." },
    LEGAL_ENTITY_ENTERPRISE: { description: "An organisation in the Register of Legal Entities." },
    COMPANY: { description: "A business." },
    BANKRUPTCY_ESTATE: { description: "The estate of someone who has gone bankrupt." },
    SELF_REGISTERED_USER: { description: "Someone who registered without a national identity number." },
  },
});
