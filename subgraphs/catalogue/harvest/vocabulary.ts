import { tableOf } from "../../../lib/table-of.js";

/** The vocabularies that CPSV-AP-NO is made of, by the prefixes that it uses. */
export const CONTEXT = {
  adms: "http://www.w3.org/ns/adms#",
  cpsv: "http://purl.org/vocab/cpsv#",
  cv: "http://data.europa.eu/m8g/",
  dcat: "http://www.w3.org/ns/dcat#",
  dcatno: "https://data.norge.no/vocabulary/dcatno#",
  dct: "http://purl.org/dc/terms/",
  eli: "http://data.europa.eu/eli/ontology#",
  foaf: "http://xmlns.com/foaf/0.1/",
  hydra: "http://www.w3.org/ns/hydra/core#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
} as const;

const STATUS = "http://purl.org/adms/status/";

/** ADMS' words for where something is in its life. */
export const STATUSES: Readonly<Record<string, string>> = tableOf({
  ACTIVE: `${STATUS}Completed`,
  DEPRECATED: `${STATUS}Deprecated`,
  WITHDRAWN: `${STATUS}Withdrawn`,
  UNDER_DEVELOPMENT: `${STATUS}UnderDevelopment`,
});

const EU_LANGUAGE = "http://publications.europa.eu/resource/authority/language/";

/** The EU's list of languages. */
export const LANGUAGES: Readonly<Record<string, string>> = tableOf({
  nb: `${EU_LANGUAGE}NOB`,
  nn: `${EU_LANGUAGE}NNO`,
  en: `${EU_LANGUAGE}ENG`,
  se: `${EU_LANGUAGE}SME`,
});

/** The EU's list of currencies. */
export const currencyUri = (code: string): string =>
  `http://publications.europa.eu/resource/authority/currency/${code}`;

/** The central register of organisations' own names for them. */
export const organizationUri = (number: string): string =>
  `https://organization-catalog.fellesdatakatalog.digdir.no/organizations/${number}`;
