import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { describe, inject, onTestFinished } from "vitest";
import type { Dialect } from "../../drizzle/columns.js";
import type { Database, DatabaseOptions } from "../../drizzle/database.js";
import { openDatabase } from "../../drizzle/open.js";

/** Where a test's databases are: one place for all rooms, gone when the test is. */
export interface TestLocation {
  readonly location: DatabaseOptions["location"];
  remove(): Promise<void>;
}

let administrator: Promise<pg.Client> | null = null;

const openAdministrator = async (): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  client.on("error", () => {
    administrator = null;
  });
  await client.connect();
  return client;
};

/** Runs outside the databases of tests, over one connection that all tests of a worker share. */
const administering = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
  administrator ??= openAdministrator();
  return work(await administrator);
};

const postgresAt = (name: string) =>
  ({ dialect: "postgres", url: `${inject("postgresUrl")}/${name}`, maxConnections: 4 }) as const;

/** @param template a database that the new one is a copy of */
const newPostgresLocation = async (template?: string): Promise<TestLocation> => {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const copied = template === undefined ? "" : ` TEMPLATE ${template}`;
  await administering((client) => client.query(`CREATE DATABASE ${name}${copied}`));
  return {
    location: postgresAt(name),
    remove: async () => {
      await administering((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
};

const newSqliteLocation = (): TestLocation & { readonly location: { readonly directory: string } } => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-sqlite-"));
  return {
    location: { dialect: "sqlite", directory },
    remove: async () => rmSync(directory, { recursive: true, force: true }),
  };
};

/** A new, empty place for databases. The caller removes it. */
export const newLocation = async (dialect: Dialect): Promise<TestLocation> =>
  dialect === "postgres" ? newPostgresLocation() : newSqliteLocation();

const fileOf = (room: string): string => `${room}.db`;

/** A migrated file of a room, made once a run; two processes that make it at once make the same. */
const sqliteTemplate = async (room: string): Promise<string> => {
  const file = join(inject("templates"), fileOf(room));
  if (existsSync(file)) return file;
  const { location, remove } = newSqliteLocation();
  const database = await openDatabase({ room, location });
  await database.close();
  const draft = `${file}.${process.pid}`;
  copyFileSync(join(location.directory, fileOf(room)), draft);
  renameSync(draft, file);
  await remove();
  return file;
};

const makeTemplate = async (client: pg.Client, room: string, name: string): Promise<void> => {
  const made = await client.query("SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate", [name]);
  if (made.rowCount === 1) return;
  await client.query(`CREATE DATABASE ${name}`);
  const database = await openDatabase({ room, location: postgresAt(name) });
  await database.close();
  await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
};

/** A migrated database of a room, made once a run: whoever comes meanwhile waits for it. */
const postgresTemplate = (room: string): Promise<string> =>
  administering(async (client) => {
    const name = `template_${room}`;
    await client.query("SELECT pg_advisory_lock(hashtext($1))", [name]);
    try {
      await makeTemplate(client, room, name);
    } finally {
      await client.query("SELECT pg_advisory_unlock(hashtext($1))", [name]);
    }
    return name;
  });

const templates = new Map<string, Promise<string>>();

/** A place with a room's database in it, migrated: to copy one takes a tenth of the time that migrating takes. */
const migratedLocation = async (dialect: Dialect, room: string): Promise<TestLocation> => {
  const key = `${dialect} ${room}`;
  const making =
    templates.get(key) ?? (dialect === "postgres" ? postgresTemplate(room) : sqliteTemplate(room));
  templates.set(key, making);
  const template = await making;
  if (dialect === "postgres") return newPostgresLocation(template);
  const place = newSqliteLocation();
  copyFileSync(template, join(place.location.directory, fileOf(room)));
  return place;
};

/** A room's database, and every statement that was sent to it since `statements` was last emptied. */
export interface TestDatabase {
  readonly database: Database;
  readonly statements: string[];
}

/** An empty, migrated database of a room, for one test: it is closed and removed when the test has finished. */
export const openTestDatabase = async (dialect: Dialect, room: string): Promise<TestDatabase> => {
  const { location, remove } = await migratedLocation(dialect, room);
  const statements: string[] = [];
  const database = await openDatabase({
    room,
    location,
    onStatement: (statement) => statements.push(statement),
  });
  onTestFinished(async () => {
    await database.close();
    await remove();
  });
  return { database, statements };
};

/** Runs the same tests on both databases. */
export const describeOnBothDatabases = (name: string, tests: (dialect: Dialect) => void): void => {
  describe.each<Dialect>(["sqlite", "postgres"])(`${name} (%s)`, tests);
};
