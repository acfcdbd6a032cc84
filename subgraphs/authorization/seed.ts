import type { AuthorizationTables } from "../../drizzle/authorization/tables.js";
import type { AuthorizationStore } from "./store.js";

/** What authorization is filled with: rows of every table. Seeding twice changes nothing. */
export type AuthorizationSeed = {
  readonly [Name in keyof AuthorizationTables]: readonly AuthorizationTables[Name]["$inferSelect"][];
};

export const seedAuthorization = (store: AuthorizationStore, seed: AuthorizationSeed): Promise<void> =>
  store.upsert(seed);
