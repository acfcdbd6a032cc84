import type {
  LifeEventRow,
  LifeEventStepRow,
  ServiceOwnerRow,
  ServiceResourceRow,
} from "../../../drizzle/catalogue/tables.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import {
  AUDIENCES,
  currencyUri,
  isAddress,
  LANGUAGES,
  NORWAY,
  organizationUri,
  STATUSES,
} from "./vocabulary.js";

/** A thing in the graph: what it is called, what it is, and what is said of it. */
export type Node = { readonly "@id": string; readonly "@type": string | readonly string[] } & Readonly<
  Record<string, unknown>
>;

/** Where things of this installation are named. @param publicUrl without a trailing slash */
export const urisAt = (publicUrl: string) => ({
  catalogue: `${publicUrl}/catalogue.jsonld`,
  service: (urn: string) =>
    `${publicUrl}/resourceregistry/api/v1/resource/${urn.slice(RESOURCE_PREFIX.length)}`,
  lifeEvent: (id: string) => `${publicUrl}/catalogue.jsonld#life-event-${id}`,
  theme: (name: string) =>
    isAddress(name) ? name : `${publicUrl}/catalogue.jsonld#theme-${encodeURIComponent(name)}`,
  audience: (type: string) => `${publicUrl}/catalogue.jsonld#audience-${encodeURIComponent(type)}`,
});

export type Uris = ReturnType<typeof urisAt>;

const ORDER = Object.keys(LANGUAGES);

/** In an order of ours: a database may keep keys in its own, and the same must be the same. */
const languagesOf = (text: LocalizedText): string[] =>
  Object.keys(text).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b) || (a < b ? -1 : 1));

/** A text with its languages; one that is in none is left out. */
const texts = (name: string, text: LocalizedText | null): Record<string, unknown> => {
  const values = languagesOf(text ?? {}).map((language) => ({
    "@language": language,
    "@value": text?.[language],
  }));
  return values.length === 0 ? {} : { [name]: values };
};

/** An address that is none is left out. */
const link = (name: string, uri: string | null): Record<string, unknown> =>
  uri !== null && isAddress(uri) ? { [name]: { "@id": uri } } : {};

const links = (name: string, nodes: readonly Node[]): Record<string, unknown> =>
  nodes.length === 0 ? {} : { [name]: nodes.map((node) => ({ "@id": node["@id"] })) };

/** @param at milliseconds since 1970 UTC */
export const momentOf = (at: number) => ({ "@type": "xsd:dateTime", "@value": new Date(at).toISOString() });

const identified = (id: string, type: string | readonly string[]) => ({
  "@id": id,
  "@type": type,
  "dct:identifier": id,
});

/** Norway, and whatever more exactly its owner has named. */
const placesOf = ({ spatial }: ServiceResourceRow): string[] => [
  ...new Set([NORWAY, ...spatial.filter(isAddress)]),
];

/** Where services are offered, each place once. */
export const placeNodes = (services: readonly ServiceResourceRow[]): Node[] =>
  [...new Set([NORWAY, ...services.flatMap(placesOf)])].map((id) => ({ "@id": id, "@type": "dct:Location" }));

/** What services are about, each once. */
export const themeNodes = (services: readonly ServiceResourceRow[], uris: Uris): Node[] =>
  [...new Set(services.flatMap(({ thematicAreas }) => thematicAreas))].sort().map((name) => ({
    "@id": uris.theme(name),
    "@type": "skos:Concept",
    ...(isAddress(name) ? {} : texts("skos:prefLabel", { nb: name })),
  }));

/** The kinds of users that services are for, each once. */
export const audienceNodes = (services: readonly ServiceResourceRow[], uris: Uris): Node[] =>
  [...new Set(services.flatMap(({ availableForType }) => availableForType))].sort().map((type) => ({
    "@id": uris.audience(type),
    "@type": "skos:Concept",
    ...texts("skos:prefLabel", AUDIENCES[type] ?? null),
  }));

/** Whom a service is for in its owner's own words, beside the kinds. */
const ownAudienceNodes = (uri: string, { audience }: ServiceResourceRow): Node[] => {
  const words = texts("skos:prefLabel", audience);
  return Object.keys(words).length === 0
    ? []
    : [{ "@id": `${uri}#audience`, "@type": "skos:Concept", ...words }];
};

export const ownerNode = (owner: ServiceOwnerRow): Node => ({
  ...identified(organizationUri(owner.organizationNumber), "cv:PublicOrganisation"),
  ...texts("skos:prefLabel", owner.name),
  // The profile's first version names organisations by this.
  ...texts("dct:title", owner.name),
  ...link("foaf:homepage", owner.homepage),
  // Mandatory in the profile: agencies here are the state's or a municipality's in Norway.
  "dct:spatial": { "@id": NORWAY },
});

/** A service names whom to ask; where it does not, its owner is asked. */
const contactNodes = (
  uri: string,
  { contactPoints }: ServiceResourceRow,
  owner: ServiceOwnerRow | undefined,
): Node[] => {
  const given = contactPoints.filter(
    ({ email, telephone, contactPage }) => (email ?? telephone ?? contactPage) !== null,
  );
  const points =
    given.length > 0
      ? given
      : [
          {
            category: "",
            email: owner?.contact?.email ?? null,
            telephone: owner?.contact?.phone ?? null,
            contactPage: owner?.contact?.url ?? owner?.homepage ?? null,
          },
        ];
  return points.map(({ category, email, telephone, contactPage }, index) => ({
    "@id": `${uri}#contact-${index + 1}`,
    "@type": "cv:ContactPoint",
    ...(category === "" ? {} : texts("vcard:category", { nb: category })),
    ...(email === null ? {} : { "cv:email": email }),
    ...(telephone === null ? {} : { "cv:telephone": telephone }),
    ...link("cv:contactPage", contactPage),
  }));
};

/** The second version of the profile tells what may come out of a service from what did. */
const OUTPUT = ["cpsvno:PossibleOutput", "cv:Output"];

/** What comes out of it; an owner who has not named that has said what it is for. */
const outputNodes = (uri: string, row: ServiceResourceRow): Node[] => {
  const named = row.produces.length > 0 ? row.produces.map((name) => ({ nb: name })) : [null];
  return named.map((name, index) => ({
    ...identified(`${uri}#output-${index + 1}`, OUTPUT),
    ...texts("dct:title", name ?? row.purpose ?? row.title),
    ...texts("dct:description", row.purpose ?? name ?? row.title),
  }));
};

const costNodes = (uri: string, { costs }: ServiceResourceRow): Node[] =>
  costs.map(({ description, amount, currency }, index) => ({
    ...identified(`${uri}#cost-${index + 1}`, "cv:Cost"),
    ...texts("dct:description", description),
    ...(amount === null
      ? {}
      : {
          "cv:hasValue": { "@type": "xsd:double", "@value": String(amount) },
          "cv:currency": { "@id": currencyUri(currency) },
        }),
  }));

const lawNodes = (uri: string, { legalBasis }: ServiceResourceRow): Node[] =>
  legalBasis.map(({ title, url }, index) => ({
    ...identified(url !== null && isAddress(url) ? url : `${uri}#law-${index + 1}`, "eli:LegalResource"),
    ...texts("dct:title", title),
    ...link("rdfs:seeAlso", url),
  }));

/** A service as the profile describes one, with the things that only it has. */
export const serviceNodes = (
  row: ServiceResourceRow,
  context: {
    readonly uris: Uris;
    readonly owner: ServiceOwnerRow | undefined;
    readonly steps: readonly LifeEventStepRow[];
    /** Services that may be named: the public ones. */
    readonly isPublic: (urn: string) => boolean;
  },
): Node[] => {
  const { uris, owner, steps, isPublic } = context;
  const uri = uris.service(row.id);
  const contacts = contactNodes(uri, row, owner);
  const outputs = outputNodes(uri, row);
  const costs = costNodes(uri, row);
  const laws = lawNodes(uri, row);
  const audience = ownAudienceNodes(uri, row);
  const languages = languagesOf(row.title).flatMap((code) => LANGUAGES[code] ?? []);
  const keywords = row.keywords.map(({ word, language }) => ({ "@language": language, "@value": word }));
  const service: Node = {
    "@id": uri,
    "@type": "cpsv:PublicService",
    "dct:identifier": row.id,
    ...texts("dct:title", row.title),
    ...texts("dct:description", Object.keys(row.description).length > 0 ? row.description : row.title),
    ...(owner === undefined
      ? {}
      : { "cv:hasCompetentAuthority": { "@id": organizationUri(owner.organizationNumber) } }),
    ...links("cv:contactPoint", contacts),
    ...links("cpsvno:hasPossibleOutput", outputs),
    ...links("cpsv:produces", outputs),
    "dct:spatial": placesOf(row).map((id) => ({ "@id": id })),
    ...links("cv:hasCost", costs),
    ...links("cv:hasLegalResource", laws),
    ...(row.processingTime?.duration == null
      ? {}
      : { "cv:processingTime": { "@type": "xsd:duration", "@value": row.processingTime.duration } }),
    ...link("adms:status", STATUSES[row.status] ?? null),
    ...(keywords.length === 0 ? {} : { "dcat:keyword": keywords }),
    ...(row.thematicAreas.length === 0
      ? {}
      : { "cv:thematicArea": row.thematicAreas.map((name) => ({ "@id": uris.theme(name) })) }),
    ...links("dct:audience", [...audienceNodes([row], uris), ...audience]),
    ...(languages.length === 0 ? {} : { "dct:language": languages.map((id) => ({ "@id": id })) }),
    ...link("foaf:homepage", row.homepage),
    ...(row.replacesId !== null && isPublic(row.replacesId)
      ? { "dct:replaces": { "@id": uris.service(row.replacesId) } }
      : {}),
    ...(steps.length === 0
      ? {}
      : { "cv:isGroupedBy": steps.map(({ lifeEventId }) => ({ "@id": uris.lifeEvent(lifeEventId) })) }),
    "dct:modified": momentOf(row.updatedAt),
  };
  return [service, ...contacts, ...outputs, ...costs, ...laws, ...audience];
};

/** A life event, with the services that it takes; the profile has no place for their order. */
export const lifeEventNode = (
  event: LifeEventRow,
  steps: readonly LifeEventStepRow[],
  { uris, isPublic }: { readonly uris: Uris; readonly isPublic: (urn: string) => boolean },
): Node => {
  const services = [...new Set(steps.map(({ serviceId }) => serviceId).filter(isPublic))].map((urn) => ({
    "@id": uris.service(urn),
  }));
  return {
    "@id": uris.lifeEvent(event.id),
    "@type": "cv:LifeEvent",
    "dct:identifier": event.id,
    ...texts("dct:title", event.title),
    ...texts("dct:description", event.description),
    // The one is Norway's name for it, the other the EU's.
    ...(services.length === 0 ? {} : { "cpsvno:mayTriggerNeedFor": services, "dct:relation": services }),
  };
};
