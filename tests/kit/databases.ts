import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
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

const newPostgresLocation = async (): Promise<TestLocation> => {
  const server = inject("postgresUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: `${server}/postgres` });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await administer(`CREATE DATABASE ${name}`);
  return {
    location: { dialect: "postgres", url: `${server}/${name}`, maxConnections: 4 },
    remove: () => administer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
};

/** A new, empty place for databases. The caller removes it. */
export const newLocation = async (dialect: Dialect): Promise<TestLocation> => {
  if (dialect === "postgres") return newPostgresLocation();
  const directory = mkdtempSync(join(tmpdir(), "tunet-sqlite-"));
  return {
    location: { dialect, directory },
    remove: async () => rmSync(directory, { recursive: true, force: true }),
  };
};

/** A room's database, and every statement that was sent to it since `statements` was last emptied. */
export interface TestDatabase {
  readonly database: Database;
  readonly statements: string[];
}

/** An empty, migrated database of a room, for one test: it is closed and removed when the test has finished. */
export const openTestDatabase = async (dialect: Dialect, room: string): Promise<TestDatabase> => {
  const { location, remove } = await newLocation(dialect);
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
