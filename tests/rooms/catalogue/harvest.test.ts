import { expect, it } from "vitest";
import { seedCatalogue } from "../../../subgraphs/catalogue/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aService, OWNER, urnOf } from "./catalogue.js";
import { serveCatalogue } from "./served.js";

/** What the profiles ask of each class (CPSV-AP-NO 1, DCAT-AP-NO 2): the properties without which a thing is refused. */
const MANDATORY: Readonly<Record<string, readonly string[]>> = {
  "dcat:Catalog": ["dct:description", "dct:identifier", "dct:publisher", "dct:title", "dcat:contactPoint"],
  "cpsv:PublicService": [
    "cv:contactPoint",
    "cv:hasCompetentAuthority",
    "cpsv:produces",
    "dct:description",
    "dct:identifier",
    "dct:title",
  ],
  "cv:PublicOrganisation": ["dct:identifier", "dct:title", "dct:spatial"],
  "cv:Output": ["dct:identifier", "dct:title"],
  "cv:Cost": ["dct:identifier"],
  "eli:LegalResource": ["dct:identifier", "dct:title"],
  "cv:LifeEvent": ["dct:identifier", "dct:title"],
  "cv:ContactPoint": [],
  "foaf:Agent": ["dct:identifier", "foaf:name"],
  "vcard:Organization": ["vcard:fn"],
};

interface Thing {
  readonly "@id": string;
  readonly "@type": string;
  readonly [property: string]: unknown;
}

/** Every name of a property or a class in the graph. */
const termsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(termsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => [
    ...(name.startsWith("@") ? [] : [name]),
    ...(name === "@type" ? [String(entry)] : []),
    ...termsIn(entry),
  ]);
};

/** Every thing that another refers to, by its address. */
const referredTo = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referredTo);
  if (typeof value !== "object" || value === null) return [];
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "@id") return [(value as Thing)["@id"]];
  return Object.values(value).flatMap(referredTo);
};

describeOnBothDatabases("the catalogue for data catalogues to harvest", (dialect) => {
  const open = async () => {
    const served = await serveCatalogue(dialect);
    await seedCatalogue(served.store, {
      serviceOwners: [],
      serviceResources: [
        aService("permit", {
          title: { nb: "Løyve", en: "Permit" },
          description: { nb: "Lov til å fiske." },
          produces: ["Fiskeløyve"],
          costs: [{ description: { nb: "Gebyr" }, amount: 250, currency: "NOK" }],
          processingTime: { description: { nb: "Tre uker" }, duration: "P3W" },
          legalBasis: [{ title: { nb: "Fiskeloven" }, url: "https://lov.example.com/fiske" }],
          keywords: [{ word: "fiske", language: "nb" }],
          contactPoints: [
            { category: "Hjelp", email: "h@tst.example.com", telephone: null, contactPage: null },
          ],
          replacesId: urnOf("before"),
        }),
        aService("bare"),
        aService("before", { isVisible: false }),
        aService("deleted", { deletedAt: 1 }),
      ],
      lifeEvents: [
        {
          event: {
            id: "fishing",
            title: { nb: "Begynne å fiske" },
            description: {},
            keywords: [],
            position: 1,
          },
          steps: ["permit", "before"].map((name, index) => ({
            lifeEventId: "fishing",
            position: index + 1,
            id: name,
            serviceId: urnOf(name),
            title: null,
            due: null,
            reason: null,
            isOptional: false,
            dependsOn: [],
          })),
        },
      ],
    });
    return served;
  };

  it("says of every thing what the profile demands, in terms of known vocabularies, and refers to nothing unsaid", async () => {
    const { send } = await open();
    const { status, body, headers } = await send("GET", "/catalogue.jsonld");
    expect([status, headers["content-type"]]).toEqual([200, "application/ld+json; charset=utf-8"]);
    const graph = body["@graph"] as Thing[];
    for (const thing of graph) {
      const demanded = MANDATORY[thing["@type"]];
      expect(demanded, `${thing["@type"]} is of the profile`).toBeDefined();
      for (const property of demanded ?? []) {
        const value = thing[property];
        expect(value, `${thing["@id"]} has ${property}`).toBeDefined();
        expect(Array.isArray(value) ? value.length : 1, `${thing["@id"]} has ${property}`).toBeGreaterThan(0);
      }
    }
    for (const term of termsIn(graph)) {
      expect(Object.keys(body["@context"]), term).toContain(term.split(":")[0]);
    }
    const ids = graph.map((thing) => thing["@id"]);
    expect(new Set(ids).size).toBe(ids.length);
    const own = referredTo(graph).filter((id) => id.startsWith("https://tunet.example.org/"));
    for (const id of own) expect(ids, id).toContain(id);
  });

  it("has the public services only, with all that is said of them", async () => {
    const { send } = await open();
    const { body } = await send("GET", "/catalogue.jsonld");
    const graph = body["@graph"] as Thing[];
    const url = (name: string) => `https://tunet.example.org/resourceregistry/api/v1/resource/${name}`;
    const services = graph.filter((thing) => thing["@type"] === "cpsv:PublicService");
    expect(services.map((service) => service["dct:identifier"])).toEqual([urnOf("bare"), urnOf("permit")]);
    const organization = `https://organization-catalog.fellesdatakatalog.digdir.no/organizations/${OWNER.organizationNumber}`;
    expect(services[1]).toEqual({
      "@id": url("permit"),
      "@type": "cpsv:PublicService",
      "dct:identifier": urnOf("permit"),
      "dct:title": [
        { "@language": "nb", "@value": "Løyve" },
        { "@language": "en", "@value": "Permit" },
      ],
      "dct:description": [{ "@language": "nb", "@value": "Lov til å fiske." }],
      "cv:hasCompetentAuthority": { "@id": organization },
      "cv:contactPoint": [{ "@id": `${url("permit")}#contact-1` }],
      "cpsv:produces": [{ "@id": `${url("permit")}#output-1` }],
      "cv:hasCost": [{ "@id": `${url("permit")}#cost-1` }],
      "cv:hasLegalResource": [{ "@id": "https://lov.example.com/fiske" }],
      "cv:processingTime": { "@type": "xsd:duration", "@value": "P3W" },
      "adms:status": { "@id": "http://purl.org/adms/status/Completed" },
      "dcat:keyword": [{ "@language": "nb", "@value": "fiske" }],
      "dct:language": [
        { "@id": "http://publications.europa.eu/resource/authority/language/NOB" },
        { "@id": "http://publications.europa.eu/resource/authority/language/ENG" },
      ],
      "cv:isGroupedBy": [{ "@id": "https://tunet.example.org/catalogue.jsonld#life-event-fishing" }],
      "dct:modified": { "@type": "xsd:dateTime", "@value": "2026-06-15T08:00:00.000Z" },
    });
    expect(graph.find((thing) => thing["@type"] === "cv:LifeEvent")?.["dct:relation"]).toEqual({
      "@list": [{ "@id": url("permit") }],
    });
    expect(graph.find((thing) => thing["@id"] === organization)).toMatchObject({
      "dct:identifier": OWNER.organizationNumber,
    });
  });

  it("is not sent again to whoever has it, until something changed", async () => {
    const { send, store } = await open();
    const first = await send("GET", "/catalogue.jsonld");
    const known = { headers: { "if-none-match": String(first.etag) } };
    expect(await send("GET", "/catalogue.jsonld", known)).toMatchObject({ status: 304, body: "" });
    await seedCatalogue(store, { serviceOwners: [], serviceResources: [aService("new")] });
    expect((await send("GET", "/catalogue.jsonld", known)).status).toBe(200);
  });

  it("comes page by page where it is large, each service on one page", async () => {
    const { send, store } = await serveCatalogue(dialect);
    const names = Array.from({ length: 1_001 }, (_, index) => `s-${String(index).padStart(4, "0")}`);
    await seedCatalogue(store, { serviceOwners: [], serviceResources: names.map((name) => aService(name)) });
    const first = await send("GET", "/catalogue.jsonld");
    const next = String(first.body["hydra:next"]["@id"]);
    expect(first.headers["link"]).toBe(`<${next}>; rel="next"`);
    const second = await send("GET", next.replace("https://tunet.example.org", ""));
    const listed = [first, second].flatMap(({ body }) =>
      (body["@graph"] as Thing[]).filter((thing) => thing["@type"] === "cpsv:PublicService"),
    );
    expect(listed.map((service) => service["dct:identifier"])).toEqual(names.map(urnOf));
    expect(second.body["hydra:next"]).toBeUndefined();
    expect((await send("GET", "/catalogue.jsonld?after=forged")).status).toBe(400);
  });
});
