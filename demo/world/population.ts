import { type Random, randomFromSeed } from "../../lib/random.js";
import { people } from "../cast.js";
import { type DemoParty, FIRST_GENERATED, organizationOf, personOf } from "../party.js";
import { FIRST_NAMES, FORMS, LAST_NAMES, TRADES } from "../words/names.js";

/** A business and the person who leads it. */
export interface Household {
  readonly business: DemoParty;
  readonly leader: DemoParty;
  readonly subunit: DemoParty | null;
  /** Somebody else, who leads nothing. */
  readonly neighbour: DemoParty;
}

/** Everyone in the demo who is not part of a story. The first n are the same however many there are. */
export interface Population {
  /** The accountant's clients. */
  readonly clients: readonly Household[];
  readonly others: readonly Household[];
}

export const CLIENTS = 200;
const SMALLEST = 120;
const LARGEST = 50_000;
const DIALOGS_PER_HOUSEHOLD = 170;
const FORM_WEIGHT = FORMS.reduce((sum, [, , weight]) => sum + weight, 0);

/** How many households the first n dialogs of the bulk are spread over. */
export const householdsFor = (dialogs: number): number =>
  Math.min(LARGEST, SMALLEST + Math.floor(dialogs / DIALOGS_PER_HOUSEHOLD));

const formOf = (random: Random): readonly [variant: string, suffix: string] => {
  let rest = random.next() * FORM_WEIGHT;
  for (const [variant, suffix, weight] of FORMS) {
    rest -= weight;
    if (rest < 0) return [variant, suffix];
  }
  return ["AS", " AS"];
};

const birthDay = (random: Random): string => {
  const date = new Date(Date.UTC(random.int(1940, 2003), random.int(0, 11), random.int(1, 28)));
  return date.toISOString().slice(0, 10);
};

/** Makes persons, no two with one number. */
const personMaker = (random: Random) => {
  const urns = new Set(Object.values(people).map(({ urn }) => urn));
  return (ordinal: number): DemoParty => {
    const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    for (;;) {
      const person = personOf(ordinal, name, birthDay(random), { individual: random.int(0, 499) });
      if (urns.has(person.urn)) continue;
      urns.add(person.urn);
      return person;
    }
  };
};

const businessName = (random: Random, leader: DemoParty, variant: string, suffix: string): string => {
  const trade = random.pick(TRADES);
  if (variant === "ENK") return `${leader.name} ${trade}`;
  return random.chance(0.5)
    ? `${random.pick(LAST_NAMES)} ${trade}${suffix}`
    : `${trade} og ${random.pick(TRADES.filter((other) => other !== trade)).toLowerCase()}${suffix}`;
};

/** Two for persons (leader, neighbour), two for organisations (business, subunit). */
const NUMBERS_OF_A_HOUSEHOLD = 2;

const householdMaker = (random: Random) => {
  const newPerson = personMaker(random);
  return (n: number): Household => {
    const first = FIRST_GENERATED + n * NUMBERS_OF_A_HOUSEHOLD;
    const leader = newPerson(first);
    const neighbour = newPerson(first + 1);
    const [variant, suffix] = formOf(random);
    const sinceDaysAgo = random.int(300, 22 * 365);
    const profile = variant === "ENK" ? "enk" : "company";
    const name = businessName(random, leader, variant, suffix);
    const business = organizationOf(first, name, variant, profile, { actor: leader, sinceDaysAgo });
    const subunit =
      variant === "AS" && random.chance(0.15)
        ? organizationOf(first + 1, `${name} avd. ${n % 2 === 0 ? "Nordvik" : "Sørdal"}`, "BEDR", "subunit", {
            actor: leader,
            parent: business,
            sinceDaysAgo,
          })
        : null;
    return { business, leader, subunit, neighbour };
  };
};

/** @param dialogs how many dialogs the whole demo has: more of them are spread over more people */
export const populationOf = (seed: number, dialogs: number): Population => {
  const newHousehold = householdMaker(randomFromSeed(seed));
  const count = CLIENTS + householdsFor(dialogs);
  const households = Array.from({ length: count }, (_, n) => newHousehold(n));
  return { clients: households.slice(0, CLIENTS), others: households.slice(CLIENTS) };
};

/** All parties that are not part of a story, each after its main unit. */
export const partiesOf = ({ clients, others }: Population): DemoParty[] =>
  [...clients, ...others].flatMap(({ leader, neighbour, business, subunit }) =>
    subunit === null ? [leader, neighbour, business] : [leader, neighbour, business, subunit],
  );
