import { tableOf } from "../../../lib/table-of.js";
import type { LocalizedText } from "../../../schema/localization.js";

/** The vocabularies that CPSV-AP-NO and DCAT-AP-NO are made of, by the prefixes that they use. */
export const CONTEXT = {
  adms: "http://www.w3.org/ns/adms#",
  cpsv: "http://purl.org/vocab/cpsv#",
  cpsvno: "https://data.norge.no/vocabulary/cpsvno#",
  cv: "http://data.europa.eu/m8g/",
  dcat: "http://www.w3.org/ns/dcat#",
  dcatno: "https://data.norge.no/vocabulary/dcatno#",
  dct: "http://purl.org/dc/terms/",
  eli: "http://data.europa.eu/eli/ontology#",
  foaf: "http://xmlns.com/foaf/0.1/",
  hydra: "http://www.w3.org/ns/hydra/core#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;

const EU_LISTS = "http://publications.europa.eu/resource/authority";

/** The EU's list of where something is in its life. */
export const STATUSES: Readonly<Record<string, string>> = tableOf({
  ACTIVE: `${EU_LISTS}/distribution-status/COMPLETED`,
  DEPRECATED: `${EU_LISTS}/distribution-status/DEPRECATED`,
  WITHDRAWN: `${EU_LISTS}/distribution-status/WITHDRAWN`,
  UNDER_DEVELOPMENT: `${EU_LISTS}/distribution-status/DEVELOP`,
});

/** The EU's list of languages. */
export const LANGUAGES: Readonly<Record<string, string>> = tableOf({
  nb: `${EU_LISTS}/language/NOB`,
  nn: `${EU_LISTS}/language/NNO`,
  en: `${EU_LISTS}/language/ENG`,
  se: `${EU_LISTS}/language/SME`,
});

/** Whom services are for, as the catalogue keeps it, in words. There is no list of addresses that all agree on. */
export const AUDIENCES: Readonly<Record<string, LocalizedText>> = tableOf({
  PRIVATE_PERSON: { nb: "Privatpersoner", nn: "Privatpersonar", en: "Private persons" },
  LEGAL_ENTITY_ENTERPRISE: {
    nb: "Enheter i Enhetsregisteret",
    nn: "Einingar i Einingsregisteret",
    en: "Entities in the Register of Legal Entities",
  },
  COMPANY: { nb: "Virksomheter", nn: "Verksemder", en: "Businesses" },
  BANKRUPTCY_ESTATE: { nb: "Konkursbo", nn: "Konkursbu", en: "Bankruptcy estates" },
  SELF_REGISTERED_USER: {
    nb: "Selvregistrerte brukere",
    nn: "Sjølvregistrerte brukarar",
    en: "Users who registered themselves",
  },
});

/** Norway in the EU's list of countries. */
export const NORWAY = `${EU_LISTS}/country/NOR`;

/** The EU's list of currencies. */
export const currencyUri = (code: string): string => `${EU_LISTS}/currency/${code}`;

/** What the national data catalogue calls organisations by. */
export const organizationUri = (number: string): string =>
  `https://organization-catalog.fellesdatakatalog.digdir.no/organizations/${number}`;

/** Whether a text can be the name of a thing; owners write all sorts of things where an address is asked for. */
export const isAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:\/\/[^\s<>"{}|\\^`]+$/i.test(text);
