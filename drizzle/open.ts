import { join } from "node:path";
import { packageRoot } from "../lib/package-root.js";
import type { Database, DatabaseOptions } from "./database.js";
import { openPostgres } from "./postgres.js";
import { openSqlite } from "./sqlite.js";

/** Opens a room's database, makes it where there is none, and brings it to the newest migration, under a lock. */
export const openDatabase = (options: DatabaseOptions): Promise<Database> => {
  const { room, location, onStatement } = options;
  const migrationsFolder = join(packageRoot(), "drizzle", room, location.dialect);
  return location.dialect === "sqlite"
    ? openSqlite({ file: join(location.directory, `${room}.db`), migrationsFolder, onStatement })
    : openPostgres({ ...location, schema: room, migrationsFolder, onStatement });
};
