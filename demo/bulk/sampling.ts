import { DAY_MILLIS } from "../../lib/clock.js";
import type { Random } from "../../lib/random.js";
import { businesses, people } from "../cast.js";
import type { DemoParty, Profile } from "../party.js";
import { CLIENTS, householdsFor, type Population } from "../world/population.js";
import { type DemoService, services } from "../world/services.js";
import type { PlatformId } from "../world/sources.js";

export const YEAR_MILLIS = 365.25 * DAY_MILLIS;

/** Picks by weight: items beside the running sum of their weights. */
export interface Lottery<T> {
  readonly items: readonly T[];
  readonly sums: readonly number[];
}

export const lotteryOf = <T>(entries: readonly (readonly [T, number])[]): Lottery<T> => {
  const drawn = entries.filter(([, weight]) => weight > 0);
  let sum = 0;
  return {
    items: drawn.map(([item]) => item),
    sums: drawn.map(([, weight]) => {
      sum += weight;
      return sum;
    }),
  };
};

export const draw = <T>({ items, sums }: Lottery<T>, random: Random): T => {
  const ticket = random.next() * (sums.at(-1) ?? 0);
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > ticket) high = middle;
    else low = middle + 1;
  }
  const item = items[low];
  if (item === undefined) throw new RangeError("A lottery needs at least one item.");
  return item;
};

/** A profile that has no weight of its own takes that of the one that it is a kind of. */
const KIND_OF: Partial<Readonly<Record<Profile, Profile>>> = { farm: "enk" };

const weightOf = ({ family }: DemoService, profile: Profile): number => {
  const own = family.for[profile];
  if (own !== undefined) return own;
  const kind = KIND_OF[profile];
  return kind === undefined ? 0 : (family.for[kind] ?? 0);
};

const PROFILES: readonly Profile[] = [
  "person",
  "enk",
  "farm",
  "company",
  "subunit",
  "shipping",
  "housing",
  "bankruptcy",
];

const serviceLotteries = new Map(
  (["altinn3", "altinn2", "fiks"] as const).flatMap((platform) =>
    PROFILES.map((profile) => {
      const own = services.filter((service) => service.platform === platform);
      return [
        `${platform} ${profile}`,
        lotteryOf(own.map((service) => [service, weightOf(service, profile)])),
      ];
    }),
  ),
);

/** Whether a service was there so many years ago. */
export const wasOffered = ({ beganYearsAgo, endedYearsAgo }: DemoService, yearsAgo: number): boolean =>
  yearsAgo <= beganYearsAgo && yearsAgo >= endedYearsAgo;

const TRIES = 12;

/** A service that writes to such a party, of those that the platform offered then. */
export const drawService = (
  platform: PlatformId,
  profile: Profile,
  yearsAgo: number,
  random: Random,
): DemoService => {
  const lottery = serviceLotteries.get(`${platform} ${profile}`);
  if (lottery === undefined) throw new RangeError(`No service of ${platform} writes to a ${profile}.`);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const service = draw(lottery, random);
    if (wasOffered(service, yearsAgo)) return service;
  }
  const offered = lottery.items.find((service) => wasOffered(service, yearsAgo));
  if (offered === undefined) {
    throw new RangeError(`No service of ${platform} wrote to a ${profile} ${yearsAgo} years ago.`);
  }
  return offered;
};

/** How often each of the cast hears from somebody. */
const cast = lotteryOf<DemoParty>([
  [people.kari, 12],
  [people.ola, 6],
  [people.mona, 5],
  [people.aslaug, 3],
  [people.dag, 4],
  [people.liv, 4],
  [people.siv, 2],
  [people.astrid, 3],
  [people.per, 2],
  [people.rune, 3],
  [people.tor, 3],
  [people.ingrid, 3],
  [people.hjalmar, 3],
  [people.berit, 3],
  [people.jon, 2],
  [people.grete, 3],
  [people.stian, 3],
  [businesses.fjordbygg, 30],
  [businesses.fjordbyggNord, 8],
  [businesses.fjordbyggSor, 6],
  [businesses.tallhaug, 6],
  [businesses.kontrollvik, 5],
  [businesses.akervik, 10],
  [businesses.skjaerholm, 14],
  [businesses.falluft, 3],
  [businesses.lyngtunet, 8],
  [businesses.borettvik, 4],
  [businesses.storholt, 5],
]);

const CAST_SHARE = 0.2;
const CAST_GROWS_UNTIL = 50_000;
const CLIENT_SHARE = 0.4;
const CLIENTS_GROW_UNTIL = 400_000;
const SUBUNIT_SHARE = 0.3;

/** Few hear often and many hear seldom. */
const skewed = (count: number, random: Random): number => Math.floor(count * random.next() ** 1.8);

const inHousehold = (
  household: Population["clients"][number] | undefined,
  isBusiness: boolean,
  random: Random,
): DemoParty => {
  if (household === undefined) throw new RangeError("The demo has no such household.");
  const { business, leader, subunit, neighbour } = household;
  if (!isBusiness) return random.chance(0.6) ? leader : neighbour;
  return subunit !== null && random.chance(SUBUNIT_SHARE) ? subunit : business;
};

/** Whom the n-th dialog is for. The more dialogs there are, the smaller the part that goes to the cast. */
const drawAnyParty = (population: Population, n: number, random: Random): DemoParty => {
  const castShare = CAST_SHARE * Math.min(1, CAST_GROWS_UNTIL / (n + 1));
  const clientShare = CLIENT_SHARE * Math.min(1, CLIENTS_GROW_UNTIL / (n + 1));
  const ticket = random.next();
  if (ticket < castShare) return draw(cast, random);
  if (ticket < castShare + clientShare) {
    return inHousehold(population.clients[skewed(CLIENTS, random)], random.chance(0.9), random);
  }
  return inHousehold(population.others[skewed(householdsFor(n), random)], random.chance(0.45), random);
};

/** Whom the n-th dialog is for, of those who were there then. */
export const drawParty = (population: Population, n: number, daysAgo: number, random: Random): DemoParty => {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const party = drawAnyParty(population, n, random);
    if (party.sinceDaysAgo >= daysAgo) return party;
  }
  return businesses.fjordbygg;
};
