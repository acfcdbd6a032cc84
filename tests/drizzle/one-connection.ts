import { sql } from "drizzle-orm";
import type { Database } from "../../drizzle/database.js";
import { openDatabase } from "../../drizzle/open.js";
import { newLocation } from "../kit/databases.js";

/** A database on PostgreSQL that has one connection. @param statements filled with all that is sent */
export const onOneConnection = async (
  work: (database: Database) => Promise<void>,
  statements: string[] = [],
): Promise<void> => {
  const { location, remove } = await newLocation("postgres");
  if (location.dialect !== "postgres") throw new Error("That is for PostgreSQL.");
  const database = await openDatabase({
    room: "catalogue",
    location: { ...location, maxConnections: 1 },
    onStatement: (statement) => statements.push(statement),
  });
  try {
    await work(database);
  } finally {
    await database.close();
    await remove();
  }
};

/** The connection's number at the server: another connection has another. */
export const connectionOf = async ({ read }: Database): Promise<number | undefined> =>
  (await read.rows<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`))[0]?.pid;
