import type { LifeEventRow, LifeEventStepRow } from "../../../drizzle/catalogue/tables.js";
import type { ListedService } from "../store/listing.js";
import type { CatalogueStore } from "../store.js";
import {
  audienceNodes,
  lifeEventNode,
  momentOf,
  type Node,
  ownerNode,
  placeNodes,
  serviceNodes,
  themeNodes,
  type Uris,
  urisAt,
} from "./service-graph.js";
import { CONTEXT, LANGUAGES, NORWAY } from "./vocabulary.js";

/** Services on one page of the document. */
export const SERVICES_PER_PAGE = 1_000;

const EVERYTHING = { within: null, facets: {}, lifeEvent: null, search: null };

/** A page of the catalogue, and where the next begins. */
export interface CataloguePage {
  readonly document: object;
  /** Where the next page is; `null` on the last. */
  readonly next: string | null;
}

/** The catalogue itself: whose it is, and what this page holds of it. */
const catalogueNode = (
  uris: Uris,
  publicUrl: string,
  holds: {
    readonly services: readonly ListedService[];
    readonly events: readonly LifeEventRow[];
    /** Milliseconds since 1970 UTC; `null` where it is empty. */
    readonly changedAt: number | null;
  },
): Node => ({
  "@id": uris.catalogue,
  "@type": "dcat:Catalog",
  "dct:identifier": uris.catalogue,
  "dct:title": [
    { "@language": "nb", "@value": "Offentlige tjenester" },
    { "@language": "nn", "@value": "Offentlege tenester" },
    { "@language": "en", "@value": "Public services" },
  ],
  "dct:description": [
    { "@language": "nb", "@value": "Tjenester som etatene og kommunene på denne plattformen tilbyr." },
    { "@language": "nn", "@value": "Tenester som etatane og kommunane på denne plattforma tilbyr." },
    { "@language": "en", "@value": "Services that agencies and municipalities offer on this platform." },
  ],
  "dct:language": [LANGUAGES["nb"], LANGUAGES["nn"], LANGUAGES["en"]].map((id) => ({ "@id": id })),
  "dct:spatial": { "@id": NORWAY },
  ...(holds.changedAt === null ? {} : { "dct:modified": momentOf(holds.changedAt) }),
  "foaf:homepage": { "@id": publicUrl },
  "dct:publisher": { "@id": `${uris.catalogue}#publisher` },
  // The one is where services are looked for, the other where data sets are.
  "cv:contactPoint": { "@id": `${uris.catalogue}#contact` },
  "dcat:contactPoint": { "@id": `${uris.catalogue}#contact` },
  "dcatno:containsService": holds.services.map(({ id }) => ({ "@id": uris.service(id) })),
  "dcatno:containsEvent": holds.events.map(({ id }) => ({ "@id": uris.lifeEvent(id) })),
});

/** Whoever runs the installation is known by its address. */
const publisherNodes = (uris: Uris, publicUrl: string): Node[] => {
  const { host } = new URL(publicUrl);
  return [
    {
      "@id": `${uris.catalogue}#publisher`,
      "@type": "foaf:Agent",
      "dct:identifier": publicUrl,
      "dct:title": [{ "@language": "nb", "@value": host }],
      "foaf:name": host,
      "foaf:homepage": { "@id": publicUrl },
    },
    {
      "@id": `${uris.catalogue}#contact`,
      "@type": ["cv:ContactPoint", "vcard:Organization"],
      "cv:contactPage": { "@id": publicUrl },
      "vcard:fn": host,
      "vcard:hasURL": { "@id": publicUrl },
    },
  ];
};

/** Where a page lies. A thing of its own in the graph: said beside the graph it would make that one a named graph. */
const pageNode = (uris: Uris, page: string | null, next: string | null): Node => ({
  "@id": page ?? `${uris.catalogue}#first-page`,
  "@type": "hydra:PartialCollectionView",
  ...(next === null ? {} : { "hydra:next": { "@id": next } }),
});

const byId = (steps: readonly LifeEventStepRow[], id: string) =>
  steps.filter(({ lifeEventId }) => lifeEventId === id);

/**
 * The public catalogue as JSON-LD, by Norway's profile of the EU's for public services (CPSV-AP-NO), in a catalogue by
 * DCAT-AP-NO: as a national data catalogue harvests it.
 * @param after a URN; `null` for the first page
 * @param pageUrl where the page is that begins after a URN
 * @see https://data.norge.no/specification/cpsv-ap-no — versions 1.0 and 1.1, in whose SHACL the ranges stand
 */
export const cataloguePage = async (
  store: CatalogueStore,
  {
    publicUrl,
    after,
    pageUrl,
  }: {
    readonly publicUrl: string;
    readonly after: string | null;
    readonly pageUrl: (after: string) => string;
  },
): Promise<CataloguePage> => {
  const uris = urisAt(publicUrl);
  const take = SERVICES_PER_PAGE + 1;
  const rows = await store.listing.page(EVERYTHING, "URN", { after: after === null ? null : [after], take });
  const services = rows.slice(0, SERVICES_PER_PAGE);
  const last = rows.length > SERVICES_PER_PAGE ? services.at(-1) : undefined;
  const next = last === undefined ? null : pageUrl(last.id);
  const owners = await store.serviceOwnersByCodes([...new Set(services.map(({ ownerCode }) => ownerCode))]);
  const events = await store.lifeEvents.all();
  const steps = await store.lifeEvents.stepsByLifeEventIds(events.map(({ id }) => id));
  const named = [
    ...steps.map(({ serviceId }) => serviceId),
    ...services.flatMap(({ replacesId }) => replacesId ?? []),
  ];
  const visible = new Set((await store.visibleServiceResources(named)).map(({ id }) => id));
  const context = { uris, isPublic: (urn: string) => visible.has(urn) };
  return {
    next,
    document: {
      "@context": CONTEXT,
      "@graph": [
        catalogueNode(uris, publicUrl, { services, events, changedAt: await store.listing.lastChange() }),
        pageNode(uris, after === null ? null : pageUrl(after), next),
        ...publisherNodes(uris, publicUrl),
        ...placeNodes(services),
        ...themeNodes(services, uris),
        ...audienceNodes(services, uris),
        ...owners.map(ownerNode),
        ...services.flatMap((row) =>
          serviceNodes(row, {
            ...context,
            owner: owners.find(({ code }) => code === row.ownerCode),
            steps: steps.filter(({ serviceId }) => serviceId === row.id),
          }),
        ),
        ...events.map((event) => lifeEventNode(event, byId(steps, event.id), context)),
      ],
    },
  };
};
