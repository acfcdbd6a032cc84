import Fastify from "fastify";
import { expect, it } from "vitest";
import type { PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { ServiceRecord, ServicesPort } from "../../../../schema/services-port.js";
import { mountAuthorizedParties } from "../../../../subgraphs/authorization/decisions/parties-route.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { callBy, openTestRoom } from "../room.js";
import { createWorld, NOW, packageUrn, viewerOf } from "../world.js";

const SCOPE = "altinn:accessmanagement/authorizedparties.resourceowner";
const PERSON = "urn:altinn:person:identifier-no";
const PATH = "/accessmanagement/api/v1/resourceowner/authorizedparties";
const INSTANCE = "50000001/0199a000-0000-7000-8000-000000000001";

const numberOf = ({ urn }: PartyRow): string => urn.slice(urn.lastIndexOf(":") + 1);

const createRegister = () => {
  const world = createWorld();
  const director = world.person("Kari Leder");
  const helper = world.person("Nils Hjelper");
  const company = world.organization("Fjordheim Bygg AS");
  const branch = world.subunit("Fjordheim Bygg avd. Nord", company);
  const other = world.organization("Annen Virksomhet AS");
  const agency = world.organization("Vogntilsynet", { variant: "ORGL" });
  world.accessPackage("tax");
  world.roleHolds("DAGL", "tax");
  world.assign(company, director, "DAGL");
  world.assign(branch, helper, "RIGHTHOLDER", { packages: ["tax"] });
  world.assign(other, director, "RIGHTHOLDER", {
    instances: [{ service: "report", instanceRef: `urn:altinn:instance-id:${INSTANCE}`, actions: ["read"] }],
  });
  world.service("report", { read: [packageUrn("tax")] });
  world.service("letters", { read: [packageUrn("tax")] });
  world.service("of-others", { read: [packageUrn("tax")] });
  return { world, director, helper, company, branch, other, agency };
};

describeOnBothDatabases("POST /accessmanagement/…/authorizedparties", (dialect) => {
  const register = createRegister();

  const lookups: [organization: string, partyId: string][] = [];
  const open = async (scopes: readonly string[] = [SCOPE]) => {
    const room = await openTestRoom(dialect, register.world);
    const record = (service: string, organization: string): ServiceRecord => ({
      service,
      owner: { code: "vgt", organization, name: { nb: "Vogntilsynet" } },
      name: { nb: service },
      resourceType: "GENERIC_ACCESS_RESOURCE",
      status: "ACTIVE",
      isDelegable: true,
    });
    const services: ServicesPort = {
      servicesByIds: async () =>
        new Map([
          ["urn:altinn:resource:report", record("report", register.agency.urn)],
          ["urn:altinn:resource:letters", record("letters", register.agency.urn)],
          ["urn:altinn:resource:of-others", record("of-others", register.other.urn)],
        ]),
      familiesOf: async () => new Map(),
      ownerByOrganization: async () => null,
    };
    const app = Fastify();
    mountAuthorizedParties(
      app,
      { identify: async () => callBy(viewerOf(register.agency, { scopes })) },
      {
        authorization: room.authorization,
        directory: room.store,
        services,
        trail: {
          lookedUp: async ({ viewer }, partyId) => {
            lookups.push([viewer.organization ?? "", partyId]);
          },
        },
        clock: () => NOW,
      },
    );
    return async (query: string, payload: object) => {
      const answer = await app.inject({ method: "POST", url: PATH + query, payload });
      return { status: answer.statusCode, body: answer.json() };
    };
  };

  const party = (row: PartyRow, more: object) => ({
    partyUuid: row.id,
    name: row.name,
    organizationNumber: numberOf(row),
    parentId: null,
    personId: null,
    dateOfBirth: null,
    partyId: row.partyId,
    type: "Organization",
    unitType: row.variant,
    isDeleted: false,
    onlyHierarchyElementWithNoAccess: false,
    authorizedResources: [],
    authorizedInstances: [],
    authorizedAccessPackages: [],
    authorizedRoles: [],
    subunits: [],
    ...more,
  });

  it("names everyone whom a person may act for in the services asked about, subunits and single things too", async () => {
    const ask = await open();
    const { director, company, branch, other, agency } = register;
    lookups.length = 0;
    expect(await ask("?anyOfResourceIds=report", { type: PERSON, value: numberOf(director) })).toEqual({
      status: 200,
      body: [
        party(other, {
          authorizedInstances: [
            {
              resourceId: "report",
              instanceId: INSTANCE,
              instanceRef: `urn:altinn:instance-id:${INSTANCE}`,
            },
          ],
        }),
        party(company, {
          authorizedResources: ["report"],
          subunits: [party(branch, { parentId: company.id, authorizedResources: ["report"] })],
        }),
      ],
    });
    expect(lookups).toEqual([[agency.urn, director.id]]); // the trail tells whom it is about
  });

  it("shows a main unit that is there for its subunit only as that", async () => {
    const ask = await open();
    const { helper, company, branch } = register;
    const answer = await ask("?anyOfResourceIds=letters&anyOfResourceIds=report", {
      type: PERSON,
      value: numberOf(helper),
    });
    const resources = { authorizedResources: ["letters", "report"] };
    expect(answer.body).toEqual([
      party(company, {
        onlyHierarchyElementWithNoAccess: true,
        subunits: [party(branch, { parentId: company.id, ...resources })],
      }),
    ]);
  });

  it("names nobody for whom the register does not know", async () => {
    const ask = await open();
    expect(await ask("?anyOfResourceIds=report", { type: PERSON, value: "17858400120" })).toEqual({
      status: 200,
      body: [],
    });
  });

  it("tells an agency nothing of others' services, nor without the scope, nor about nobody or nothing", async () => {
    const ask = await open();
    const about = { type: PERSON, value: numberOf(register.director) };
    expect(await ask("?anyOfResourceIds=report&anyOfResourceIds=of-others", about)).toEqual({
      status: 403,
      body: {
        status: 403,
        code: "SERVICE_OWNER_REQUIRED",
        detail: "Ask about services of your own only; not yours: of-others.",
      },
    });
    expect(await ask("", about)).toMatchObject({ status: 400, body: { code: "PARTIES_QUESTION_INVALID" } });
    expect(await ask("?anyOfResourceIds=report", { type: "name", value: "Kari" })).toMatchObject({
      status: 400,
      body: { code: "PARTIES_QUESTION_INVALID" },
    });
    const without = await open(["altinn:authorization/authorize"]);
    expect(await without("?anyOfResourceIds=report", about)).toMatchObject({
      status: 403,
      body: { code: "SCOPE_MISSING" },
    });
  });
});
