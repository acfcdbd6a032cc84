import { expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import { encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { seedCatalogue } from "../../../subgraphs/catalogue/index.js";
import { askRoom, entitiesQuery, partyOf, personClaims, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aService, OWNER, openCatalogue, scopeOf, urnOf } from "./catalogue.js";

const NOBODY = scopePort(scopeOf({}));

const services = (...names: readonly string[]) => ({
  representations: names.map((name) => ({ __typename: "ServiceResource", id: urnOf(name) })),
});

const SERVICE = (selection: string) => entitiesQuery(`... on ServiceResource { ${selection} }`);

const LIST = entitiesQuery(
  `... on Workspace {
    services(first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id } }
    }
  }`,
  "$first: Int! = 50, $after: Cursor",
);

const workspace = (partyIds: readonly string[] | null, more: object = {}) => ({
  representations: [{ __typename: "Workspace", id: encodeWorkspaceId(partyIds) }],
  ...more,
});

describeOnBothDatabases("the catalogue room", (dialect) => {
  it("tells everything of a service and of its owner", async () => {
    const { roomFor } = await openCatalogue(dialect, [
      aService("tax", {
        title: { nb: "Skattemelding", nn: "Skattemelding (nn)", en: "Tax return" },
        description: { nb: "Meld fra om inntekt." },
        rightDescription: { nb: "Gir rett til å levere." },
        resourceType: "ALTINN_APP",
        availableForType: ["PRIVATE_PERSON", "COMPANY"],
        keywords: [{ word: "skatt", language: "nb" }],
        thematicAreas: ["Skatt og avgift"],
        contactPoints: [
          { category: "Brukerstøtte", email: "hjelp@tst.example.com", telephone: null, contactPage: null },
        ],
        references: [
          { referenceSource: "ALTINN3", referenceType: "APPLICATION_ID", reference: "tst/tax" },
          { referenceSource: "ALTINN2", referenceType: "SERVICE_CODE", reference: "1051" },
        ],
        homepage: "https://tst.example.com/tax",
      }),
    ]);
    const selection = `
      id title description rightDescription resourceType status isDelegable availableForType
      keywords { word language } thematicAreas contactPoints { category email telephone contactPage }
      references { referenceSource referenceType reference } homepage updatedAt org
      owner { code name organizationNumber homepage } replaces { id } replacedBy { id }
    `;
    expect(await askRoom(roomFor(NOBODY), SERVICE(selection), services("tax"))).toEqual({
      data: {
        _entities: [
          {
            id: urnOf("tax"),
            title: "Skattemelding",
            description: "Meld fra om inntekt.",
            rightDescription: "Gir rett til å levere.",
            resourceType: "ALTINN_APP",
            status: "ACTIVE",
            isDelegable: true,
            availableForType: ["PRIVATE_PERSON", "COMPANY"],
            keywords: [{ word: "skatt", language: "nb" }],
            thematicAreas: ["Skatt og avgift"],
            contactPoints: [
              {
                category: "Brukerstøtte",
                email: "hjelp@tst.example.com",
                telephone: null,
                contactPage: null,
              },
            ],
            references: [
              { referenceSource: "ALTINN3", referenceType: "APPLICATION_ID", reference: "tst/tax" },
              { referenceSource: "ALTINN2", referenceType: "SERVICE_CODE", reference: "1051" },
            ],
            homepage: "https://tst.example.com/tax",
            updatedAt: "2026-06-15T08:00:00.000Z",
            org: "tst",
            owner: {
              code: "tst",
              name: "Testetaten",
              organizationNumber: "313000028",
              homepage: "https://tst.example.com",
            },
            replaces: null,
            replacedBy: [],
          },
        ],
      },
    });
  });

  it("speaks the language that a field asks for, else the request's, else the nearest there is", async () => {
    const { roomFor } = await openCatalogue(dialect, [
      aService("tax", { title: { nb: "bokmål", en: "English" } }),
    ]);
    const selection = `
      asked: title(lang: "en") nearest: title(lang: "nn") none: title(lang: "fr") request: title
      description owner { name }
    `;
    const ask = async (language?: string) => {
      const { data } = await askRoom(
        roomFor(NOBODY),
        SERVICE(selection),
        services("tax"),
        language ? { language } : {},
      );
      return data._entities[0];
    };
    const always = { asked: "English", nearest: "bokmål", description: null };
    expect(await ask()).toEqual({
      ...always,
      none: "bokmål",
      request: "bokmål",
      owner: { name: "Testetaten" },
    });
    expect(await ask("fr, en;q=0.8, nb;q=0.2")).toEqual({
      ...always,
      none: "English",
      request: "English",
      owner: { name: "The Test Agency" },
    });
  });

  it("follows a service that moved, both ways, and knows all that it was split into", async () => {
    const { roomFor, statements } = await openCatalogue(dialect, [
      aService("old", { status: "WITHDRAWN", isVisible: false }),
      aService("new-b", { replacesId: urnOf("old") }),
      aService("new-a", { replacesId: urnOf("old") }),
      aService("other"),
    ]);
    const selection = "id replaces { id status } replacedBy { id replacedBy { id } }";
    const { data } = await askRoom(
      roomFor(NOBODY),
      SERVICE(selection),
      services("old", "new-a", "new-b", "other"),
    );
    const old = { id: urnOf("old"), status: "WITHDRAWN" };
    expect(data._entities).toEqual([
      {
        id: urnOf("old"),
        replaces: null,
        replacedBy: [
          { id: urnOf("new-a"), replacedBy: [] },
          { id: urnOf("new-b"), replacedBy: [] },
        ],
      },
      { id: urnOf("new-a"), replaces: old, replacedBy: [] },
      { id: urnOf("new-b"), replaces: old, replacedBy: [] },
      { id: urnOf("other"), replaces: null, replacedBy: [] },
    ]);
    // The services, their successors (those of the successors come from the same load); `replaces` is known by then.
    expect(statements).toHaveLength(2);
  });

  it("answers a whole page of references with one statement for services and one for owners", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `service-${index}`);
    const { roomFor, statements } = await openCatalogue(
      dialect,
      names.map((name) => aService(name)),
    );
    const ask = SERVICE("id title owner { code name }");
    const answer = await askRoom(roomFor(NOBODY), ask, services(...names, ...names));
    expect(answer.data._entities).toEqual(
      [...names, ...names].map((name) => ({
        id: urnOf(name),
        title: `Tjenesten ${name}`,
        owner: { code: "tst", name: "Testetaten" },
      })),
    );
    expect(statements).toHaveLength(2);
    const forHundred = statements.splice(0);
    await askRoom(roomFor(NOBODY), ask, services("service-0"));
    expect(statements).toEqual(forHundred);
  });

  it("finds owners by code, and answers null for what is not there", async () => {
    const { roomFor } = await openCatalogue(dialect, []);
    const representations = [
      { __typename: "ServiceOwner", code: "tst" },
      { __typename: "ServiceOwner", code: "none" },
      { __typename: "ServiceResource", id: urnOf("none") },
    ];
    const source = entitiesQuery('... on ServiceOwner { name(lang: "en") } ... on ServiceResource { title }');
    expect(await askRoom(roomFor(NOBODY), source, { representations })).toEqual({
      data: { _entities: [{ name: "The Test Agency" }, null, null] },
    });
  });

  it("lists the visible services that the scope gives, for the workspace's parties only", async () => {
    const { roomFor } = await openCatalogue(dialect, [
      aService("building"),
      aService("tax"),
      aService("vat"),
      aService("secret", { isVisible: false }),
    ]);
    const scope = scopeOf({ 0: ["tax", "secret", "not-there"], 1: ["building", "tax"] });
    const listed = async (partyIds: readonly string[] | null) => {
      const { data } = await askRoom(roomFor(scopePort(scope)), LIST, workspace(partyIds));
      const { totalCount, edges } = data._entities[0].services;
      expect(totalCount).toBe(edges.length);
      return edges.map(({ node }: { node: { id: string } }) => node.id);
    };
    expect(await listed(null)).toEqual([urnOf("building"), urnOf("tax")]);
    expect(await listed([partyOf(0).id])).toEqual([urnOf("tax")]);
    expect(await listed([partyOf(1).id])).toEqual([urnOf("building"), urnOf("tax")]);
    expect(await listed([partyOf(2).id])).toEqual([]);
    expect(await listed([])).toEqual([]);
  });

  it("walks all pages of the services: each once, in order", async () => {
    const names = Array.from({ length: 130 }, (_, index) => `service-${String(index).padStart(3, "0")}`);
    const { roomFor, statements } = await openCatalogue(
      dialect,
      [...names].reverse().map((name) => aService(name)),
    );
    const room = roomFor(scopePort(scopeOf({ 0: names })));
    const seen: string[] = [];
    let pages = 0;
    for (let after: string | null = null; ; ) {
      statements.length = 0;
      const { data } = await askRoom(room, LIST, workspace(null, { first: 40, after }));
      const { edges, pageInfo, totalCount } = data._entities[0].services;
      // Once in a process it is seen to that everything is in the index.
      expect(statements).toHaveLength(seen.length === 0 ? 3 : 2);
      expect(totalCount).toBe(130);
      expect(pageInfo).toEqual({
        hasNextPage: pages < 3,
        hasPreviousPage: pages > 0,
        startCursor: edges[0].cursor,
        endCursor: edges.at(-1).cursor,
      });
      seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      pages += 1;
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(names.map(urnOf));
  });

  it("refuses pages that are too small or too large, and cursors of another workspace or viewer", async () => {
    const { roomFor } = await openCatalogue(dialect, [aService("tax"), aService("vat")]);
    const room = roomFor(scopePort(scopeOf({ 0: ["tax", "vat"] })));
    const problemOf = async (partyIds: readonly string[] | null, more: object, claims = personClaims(0)) => {
      const { data, errors } = await askRoom(room, LIST, workspace(partyIds, more), { claims });
      if (errors !== undefined) expect(data).toEqual({ _entities: [{ services: null }] });
      return errors?.map(({ code, message }) => `${code}: ${message}`);
    };
    for (const first of [0, 201]) {
      expect(await problemOf(null, { first })).toEqual([
        `PAGE_SIZE_OUT_OF_RANGE: Ask for first from 1 to 200; it was ${first}.`,
      ]);
    }
    const { data } = await askRoom(room, LIST, workspace(null, { first: 1 }));
    const after = data._entities[0].services.pageInfo.endCursor;
    expect(await problemOf(null, { after })).toBeUndefined();
    const elsewhere =
      "CURSOR_INVALID: The cursor belongs to another order, filter or viewer. Start again from the first page.";
    expect(await problemOf([partyOf(0).id], { after })).toEqual([elsewhere]);
    expect(await problemOf(null, { after }, personClaims(1))).toEqual([elsewhere]);
  });

  it("still tells of services where authorization can't answer, and says that their list can't be had", async () => {
    const { roomFor } = await openCatalogue(dialect, [aService("tax")]);
    const away = roomFor(scopePort(new DomainError("AUTHORIZATION_UNAVAILABLE", "Try again shortly.")));
    const representations = [...services("tax").representations, ...workspace(null).representations];
    const source = entitiesQuery(
      "... on ServiceResource { title } ... on Workspace { services { totalCount } }",
    );
    expect(await askRoom(away, source, { representations })).toEqual({
      data: { _entities: [{ title: "Tjenesten tax" }, { services: null }] },
      errors: [
        {
          code: "AUTHORIZATION_UNAVAILABLE",
          message: "Try again shortly.",
          path: ["_entities", 1, "services"],
        },
      ],
    });
  });

  it("adds what is missing when it is seeded again, and leaves what is there", async () => {
    const { store } = await openCatalogue(dialect, [aService("tax"), aService("vat")]);
    const rows = () => store.visibleServiceResources(null);
    const before = await rows();
    await seedCatalogue(store, { serviceOwners: [OWNER], serviceResources: before });
    expect(await rows()).toEqual(before);
    const changed = aService("tax", { title: { nb: "Nytt navn" }, isDelegable: false });
    await seedCatalogue(store, {
      serviceOwners: [{ ...OWNER, homepage: null }],
      serviceResources: [changed, aService("new")],
    });
    expect(await rows()).toMatchObject([aService("new"), ...before]);
    expect(await store.serviceOwnersByCodes(["tst"])).toMatchObject([OWNER]);
  });
});
