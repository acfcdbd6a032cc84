import { DAY_MILLIS } from "../../lib/clock.js";
import { uuidFromName } from "../../lib/ids.js";
import { type Random, randomFromSeed } from "../../lib/random.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { businesses, people } from "../cast.js";
import type { DemoParty, Profile } from "../party.js";
import type { Population } from "../world/population.js";
import { serviceByName } from "../world/services.js";

/**
 * One line of the register that the tax agency begins with, as its README describes it. The agency's program is none of
 * ours: the format is all that it shares with the demo.
 */
export interface TaxAssessment {
  readonly id: string;
  readonly party: string;
  readonly incomeYear: number;
  readonly kind: "ORDINARY" | "CHANGED";
  readonly assessedAt: string;
  readonly taxableIncome: number;
  readonly assessedTax: number;
  readonly prepaidTax: number;
  readonly payBy: string | null;
  readonly dialogId: string | null;
}

const YEARS = 3;
/** The newest was made so long ago; each one before it a year earlier. */
const NEWEST_DAYS_AGO = 100;
const YEAR_DAYS = 365;
const DAYS_TO_PAY = 21;
/** Decisions that change an earlier assessment are of these last days: they can be appealed against. */
const CHANGED_WITHIN_DAYS = 30;
const CHANGED_SHARE = 0.04;
const RATE = 0.22;

/** Who pays tax of an income, and of how much: whole kroner. */
const INCOMES: Partial<Record<Profile, readonly [min: number, max: number]>> = {
  person: [310_000, 980_000],
  enk: [120_000, 900_000],
  farm: [200_000, 800_000],
  company: [150_000, 9_000_000],
  shipping: [2_000_000, 40_000_000],
  housing: [0, 250_000],
};

/** Parties of the stories about whom something was changed, whatever the dice say. */
const CHANGED_FOR: ReadonlySet<string> = new Set([
  people.kari.urn,
  businesses.fjordbygg.urn,
  businesses.akervik.urn,
]);

const iso = (millis: number): string => new Date(millis).toISOString();
const yearOf = (millis: number): number => new Date(millis).getUTCFullYear();

/** The dialogs of the stories that tell of an assessment, by party. */
const toldIn = (dialogs: readonly DialogSeed[]): ReadonlyMap<string, DialogSeed["dialog"]> => {
  const { urn } = serviceByName("fjs-skatteoppgjor");
  return new Map(
    dialogs
      .filter(({ dialog }) => dialog.serviceResource === urn)
      .map(({ dialog }) => [dialog.party, dialog] as const),
  );
};

const assessment = (
  party: DemoParty,
  of: Pick<TaxAssessment, "incomeYear" | "kind" | "taxableIncome" | "dialogId">,
  assessedAt: number,
  random: Random,
): TaxAssessment => {
  const assessedTax = Math.round(of.taxableIncome * RATE);
  const prepaidTax = Math.round(assessedTax * (0.9 + random.next() * 0.2));
  const isToPay = assessedTax > prepaidTax;
  return {
    id: uuidFromName(`tax assessment ${party.urn} ${of.incomeYear} ${of.kind}`),
    party: party.urn,
    ...of,
    assessedAt: iso(assessedAt),
    assessedTax,
    prepaidTax,
    payBy: isToPay ? iso(assessedAt + DAYS_TO_PAY * DAY_MILLIS) : null,
  };
};

const assessmentsOf = (
  party: DemoParty,
  told: DialogSeed["dialog"] | undefined,
  now: number,
  random: Random,
): TaxAssessment[] => {
  const [min, max] = INCOMES[party.profile] ?? [0, 0];
  const income = random.int(min, max);
  const daysAgo = NEWEST_DAYS_AGO + random.int(0, 60);
  const all: TaxAssessment[] = [];
  for (let n = 0; n < YEARS; n++) {
    const isTold = n === 0 && told !== undefined;
    const at = isTold ? told.createdAt : now - (daysAgo + n * YEAR_DAYS) * DAY_MILLIS;
    if (party.sinceDaysAgo * DAY_MILLIS < now - at) break;
    const taxableIncome = Math.round(income * (1 - 0.04 * n));
    const of = { incomeYear: yearOf(at) - 1, kind: "ORDINARY" as const, taxableIncome };
    all.push(assessment(party, { ...of, dialogId: isTold ? told.id : null }, at, random));
  }
  const isChanged = random.chance(CHANGED_SHARE) || CHANGED_FOR.has(party.urn);
  const [, earlier] = all;
  if (isChanged && earlier !== undefined) {
    const at = now - random.int(1, CHANGED_WITHIN_DAYS) * DAY_MILLIS + 9 * 3_600_000;
    const { incomeYear, taxableIncome } = earlier;
    const of = { incomeYear, kind: "CHANGED" as const, taxableIncome: Math.round(taxableIncome * 1.03) };
    all.push(assessment(party, { ...of, dialogId: null }, at, random));
  }
  return all;
};

/** The tax agency's register: the people and businesses of the stories, and the accountant's clients. */
export const taxRegisterOf = (world: {
  readonly seed: number;
  readonly now: number;
  readonly population: Population;
  readonly dialogs: readonly DialogSeed[];
}): TaxAssessment[] => {
  const { seed, now, population, dialogs } = world;
  const random = randomFromSeed(seed);
  const told = toldIn(dialogs);
  const parties: DemoParty[] = [
    ...Object.values(people),
    ...Object.values(businesses),
    ...population.clients.flatMap(({ business, leader }) => [business, leader]),
  ];
  return parties
    .filter(({ profile }) => INCOMES[profile] !== undefined)
    .flatMap((party) => assessmentsOf(party, told.get(party.urn), now, random));
};
