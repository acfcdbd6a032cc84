import { type DocumentProblem, DocumentReader } from "../../lib/document-reader.js";
import type { LocalizedText } from "../localization.js";
import { RESOURCE_PREFIX, type ServiceUrn } from "../urns.js";
import { readGuidance, readText, type ServiceGuidance } from "./guidance.js";
import { readLocalized } from "./localized.js";

/** How to reach the owner about a service. */
export interface AltinnContactPoint {
  readonly category: string;
  readonly email: string | null;
  readonly telephone: string | null;
  readonly contactPage: string | null;
}

export const REFERENCE_SOURCES = ["DEFAULT", "ALTINN1", "ALTINN2", "ALTINN3", "EXTERNAL_PLATFORM"] as const;
export const REFERENCE_TYPES = [
  "DEFAULT",
  "URI",
  "DELEGATION_SCHEME_ID",
  "MASKINPORTEN_SCOPE",
  "SERVICE_CODE",
  "SERVICE_EDITION_CODE",
  "APPLICATION_ID",
  "SERVICE_EDITION_VERSION",
] as const;

/** What a service is called elsewhere. */
export interface AltinnReference {
  readonly referenceSource: (typeof REFERENCE_SOURCES)[number];
  readonly referenceType: (typeof REFERENCE_TYPES)[number];
  readonly reference: string;
}

/** What consent to a service says and needs; for services of type CONSENT only. */
export interface AltinnConsent {
  readonly template: string;
  readonly text: LocalizedText;
  readonly metadataKeys: Readonly<Record<string, { readonly isOptional: boolean }>>;
  readonly isOneTime: boolean;
}

/** A service as Altinn Resource Registry lists it (`ServiceResource`), with our spelling of its enum values. */
export interface AltinnResource extends ServiceGuidance {
  readonly place: string;
  readonly urn: ServiceUrn;
  /** As it was written, for asking for its policy. */
  readonly identifier: string;
  readonly owner: {
    readonly code: string;
    readonly organizationNumber: string;
    readonly name: LocalizedText;
  };
  readonly title: LocalizedText;
  readonly description: LocalizedText;
  readonly rightDescription: LocalizedText | null;
  readonly homepage: string | null;
  readonly status: string;
  readonly resourceType: string;
  readonly isDelegable: boolean;
  readonly isVisible: boolean;
  readonly isRestrictedToAccessLists: boolean;
  readonly availableForType: readonly string[];
  readonly keywords: readonly { readonly word: string; readonly language: string }[];
  readonly thematicAreas: readonly string[];
  readonly contactPoints: readonly AltinnContactPoint[];
  readonly references: readonly AltinnReference[];
  readonly consent: AltinnConsent | null;
  /** What comes out of it. */
  readonly produces: readonly string[];
  /** Where it is offered. */
  readonly spatial: readonly string[];
  readonly isPartOf: string | null;
  readonly selfIdentifiedUserEnabled: boolean;
  readonly enterpriseUserEnabled: boolean;
  /** The service that it took over from; ours, Altinn's documents do not say. */
  readonly replaces: ServiceUrn | null;
}

/** Altinn's spelling → ours: `CorrespondenceService` → `CORRESPONDENCE_SERVICE`, `Altinn2Service` → `ALTINN2_SERVICE`. */
const constantCase = (word: string): string => word.replaceAll(/([a-z\d])([A-Z])/g, "$1_$2").toUpperCase();

const RESOURCE_TYPES = [
  "Default",
  "Systemresource",
  "MaskinportenSchema",
  "Altinn2Service",
  "AltinnApp",
  "GenericAccessResource",
  "BrokerService",
  "CorrespondenceService",
  "Consent",
  "MigratedApp",
] as const;
const STATUSES = ["Active", "Completed", "Deprecated", "UnderDevelopment", "Withdrawn"] as const;
/** What ADMS calls completed is a service in use. */
const STATUS_NAMES: Readonly<Record<(typeof STATUSES)[number], string>> = {
  Active: "ACTIVE",
  Completed: "ACTIVE",
  Deprecated: "DEPRECATED",
  UnderDevelopment: "UNDER_DEVELOPMENT",
  Withdrawn: "WITHDRAWN",
};
const AUDIENCES = [
  "PrivatePerson",
  "LegalEntityEnterprise",
  "Company",
  "BankruptcyEstate",
  "SelfRegisteredUser",
] as const;
const LIST_MODES = ["Disabled", "Enabled"] as const;
const IDENTIFIER = /^[a-z0-9_-]{4,}$/;

const readOwner = (resource: DocumentReader): AltinnResource["owner"] => {
  const owner = resource.object("hasCompetentAuthority");
  if (owner === null && !resource.has("hasCompetentAuthority")) {
    resource.refuse("hasCompetentAuthority", "is missing: it says whose service it is");
  }
  return {
    code: owner?.text("orgcode").toLowerCase() ?? "",
    organizationNumber: owner?.optionalText("organization") ?? "",
    name: owner === null ? {} : readLocalized(owner, "name"),
  };
};

const readConsent = (resource: DocumentReader): AltinnConsent => {
  const keys = resource.object("consentMetadata");
  return {
    template: resource.text("consentTemplate"),
    text: readLocalized(resource, "consentText"),
    metadataKeys: Object.fromEntries(
      (keys?.names() ?? []).map((key) => [
        key,
        { isOptional: keys?.object(key)?.bool("optional", false) ?? false },
      ]),
    ),
    isOneTime: resource.bool("isOneTimeConsent", false),
  };
};

const readReferences = (resource: DocumentReader): AltinnReference[] =>
  resource.list("resourceReferences").flatMap((entry) => {
    const source = entry.optionalText("referenceSource") ?? "Default";
    const type = entry.optionalText("referenceType") ?? "Default";
    const referenceSource = REFERENCE_SOURCES.find((word) => word === constantCase(source));
    const referenceType = REFERENCE_TYPES.find((word) => word === constantCase(type));
    if (referenceSource === undefined) entry.note("referenceSource", `"${source}" is not known`);
    if (referenceType === undefined) entry.note("referenceType", `"${type}" is not known`);
    const reference = entry.optionalText("reference");
    if (reference === null) entry.note("reference", "is missing or empty");
    return referenceSource === undefined || referenceType === undefined || reference === null
      ? []
      : [{ referenceSource, referenceType, reference }];
  });

const readAudiences = (resource: DocumentReader): string[] =>
  resource.texts("availableForType").flatMap((written) => {
    const known = AUDIENCES.find((word) => word.toLowerCase() === written.toLowerCase());
    if (known === undefined) resource.note("availableForType", `"${written}" is not known`);
    return known === undefined ? [] : [constantCase(known)];
  });

const readIdentifier = (resource: DocumentReader): string => {
  const identifier = resource.text("identifier");
  if (identifier !== "" && !IDENTIFIER.test(identifier)) {
    resource.refuse("identifier", `"${identifier}" is not four or more of a-z, 0-9, _ and -`);
  }
  return identifier;
};

/** `replaces`: an identifier, or the URN that it makes. */
const readPredecessor = (resource: DocumentReader): ServiceUrn | null => {
  const written = resource.optionalText("replaces");
  if (written === null) return null;
  const identifier = written.startsWith(RESOURCE_PREFIX) ? written.slice(RESOURCE_PREFIX.length) : written;
  if (!IDENTIFIER.test(identifier)) resource.refuse("replaces", `"${written}" is no service's identifier`);
  return RESOURCE_PREFIX + identifier;
};

const readResource = (resource: DocumentReader): AltinnResource | null => {
  const identifier = readIdentifier(resource);
  const resourceType = resource.word("resourceType", RESOURCE_TYPES) ?? "Default";
  const title = readLocalized(resource, "title");
  if (Object.keys(title).length === 0) resource.refuse("title", "is missing or empty");
  const read: AltinnResource = {
    place: resource.place,
    urn: RESOURCE_PREFIX + identifier,
    identifier,
    owner: readOwner(resource),
    title,
    description: readLocalized(resource, "description"),
    rightDescription: readText(resource, "rightDescription"),
    homepage: resource.optionalText("homepage"),
    status: STATUS_NAMES[resource.word("status", STATUSES) ?? "Active"],
    resourceType: constantCase(resourceType),
    isDelegable: resource.bool("delegable", true),
    isVisible: resource.bool("visible", true),
    isRestrictedToAccessLists: resource.word("accessListMode", LIST_MODES) === "Enabled",
    availableForType: readAudiences(resource),
    keywords: resource.list("keywords").flatMap((keyword) => {
      const word = keyword.optionalText("word");
      return word === null ? [] : [{ word, language: keyword.optionalText("language") ?? "nb" }];
    }),
    thematicAreas: resource.texts("thematicAreas"),
    contactPoints: resource.list("contactPoints").map((point) => ({
      category: point.optionalText("category") ?? "",
      email: point.optionalText("email"),
      telephone: point.optionalText("telephone"),
      contactPage: point.optionalText("contactPage"),
    })),
    references: readReferences(resource),
    consent: resourceType === "Consent" ? readConsent(resource) : null,
    produces: resource.texts("produces"),
    spatial: resource.texts("spatial"),
    isPartOf: resource.optionalText("isPartOf"),
    selfIdentifiedUserEnabled: resource.bool("selfIdentifiedUserEnabled", false),
    enterpriseUserEnabled: resource.bool("enterpriseUserEnabled", false),
    replaces: readPredecessor(resource),
    ...readGuidance(resource),
  };
  return resource.isSound ? read : null;
};

/** Reads a list of services, as Altinn Resource Registry's `resourcelist` answers it, or one service by itself. */
export const readAltinnResources = (document: unknown, problems: DocumentProblem[]): AltinnResource[] => {
  const readers = Array.isArray(document)
    ? DocumentReader.listOf(document, "", problems)
    : [DocumentReader.of(document, "", problems)].filter((reader) => reader !== null);
  const byUrn = new Map<ServiceUrn, AltinnResource>();
  for (const reader of readers) {
    const resource = readResource(reader);
    if (resource === null) continue;
    if (byUrn.has(resource.urn)) reader.refuse("identifier", `"${resource.identifier}" is there twice`);
    else byUrn.set(resource.urn, resource);
  }
  return [...byUrn.values()];
};
