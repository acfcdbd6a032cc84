import type { AuthorizationTables } from "../../drizzle/authorization/tables.js";
import type { auditTables } from "../../drizzle/authorization/tables-audit.js";
import type { AuthorizationStore } from "./store.js";

/** Tables that tell of what happened: use fills them, a seed does not. */
type Happenings = ReturnType<typeof auditTables>;

/** What authorization is filled with: rows of every table. Seeding twice changes nothing. */
export type AuthorizationSeed = {
  readonly [Name in Exclude<
    keyof AuthorizationTables,
    keyof Happenings
  >]: readonly AuthorizationTables[Name]["$inferSelect"][];
};

export const seedAuthorization = (store: AuthorizationStore, seed: AuthorizationSeed): Promise<void> =>
  store.upsert(seed);
