import jsonld from "jsonld";

// What the profiles ask of the classes that the catalogue has, as their SHACL says it: CPSV-AP-NO 1.1 (and of 1.0 what
// it asked for besides), DCAT-AP-NO 2 for the catalogue. Written out in full addresses, so that a wrong prefix is found.

const ADMS = "http://www.w3.org/ns/adms#";
const CPSV = "http://purl.org/vocab/cpsv#";
const CPSVNO = "https://data.norge.no/vocabulary/cpsvno#";
const CV = "http://data.europa.eu/m8g/";
const DCAT = "http://www.w3.org/ns/dcat#";
const DCATNO = "https://data.norge.no/vocabulary/dcatno#";
const DCT = "http://purl.org/dc/terms/";
const ELI = "http://data.europa.eu/eli/ontology#";
const FOAF = "http://xmlns.com/foaf/0.1/";
const HYDRA = "http://www.w3.org/ns/hydra/core#";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const SKOS = "http://www.w3.org/2004/02/skos/core#";
const VCARD = "http://www.w3.org/2006/vcard/ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const EU = "http://publications.europa.eu/resource/authority/";

/** What a property's values are: of a class, addresses that begin so, texts in a language, or literals of a type. */
type Range = { readonly class: string } | { readonly from: string } | { readonly literal: string | null };

interface Property {
  readonly range: Range;
  readonly min: 0 | 1;
  /** `null`: any number. */
  readonly max: 1 | null;
}

const some = (range: Range): Property => ({ range, min: 1, max: null });
const one = (range: Range): Property => ({ range, min: 1, max: 1 });
const any = (range: Range): Property => ({ range, min: 0, max: null });
const maybe = (range: Range): Property => ({ range, min: 0, max: 1 });

const TEXT: Range = { literal: `${RDF}langString` };
const LITERAL: Range = { literal: null };
const ADDRESS: Range = { from: "http" };
const LANGUAGE: Range = { from: `${EU}language/` };
const MOMENT: Range = { literal: `${XSD}dateTime` };
const PLACE: Range = { class: `${DCT}Location` };

const EVERY_EVENT: Readonly<Record<string, Property>> = {
  [`${DCT}identifier`]: one(LITERAL),
  [`${DCT}title`]: some(TEXT),
  [`${DCT}description`]: any(TEXT),
};

/** By class: its properties, by their addresses. A property that is not here is not the profile's. */
export const CPSV_AP_NO: Readonly<Record<string, Readonly<Record<string, Property>>>> = {
  [`${DCAT}Catalog`]: {
    [`${DCT}description`]: some(TEXT),
    [`${DCT}identifier`]: one(LITERAL),
    [`${DCT}title`]: some(TEXT),
    [`${DCT}publisher`]: one({ class: `${FOAF}Agent` }),
    [`${CV}contactPoint`]: some({ class: `${CV}ContactPoint` }),
    [`${DCAT}contactPoint`]: some({ class: `${VCARD}Organization` }),
    [`${DCATNO}containsService`]: some({ class: `${CPSV}PublicService` }),
    [`${DCATNO}containsEvent`]: any({ class: `${CV}LifeEvent` }),
    [`${DCT}spatial`]: any(PLACE),
    [`${DCT}modified`]: maybe(MOMENT),
    [`${DCT}language`]: any(LANGUAGE),
    [`${FOAF}homepage`]: maybe(ADDRESS),
  },
  [`${CPSV}PublicService`]: {
    [`${DCT}description`]: some(TEXT),
    [`${DCT}identifier`]: one(LITERAL),
    [`${DCT}title`]: some(TEXT),
    [`${CV}hasCompetentAuthority`]: some({ class: `${CV}PublicOrganisation` }),
    [`${CV}contactPoint`]: some({ class: `${CV}ContactPoint` }),
    [`${CPSVNO}hasPossibleOutput`]: some({ class: `${CPSVNO}PossibleOutput` }),
    [`${CPSV}produces`]: some({ class: `${CV}Output` }),
    [`${DCT}spatial`]: some(PLACE),
    [`${FOAF}homepage`]: any(ADDRESS),
    [`${ADMS}status`]: maybe({ from: `${EU}distribution-status/` }),
    [`${CV}thematicArea`]: any({ class: `${SKOS}Concept` }),
    [`${CV}processingTime`]: maybe({ literal: `${XSD}duration` }),
    [`${CV}isGroupedBy`]: any({ class: `${CV}LifeEvent` }),
    [`${CV}hasCost`]: any({ class: `${CV}Cost` }),
    [`${CV}hasLegalResource`]: any({ class: `${ELI}LegalResource` }),
    [`${DCAT}keyword`]: any(TEXT),
    [`${DCT}language`]: any(LANGUAGE),
    [`${DCT}audience`]: any({ class: `${SKOS}Concept` }),
    // Dublin Core's, beside the profile.
    [`${DCT}replaces`]: any({ class: `${CPSV}PublicService` }),
    [`${DCT}modified`]: maybe(MOMENT),
  },
  [`${CV}PublicOrganisation`]: {
    [`${DCT}spatial`]: some(PLACE),
    [`${SKOS}prefLabel`]: some(TEXT),
    [`${DCT}identifier`]: one(LITERAL),
    [`${DCT}title`]: some(TEXT),
    [`${FOAF}homepage`]: any(ADDRESS),
  },
  [`${CPSVNO}PossibleOutput`]: {
    [`${DCT}description`]: some(TEXT),
    [`${DCT}title`]: some(TEXT),
    [`${DCT}identifier`]: one(LITERAL),
  },
  [`${CV}Output`]: {
    [`${DCT}identifier`]: one(LITERAL),
    [`${DCT}title`]: some(TEXT),
    [`${DCT}description`]: any(TEXT),
  },
  [`${CV}Cost`]: {
    [`${DCT}identifier`]: one(LITERAL),
    [`${CV}hasValue`]: maybe({ literal: `${XSD}double` }),
    [`${CV}currency`]: maybe({ from: `${EU}currency/` }),
    [`${DCT}description`]: any(TEXT),
  },
  [`${ELI}LegalResource`]: {
    [`${DCT}identifier`]: maybe(LITERAL),
    [`${DCT}title`]: some(TEXT),
    [`http://www.w3.org/2000/01/rdf-schema#seeAlso`]: any(ADDRESS),
  },
  [`${CV}ContactPoint`]: {
    [`${CV}email`]: any(LITERAL),
    [`${CV}telephone`]: any(LITERAL),
    [`${CV}contactPage`]: any(ADDRESS),
    [`${VCARD}category`]: any(TEXT),
  },
  [`${VCARD}Organization`]: { [`${VCARD}fn`]: some(LITERAL), [`${VCARD}hasURL`]: maybe(ADDRESS) },
  [`${CV}LifeEvent`]: {
    ...EVERY_EVENT,
    [`${CPSVNO}mayTriggerNeedFor`]: any({ class: `${CPSV}PublicService` }),
    [`${DCT}relation`]: any({ class: `${CPSV}PublicService` }),
  },
  [`${FOAF}Agent`]: {
    [`${DCT}identifier`]: one(LITERAL),
    [`${DCT}title`]: some(TEXT),
    [`${FOAF}name`]: some(LITERAL),
    [`${FOAF}homepage`]: maybe(ADDRESS),
  },
  [`${SKOS}Concept`]: { [`${SKOS}prefLabel`]: any(TEXT) },
  [`${DCT}Location`]: {},
  [`${HYDRA}PartialCollectionView`]: { [`${HYDRA}next`]: maybe(ADDRESS) },
};

/** A statement of the graph, as a JSON-LD processor reads it. */
export interface Quad {
  readonly subject: { readonly value: string };
  readonly predicate: { readonly value: string };
  readonly object: {
    readonly termType: string;
    readonly value: string;
    readonly datatype?: { readonly value: string };
  };
  /** Empty: the graph itself. */
  readonly graph: { readonly value: string };
}

/** What a document says, read by a JSON-LD processor that may fetch nothing. */
export const quadsOf = async (document: object): Promise<readonly Quad[]> => {
  const nothing = (url: string): never => {
    throw new Error(`The document can't be read without ${url}.`);
  };
  // Whatever a harvester would drop in silence (names that are no addresses, terms of no vocabulary) is an error.
  const dataset = await jsonld.toRDF(document, { documentLoader: nothing, safe: true } as object);
  return dataset as readonly Quad[];
};

const isOf = (range: Range, object: Quad["object"], classes: ReadonlySet<string>): boolean => {
  if ("class" in range) return object.termType === "NamedNode" && classes.has(range.class);
  if ("from" in range) return object.termType === "NamedNode" && object.value.startsWith(range.from);
  if (object.termType !== "Literal" || object.value === "") return false;
  return range.literal === null || object.datatype?.value === range.literal;
};

/** Everything in a graph that is not as the profiles ask; empty where all is. */
export const violationsOf = (quads: readonly Quad[]): string[] => {
  const things = new Map<string, { classes: Set<string>; said: Map<string, Quad["object"][]> }>();
  for (const { subject, predicate, object } of quads) {
    const thing = things.get(subject.value) ?? { classes: new Set(), said: new Map() };
    things.set(subject.value, thing);
    if (predicate.value === `${RDF}type`) thing.classes.add(object.value);
    else thing.said.set(predicate.value, [...(thing.said.get(predicate.value) ?? []), object]);
  }
  const found = quads
    .filter(({ graph }) => graph.value !== "")
    .map(({ subject }) => `${subject.value} lies in a graph of its own`);
  const none: ReadonlySet<string> = new Set();
  for (const [name, { classes, said }] of things) {
    const shapes = [...classes].map((type) => CPSV_AP_NO[type]);
    if (shapes.length === 0 || shapes.includes(undefined))
      found.push(`${name} is of no class of the profile`);
    const asked = Object.assign({}, ...shapes) as Readonly<Record<string, Property>>;
    for (const property of said.keys()) {
      if (asked[property] === undefined) found.push(`${name} has ${property}, which is not of the profile`);
    }
    for (const [property, { range, min, max }] of Object.entries(asked)) {
      const values = said.get(property) ?? [];
      if (values.length < min || (max !== null && values.length > max)) {
        found.push(`${name} has ${values.length} of ${property}`);
      }
      for (const value of values) {
        const isRight = isOf(range, value, things.get(value.value)?.classes ?? none);
        if (!isRight)
          found.push(`${name} has ${property} ${value.value}, which is not ${JSON.stringify(range)}`);
      }
    }
  }
  return found;
};
