import type { Random } from "../../../lib/random.js";
import type { Scope, ScopeParty } from "../../../schema/scope.js";
import { ORGANIZATION_PREFIX, type ServiceUrn } from "../../../schema/urns.js";

/*
 * Whose dialogs they are. One party has 8 % of all (800,000 of ten million), twenty have 4 % together, the others some
 * twenty each; of a small store, where that would be too few parties for an accountant, less.
 */

export const SERVICES: readonly ServiceUrn[] = Array.from(
  { length: 400 },
  (_, index) => `urn:altinn:resource:bench-service-${index}` as ServiceUrn,
);

/** The owner of a service, by its place in SERVICES. */
export const ownerOf = (service: number): string => `org${service % 40}`;

const LEAST_PARTIES = 12_000;
const DIALOGS_OF_MOST = 20;
const LARGE_PARTIES = 20;
const FIRST_NUMBER = 310_000_000;
/** The first client of both accountants; those before are the large parties. */
const FIRST_CLIENT = 100;

const partyAt = (index: number): ScopeParty => ({
  urn: `${ORGANIZATION_PREFIX}${FIRST_NUMBER + index}` as ScopeParty["urn"],
  id: `00000000-0000-7000-8000-${String(index).padStart(12, "0")}`,
});

/** The party with 8 % of all dialogs. */
export const WHALE = 0;

export const partiesIn = (dialogs: number): number =>
  Math.max(LEAST_PARTIES, Math.floor((dialogs * 0.88) / DIALOGS_OF_MOST));

/** Whose the next dialog is. */
export const partyOfNext = (parties: number, random: Random): number => {
  const share = random.next();
  if (share < 0.08) return WHALE;
  if (share < 0.12) return 1 + Math.floor(random.next() * LARGE_PARTIES);
  return FIRST_CLIENT + Math.floor(random.next() * (parties - FIRST_CLIENT));
};

export const partyUrnAt = (index: number): string => partyAt(index).urn;

/** A service, the first ones much more often than the last ones. */
export const serviceOfNext = (random: Random): number =>
  Math.floor(Math.exp(random.next() * Math.log(SERVICES.length + 1))) - 1;

/** May read all services of these parties; each tenth service needs a stronger login than the viewer has. */
const scopeOf = (parties: readonly ScopeParty[], services: readonly ServiceUrn[]): Scope => ({
  level: 3,
  groups: [
    {
      parties,
      services: services.map((service, index) => ({ service, requiredLevel: index % 10 === 9 ? 4 : 3 })),
    },
  ],
  instances: [],
});

const clients = (count: number): ScopeParty[] =>
  Array.from({ length: count }, (_, index) => partyAt(FIRST_CLIENT + index));

/** Who asks. The accountants' scopes are one object each, as the authorization room's answers are within their age. */
export const VIEWERS = {
  whale: scopeOf([partyAt(WHALE)], SERVICES),
  accountant5000: scopeOf(clients(5_000), SERVICES),
  /** With the party that has 8 % among them. */
  accountantOfWhale: scopeOf([...clients(4_999), partyAt(WHALE)], SERVICES),
  accountant10000: scopeOf(clients(10_000), SERVICES),
} as const;

/** One ordinary party, another one each time. */
export const someParty = (dialogs: number, random: Random): Scope =>
  scopeOf([partyAt(random.int(FIRST_CLIENT, partiesIn(dialogs) - 1))], SERVICES);

/** A person with twenty parties. */
export const twentyParties = (dialogs: number, random: Random): Scope => {
  const first = random.int(FIRST_CLIENT, partiesIn(dialogs) - 21);
  return scopeOf(
    Array.from({ length: 20 }, (_, index) => partyAt(first + index)),
    SERVICES,
  );
};
