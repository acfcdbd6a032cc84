import type { AuthorizationTables } from "../../drizzle/authorization/tables.js";
import type { ConsentServiceRow } from "../../drizzle/authorization/tables-consents.js";
import { type Clock, systemClock } from "../../lib/clock.js";
import type { ServiceUrn } from "../../schema/urns.js";

/** The tables that a register fills; the others fill themselves, by what people do. */
export const SEEDED_TABLES = [
  "parties",
  "roles",
  "roleMap",
  "areaGroups",
  "areas",
  "accessPackages",
  "rolePackages",
  "assignments",
  "assignmentPackages",
  "assignmentResources",
  "assignmentInstances",
  "clientDelegations",
  "clientDelegationPackages",
  "clientDelegationResources",
  "services",
  "policyRules",
] as const satisfies readonly (keyof AuthorizationTables)[];

export type SeededTable = (typeof SEEDED_TABLES)[number];

/** What comes from a register was given by nobody. */
type Given = "givenAt" | "givenById";
type SeedRow<Row> = Omit<Row, Given> & Partial<Pick<Row, Extract<Given, keyof Row>>>;

/** What authorization is filled with: rows of every table of the register. Seeding adds what is missing. */
export type AuthorizationSeed = {
  readonly [Name in SeededTable]: readonly SeedRow<AuthorizationTables[Name]["$inferSelect"]>[];
} & {
  /** Policies in XACML, for services whose policy is no list of rights. They replace what `policyRules` says. */
  readonly policies?: readonly { readonly service: ServiceUrn; readonly xml: string }[];
  /** Services that are given by consent, and what consent to them says. */
  readonly consentServices?: readonly ConsentServiceRow[];
};

/** Where a seed is put: a store. */
interface Seeded {
  addSeed(seed: AuthorizationSeed, now: number): Promise<void>;
}

/**
 * Adds what is missing; what is there stays as it is, but for policies that a seed wrote.
 * @param clock the seed's own moment, where it is sown again: policies of that moment are its own
 */
export const seedAuthorization = (
  store: Seeded,
  seed: AuthorizationSeed,
  clock: Clock = systemClock,
): Promise<void> => store.addSeed(seed, clock());
