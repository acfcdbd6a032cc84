import { expect, it } from "vitest";
import type { DocumentProblem } from "../../../lib/document-reader.js";
import { readAltinnResources } from "../../../schema/altinn/resource.js";
import { importServiceResources } from "../../../subgraphs/catalogue/index.js";
import { versionsOf } from "../../../subgraphs/catalogue/store/versions.js";
import { NOW } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { OWNER, openCatalogue, urnOf } from "./catalogue.js";
import { aDocument } from "./served.js";

describeOnBothDatabases("an import of services", (dialect) => {
  it("fills what a citizen needs to know, keeps it where a document does not speak of it, and makes a version of each change", async () => {
    const { store } = await openCatalogue(dialect, []);
    const read = async (document: object, now: number) => {
      const problems: DocumentProblem[] = [];
      const resources = readAltinnResources([document], problems);
      expect(problems).toEqual([]);
      const [, services] = await importServiceResources(store, resources, now);
      return { added: services?.added, changed: services?.changed };
    };
    const told = {
      purpose: { nb: "Lov til å fiske" },
      audience: { nb: "Fiskere" },
      costs: [{ description: { nb: "Gebyr" }, amount: 250, currency: "NOK" }],
      processingTime: { description: { nb: "Tre uker" }, duration: "P3W" },
      legalBasis: [{ title: { nb: "Fiskeloven" }, url: "https://lov.example.com" }],
    };
    const id = urnOf("tst-permit");
    expect(await read(aDocument("tst-permit", { ...told, spatial: ["NO"] }), NOW)).toEqual({
      added: [id],
      changed: [],
    });
    // Altinn's own documents say nothing of all that.
    expect(await read(aDocument("tst-permit", { spatial: ["NO"] }), NOW + 1)).toEqual({
      added: [],
      changed: [],
    });
    expect(await read(aDocument("tst-permit", { status: "Withdrawn" }), NOW + 2)).toEqual({
      added: [],
      changed: [id],
    });
    const [row] = await store.serviceResourcesByIds([id]);
    expect(row).toMatchObject({
      ...told,
      ownerCode: OWNER.code,
      status: "WITHDRAWN",
      spatial: [],
      version: 2,
    });
    if (row === undefined) throw new Error("The service is there.");
    const { database, tables } = store.open;
    expect(
      (await versionsOf(database.read, tables, row, 10)).map(({ version, status, updatedAt }) => [
        version,
        status,
        updatedAt,
      ]),
    ).toEqual([
      [2, "WITHDRAWN", NOW + 2],
      [1, "ACTIVE", NOW],
    ]);
    const wanted = await store.listing.wanted("fiskere");
    expect(await store.listing.count({ within: null, facets: {}, lifeEvent: null, search: wanted })).toBe(1);
  });
});
