import { expect, it } from "vitest";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import { askRoom, partyOf, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aService, OWNER, openCatalogue, scopeOf } from "./catalogue.js";

const QUERY = `query($parties: [String!], $all: Boolean! = false, ) {
  serviceResources(parties: $parties, includeUnauthorized: $all) {
    isFullCatalogueFallback
    items {
      serviceResource { id resourceType status isDelegable name { value languageCode } links { metadata } }
      serviceOwner { orgNumber code name { value } }
    }
  }
}`;

const SERVICES = [
  aService("letter", { title: { nb: "Brev", en: "Letter" }, resourceType: "CORRESPONDENCE_SERVICE" }),
  aService("form", { resourceType: "ALTINN_APP", isDelegable: false }),
  aService("hidden", { isVisible: false }),
  aService("nobody's"),
];

describeOnBothDatabases("Query.serviceResources", (dialect) => {
  const open = async (
    scope: Parameters<typeof scopePort>[0] = scopeOf({ 0: ["letter", "hidden"], 1: ["form"] }),
  ) => {
    const { roomFor, statements } = await openCatalogue(dialect, SERVICES);
    const authorization = scopePort(scope);
    const room = roomFor(authorization);
    statements.length = 0;
    return {
      statements,
      authorization,
      ask: (variables: object, language?: string) =>
        askRoom(room, QUERY, { ...variables }, language === undefined ? {} : { language }),
    };
  };
  const ids = ({ data }: Awaited<ReturnType<Awaited<ReturnType<typeof open>>["ask"]>>): string[] =>
    data.serviceResources.items.map((item: { serviceResource: { id: string } }) => item.serviceResource.id);

  it("gives the services that the viewer may use, and who offers them, in two statements", async () => {
    const { ask, statements } = await open();
    const { data, errors } = await ask({});
    expect(errors).toBeUndefined();
    expect(statements).toHaveLength(2);
    expect(data.serviceResources).toEqual({
      isFullCatalogueFallback: null,
      items: [
        {
          serviceResource: {
            id: "form",
            resourceType: "AltinnApp",
            status: "Active",
            isDelegable: false,
            name: [{ value: "Tjenesten form", languageCode: "nb" }],
            links: { metadata: "urn:altinn:resource:form" },
          },
          serviceOwner: {
            orgNumber: OWNER.organizationNumber,
            code: OWNER.code,
            name: [{ value: "Testetaten" }, { value: "The Test Agency" }],
          },
        },
        {
          serviceResource: {
            id: "letter",
            resourceType: "CorrespondenceService",
            status: "Active",
            isDelegable: true,
            name: [
              { value: "Brev", languageCode: "nb" },
              { value: "Letter", languageCode: "en" },
            ],
            links: { metadata: "urn:altinn:resource:letter" },
          },
          serviceOwner: {
            orgNumber: OWNER.organizationNumber,
            code: OWNER.code,
            name: [{ value: "Testetaten" }, { value: "The Test Agency" }],
          },
        },
      ],
    });
  });

  it("gives texts in the language that the request accepts", async () => {
    const { ask } = await open();
    const { data } = await ask({}, "en");
    expect(data.serviceResources.items[1]).toMatchObject({
      serviceResource: { name: [{ value: "Letter", languageCode: "en" }] },
      serviceOwner: { name: [{ value: "The Test Agency" }] },
    });
  });

  it("gives those of some parties, by either of their names, and none of a party that is not the viewer's", async () => {
    const { ask } = await open();
    expect(ids(await ask({ parties: [partyOf(0).urn] }))).toEqual(["letter"]);
    expect(ids(await ask({ parties: [PARTY_UUID_PREFIX + partyOf(1).id] }))).toEqual(["form"]);
    expect(ids(await ask({ parties: [partyOf(2).urn, "nobody"] }))).toEqual([]);
    expect(ids(await ask({ parties: [] }))).toEqual([]);
  });

  it("gives the whole visible catalogue where that is asked for, and asks authorization for nothing", async () => {
    const { ask, authorization } = await open();
    expect(ids(await ask({ all: true }))).toEqual(["form", "letter", "nobody's"]);
    expect(authorization.asked).toBe(0);
  });

  it("is an error where it can't be found out what the viewer may use", async () => {
    const { ask } = await open(new Error("authorization is away"));
    const { data, errors } = await ask({});
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
  });
});
