import type { AuthorizationTables } from "../../drizzle/authorization/tables.js";

/** What authorization is filled with: rows of every table. Seeding twice changes nothing. */
export type AuthorizationSeed = {
  readonly [Name in keyof AuthorizationTables]: readonly AuthorizationTables[Name]["$inferSelect"][];
};
