import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { entity } from "./delegation/query.js";
import { openGraph } from "./graph.js";
import { createWorld, packageUrn, ROLES, viewerOf } from "./world.js";

describeOnBothDatabases("the graph of roles, packages and parties", (dialect) => {
  it("finds packages by words of any of their languages, the best fit first", async () => {
    const world = createWorld();
    const viewer = world.person("Kari");
    world.area("skatt");
    const area = "accesspackage:area:skatt";
    world.accessPackage(
      "toll",
      { nb: "Toll", nn: "Toll", en: "Customs" },
      { area, description: { en: "Duties and tax" } },
    );
    world.accessPackage(
      "skatt-naering",
      { nb: "Skatt næring", nn: "Skatt næring", en: "Business tax" },
      { area },
    );
    world.accessPackage("loype", { nb: "Skiløyper", nn: "Løyper", en: "Tracks" });
    world.roleHolds("DAGL", "toll");
    world.imply("DAGL", "UTINN");
    world.service("customs", { read: [packageUrn("toll")], write: [packageUrn("toll")] });
    const { ask } = await openGraph(dialect, world);
    const find = async (search: string | null) => {
      const query = `query ($search: String) { accessPackages(search: $search) { totalCount edges { node { urn } } } }`;
      const { data } = await ask(viewerOf(viewer), query, { search });
      return data.accessPackages.edges.map(({ node }: { node: { urn: string } }) =>
        node.urn.split(":").at(-1),
      );
    };
    expect(await find(null)).toEqual(["loype", "skatt-naering", "toll"]);
    expect(await find("TAX")).toEqual(["skatt-naering", "toll"]); // in the name before in the description
    expect(await find("løyper")).toEqual(["loype"]);
    expect(await find("næring skatt")).toEqual(["skatt-naering"]);
    expect(await find("næring toll")).toEqual([]);
    expect(await find("skatt")).toEqual(["skatt-naering", "toll"]); // the area's name
    const { data } = await ask(
      viewerOf(viewer),
      `{ accessPackage(urn: "${packageUrn("toll")}") { name(lang: "en") area { name group { entityType } packages { urn } }
           services { id } roles { role { code impliedRoles { code } packages { accessPackage { urn } canDelegate } } } }
         packageAreaGroups { entityType areas { urn } }
         role(urn: "urn:altinn:rolecode:DAGL") { urn isKeyRole } }`,
    );
    expect(data).toEqual({
      accessPackage: {
        name: "Customs",
        area: {
          name: "skatt",
          group: { entityType: "ORGANIZATION" },
          packages: [{ urn: packageUrn("skatt-naering") }, { urn: packageUrn("toll") }],
        },
        services: [{ id: "urn:altinn:resource:customs" }],
        roles: [
          {
            role: {
              code: "daglig-leder",
              impliedRoles: [{ code: "UTINN" }],
              packages: [{ accessPackage: { urn: packageUrn("toll") }, canDelegate: true }],
            },
          },
        ],
      },
      packageAreaGroups: [{ entityType: "ORGANIZATION", areas: [{ urn: area }] }],
      role: { urn: ROLES.DAGL.urn, isKeyRole: true },
    });
  });

  it("shows parties as a tree: main units for their subunits, also where only a subunit is acted for", async () => {
    const world = createWorld();
    const viewer = world.person("Aa Leder");
    const [company, other] = [world.organization("Fjordheim AS"), world.organization("Lukket AS")];
    const yards = [world.subunit("Verft 2", company), world.subunit("Verft 1", company)];
    const open = world.subunit("Åpen avdeling", other);
    world.assign(company, viewer, "DAGL");
    world.assign(open, viewer, "RIGHTHOLDER", { resources: { tax: ["read"] } });
    world.service("tax", { read: [ROLES.DAGL.urn, ROLES.PRIV.urn] });
    const { ask } = await openGraph(dialect, world);
    const { data } = await ask(
      viewerOf(viewer),
      `{ workspace { parties(asTree: true) { totalCount edges { node { name isActedFor subunits { name } } } } } }`,
    );
    expect(data.workspace.parties).toEqual({
      totalCount: 3,
      edges: [
        { node: { name: "Aa Leder", isActedFor: true, subunits: [] } },
        {
          node: {
            name: "Fjordheim AS",
            isActedFor: true,
            subunits: [{ name: "Verft 1" }, { name: "Verft 2" }],
          },
        },
        { node: { name: "Lukket AS", isActedFor: false, subunits: [{ name: "Åpen avdeling" }] } },
      ],
    });
    expect(yards).toHaveLength(2);
  });

  it("names the login that would open something", async () => {
    const world = createWorld();
    const viewer = world.person("Kari");
    world.service("high", { read: [ROLES.PRIV.urn] }, 4);
    world.service("plain", { read: [ROLES.PRIV.urn] }, 3);
    const { ask } = await openGraph(dialect, world);
    const at = async (level: 0 | 3 | 4, code: string) => {
      const query = entity(
        "access(service: $service) { isPermitted stepUp { requiredAuthenticationLevel acrValues } }",
      );
      const variables = { id: viewer.id, service: `urn:altinn:resource:${code}` };
      return (await ask(viewerOf(viewer, { level }), query, variables)).data._entities[0].access;
    };
    const stepUp = (requiredAuthenticationLevel: number, acrValues: string[]) => ({
      isPermitted: false,
      stepUp: { requiredAuthenticationLevel, acrValues },
    });
    expect(await at(3, "high")).toEqual(stepUp(4, ["idporten-loa-high"]));
    expect(await at(0, "plain")).toEqual(stepUp(3, ["idporten-loa-substantial", "idporten-loa-high"]));
    expect(await at(4, "high")).toEqual({ isPermitted: true, stepUp: null });
    expect(await at(4, "nothing")).toEqual({ isPermitted: false, stepUp: null });
  });
});
