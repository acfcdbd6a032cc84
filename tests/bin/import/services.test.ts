import { join } from "node:path";
import { expect, it } from "vitest";
import { importMetadata } from "../../../bin/import/metadata.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { document, importing, openEmptyStores, written } from "./stores.js";

describeOnBothDatabases("an import of services", (dialect) => {
  it("splits services between the rooms: texts to the catalogue, rights to authorization", async () => {
    const stores = await openEmptyStores(dialect);
    const run = importing(stores);
    await run("orgs", "orgs.json");
    const report = await run("resources", "resources.json");
    expect(report.problems).toEqual([]);

    const fangst = "urn:altinn:resource:fisk-fangstmelding";
    const kvote = "urn:altinn:resource:fisk-kvotebors";
    const samtykke = "urn:altinn:resource:fisk-samtykke-fangst";
    const [inCatalogue] = await stores.catalogue.serviceResourcesByIds([fangst]);
    expect(inCatalogue).toMatchObject({
      id: fangst,
      ownerCode: "fisk",
      title: { nb: "Fangstmelding", nn: "Fangstmelding", en: "Catch report" },
      description: { nb: "Meld fangsten.", nn: "Meld fangsten.", en: "Report the catch." },
      rightDescription: {
        nb: "Gir rett til å melde.",
        nn: "Gir rett til å melde.",
        en: "Gives the right to report.",
      },
      resourceType: "ALTINN_APP",
      status: "ACTIVE",
      isDelegable: true,
      isVisible: true,
      availableForType: ["LEGAL_ENTITY_ENTERPRISE", "PRIVATE_PERSON"],
      keywords: [{ word: "torsk", language: "nb" }],
      thematicAreas: ["fiske"],
      contactPoints: [
        { category: "Brukerstøtte", email: "hjelp@fisk.example.com", telephone: null, contactPage: null },
      ],
      references: [{ referenceSource: "ALTINN3", referenceType: "APPLICATION_ID", reference: "fisk/fangst" }],
      homepage: "https://fisk.example.com/fangst",
      replacesId: null,
      updatedAt: expect.any(Number),
    });
    expect(await stores.catalogue.serviceOwnersByCodes(["fisk"])).toMatchObject([
      {
        code: "fisk",
        organizationNumber: "313990001",
        name: { nb: "Fisketilsynet", nn: "Fisketilsynet", en: "Fish Inspectorate" },
        homepage: "https://fisk.example.com",
      },
    ]);

    const { database, tables } = stores.authorization.open;
    expect(await database.read.select().from(tables.services).orderBy(tables.services.urn)).toEqual([
      expect.objectContaining({ urn: fangst, isDelegable: true, resourceType: "ALTINN_APP" }),
      expect.objectContaining({ urn: kvote, isDelegable: false, resourceType: "GENERIC_ACCESS_RESOURCE" }),
      expect.objectContaining({ urn: samtykke, isDelegable: true, resourceType: "CONSENT" }),
    ]);
    expect(await database.read.select().from(tables.restrictedServices)).toEqual([{ service: kvote }]);
    expect(await database.read.select().from(tables.consentServices)).toEqual([
      {
        service: samtykke,
        template: "default",
        text: { nb: "Fangst i {year}", en: "Catches in {year}" },
        metadataKeys: { year: { isOptional: false }, note: { isOptional: true } },
        isOneTime: true,
      },
    ]);
    expect(
      await database.read.select().from(tables.serviceOwners).orderBy(tables.serviceOwners.code),
    ).toEqual([
      {
        code: "fisk",
        organizationNumber: "313990001",
        name: { nb: "Fisketilsynet", nn: "Fisketilsynet", en: "Fish Inspectorate" },
      },
      {
        code: "hav",
        organizationNumber: "313991008",
        name: { nb: "Havnekontoret", nn: "Hamnekontoret", en: "Harbour Office" },
      },
    ]);
  });

  it("keeps what a later document does not name, opens a service that is open again, and says both", async () => {
    const stores = await openEmptyStores(dialect);
    await importing(stores)("resources", "resources.json");
    const opened = written({
      identifier: "fisk-kvotebors",
      title: { nb: "Kvotebørs" },
      description: { nb: "Bytt kvoter." },
      delegable: false,
      visible: false,
      hasCompetentAuthority: { organization: "313990001", orgcode: "fisk", name: {} },
      accessListMode: "Disabled",
      resourceType: "GenericAccessResource",
      availableForType: ["Company"],
    });
    const report = await importMetadata(stores, "resources", opened, { language: "nb" });
    const of = (kind: string) => report.changes.find((changes) => changes.kind === kind);
    expect(of("services")).toEqual({
      kind: "services",
      added: [],
      changed: [],
      unchanged: 1,
      missing: ["urn:altinn:resource:fisk-fangstmelding", "urn:altinn:resource:fisk-samtykke-fangst"],
    });
    expect(of("services for those on access lists only")?.changed).toEqual([
      "urn:altinn:resource:fisk-kvotebors",
    ]);
    const { database, tables } = stores.authorization.open;
    expect(await database.read.select().from(tables.restrictedServices)).toEqual([]);
    expect(await database.read.select().from(tables.services)).toHaveLength(3);
  });

  it("puts the policies beside the services in force, keeps the old one where a new one is refused, and says so", async () => {
    const stores = await openEmptyStores(dialect);
    const folder = document("policies");
    const run = () =>
      importMetadata(stores, "resources", document("resources.json"), { language: "nb", policies: folder });
    const report = await run();
    const service = "urn:altinn:resource:fisk-fangstmelding";
    expect(report.problems).toEqual([
      {
        place: join(folder, "ingen-slik-tjeneste.xml"),
        problem: "is the policy of no service that was read",
        isLeftOut: true,
      },
      {
        place: join(folder, "fisk-kvotebors.xml"),
        problem: expect.stringMatching(/^POLICY_INVALID: /),
        isLeftOut: true,
      },
    ]);
    const policies = { kind: "policies", added: [service], changed: [], unchanged: 0, missing: [] };
    expect(report.changes.at(-1)).toEqual(policies);
    const { database, tables } = stores.authorization.open;
    const rules = await database.read.select().from(tables.policyRules).orderBy(tables.policyRules.action);
    expect(rules).toEqual([
      { service, action: "read", subjectUrn: "urn:altinn:accesspackage:fangstmelding" },
      { service, action: "write", subjectUrn: "urn:altinn:accesspackage:fangstmelding" },
    ]);
    const levels = await database.read.select().from(tables.services).orderBy(tables.services.urn);
    expect(levels.map(({ minimumLevel }) => minimumLevel)).toEqual([4, 3, 3]);

    // Whoever follows the catalogue is told of it, once.
    const named = () => stores.catalogue.policySubjects.since(0, { after: null, take: 10 });
    const [told, ...others] = await named();
    expect([told, others]).toEqual([
      {
        serviceId: service,
        subjectUrn: "urn:altinn:accesspackage:fangstmelding",
        updatedAt: expect.any(Number),
        isDeleted: false,
      },
      [],
    ]);

    const again = await run();
    expect(await named()).toEqual([told]);
    expect(again.changes.at(-1)).toEqual({ ...policies, added: [], unchanged: 1 });
    expect(again.changes.flatMap(({ added, changed }) => [...added, ...changed])).toEqual([]);
  });
});
