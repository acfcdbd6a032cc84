import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { importLifeEvents, readLifeEvents, seedCatalogue } from "../../../subgraphs/catalogue/index.js";
import {
  distance,
  soughtWords,
  variantsOfTerm,
  variantsOfWords,
} from "../../../subgraphs/catalogue/rules/near-words.js";
import { askRoom, entitiesQuery, partyOf, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aService, OWNER, openCatalogue, scopeOf, urnOf } from "./catalogue.js";
import { OTHER } from "./served.js";

const NOBODY = scopePort(scopeOf({}));

const SERVICES = [
  aService("sykepenger", {
    title: { nb: "Sykepenger", nn: "Sjukepengar", en: "Sickness benefit" },
    description: { nb: "Når du ikke kan arbeide." },
    availableForType: ["PRIVATE_PERSON"],
    resourceType: "ALTINN_APP",
    thematicAreas: ["trygd"],
    updatedAt: 3,
  }),
  aService("barnehage", {
    title: { nb: "Barnehageplass", en: "Kindergarten" },
    description: { nb: "Søk om plass i barnehage for barnet ditt." },
    keywords: [{ word: "dagmamma", language: "nb" }],
    ownerCode: OTHER.code,
    updatedAt: 2,
  }),
  aService("skattemelding", {
    title: { nb: "Skattemelding", en: "Tax return" },
    purpose: { nb: "Levere skattemeldinga og få skatteoppgjør." },
    references: [{ referenceSource: "ALTINN2", referenceType: "SERVICE_CODE", reference: "4711" }],
    thematicAreas: ["skatt"],
    status: "DEPRECATED",
    updatedAt: 1,
  }),
  aService("skjult", { title: { nb: "Skjulte sykepenger" }, isVisible: false }),
  aService("slettet", { title: { nb: "Slettede sykepenger" }, deletedAt: 1 }),
];

const open = async (dialect: Parameters<typeof openCatalogue>[0]) => {
  const kit = await openCatalogue(dialect, []);
  await seedCatalogue(kit.store, { serviceOwners: [OWNER, OTHER], serviceResources: SERVICES });
  const room = kit.roomFor(NOBODY);
  const found = async (args: string): Promise<string[]> => {
    const answer = await askRoom(room, `{ services(${args}) { edges { node { id } } } }`);
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data.services.edges.map(({ node }: { node: { id: string } }) =>
      node.id.slice(urnOf("").length),
    );
  };
  return { ...kit, room, found };
};

describeOnBothDatabases("the public catalogue", (dialect) => {
  it("is searched in any form and language of a word, mistyped ones and beginnings too", async () => {
    const { found } = await open(dialect);
    for (const word of [
      "sykepenger",
      "SYKEPENGENE",
      "sjukepengar",
      "sickness benefits",
      "sykepnger",
      "sykepegner",
      "sykpenge",
      "syke",
      "hvordan får jeg sykepenger",
    ]) {
      expect(await found(`search: "${word}"`), word).toEqual(["sykepenger"]);
    }
    expect(await found('search: "barnehager"')).toEqual(["barnehage"]);
    expect(await found('search: "dagmammaen"')).toEqual(["barnehage"]);
    expect(await found('search: "4711"')).toEqual(["skattemelding"]);
    expect(await found('search: "skatteoppgjøret"')).toEqual(["skattemelding"]);
    // One of two words is not enough; two of three are.
    expect(await found('search: "barnehage skatt"')).toEqual([]);
    expect(await found('search: "barnehage plass skatt"')).toEqual(["barnehage"]);
    expect(await found('search: "trilleobservatorium"')).toEqual([]);
    // Compounds that are written apart, and those that nobody has written.
    expect(await found('search: "skatte melding"')).toEqual(["skattemelding"]);
    expect(await found('search: "skate meldinga"')).toEqual(["skattemelding"]);
    expect(await found('search: "syke penger nå"')).toEqual(["sykepenger"]);
    expect(await found('search: "barnehageløfte"')).toEqual(["barnehage"]);
    expect(await found('search: "sykepengesøknad"')).toEqual(["sykepenger"]);
    expect(await found('search: "lønnsskattemelding"')).toEqual(["skattemelding"]);
    expect(await found('search: "  "')).toHaveLength(3);
  });

  it("is chosen from by owner, type, status, audience and theme, and ordered as asked", async () => {
    const { found } = await open(dialect);
    expect(await found("first: 50")).toEqual(["barnehage", "skattemelding", "sykepenger"]);
    expect(await found("orderBy: RECENTLY_CHANGED")).toEqual(["sykepenger", "barnehage", "skattemelding"]);
    expect(await found('owner: ["OTH"]')).toEqual(["barnehage"]);
    expect(await found("type: [ALTINN_APP]")).toEqual(["sykepenger"]);
    expect(await found("status: [DEPRECATED]")).toEqual(["skattemelding"]);
    // Those that do not say whom they are for are for everybody.
    expect(await found("availableFor: [COMPANY]")).toEqual(["barnehage", "skattemelding"]);
    expect(await found("availableFor: [PRIVATE_PERSON]")).toHaveLength(3);
    expect(await found('thematicArea: ["skatt", "trygd"], owner: ["tst"]')).toEqual([
      "skattemelding",
      "sykepenger",
    ]);
    expect(await found("owner: []")).toEqual([]);
  });

  it("is counted by every trait in one statement, hidden and deleted services left out", async () => {
    const { room, statements } = await open(dialect);
    await askRoom(room, "{ services { edges { cursor } } }");
    statements.length = 0;
    const { data } = await askRoom(
      room,
      `{ services(first: 1, search: "barnehage") { totalCount facets { by values { key count serviceOwner { code } } } } }`,
    );
    const value = (key: string, more: object = {}) => ({ key, count: 1, serviceOwner: null, ...more });
    expect(data.services).toEqual({
      totalCount: 1,
      facets: [
        { by: "OWNER", values: [value("oth", { serviceOwner: { code: "oth" } })] },
        { by: "TYPE", values: [value("GENERIC_ACCESS_RESOURCE")] },
        { by: "STATUS", values: [value("ACTIVE")] },
        {
          by: "AVAILABLE_FOR",
          values: [
            "BANKRUPTCY_ESTATE",
            "COMPANY",
            "LEGAL_ENTITY_ENTERPRISE",
            "PRIVATE_PERSON",
            "SELF_REGISTERED_USER",
          ].map((key) => value(key)),
        },
        { by: "THEMATIC_AREA", values: [] },
        { by: "LIFE_EVENT", values: [] },
      ],
    });
    // The words, the page, the count, the facets and the life events.
    expect(statements).toHaveLength(5);
  });

  it("gives each service once over all pages of a search, and refuses a cursor of another search", async () => {
    const names = Array.from({ length: 23 }, (_, index) => `permit-${String(index).padStart(2, "0")}`);
    const { roomFor } = await openCatalogue(
      dialect,
      names.map((name, index) =>
        aService(name, {
          title: { nb: index % 3 === 0 ? "Fiskeløyve" : "Løyve" },
          description: { nb: "fiske" },
        }),
      ),
    );
    const room = roomFor(NOBODY);
    const page = (search: string, after: string | null) =>
      askRoom(
        room,
        `query($after: Cursor, $search: String) { services(first: 5, search: $search, after: $after) {
          pageInfo { hasNextPage endCursor } edges { node { id } } } }`,
        { after, search },
      );
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data } = await page("fiske", after);
      seen.push(...data.services.edges.map(({ node }: { node: { id: string } }) => node.id));
      if (!data.services.pageInfo.hasNextPage) break;
      after = data.services.pageInfo.endCursor;
      expect((await page("løyve", after)).errors?.[0]?.code).toBe("CURSOR_INVALID");
    }
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
    // Titles count for more than descriptions.
    expect(seen.slice(0, 8)).toEqual(names.filter((_, index) => index % 3 === 0).map(urnOf));
  });

  it("tells what a party may use and on whose behalf, and nothing of parties that one may not act for", async () => {
    const { roomFor } = await open(dialect);
    const scope = {
      ...scopeOf({ 0: ["sykepenger", "skjult"], 1: ["skattemelding"] }),
      instances: [
        {
          party: partyOf(0),
          service: urnOf("barnehage"),
          instanceRef: "urn:altinn:instance-id:1/x",
          requiredLevel: 4,
        },
      ],
    };
    const room = roomFor(scopePort(scope));
    const ask = async (party: string) => {
      const { data } = await askRoom(
        room,
        `query($party: ID!) { services(usableBy: $party) { totalCount edges { node { id }
          uses { party { id } serviceResource { id } requiredAuthenticationLevel instanceRef } } } }`,
        { party },
      );
      return data.services;
    };
    const use = (party: number, service: string, more: object = {}) => ({
      node: { id: urnOf(service) },
      uses: [
        {
          party: { id: partyOf(party).id },
          serviceResource: { id: urnOf(service) },
          requiredAuthenticationLevel: 3,
          instanceRef: null,
          ...more,
        },
      ],
    });
    const thing = { requiredAuthenticationLevel: 4, instanceRef: "urn:altinn:instance-id:1/x" };
    expect(await ask(partyOf(0).id)).toEqual({
      totalCount: 2,
      edges: [use(0, "barnehage", thing), use(0, "sykepenger")],
    });
    expect(await ask(partyOf(1).urn)).toEqual({ totalCount: 1, edges: [use(1, "skattemelding")] });
    expect(await ask(partyOf(2).id)).toEqual({ totalCount: 0, edges: [] });
    // In a workspace it is the workspace's parties.
    const { data } = await askRoom(
      room,
      entitiesQuery("... on Workspace { services { edges { node { id } uses { party { id } } } } }"),
      { representations: [{ __typename: "Workspace", id: encodeWorkspaceId([partyOf(1).id]) }] },
    );
    expect(data._entities[0].services.edges).toEqual([
      { node: { id: urnOf("skattemelding") }, uses: [{ party: { id: partyOf(1).id } }] },
    ]);
    // Of the whole catalogue it is not told who may use it.
    const all = await askRoom(room, "{ services(first: 1) { edges { uses { party { id } } } } }");
    expect(all.data.services.edges).toEqual([{ uses: null }]);
  });

  it("indexes what an installation had before there was an index, at the first question", async () => {
    const { store, roomFor } = await open(dialect);
    const { database, tables } = store.open;
    await database.transaction(async (tx) => {
      await tx.update(tables.serviceResources).set({ indexVersion: 0, titleKey: "" });
      await tx.delete(tables.serviceTerms);
      await tx.delete(tables.serviceFacets);
    });
    const { data } = await askRoom(
      roomFor(NOBODY),
      '{ services(search: "skatt") { edges { node { id } } } }',
    );
    expect(data.services.edges).toEqual([{ node: { id: urnOf("skattemelding") } }]);
    expect(await store.indexWhatIsBehind()).toBe(0);
  });
});

const DOCUMENT = [
  {
    id: "fa-barn",
    title: { nb: "Få barn", en: "Having a child" },
    keywords: [{ word: "fødsel" }],
    steps: [
      { id: "penger", service: "sykepenger", when: { nb: "Først" }, why: { nb: "For å leve" } },
      { id: "plass", service: urnOf("barnehage"), isOptional: true, dependsOn: ["penger"] },
    ],
  },
];

describeOnBothDatabases("life events", (dialect) => {
  it("are journeys in order over several agencies, by which services are found", async () => {
    const { store, room, found } = await open(dialect);
    const problems: Parameters<typeof importLifeEvents>[2] = [];
    const changes = await importLifeEvents(store, readLifeEvents(DOCUMENT, problems), problems);
    expect(changes.map(({ kind, added }) => [kind, added])).toEqual([
      ["life events", ["fa-barn"]],
      ["steps of life events", ["fa-barn 0001", "fa-barn 0002"]],
    ]);
    const { data } = await askRoom(
      room,
      `{ lifeEvents { id } lifeEvent(id: "fa-barn") { title(lang: "en") steps {
        id title when why isOptional dependsOn service { id owner { code } lifeEvents { id } } } } none: lifeEvent(id: "x") { id } }`,
    );
    expect(data).toEqual({
      lifeEvents: [{ id: "fa-barn" }],
      none: null,
      lifeEvent: {
        title: "Having a child",
        steps: [
          {
            id: "penger",
            title: null,
            when: "Først",
            why: "For å leve",
            isOptional: false,
            dependsOn: [],
            service: { id: urnOf("sykepenger"), owner: { code: "tst" }, lifeEvents: [{ id: "fa-barn" }] },
          },
          {
            id: "plass",
            title: null,
            when: null,
            why: null,
            isOptional: true,
            dependsOn: ["penger"],
            service: { id: urnOf("barnehage"), owner: { code: "oth" }, lifeEvents: [{ id: "fa-barn" }] },
          },
        ],
      },
    });
    expect(await found('lifeEvent: "fa-barn"')).toEqual(["barnehage", "sykepenger"]);
    expect(await found('search: "fødsler"')).toEqual(["barnehage", "sykepenger"]);

    // The same again changes nothing; a step less is a step less.
    const again = await importLifeEvents(store, readLifeEvents(DOCUMENT, problems), problems);
    expect(again.flatMap(({ added, changed }) => [...added, ...changed])).toEqual([]);
    const shorter = [{ ...DOCUMENT[0], steps: DOCUMENT[0]?.steps.slice(0, 1) }];
    await importLifeEvents(store, readLifeEvents(shorter, problems), problems);
    expect(await found('lifeEvent: "fa-barn"')).toEqual(["sykepenger"]);
    expect(await found('search: "fødsler"')).toEqual(["sykepenger"]);
    expect(problems).toEqual([]);
  });

  it("are left out where their steps depend on what does not come before them", () => {
    const problems: Parameters<typeof importLifeEvents>[2] = [];
    const wrong = [
      { id: "x y", title: {}, steps: [] },
      {
        id: "wrong",
        title: { nb: "Galt" },
        steps: [
          { id: "one", service: "tjeneste", dependsOn: ["two"] },
          { id: "two", service: "?" },
          { id: "two", service: "tjeneste" },
        ],
      },
    ];
    expect(readLifeEvents(wrong, problems)).toEqual([]);
    expect(problems.map(({ place }) => place)).toEqual([
      "[0].id",
      "[0].title",
      "[0].steps",
      "[1].steps[1].service",
      "[1].steps[0].dependsOn",
      "[1].steps[2].id",
    ]);
  });
});

describe("mistyped words", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abdeikrst"), minLength: 4, maxLength: 14 });

  it("are as far apart as the letters that make the one the other", () => {
    expect(distance("skatt", "skatt")).toBe(0);
    expect(distance("skatt", "sktat")).toBe(1);
    expect(distance("skatt", "skat")).toBe(1);
    expect(distance("", "ab")).toBe(2);
    fc.assert(fc.property(word, word, (one, other) => distance(one, other) === distance(other, one)));
  });

  it("are found by the index whichever letter is wrong, missing, too many or swapped", () => {
    const mistype = fc
      .tuple(word, fc.nat(13), fc.constantFrom("drop", "add", "change", "swap"))
      .map(([given, at, how]) => {
        const place = at % given.length;
        const [before, after] = [given.slice(0, place), given.slice(place + 1)];
        if (how === "drop") return [given, before + after] as const;
        if (how === "add") return [given, `${before}o${given.slice(place)}`] as const;
        if (how === "change") return [given, `${before}o${after}`] as const;
        return [given, before + after.slice(0, 1) + given.charAt(place) + after.slice(1)] as const;
      });
    fc.assert(
      fc.property(mistype, ([term, wrong]) => {
        // Short words are taken as they stand.
        if (wrong.length < 4) return;
        const asked = variantsOfWords([{ stems: [wrong], joined: [] }]);
        const variants = variantsOfTerm(term);
        expect(asked.some((variant) => variants.has(variant))).toBe(true);
      }),
    );
  });

  it("of a search say something, unless there are no others", () => {
    expect(soughtWords("hvordan søker jeg om sykepenger").map(({ stems }) => stems[0])).toEqual([
      "sok",
      "sykepeng",
    ]);
    expect(soughtWords("og i")).toHaveLength(2);
    expect(soughtWords(" ,. ")).toEqual([]);
  });
});
