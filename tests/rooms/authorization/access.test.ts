import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { codes, createFamily, ITEMS, item, openGraph, PARTIES } from "./graph.js";
import { createWorld, packageUrn, ROLES, viewerOf } from "./world.js";

describeOnBothDatabases("what the graph says of access", (dialect) => {
  it("says why every item of a page may be seen, by one batch of decisions", async () => {
    const world = createWorld();
    const viewer = world.person("Kari Leder");
    const company = world.organization("Fjordheim Bygg AS");
    const other = world.organization("Klient AS");
    world.assign(company, viewer, "DAGL");
    world.assign(other, company, "REGN");
    const instanceRef = "urn:altinn:dialog-id:0199a000-0000-7000-8000-000000000001";
    world.assign(company, viewer, "RIGHTHOLDER", {
      instances: [{ service: "secret", instanceRef, actions: ["read"] }],
    });
    world.accessPackage("building", { nb: "Byggesøknad", en: "Building application" });
    world.roleHolds("DAGL", "building");
    world.service("tax", { read: [ROLES.REGN.urn, packageUrn("building")] }, 4);
    world.service("secret", {});
    const { ask, statements } = await openGraph(dialect, world);
    const items = [
      item("own", company),
      item("client", other),
      item("secret", company, "secret", instanceRef),
      ...Array.from({ length: 47 }, (_, n) => item(`more ${n}`, n % 2 ? company : other)),
    ];
    const answer = await ask(viewerOf(viewer), ITEMS, { items }, "en");
    const evidence = {
      currentAuthenticationLevel: 3,
      viaRole: false,
      viaAccessPackage: false,
      viaResourceDelegation: false,
      viaInstanceDelegation: false,
    };
    expect(answer.errors).toBeUndefined();
    expect(answer.data._entities).toHaveLength(50);
    expect(answer.data._entities.slice(0, 3)).toEqual([
      {
        id: "own",
        access: {
          ...evidence,
          requiredAuthenticationLevel: 4,
          viaAccessPackage: true,
          reason: "Managing director of Fjordheim Bygg AS, by the access package Building application",
          grants: [
            {
              grantType: "ACCESS_PACKAGE",
              subject: packageUrn("building"),
              name: "Building application",
              via: null,
            },
          ],
        },
      },
      {
        id: "client",
        access: {
          ...evidence,
          requiredAuthenticationLevel: 4,
          viaRole: true,
          reason: "Accountant for Klient AS, through Fjordheim Bygg AS (managing director)",
          grants: [
            {
              grantType: "ROLE",
              subject: ROLES.REGN.urn,
              name: "Accountant",
              via: { name: "Fjordheim Bygg AS" },
            },
          ],
        },
      },
      {
        id: "secret",
        access: {
          ...evidence,
          requiredAuthenticationLevel: 3,
          viaInstanceDelegation: true,
          reason: "Authorised by Fjordheim Bygg AS, for this one case",
          grants: [
            {
              grantType: "INSTANCE_DELEGATION",
              subject: instanceRef,
              name: "Authorisation for this one case",
              via: null,
            },
          ],
        },
      },
    ]);
    // The viewer and their connections, then the policies, and the lists of services that have none.
    expect(statements).toHaveLength(7 + 2);
  });

  it("gives a reason in the language that is asked for by name", async () => {
    const { world, viewer, company } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const query = `query ($items: [_Any!]!) { _entities(representations: $items) { ... on HistoryItem {
      access { reason nynorsk: reason(lang: "nn") grants { name(lang: "en") } }
    } } }`;
    expect(await ask(viewerOf(viewer), query, { items: [item("1", company)] })).toEqual({
      data: {
        _entities: [
          {
            access: {
              reason: "Daglig leder i Fjordheim Bygg AS",
              nynorsk: "Dagleg leiar i Fjordheim Bygg AS",
              grants: [{ name: "Managing director" }],
            },
          },
        ],
      },
    });
  });

  it("says by an error that access is gone, beside the items that may still be seen", async () => {
    const { world, viewer, company, stranger } = createFamily();
    const { ask } = await openGraph(dialect, world);
    const query = `query ($items: [_Any!]!) { _entities(representations: $items) { ... on HistoryItem {
      id access { viaRole }
    } } }`;
    const answer = await ask(viewerOf(viewer), query, {
      items: [item("gone", stranger), item("there", company), item("no such service", company, "other")],
    });
    expect(answer.data).toEqual({
      _entities: [
        { id: "gone", access: null },
        { id: "there", access: { viaRole: true } },
        { id: "no such service", access: null },
      ],
    });
    expect(codes(answer)).toEqual(["ACCESS_NOT_FOUND", "ACCESS_NOT_FOUND"]);
    expect(JSON.stringify(answer)).not.toContain("Ukjent");
  });

  it("never shows a person's number or e-mail address, whatever is asked for", async () => {
    const { world, viewer, company, ward } = createFamily();
    const email = world.selfIdentified("Kari på e-post", "kari@example.invalid");
    world.assign(email, viewer, "RIGHTHOLDER", { resources: { tax: ["read"] } });
    const helper = world.person("Hanne Hjelper");
    world.assign(ward, helper, "RIGHTHOLDER", { resources: { tax: ["read"] } });
    const { ask } = await openGraph(dialect, world);
    const party = `id urn type variant organizationNumber dateOfBirth isDeleted isViewer parent { urn }`;
    const everything = `query ($items: [_Any!]!) {
      workspace {
        id
        viewer { kind party { ${party} } authenticationLevel clientId scopes organizationNumber }
        parties { edges { cursor node { ${party} } } }
      }
      _entities(representations: $items) {
        ... on Party { ${party} }
        ... on HistoryItem { access { reason grants { grantType subject name via { ${party} } } } }
      }
    }`;
    const items = [viewer, company, ward, email].flatMap((each) => [
      { __typename: "Party", id: each.id },
      item(each.id, each),
    ]);
    const numbers = world.seed.parties
      .map(({ urn }) => urn)
      .filter((urn) => urn.startsWith("urn:altinn:person:"))
      .map((urn) => urn.slice(urn.lastIndexOf(":") + 1));
    expect(numbers.length).toBeGreaterThan(3);
    for (const each of [viewer, helper, email]) {
      const text = JSON.stringify(await ask(viewerOf(each), everything, { items }));
      expect(numbers.filter((number) => text.includes(number))).toEqual([]);
      const refused = JSON.stringify(await ask(viewerOf(each), PARTIES, { parties: [ward.urn, viewer.urn] }));
      expect(numbers.filter((number) => refused.includes(number))).toEqual([]);
    }
  });
});
