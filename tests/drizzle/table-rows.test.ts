import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { columnsOf } from "../../drizzle/columns.js";
import { formsTables } from "../../drizzle/forms/tables.js";
import { rowReader, tableRows } from "../../drizzle/table-rows.js";
import { describeOnBothDatabases, openTestDatabase } from "../kit/databases.js";

describeOnBothDatabases("Rows of a table in hand-written statements", (dialect) => {
  it("are read as Drizzle reads them: numbers, moments, booleans, JSON, ids and what is null", async () => {
    const { database } = await openTestDatabase(dialect, "forms");
    const { instances } = formsTables(columnsOf(dialect));
    const instance = {
      id: "urn:altinn:instance-id:1/2",
      definitionId: "skd/form",
      definitionVersion: 3,
      org: "skd",
      serviceResource: "urn:altinn:resource:form",
      party: "urn:altinn:organization:identifier-no:310000027",
      revision: "0197a5a6-0000-7000-8000-000000000001",
      createdAt: 1_795_435_932_904,
      lastChangedAt: 1_795_435_932_905,
      substatus: { label: { nb: "Mottatt" }, description: null },
      presentationTexts: { address: "Ås 1" },
      dataElements: [],
      startedByOwner: true,
    };
    await database.transaction((tx) => tx.insert(instances).values([instance]));
    const { columns, read } = tableRows(instances);
    const rows = await database.read.rows<Record<string, unknown>>(
      sql`SELECT ${columns} FROM ${instances} WHERE ${instances.id} = ${instance.id}`,
    );
    const [row] = await database.read.select().from(instances);
    expect(row).toMatchObject(instance);
    expect(rows.map(read)).toEqual([row]);
  });

  it("share what the same JSON says where they are of things that are read again and again", () => {
    const { definitions } = formsTables(columnsOf(dialect));
    const [raw, changed] = ['{"nb":"Skjema"}', '{"nb":"Nytt skjema"}'].map((text) => ({
      id: "skd/form",
      title: dialect === "sqlite" ? text : JSON.parse(text),
    }));
    const read = rowReader<{ title: object }>({ title: definitions.title }, { isShared: true });
    const first = read({ ...raw });
    expect(read({ ...raw }).title).toBe(first.title);
    expect([first, read({ ...changed })]).toEqual([
      { title: { nb: "Skjema" } },
      { title: { nb: "Nytt skjema" } },
    ]);
  });

  it("have null for what a statement did not select", () => {
    const { definitions } = formsTables(columnsOf(dialect));
    const read = rowReader({ key: definitions.id, title: definitions.title });
    expect(read({ id: "skd/form" })).toEqual({ key: "skd/form", title: null });
  });
});
