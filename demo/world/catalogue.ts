import type { NewServiceResource, ResourceReference } from "../../drizzle/catalogue/tables.js";
import { DAY_MILLIS } from "../../lib/clock.js";
import type { CatalogueSeed } from "../../subgraphs/catalogue/index.js";
import type { Profile } from "../party.js";
import { guidanceOf } from "../services/guidance.js";
import { localized } from "../texts.js";
import { agencies } from "./agencies.js";
import { consentResources } from "./consents.js";
import { lifeEvents } from "./life-events.js";
import { type DemoService, services } from "./services.js";

const PERSONS: readonly Profile[] = ["person"];
const BUSINESSES: readonly Profile[] = ["enk", "farm", "company", "subunit", "shipping", "housing"];

const availableFor = ({ family }: DemoService): string[] => {
  const isFor = (profiles: readonly Profile[]) => profiles.some((profile) => (family.for[profile] ?? 0) > 0);
  const forPersons = family.packages.some((code) => code.startsWith("innbygger-"));
  return [
    ...(isFor(PERSONS) || forPersons ? ["PRIVATE_PERSON"] : []),
    ...(isFor(BUSINESSES) ? ["LEGAL_ENTITY_ENTERPRISE", "COMPANY"] : []),
    ...(isFor(["bankruptcy"]) ? ["BANKRUPTCY_ESTATE"] : []),
    ...(family.roles?.includes("selvregistrert") ? ["SELF_REGISTERED_USER"] : []),
  ];
};

const referencesOf = ({ platform, formId, family }: DemoService): ResourceReference[] => {
  if (platform === "altinn2") {
    return [
      {
        referenceSource: "ALTINN2",
        referenceType: "SERVICE_CODE",
        reference: family.before?.code ?? "",
      },
      { referenceSource: "ALTINN2", referenceType: "SERVICE_EDITION_CODE", reference: "1" },
    ];
  }
  if (formId !== null) {
    return [{ referenceSource: "ALTINN3", referenceType: "APPLICATION_ID", reference: formId }];
  }
  const reference = `https://${family.agency}.example.com/${family.slug}`;
  return platform === "fiks"
    ? [{ referenceSource: "EXTERNAL_PLATFORM", referenceType: "URI", reference }]
    : [{ referenceSource: "DEFAULT", referenceType: "URI", reference }];
};

const statusOf = ({ endedYearsAgo }: DemoService): string => {
  if (endedYearsAgo === 0) return "ACTIVE";
  return endedYearsAgo > 1 ? "WITHDRAWN" : "DEPRECATED";
};

const rowOf = (service: DemoService, now: number): NewServiceResource => {
  const { urn, org, family, type, title, predecessor, platform } = service;
  const [nb, nn, en] = title;
  return {
    id: urn,
    ownerCode: org,
    title: localized(title),
    description: localized(family.description),
    rightDescription: localized([
      `Gir rett til å bruke ${nb}.`,
      `Gir rett til å bruke ${nn}.`,
      `Gives the right to use ${en}.`,
    ]),
    resourceType: type,
    status: statusOf(service),
    isDelegable: true,
    isVisible: platform !== "altinn2",
    availableForType: availableFor(service),
    keywords: [
      { word: nb.toLowerCase(), language: "nb" },
      { word: en.toLowerCase(), language: "en" },
    ],
    thematicAreas: [family.area],
    contactPoints: [
      {
        category: "Brukerstøtte",
        email: `hjelp@${org}.example.com`,
        telephone: null,
        contactPage: `https://${org}.example.com/hjelp`,
      },
    ],
    references: referencesOf(service),
    homepage: `https://${org}.example.com/${family.slug}`,
    replacesId: predecessor?.urn ?? null,
    ...(platform === "altinn2" ? {} : guidanceOf(`${family.agency}-${family.slug}`)),
    updatedAt: now - Math.round(service.endedYearsAgo * 365) * DAY_MILLIS - DAY_MILLIS,
  };
};

/** All agencies and all services. */
export const catalogueOf = (now: number): CatalogueSeed => ({
  serviceOwners: agencies,
  lifeEvents,
  serviceResources: [...services.map((service) => rowOf(service, now)), ...consentResources(now)],
});
