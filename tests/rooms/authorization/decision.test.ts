import { expect, it } from "vitest";
import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { Language } from "../../../schema/localization.js";
import { reasonFor } from "../../../subgraphs/authorization/rules/reason.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { callBy, openTestRoom, type TestRoom } from "./room.js";
import { createWorld, packageUrn, ROLES, serviceUrn, viewerOf } from "./world.js";

const INSTANCE = "urn:altinn:dialog-id:0199a000-0000-7000-8000-000000000001";

/** The decision as the port's contract has it: without what this room adds for itself. */
const decision = async (room: TestRoom, viewer: PartyRow, request: Parameters<TestRoom["decide"]>[1]) => {
  const { decision, requiredLevel, grants } = await room.decide(viewer, request);
  return {
    decision,
    requiredLevel,
    grants: grants.map(({ grantType, subject, name, via }) => ({ grantType, subject, name, via })),
  };
};

/** Every reason in a language, nearest first. */
const reasons = async (room: TestRoom, viewer: PartyRow, party: PartyRow, language: Language = "nb") => {
  const call = callBy(viewerOf(viewer));
  const request = { party: party.urn, service: serviceUrn("tax"), action: "read", instanceRef: INSTANCE };
  const [found] = await room.authorization.decide(call, [request]);
  const { parties } = await room.authorization.connections(call);
  return (found?.grants ?? []).map((grant) =>
    reasonFor(grant, { viewerId: viewer.id, partyId: found?.partyId ?? null, parties, language }),
  );
};

describeOnBothDatabases("a decision", (dialect) => {
  it("gives every reason once, the nearest first, with what it is called and whom it came through", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    const company = world.organization("Fjordheim Bygg AS");
    const holding = world.organization("Fjordheim Holding AS");
    world.assign(company, director, "DAGL");
    world.assign(company, director, "RIGHTHOLDER", {
      resources: { tax: ["read"] },
      instances: [{ service: "tax", instanceRef: INSTANCE, actions: ["read"] }],
    });
    world.assign(holding, director, "DAGL");
    world.assign(holding, director, "LEDE"); // stands in for the holding twice over: still one reason
    world.assign(company, holding, "LEDE");
    world.accessPackage("building", { nb: "Byggesøknad" });
    world.roleHolds("DAGL", "building");
    const roles = [ROLES.DAGL.urn, ROLES.DAGL.legacyUrn ?? "", ROLES.LEDE.urn];
    world.service("tax", { read: [...roles, packageUrn("building")], write: [ROLES.LEDE.urn] }, 4);
    const room = await openTestRoom(dialect, world);

    expect(await decision(room, director, { party: company.urn, instanceRef: INSTANCE })).toEqual({
      decision: "PERMIT",
      requiredLevel: 4,
      grants: [
        { grantType: "ROLE", subject: ROLES.DAGL.urn, name: ROLES.DAGL.name, via: null },
        {
          grantType: "ACCESS_PACKAGE",
          subject: packageUrn("building"),
          name: { nb: "Byggesøknad" },
          via: null,
        },
        {
          grantType: "RESOURCE_DELEGATION",
          subject: serviceUrn("tax"),
          name: {
            nb: "Fullmakt til tjenesten",
            nn: "Fullmakt til tenesta",
            en: "Authorisation for the service",
          },
          via: null,
        },
        {
          grantType: "INSTANCE_DELEGATION",
          subject: INSTANCE,
          name: {
            nb: "Fullmakt til denne ene saken",
            nn: "Fullmakt til denne eine saka",
            en: "Authorisation for this one case",
          },
          via: null,
        },
        { grantType: "ROLE", subject: ROLES.LEDE.urn, name: ROLES.LEDE.name, via: holding.urn },
      ],
    });
    expect(await decision(room, director, { party: company.urn, action: "write" })).toEqual({
      decision: "PERMIT",
      requiredLevel: 4,
      grants: [{ grantType: "ROLE", subject: ROLES.LEDE.urn, name: ROLES.LEDE.name, via: holding.urn }],
    });
  });

  it("is that nobody said yes, with the service's level, where there is no right", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    const [company, other] = [world.organization("Fjordheim Bygg AS"), world.organization("Annet AS")];
    world.assign(company, director, "DAGL");
    world.service("tax", { read: [ROLES.DAGL.urn] }, 4);
    const room = await openTestRoom(dialect, world);
    const no = { decision: "NOT_APPLICABLE", requiredLevel: 4, grants: [] };
    expect(await decision(room, director, { party: other.urn })).toEqual(no);
    expect(await decision(room, director, { party: company.urn, action: "sign" })).toEqual(no);
    const unknown = { party: company.urn, service: serviceUrn("unknown") };
    expect(await decision(room, director, unknown)).toEqual({ ...no, requiredLevel: 0 });
  });

  it("knows a party by its UUID as well", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    const [company, other] = [world.organization("Fjordheim Bygg AS"), world.organization("Annet AS")];
    world.assign(company, director, "DAGL");
    world.service("tax", { read: [ROLES.DAGL.urn] });
    const room = await openTestRoom(dialect, world);
    const decisions = await Promise.all(
      [company, other].map(({ id }) => room.decide(director, { party: `urn:altinn:party:uuid:${id}` })),
    );
    expect(decisions.map(({ decision: answer }) => answer)).toEqual(["PERMIT", "NOT_APPLICABLE"]);
  });

  it("reaches one instance only, with the actions that were given, of the very service", async () => {
    const world = createWorld();
    const helper = world.person("Hanne Hjelper");
    const company = world.organization("Fjordheim Bygg AS");
    const yard = world.subunit("Fjordheim avd. verft", company);
    world.assign(company, helper, "RIGHTHOLDER", {
      instances: [{ service: "tax", instanceRef: INSTANCE, actions: ["read"] }],
    });
    for (const code of ["tax", "permits"]) world.service(code, {});
    const room = await openTestRoom(dialect, world);
    const party = company.urn;
    const ask = async (request: Parameters<TestRoom["decide"]>[1]) =>
      (await room.decide(helper, request)).decision;
    expect(await ask({ party, instanceRef: INSTANCE })).toBe("PERMIT");
    expect(await ask({ party, instanceRef: `${INSTANCE}2` })).toBe("NOT_APPLICABLE");
    expect(await ask({ party, instanceRef: null })).toBe("NOT_APPLICABLE");
    expect(await ask({ party, instanceRef: INSTANCE, action: "write" })).toBe("NOT_APPLICABLE");
    expect(await ask({ party, instanceRef: INSTANCE, service: serviceUrn("permits") })).toBe(
      "NOT_APPLICABLE",
    );
    expect(await ask({ party: yard.urn, instanceRef: INSTANCE })).toBe("NOT_APPLICABLE");
  });

  it("can be put into a sentence, in the reader's language", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    const company = world.organization("Fjordheim Bygg AS");
    world.assign(company, director, "DAGL");
    world.imply("DAGL", "UTINN");
    world.accessPackage("building", { nb: "Byggesøknad", nn: "Byggesøknad", en: "Building application" });
    world.roleHolds("DAGL", "building");
    world.service("tax", { read: [ROLES.DAGL.urn, ROLES.UTINN.urn, packageUrn("building")] });
    const room = await openTestRoom(dialect, world);
    expect(await reasons(room, director, company, "nb")).toEqual([
      "Daglig leder i Fjordheim Bygg AS",
      "Daglig leder i Fjordheim Bygg AS, gjennom rollen Utfyller/Innsender",
      "Daglig leder i Fjordheim Bygg AS, gjennom tilgangspakken Byggesøknad",
    ]);
    expect(await reasons(room, director, company, "nn")).toEqual([
      "Dagleg leiar i Fjordheim Bygg AS",
      "Dagleg leiar i Fjordheim Bygg AS, gjennom rolla Utfyller/Innsender",
      "Dagleg leiar i Fjordheim Bygg AS, gjennom tilgangspakken Byggesøknad",
    ]);
    expect(await reasons(room, director, company, "en")).toEqual([
      "Managing director of Fjordheim Bygg AS",
      "Managing director of Fjordheim Bygg AS, by the role Utfyller/Innsender",
      "Managing director of Fjordheim Bygg AS, by the access package Building application",
    ]);
    expect(await reasons(room, director, company, "se")).toEqual(
      await reasons(room, director, company, "nb"),
    );
  });

  it("names the way in the sentence: key role, client, main unit, sole proprietor, oneself, delegation", async () => {
    const world = createWorld();
    const director = world.person("Kari Leder");
    const agent = world.person("Agnes Agent");
    const firm = world.organization("Tall og Orden AS");
    const client = world.organization("Klient AS");
    const branch = world.subunit("Klient avd. nord", client);
    const garden = world.organization("Olas Hagearbeid", { variant: "ENK" });
    const ola = world.person("Ola Hage");
    const ward = world.person("Tor Trenger");
    world.assign(firm, director, "DAGL");
    world.assign(garden, ola, "INNH");
    world.assign(garden, firm, "REGN");
    world.assign(ward, director, "GUARDIAN");
    world.assign(client, firm, "RIGHTHOLDER", { packages: ["books"] });
    const clientOfFirm = world.assign(client, firm, "REGN");
    world.delegate(clientOfFirm, world.assign(firm, agent, "AGENT"), { packages: ["books"] });
    world.assign(client, ola, "RIGHTHOLDER", {
      resources: { tax: ["read"] },
      instances: [{ service: "tax", instanceRef: INSTANCE, actions: ["read"] }],
    });
    world.accessPackage("books", { nb: "Regnskap" });
    const subjects = [ROLES.REGN.urn, ROLES.GUARDIAN.urn, ROLES.PRIV.urn, packageUrn("books")];
    world.service("tax", { read: subjects });
    const room = await openTestRoom(dialect, world);

    expect(await reasons(room, director, firm)).toEqual([]);
    expect(await reasons(room, director, garden)).toEqual([
      "Regnskapsfører for Olas Hagearbeid, gjennom Tall og Orden AS (daglig leder)",
    ]);
    expect(await reasons(room, director, ola)).toEqual([
      "Regnskapsfører for Olas Hagearbeid, enkeltpersonforetaket til Ola Hage, gjennom Tall og Orden AS (daglig leder)",
    ]);
    expect(await reasons(room, director, branch)).toEqual([
      "Regnskapsfører for Klient AS, hovedenheten til Klient avd. nord, gjennom Tall og Orden AS (daglig leder)",
      "Fullmakt fra Klient AS, hovedenheten til Klient avd. nord, gjennom Tall og Orden AS (daglig leder), gjennom tilgangspakken Regnskap",
    ]);
    expect(await reasons(room, director, ward)).toEqual(["Verge (skatt) for Tor Trenger"]);
    expect(await reasons(room, ola, ola)).toEqual(["På egne vegne"]);
    expect(await reasons(room, ola, client)).toEqual([
      "Fullmakt fra Klient AS, til denne tjenesten",
      "Fullmakt fra Klient AS, til denne ene saken",
    ]);
    expect(await reasons(room, agent, client)).toEqual([
      "Klienten Klient AS, tildelt av Tall og Orden AS, gjennom tilgangspakken Regnskap",
    ]);
    expect(await reasons(room, agent, client, "en")).toEqual([
      "The client Klient AS, assigned by Tall og Orden AS, by the access package Regnskap",
    ]);
  });
});
