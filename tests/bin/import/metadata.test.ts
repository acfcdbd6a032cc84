import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { importMetadata, type MetadataKind } from "../../../bin/import/metadata.js";
import { openStores, type Stores } from "../../../bin/rooms.js";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Language } from "../../../schema/localization.js";
import { describeOnBothDatabases, newLocation } from "../../kit/databases.js";

const document = (name: string): string => join(import.meta.dirname, "documents", name);

const openEmptyStores = async (dialect: Dialect): Promise<Stores> => {
  const { location, remove } = await newLocation(dialect);
  const stores = await openStores({ location });
  onTestFinished(async () => {
    await Promise.all(Object.values(stores).map((store) => store.close()));
    await remove();
  });
  return stores;
};

const importing =
  (stores: Stores) =>
  (kind: MetadataKind, name: string, language: Language = "nb") =>
    importMetadata(stores, kind, document(name), { language });

/** A document of one test only. */
const written = (content: unknown): string => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-import-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "document.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
};

const DOCUMENTS: readonly (readonly [MetadataKind, string])[] = [
  ["access-packages", "access-packages.nb.json"],
  ["roles", "roles.json"],
  ["orgs", "orgs.json"],
  ["resources", "resources.json"],
];

describeOnBothDatabases("an import of metadata", (dialect) => {
  it("reads access packages in their areas and groups, and their names language by language", async () => {
    const stores = await openEmptyStores(dialect);
    const run = importing(stores);
    const first = await run("access-packages", "access-packages.nb.json");
    expect(first.problems).toEqual([]);
    expect(first.changes).toEqual([
      {
        kind: "area groups",
        added: ["accesspackage:areagroup:alle-virksomheter", "accesspackage:areagroup:innbyggere"],
        changed: [],
        unchanged: 0,
        missing: [],
      },
      { kind: "areas", added: ["accesspackage:area:fiske"], changed: [], unchanged: 0, missing: [] },
      {
        kind: "access packages",
        added: ["urn:altinn:accesspackage:fangstmelding", "urn:altinn:accesspackage:kvoter"],
        changed: [],
        unchanged: 0,
        missing: [],
      },
    ]);

    const english = await run("access-packages", "access-packages.en.json", "en");
    expect(english.changes.map(({ changed, missing }) => ({ changed, missing }))).toEqual([
      {
        changed: ["accesspackage:areagroup:alle-virksomheter"],
        missing: ["accesspackage:areagroup:innbyggere"],
      },
      { changed: ["accesspackage:area:fiske"], missing: [] },
      {
        changed: ["urn:altinn:accesspackage:fangstmelding"],
        missing: ["urn:altinn:accesspackage:kvoter"],
      },
    ]);
    const { database, tables } = stores.authorization.open;
    expect(
      await database.read.select().from(tables.accessPackages).orderBy(tables.accessPackages.urn),
    ).toEqual([
      {
        urn: "urn:altinn:accesspackage:fangstmelding",
        name: { nb: "Fangstmelding", en: "Catch reports" },
        description: { nb: "Gir rett til å melde fangst.", en: "Gives the right to report catches." },
        area: "accesspackage:area:fiske",
        isDelegable: true,
        isAssignable: true,
        entityType: "ORGANIZATION",
        isAvailableForServiceOwners: true,
      },
      {
        urn: "urn:altinn:accesspackage:kvoter",
        name: { nb: "Kvoter" },
        description: { nb: "Gir rett til å bytte kvoter." },
        area: "accesspackage:area:fiske",
        isDelegable: false,
        isAssignable: true,
        entityType: "ORGANIZATION",
        isAvailableForServiceOwners: false,
      },
    ]);
  });

  it("reads roles and the packages that they hold", async () => {
    const stores = await openEmptyStores(dialect);
    const report = await importing(stores)("roles", "roles.json");
    expect(report.problems).toEqual([]);
    const { database, tables } = stores.authorization.open;
    expect(await database.read.select().from(tables.roles).orderBy(tables.roles.urn)).toEqual([
      {
        urn: "urn:altinn:external-role:ccr:mannskap",
        legacyUrn: null,
        code: "mannskap",
        name: { nb: "Mannskap" },
        isKeyRole: false,
        provider: "ENTITY_REGISTER",
        description: null,
      },
      {
        urn: "urn:altinn:external-role:ccr:skipper",
        legacyUrn: "urn:altinn:rolecode:skip",
        code: "skipper",
        name: { nb: "Skipper" },
        isKeyRole: false,
        provider: "ENTITY_REGISTER",
        description: { nb: "Den som fører fartøyet." },
      },
    ]);
    const skipper = { roleUrn: "urn:altinn:external-role:ccr:skipper", hasAccess: true };
    expect(
      await database.read.select().from(tables.rolePackages).orderBy(tables.rolePackages.packageUrn),
    ).toEqual([
      { ...skipper, packageUrn: "urn:altinn:accesspackage:fangstmelding", variant: "", canDelegate: true },
      { ...skipper, packageUrn: "urn:altinn:accesspackage:kvoter", variant: "ENK", canDelegate: false },
    ]);
  });

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

  it.each(DOCUMENTS)("changes nothing the second time: %s", async (kind, name) => {
    const stores = await openEmptyStores(dialect);
    const run = importing(stores);
    await run(kind, name);
    const again = await run(kind, name);
    expect(again.changes.map(({ added, changed, missing }) => ({ added, changed, missing }))).toEqual(
      again.changes.map(() => ({ added: [], changed: [], missing: [] })),
    );
    expect(again.changes.reduce((total, { unchanged }) => total + unchanged, 0)).toBeGreaterThan(0);
  });

  it("leaves out what it can't understand, says where and why, and takes the rest", async () => {
    const stores = await openEmptyStores(dialect);
    const report = await importing(stores)("resources", "resources.damaged.json");
    expect(report.problems).toEqual([
      { place: "[0]", problem: "is a string, not an object", isLeftOut: true },
      {
        place: "[1].identifier",
        problem: '"Nei!" is not four or more of a-z, 0-9, _ and -',
        isLeftOut: true,
      },
      {
        place: "[2].resourceType",
        problem: expect.stringMatching(/^"Teleport" is none of Default, /),
        isLeftOut: true,
      },
      {
        place: "[3].hasCompetentAuthority",
        problem: "is missing: it says whose service it is",
        isLeftOut: true,
      },
      { place: "[4].delegable", problem: "is a string, not true or false", isLeftOut: true },
      { place: "[4].accessListMode", problem: "is a number, not a text", isLeftOut: true },
      { place: "[5].title.xx", problem: "is a language that texts are not kept in", isLeftOut: false },
      { place: "[5].availableForType", problem: '"Martian" is not known', isLeftOut: false },
      {
        place: "[5].resourceReferences[0].referenceSource",
        problem: '"Altinn9" is not known',
        isLeftOut: false,
      },
    ]);
    expect(report.changes.find(({ kind }) => kind === "services")?.added).toEqual([
      "urn:altinn:resource:fisk-smafeil",
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

  it("says of a document of another kind that it is one, and writes nothing", async () => {
    const stores = await openEmptyStores(dialect);
    const run = importing(stores);
    expect((await run("access-packages", "orgs.json")).problems).toEqual([
      { place: "the document", problem: "is an object, not a list", isLeftOut: true },
    ]);
    expect((await run("orgs", "roles.json")).problems).toEqual([
      { place: "the document", problem: "is a list, not an object", isLeftOut: true },
    ]);
    expect((await run("orgs", "resources.json")).changes.flatMap(({ added }) => added)).toEqual([]);
  });
});
