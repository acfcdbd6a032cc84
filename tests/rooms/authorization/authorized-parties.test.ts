import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { openGraph, uuidUrn } from "./graph.js";
import { createWorld, packageUrn, ROLES, viewerOf } from "./world.js";

const FIELDS = `party partyUuid partyId name dateOfBirth partyType isDeleted hasKeyRole isCurrentEndUser
  isMainAdministrator isAccessManager`;
const QUERY = `{ parties { hasOnlyAccessToSubParties ${FIELDS} subParties { ${FIELDS} } } }`;

const plain = {
  dateOfBirth: null,
  isDeleted: false,
  hasKeyRole: false,
  isCurrentEndUser: false,
  isMainAdministrator: false,
  isAccessManager: false,
};

describeOnBothDatabases("Query.parties", (dialect) => {
  it("gives everyone in Dialogporten's shape: subunits under main units, what one is there, no person's number", async () => {
    const world = createWorld();
    world.accessPackage("tilgangsstyrer");
    world.accessPackage("skatt");
    world.roleHolds("DAGL", "tilgangsstyrer");
    const viewer = world.person("Kari Leder", { dateOfBirth: "1990-05-18" });
    const company = world.organization("Fjordheim Bygg AS");
    const yard = world.subunit("Fjordheim avd. verft", company);
    const chain = world.organization("Kjede AS", { deletedAt: Date.parse("2026-01-01T00:00:00Z") });
    const shop = world.subunit("Kjede avd. Moss", chain);
    const otherShop = world.subunit("Kjede avd. Halden", chain);
    world.assign(company, viewer, "DAGL");
    world.assign(shop, viewer, "RIGHTHOLDER", { packages: ["skatt"] });
    const client = world.organization("Klient AS");
    world.assign(client, viewer, "AGENT"); // gives nothing by itself

    const { ask, statements } = await openGraph(dialect, world);
    const led = { hasKeyRole: true, isAccessManager: true };
    const organization = (party: typeof company, more: object = {}) => ({
      ...plain,
      party: party.urn,
      partyUuid: party.id,
      partyId: party.partyId,
      name: party.name,
      partyType: "Organization",
      ...more,
    });
    expect(await ask(viewerOf(viewer), QUERY)).toEqual({
      data: {
        parties: [
          {
            ...plain,
            hasOnlyAccessToSubParties: false,
            party: uuidUrn(viewer),
            partyUuid: viewer.id,
            partyId: viewer.partyId,
            name: "Kari Leder",
            dateOfBirth: "1990-05-18",
            partyType: "Person",
            isCurrentEndUser: true,
            subParties: [],
          },
          {
            ...organization(company, led),
            hasOnlyAccessToSubParties: false,
            subParties: [organization(yard, led)],
          },
          {
            ...organization(chain, { isDeleted: true }),
            hasOnlyAccessToSubParties: true,
            subParties: [organization(shop)],
          },
        ],
      },
    });
    expect(otherShop.parentId).toBe(chain.id);
    expect(statements.length).toBeLessThanOrEqual(18);
  });

  it("lists a party that one only administers: nothing there can be read, but access can be given", async () => {
    const world = createWorld();
    const viewer = world.person("Ada Administrator");
    const company = world.organization("Bare administrasjon AS");
    world.assign(company, viewer, "ADMIN");
    const { ask } = await openGraph(dialect, world);
    expect(
      await ask(viewerOf(viewer), "{ parties { name isMainAdministrator isAccessManager hasKeyRole } }"),
    ).toEqual({
      data: {
        parties: [
          {
            name: "Ada Administrator",
            isMainAdministrator: false,
            isAccessManager: false,
            hasKeyRole: false,
          },
          {
            name: "Bare administrasjon AS",
            isMainAdministrator: true,
            isAccessManager: false,
            hasKeyRole: false,
          },
        ],
      },
    });
  });

  it("gives nobody to whom the register gives nobody, and names packages by their URN", async () => {
    const world = createWorld();
    const known = world.person("Kjent");
    const { ask } = await openGraph(dialect, world);
    const unknown = {
      ...known,
      urn: "urn:altinn:person:idporten-email:nobody@example.com",
      type: "SELF_IDENTIFIED",
    };
    expect(await ask(viewerOf(unknown), QUERY)).toEqual({ data: { parties: [] } });
    expect([packageUrn("tilgangsstyrer"), ROLES.ADMIN.urn]).toEqual([
      "urn:altinn:accesspackage:tilgangsstyrer",
      "urn:altinn:role:hovedadministrator",
    ]);
  });
});
