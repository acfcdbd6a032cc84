import { expect, it } from "vitest";
import { encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { askRoom, entitiesQuery, partyOf, scopePort } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aService, openCatalogue, scopeOf, urnOf } from "./catalogue.js";
import { NOBODY, openPublic } from "./public.js";

describeOnBothDatabases("the public catalogue", (dialect) => {
  it("is searched in any form and language of a word, mistyped ones and beginnings too", async () => {
    const { found } = await openPublic(dialect);
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
    expect(await found('search: "barn hage"')).toEqual(["barnehage"]);
    expect(await found('search: "syke penger nå"')).toEqual(["sykepenger"]);
    expect(await found('search: "barnehageløfte"')).toEqual(["barnehage"]);
    expect(await found('search: "sykepengesøknad"')).toEqual(["sykepenger"]);
    expect(await found('search: "lønnsskattemelding"')).toEqual(["skattemelding"]);
    expect(await found('search: "  "')).toHaveLength(3);
  });

  it("is chosen from by owner, type, status, audience and theme, and ordered as asked", async () => {
    const { found } = await openPublic(dialect);
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
    const { room, statements } = await openPublic(dialect);
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
    const { roomFor } = await openPublic(dialect);
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
    const { store, roomFor } = await openPublic(dialect);
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
