import type { DatabaseOptions } from "../drizzle/database.js";
import type { Settings } from "./settings.js";

/** Where the rooms' databases are: PostgreSQL where DATABASE_URL says so, files in the data directory otherwise. */
export const locationOf = (settings: Settings): DatabaseOptions["location"] =>
  settings.databaseUrl === null
    ? { dialect: "sqlite", directory: settings.dataDirectory }
    : { dialect: "postgres", url: settings.databaseUrl, maxConnections: settings.databaseConnections };
