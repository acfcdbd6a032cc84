import { expect, it } from "vitest";
import { seedCatalogue } from "../../../subgraphs/catalogue/index.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aService, OWNER, urnOf } from "./catalogue.js";
import { CPSV_AP_NO, quadsOf, violationsOf } from "./cpsv-ap-no.js";
import { serveCatalogue } from "./served.js";

const NORWAY = "http://publications.europa.eu/resource/authority/country/NOR";

interface Thing {
  readonly "@id": string;
  readonly "@type": string;
  readonly [property: string]: unknown;
}

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
          thematicAreas: ["https://psi.norge.no/los/tema/fiske", "Hav og kyst"],
          availableForType: ["PRIVATE_PERSON", "COMPANY"],
          audience: { nb: "Den som fisker for salg" },
          spatial: ["https://data.geonorge.no/kommune/1813", "Brønnøy"],
          // No address, as owners write them.
          homepage: "www.tst.example.com/fiske",
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

  it("says of every thing what the profile asks, in its vocabularies and within its ranges", async () => {
    const { send } = await open();
    const { status, body, headers } = await send("GET", "/catalogue.jsonld");
    expect([status, headers["content-type"]]).toEqual([200, "application/ld+json; charset=utf-8"]);
    const quads = await quadsOf(body);
    expect(violationsOf(quads)).toEqual([]);
    // Each class is there, so that each has been looked at.
    const classes = quads
      .filter(({ predicate }) => predicate.value.endsWith("#type"))
      .map(({ object }) => object.value);
    expect(new Set(classes)).toEqual(new Set(Object.keys(CPSV_AP_NO)));
  });

  it("would not pass without what the profile demands, or with what it does not know", async () => {
    const { send } = await open();
    const quads = await quadsOf((await send("GET", "/catalogue.jsonld")).body);
    const service = "https://tunet.example.org/resourceregistry/api/v1/resource/bare";
    const without = (property: string) =>
      violationsOf(
        quads.filter(({ subject, predicate }) => subject.value !== service || predicate.value !== property),
      );
    const authority = "http://data.europa.eu/m8g/hasCompetentAuthority";
    expect(without(authority)).toEqual([`${service} has 0 of ${authority}`]);
    const [any] = quads.filter(({ subject }) => subject.value === service);
    const wrong = {
      ...any,
      predicate: { value: "http://purl.org/dc/terms/titel" },
    } as (typeof quads)[number];
    expect(violationsOf([...quads, wrong])).toEqual([
      `${service} has http://purl.org/dc/terms/titel, which is not of the profile`,
    ]);
    await expect(quadsOf({ "@id": "not an address", "dct:title": "x" })).rejects.toThrow();
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
      "cpsvno:hasPossibleOutput": [{ "@id": `${url("permit")}#output-1` }],
      "cpsv:produces": [{ "@id": `${url("permit")}#output-1` }],
      "dct:spatial": [{ "@id": NORWAY }, { "@id": "https://data.geonorge.no/kommune/1813" }],
      "cv:thematicArea": [
        { "@id": "https://psi.norge.no/los/tema/fiske" },
        { "@id": "https://tunet.example.org/catalogue.jsonld#theme-Hav%20og%20kyst" },
      ],
      "cv:hasCost": [{ "@id": `${url("permit")}#cost-1` }],
      "cv:hasLegalResource": [{ "@id": "https://lov.example.com/fiske" }],
      "cv:processingTime": { "@type": "xsd:duration", "@value": "P3W" },
      "adms:status": {
        "@id": "http://publications.europa.eu/resource/authority/distribution-status/COMPLETED",
      },
      "dcat:keyword": [{ "@language": "nb", "@value": "fiske" }],
      "dct:audience": [
        { "@id": "https://tunet.example.org/catalogue.jsonld#audience-COMPANY" },
        { "@id": "https://tunet.example.org/catalogue.jsonld#audience-PRIVATE_PERSON" },
        { "@id": `${url("permit")}#audience` },
      ],
      "dct:language": [
        { "@id": "http://publications.europa.eu/resource/authority/language/NOB" },
        { "@id": "http://publications.europa.eu/resource/authority/language/ENG" },
      ],
      "cv:isGroupedBy": [{ "@id": "https://tunet.example.org/catalogue.jsonld#life-event-fishing" }],
      "dct:modified": { "@type": "xsd:dateTime", "@value": "2026-06-15T08:00:00.000Z" },
    });
    const audiences = graph.filter(({ "@id": id }) => /#audience/.test(id));
    expect(audiences.map((thing) => thing["skos:prefLabel"])).toEqual([
      [
        { "@language": "nb", "@value": "Virksomheter" },
        { "@language": "nn", "@value": "Verksemder" },
        { "@language": "en", "@value": "Businesses" },
      ],
      [
        { "@language": "nb", "@value": "Privatpersoner" },
        { "@language": "nn", "@value": "Privatpersonar" },
        { "@language": "en", "@value": "Private persons" },
      ],
      [{ "@language": "nb", "@value": "Den som fisker for salg" }],
    ]);
    expect(graph.find((thing) => thing["@type"] === "cv:LifeEvent")).toEqual({
      "@id": "https://tunet.example.org/catalogue.jsonld#life-event-fishing",
      "@type": "cv:LifeEvent",
      "dct:identifier": "fishing",
      "dct:title": [{ "@language": "nb", "@value": "Begynne å fiske" }],
      "cpsvno:mayTriggerNeedFor": [{ "@id": url("permit") }],
      "dct:relation": [{ "@id": url("permit") }],
    });
    expect(graph.find((thing) => thing["@id"] === organization)).toMatchObject({
      "@type": "cv:PublicOrganisation",
      "dct:identifier": organization,
      "dct:spatial": { "@id": NORWAY },
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
    const pageOf = (body: Record<string, unknown>) =>
      (body["@graph"] as Thing[]).find((thing) => thing["@type"] === "hydra:PartialCollectionView");
    const next = (pageOf(first.body)?.["hydra:next"] as Thing | undefined)?.["@id"] ?? "";
    expect(first.headers["link"]).toBe(`<${next}>; rel="next"`);
    const second = await send("GET", next.replace("https://tunet.example.org", ""));
    const listed = [first, second].flatMap(({ body }) =>
      (body["@graph"] as Thing[]).filter((thing) => thing["@type"] === "cpsv:PublicService"),
    );
    expect(listed.map((service) => service["dct:identifier"])).toEqual(names.map(urnOf));
    expect(pageOf(second.body)).toEqual({ "@id": next, "@type": "hydra:PartialCollectionView" });
    // A page is read by itself, and all of them together are one catalogue.
    expect(violationsOf(await quadsOf(second.body))).toEqual([]);
    expect((await send("GET", "/catalogue.jsonld?after=forged")).status).toBe(400);
  });
});
