import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { catalogueTables } from "../../drizzle/catalogue/tables.js";
import { columnsOf } from "../../drizzle/columns.js";
import { dialogsTables } from "../../drizzle/dialogs/tables.js";
import { openDatabase } from "../../drizzle/open.js";
import { describeOnBothDatabases, newLocation, openTestDatabase } from "../kit/databases.js";

const OWNER = {
  code: "tst",
  organizationNumber: "313000018",
  name: { nb: "Testetaten" },
  homepage: null,
  logo: null,
  contact: null,
  environments: [],
};

describeOnBothDatabases("a room's database", (dialect) => {
  const { serviceOwners } = catalogueTables(columnsOf(dialect));

  it("gives rows back as they were written", async () => {
    const { database } = await openTestDatabase(dialect, "catalogue");
    await database.transaction(async (tx) => {
      await tx.insert(serviceOwners).values(OWNER);
    });
    expect(await database.read.select().from(serviceOwners)).toEqual([OWNER]);
    expect(await database.read.rows(sql`SELECT count(*) AS n FROM ${serviceOwners}`)).toEqual([{ n: 1 }]);
  });

  it("shows readers nothing of a transaction before it commits, and nothing ever of one that fails", async () => {
    const { database } = await openTestDatabase(dialect, "catalogue");
    const failing = database.transaction(async (tx) => {
      await tx.insert(serviceOwners).values(OWNER);
      expect(await tx.select().from(serviceOwners)).toEqual([OWNER]);
      expect(await database.read.select().from(serviceOwners)).toEqual([]);
      throw new Error("stop here");
    });
    await expect(failing).rejects.toThrow("stop here");
    expect(await database.read.select().from(serviceOwners)).toEqual([]);
  });

  it("keeps every one of many transactions that are begun at the same time", async () => {
    const { database } = await openTestDatabase(dialect, "catalogue");
    const codes = Array.from({ length: 40 }, (_, index) => `owner-${String(index).padStart(2, "0")}`);
    await Promise.all(
      codes.map((code) =>
        database.transaction(async (tx) => {
          await tx.insert(serviceOwners).values({ ...OWNER, code });
        }),
      ),
    );
    const rows = await database.read.select().from(serviceOwners).orderBy(serviceOwners.code);
    expect(rows.map((row) => row.code)).toEqual(codes);
  });

  it("ends a transaction with what it was left to do, in order", async () => {
    const { database, statements } = await openTestDatabase(dialect, "catalogue");
    const owners = ["one", "two"].map((code) => ({ ...OWNER, code }));
    statements.length = 0;
    await database.transaction(async (tx) => {
      tx.atEnd({ table: serviceOwners, rows: owners }, { table: serviceOwners, rows: [] });
      tx.atEnd(sql`UPDATE service_owner SET homepage = code || ${".example"} WHERE code = ${"one"}`);
      expect(await tx.select().from(serviceOwners)).toEqual([]);
    });
    expect(await database.read.select().from(serviceOwners).orderBy(serviceOwners.code)).toEqual([
      { ...OWNER, code: "one", homepage: "one.example" },
      { ...OWNER, code: "two" },
    ]);
    expect(statements.map((statement) => statement.split(" ")[0])).toEqual(
      dialect === "sqlite"
        ? ["select", "INSERT", "UPDATE", "select"]
        : ["begin", "select", "INSERT", "UPDATE", "commit", "select"],
    );
  });

  it("writes nothing at all where the last statement of a transaction fails, and goes on with the next one", async () => {
    const { database } = await openTestDatabase(dialect, "catalogue");
    const rows = [OWNER];
    const again = database.transaction(async (tx) => {
      await tx.insert(serviceOwners).values({ ...OWNER, code: "other" });
      tx.atEnd({ table: serviceOwners, rows }, { table: serviceOwners, rows }, sql`DELETE FROM nothing_here`);
    });
    await expect(again).rejects.toThrow(/unique/i);
    expect(await database.read.select().from(serviceOwners)).toEqual([]);
    const unsendable = database.transaction(async (tx) => {
      tx.atEnd({ table: serviceOwners, rows }, { table: serviceOwners, rows: [{ ...OWNER, name: 1n }] });
    });
    await expect(unsendable).rejects.toThrow(/BigInt/);
    expect(await database.read.select().from(serviceOwners)).toEqual([]);
    await database.transaction(async (tx) => tx.atEnd({ table: serviceOwners, rows }));
    expect(await database.read.select().from(serviceOwners)).toEqual([OWNER]);
  });

  it.runIf(dialect === "postgres")(
    "acknowledges nothing where a failure was passed over in silence",
    async () => {
      const { database } = await openTestDatabase(dialect, "catalogue");
      const silent = database.transaction(async (tx) => {
        await tx.insert(serviceOwners).values(OWNER);
        await tx.rows(sql`DELETE FROM nothing_here`).catch(() => undefined);
      });
      await expect(silent).rejects.toThrow(/taken back/);
      expect(await database.read.select().from(serviceOwners)).toEqual([]);
    },
  );

  it("refuses a row that points at nothing", async () => {
    const { database } = await openTestDatabase(dialect, "dialogs");
    const { bodies } = dialogsTables(columnsOf(dialect));
    const empty = { attachments: [], guiActions: [], apiActions: [], searchTags: [], serviceOwnerLabels: [] };
    const content = { additionalInfo: null, mainContentReference: null };
    const orphan = database.transaction(async (tx) => {
      await tx.insert(bodies).values({ dialogId: "0199a000-0000-7000-8000-000000000001", content, ...empty });
    });
    await expect(orphan).rejects.toSatisfy((error: Error) =>
      /foreign key/i.test(`${error.message} ${error.cause instanceof Error ? error.cause.message : ""}`),
    );
    expect(await database.read.select().from(bodies)).toEqual([]);
  });

  it("can be opened by many at once: the migrations run once, and a later start finds everything there", async () => {
    const { location, remove } = await newLocation(dialect);
    const open = () => openDatabase({ room: "catalogue", location });
    const databases = await Promise.all([open(), open(), open()]);
    await databases[0]?.transaction(async (tx) => {
      await tx.insert(serviceOwners).values(OWNER);
    });
    await Promise.all(databases.map((database) => database.close()));
    const again = await open();
    expect(await again.read.select().from(serviceOwners)).toEqual([OWNER]);
    await again.close();
    await remove();
  });
});
