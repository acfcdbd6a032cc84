import { expect, it } from "vitest";
import type { MetadataKind } from "../../../bin/import/metadata.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { importing, openEmptyStores } from "./stores.js";

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
