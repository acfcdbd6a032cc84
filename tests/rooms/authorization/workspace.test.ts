import { expect, it } from "vitest";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { organizationNumberOf } from "../../../schema/urns.js";
import { encodeWorkspaceId } from "../../../schema/workspace-id.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { codes, createFamily, namesIn, openGraph, PARTIES, type PartiesAnswer, uuidUrn } from "./graph.js";
import { createWorld, ROLES, viewerOf } from "./world.js";

describeOnBothDatabases("Query.workspace", (dialect) => {
  it("shows the viewer and everyone they may act for, themselves first, in one evaluation", async () => {
    const { world, viewer, company, yard, ward } = createFamily();
    const { ask, statements } = await openGraph(dialect, world);
    const fields = `id urn name type variant organizationNumber dateOfBirth isDeleted isViewer`;
    const answer = await ask(
      viewerOf(viewer, { level: 4, scopes: ["openid"], clientId: "arbeidsflate" }),
      `{ workspace {
        id
        viewer {
          kind name party { id } authenticationLevel clientId scopes organizationNumber supplierOrganizationNumber
        }
        parties { totalCount edges { node { ${fields} parent { name } } } }
      } }`,
    );
    const person = { type: "PERSON", variant: "Person", organizationNumber: null, parent: null };
    const unit = { type: "ORGANIZATION", dateOfBirth: null, isDeleted: false, isViewer: false };
    const number = ({ urn }: PartyRow) => urn.slice(-9);
    expect(answer).toEqual({
      data: {
        workspace: {
          id: "everyone",
          viewer: {
            kind: "PERSON",
            name: "Kari Leder",
            party: { id: viewer.id },
            authenticationLevel: 4,
            clientId: "arbeidsflate",
            scopes: ["openid"],
            organizationNumber: null,
            supplierOrganizationNumber: null,
          },
          parties: {
            totalCount: 4,
            edges: [
              {
                ...person,
                id: viewer.id,
                urn: uuidUrn(viewer),
                name: "Kari Leder",
                dateOfBirth: "1990-05-18",
                isDeleted: false,
                isViewer: true,
              },
              {
                ...unit,
                id: yard.id,
                urn: yard.urn,
                name: "Fjordheim avd. verft",
                variant: "BEDR",
                organizationNumber: number(yard),
                parent: { name: "Fjordheim Bygg AS" },
              },
              {
                ...unit,
                id: company.id,
                urn: company.urn,
                name: "Fjordheim Bygg AS",
                variant: "AS",
                organizationNumber: number(company),
                parent: null,
              },
              {
                ...person,
                id: ward.id,
                urn: uuidUrn(ward),
                name: "Tor Trenger",
                dateOfBirth: "1931-02-03",
                isDeleted: false,
                isViewer: false,
              },
            ].map((node) => ({ node })),
          },
        },
      },
    });
    expect(statements).toHaveLength(6);
  });

  it("says what it knows of machines, and of viewers whom the register does not know", async () => {
    const { world, company } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const query = `{ workspace {
      viewer { kind name party { name } organizationNumber supplierOrganizationNumber }
      parties { totalCount }
    } }`;
    const supplier = "urn:altinn:organization:identifier-no:310000000";
    expect(await ask(viewerOf(company, { supplier }), query)).toEqual({
      data: {
        workspace: {
          viewer: {
            kind: "ORGANIZATION",
            name: "Fjordheim Bygg AS",
            party: { name: "Fjordheim Bygg AS" },
            organizationNumber: company.urn.slice(-9),
            supplierOrganizationNumber: "310000000",
          },
          parties: { totalCount: 0 },
        },
      },
    });
    const unknown = { urn: "urn:altinn:person:idporten-email:x@example.invalid", type: "SELF_IDENTIFIED" };
    expect(await ask(viewerOf(unknown), query)).toEqual({
      data: {
        workspace: {
          viewer: {
            kind: "SELF_IDENTIFIED",
            name: null,
            party: null,
            organizationNumber: null,
            supplierOrganizationNumber: null,
          },
          parties: { totalCount: 0 },
        },
      },
    });
  });

  it("acts for the parties that are named, by any of their URNs", async () => {
    const { world, viewer, company, ward } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const answer = await ask(viewerOf(viewer), PARTIES, { parties: [ward.urn, company.urn] });
    expect(answer.data.workspace.id).toBe(encodeWorkspaceId([company.id, ward.id]));
    expect(namesIn(answer)).toEqual(["Fjordheim Bygg AS", "Tor Trenger"]);
    const byUuid = await ask(viewerOf(viewer), PARTIES, { parties: [uuidUrn(ward)] });
    expect(namesIn(byUuid)).toEqual(["Tor Trenger"]);
  });

  it("refuses a party that the viewer may not act for just as one that does not exist", async () => {
    const { world, viewer, company, stranger } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const missing = `urn:altinn:organization:identifier-no:${organizationNumberOf("31099990")}`;
    const nobody = "urn:altinn:party:uuid:0199a000-0000-7000-8000-000000000009";
    const refusals: unknown[] = [];
    for (const urn of [stranger.urn, uuidUrn(stranger), missing, nobody]) {
      refusals.push(await ask(viewerOf(viewer), PARTIES, { parties: [company.urn, urn] }));
    }
    const message =
      "You may not act for party number 2 of the list; leave it out, or choose from your own parties.";
    const refusal = {
      data: null,
      errors: [
        {
          message,
          locations: [{ line: 3, column: 5 }],
          path: ["workspace"],
          extensions: { code: "PARTY_NOT_AUTHORISED" },
        },
      ],
    };
    expect(refusals).toEqual([refusal, refusal, refusal, refusal]);
    expect(codes(await ask(viewerOf(viewer), PARTIES, { parties: [] }))).toEqual(["PARTY_LIST_OUT_OF_RANGE"]);
    const tooMany = Array.from({ length: 1_001 }, () => company.urn);
    expect(codes(await ask(viewerOf(viewer), PARTIES, { parties: tooMany }))).toEqual([
      "PARTY_LIST_OUT_OF_RANGE",
    ]);
  });

  it("walks all pages of parties in order, each party once", async () => {
    const world = createWorld();
    const viewer = world.person("Rita Regnskap");
    const firm = world.organization("Tall og Orden AS");
    world.assign(firm, viewer, "DAGL");
    world.service("tax", { read: [ROLES.REGN.urn, ROLES.PRIV.urn] });
    const names = ["Ås AS", "Zebra AS", "Ærlig AS", "Øst AS", "Klient 10", "Klient 2", "Aker AS"];
    for (const name of names) world.assign(world.organization(name), firm, "REGN");
    for (let n = 0; n < 3; n++) {
      const twin = world.organization("Tvilling AS", { id: `0199a000-0000-7000-8000-00000000000${n}` });
      world.assign(twin, firm, "REGN");
    }
    const { ask } = await openGraph(dialect, world);

    const seen: string[][] = [];
    let after: string | null = null;
    for (;;) {
      const answer: PartiesAnswer = await ask(viewerOf(viewer), PARTIES, { first: 4, after });
      expect(answer.data.workspace.parties.totalCount).toBe(11);
      seen.push(namesIn(answer));
      const { hasNextPage, hasPreviousPage, endCursor } = answer.data.workspace.parties.pageInfo;
      expect(hasPreviousPage).toBe(after !== null);
      if (!hasNextPage) break;
      after = endCursor;
    }
    expect(seen).toEqual([
      ["Rita Regnskap", "Aker AS", "Klient 2", "Klient 10"],
      ["Tvilling AS", "Tvilling AS", "Tvilling AS", "Zebra AS"],
      ["Ærlig AS", "Øst AS", "Ås AS"],
    ]);
  });

  it("finds parties by words of the name and by organisation number, never by a person's number", async () => {
    const { world, viewer, company, ward } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const find = async (search: string) => namesIn(await ask(viewerOf(viewer), PARTIES, { search }));
    expect(await find("  BYGG fjord ")).toEqual(["Fjordheim Bygg AS"]);
    expect(await find("fjordheim")).toEqual(["Fjordheim avd. verft", "Fjordheim Bygg AS"]);
    const number = company.urn.slice(-9);
    expect(await find(`${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`)).toEqual([
      "Fjordheim Bygg AS",
    ]);
    expect(await find(ward.urn.slice(-11))).toEqual([]);
    expect(await find("finnes ikke")).toEqual([]);
  });

  it("refuses cursors of another list, viewer or hand, and pages of no or too many items", async () => {
    const { world, viewer, ward } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const me = viewerOf(viewer);
    const { endCursor: after } = (await ask(me, PARTIES, { first: 1 })).data.workspace.parties.pageInfo;
    expect(codes(await ask(me, PARTIES, { after }))).toEqual([]);
    expect(codes(await ask(me, PARTIES, { after, search: "a" }))).toEqual(["CURSOR_INVALID"]);
    expect(codes(await ask(me, PARTIES, { after, parties: [ward.urn] }))).toEqual(["CURSOR_INVALID"]);
    expect(codes(await ask(viewerOf(ward), PARTIES, { after }))).toEqual(["CURSOR_INVALID"]);
    expect(codes(await ask(me, PARTIES, { after: `${after.slice(0, -2)}AA` }))).toEqual(["CURSOR_INVALID"]);
    expect(codes(await ask(me, PARTIES, { after: "nonsense" }))).toEqual(["CURSOR_INVALID"]);
    expect(codes(await ask(me, PARTIES, { first: 0 }))).toEqual(["PAGE_SIZE_OUT_OF_RANGE"]);
    expect(codes(await ask(me, PARTIES, { first: 1_001 }))).toEqual(["PAGE_SIZE_OUT_OF_RANGE"]);
  });

  it("limits a workspace found by its id to what the viewer may act for", async () => {
    const { world, viewer, company, stranger } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const query = `query ($id: ID!) {
      _entities(representations: [{ __typename: "Workspace", id: $id }]) {
        ... on Workspace { id parties { edges { node { name } } } }
      }
    }`;
    const id = encodeWorkspaceId([company.id, stranger.id]);
    expect(await ask(viewerOf(viewer), query, { id })).toEqual({
      data: { _entities: [{ id, parties: { edges: [{ node: { name: "Fjordheim Bygg AS" } }] } }] },
    });
    expect(await ask(viewerOf(viewer), query, { id: "bm9uc2Vuc2U" })).toEqual({
      data: { _entities: [null] },
    });
  });

  it("resolves parties in the viewer's scope, their main units and the viewer, and no others", async () => {
    const world = createWorld();
    const [viewer, helper] = [world.person("Kari Leder"), world.person("Hanne Hjelper")];
    const company = world.organization("Fjordheim Bygg AS");
    const yard = world.subunit("Fjordheim avd. verft", company);
    const sibling = world.subunit("Fjordheim avd. kontor", company);
    const muted = world.organization("Uten tjenester AS");
    world.assign(yard, viewer, "DAGL");
    world.assign(muted, viewer, "MEDL"); // a role that may read nothing
    world.service("tax", { read: [ROLES.DAGL.urn] });
    const { ask, statements } = await openGraph(dialect, world);
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Party { name } } }`;
    const ids = [yard.id, company.id, viewer.id, sibling.id, helper.id, muted.id, "0199a000", yard.id];
    const of = ids.map((id) => ({ __typename: "Party", id }));
    expect(await ask(viewerOf(viewer), query, { of })).toEqual({
      data: {
        _entities: [
          { name: "Fjordheim avd. verft" },
          { name: "Fjordheim Bygg AS" },
          { name: "Kari Leder" },
          null,
          null,
          null,
          null,
          { name: "Fjordheim avd. verft" },
        ],
      },
    });
    expect(statements).toHaveLength(6 + 1); // the main unit is not the viewer's: one look-up for all of them
  });
});
