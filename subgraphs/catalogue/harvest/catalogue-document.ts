import type { LifeEventRow, LifeEventStepRow } from "../../../drizzle/catalogue/tables.js";
import type { ListedService } from "../store/listing.js";
import type { CatalogueStore } from "../store.js";
import { lifeEventNode, type Node, ownerNode, serviceNodes, type Uris, urisAt } from "./service-graph.js";
import { CONTEXT } from "./vocabulary.js";

/** Services on one page of the document. */
export const SERVICES_PER_PAGE = 1_000;

const EVERYTHING = { within: null, facets: {}, lifeEvent: null, search: null };

/** A page of the catalogue, and where the next begins. */
export interface CataloguePage {
  readonly document: object;
  /** The URN after which the next page begins; `null` on the last. */
  readonly next: string | null;
}

/** The catalogue itself: whose it is, and what it holds. */
const catalogueNode = (
  uris: Uris,
  services: readonly ListedService[],
  events: readonly LifeEventRow[],
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
  "dct:publisher": { "@id": `${uris.catalogue}#publisher` },
  "dcat:contactPoint": { "@id": `${uris.catalogue}#contact` },
  "dcatno:containsService": services.map(({ id }) => ({ "@id": uris.service(id) })),
  "dcatno:containsEvent": events.map(({ id }) => ({ "@id": uris.lifeEvent(id) })),
});

/** Whoever runs the installation is known by its address. */
const publisherNodes = (uris: Uris, publicUrl: string): Node[] => [
  {
    "@id": `${uris.catalogue}#publisher`,
    "@type": "foaf:Agent",
    "dct:identifier": publicUrl,
    "foaf:name": new URL(publicUrl).host,
    "foaf:homepage": { "@id": publicUrl },
  },
  {
    "@id": `${uris.catalogue}#contact`,
    "@type": "vcard:Organization",
    "vcard:fn": new URL(publicUrl).host,
    "vcard:hasURL": { "@id": publicUrl },
  },
];

const byId = (steps: readonly LifeEventStepRow[], id: string) =>
  steps.filter(({ lifeEventId }) => lifeEventId === id);

/**
 * The public catalogue as JSON-LD, by Norway's profile of the EU's for public services (CPSV-AP-NO), in a catalogue by
 * DCAT-AP-NO: as a national data catalogue harvests it.
 * @param after a URN; `null` for the first page
 */
export const cataloguePage = async (
  store: CatalogueStore,
  publicUrl: string,
  after: string | null,
): Promise<CataloguePage> => {
  const uris = urisAt(publicUrl);
  const take = SERVICES_PER_PAGE + 1;
  const rows = await store.listing.page(EVERYTHING, "URN", { after: after === null ? null : [after], take });
  const services = rows.slice(0, SERVICES_PER_PAGE);
  const next = rows.length > SERVICES_PER_PAGE ? (services.at(-1)?.id ?? null) : null;
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
        catalogueNode(uris, services, events),
        ...publisherNodes(uris, publicUrl),
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
