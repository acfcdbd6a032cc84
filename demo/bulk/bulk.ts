import type { FormInstanceRow } from "../../drizzle/forms/tables.js";
import { DAY_MILLIS, HOUR_MILLIS } from "../../lib/clock.js";
import { type Random, randomFromSeed } from "../../lib/random.js";
import type { Language, LocalizedText } from "../../schema/localization.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { DialogDraft } from "../draft.js";
import { markdown, representative, SERVICE_OWNER } from "../draft-parts.js";
import { instanceOf, instanceRefOf } from "../forms.js";
import { type Ids, numberedIds, scramble } from "../ids.js";
import type { Profile } from "../party.js";
import type { FlowName, ServiceFamily } from "../services/family.js";
import { phrases } from "../words/phrases.js";
import { agencies } from "../world/agencies.js";
import type { Population } from "../world/population.js";
import { ALTINN3_YEARS, ARCHIVE_YEARS, type DemoService, FIKS_YEARS, families } from "../world/services.js";
import { type PlatformId, yearsBefore } from "../world/sources.js";
import { flows } from "./flows.js";
import { draw, drawParty, drawService, type Lottery, lotteryOf, YEAR_MILLIS } from "./sampling.js";
import { Scene } from "./scene.js";
import { inLanguages, type Template, templateOf, Values } from "./values.js";

/** The platform of each twentieth dialog in turn: so it is known beforehand how many each will have. */
const TURNS: readonly PlatformId[] = [..."2323f2323f232323323f"].map((mark) =>
  mark === "f" ? "fiks" : mark === "2" ? "altinn2" : "altinn3",
);
/** By then the last service had moved, so nothing in the archive is newer. */
const ARCHIVE_ENDED_YEARS_AGO = 0.6;
const NEWEST_AGE_MILLIS = HOUR_MILLIS;
const GOLDEN_RATIO = 0.618_033_988_749_894_9;
const RECENT_SKEW = 1.5;
/** From here on dialogs of the bulk have no form instance: forms are held in memory while they are seeded. */
export const DIALOGS_WITH_FORMS = 100_000;

/** In an app's other flows the owner merely writes. */
const IS_ABOUT_A_FORM = new Set<FlowName>(["form", "case", "duty", "report"]);

const platformOf = (n: number): PlatformId => TURNS[n % TURNS.length] ?? "altinn3";

/** How many of the first n dialogs a platform has. */
export const countOfPlatform = (n: number, platform: PlatformId): number => {
  const inTurns = (count: number) => TURNS.slice(0, count).filter((turn) => turn === platform).length;
  return Math.floor(n / TURNS.length) * inTurns(TURNS.length) + inTurns(n % TURNS.length);
};

interface MomentTexts {
  readonly flow: FlowName;
  readonly title: Template;
  readonly summary: Template;
  readonly only: Profile | null;
}

const moments: ReadonlyMap<ServiceFamily, Lottery<MomentTexts>> = new Map(
  families.map((family) => [
    family,
    lotteryOf(
      family.moments.map(([flow, weight, title, summary, only = null]) => [
        { flow, title: templateOf(title), summary: templateOf(summary), only },
        weight,
      ]),
    ),
  ]),
);

const momentOf = ({ family }: DemoService, profile: Profile, random: Random): MomentTexts => {
  const lottery = moments.get(family);
  if (lottery === undefined) throw new RangeError(`The service ${family.slug} has no texts.`);
  for (;;) {
    const moment = draw(lottery, random);
    if (moment.only === null || moment.only === profile) return moment;
  }
};

/** The level whose content a weaker login must not see; half of it says at least whom it is from. */
const SECRET = 4;
const plainTitles: ReadonlyMap<string, LocalizedText> = new Map(
  agencies.map(({ code, name: { nb = code, nn = nb, en = nb } }) => [
    code,
    { nb: `Melding fra ${nb}`, nn: `Melding frå ${nn}`, en: `Message from ${en}` },
  ]),
);

const ALL: readonly Language[] = ["nb", "nn", "en"];
const BOKMAL: readonly Language[] = ["nb"];
const NYNORSK: readonly Language[] = ["nn"];
const WRITES_NYNORSK = new Set(["sdk", "grt"]);

const languagesOf = (org: string, random: Random): readonly Language[] => {
  if (random.chance(0.5)) return ALL;
  return WRITES_NYNORSK.has(org) || random.chance(0.1) ? NYNORSK : BOKMAL;
};

/** On a working day, in working hours, where there is room for that. */
const inOfficeHours = (at: number, earliest: number, latest: number, random: Random): number => {
  const day = Math.floor(at / DAY_MILLIS);
  const weekday = (day + 4) % 7;
  const weekend = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
  const moved = (day - (random.chance(0.8) ? weekend : 0)) * DAY_MILLIS;
  const hours = 5 + random.next() * 11 + random.next() * 3;
  const snapped = Math.floor(moved + hours * HOUR_MILLIS);
  return snapped >= earliest && snapped <= latest ? snapped : Math.floor(at);
};

/** Makes the bulk: the n-th dialog is the same however many there are. */
export class Bulk {
  readonly #seed: number;
  readonly #now: number;
  readonly #population: Population;
  readonly #spans: Readonly<Record<PlatformId, readonly [from: number, to: number]>>;

  constructor(options: { seed: number; now: number; population: Population }) {
    const { seed, now, population } = options;
    this.#seed = seed;
    this.#now = now;
    this.#population = population;
    const newest = now - NEWEST_AGE_MILLIS;
    this.#spans = {
      altinn2: [yearsBefore(now, ARCHIVE_YEARS), now - ARCHIVE_ENDED_YEARS_AGO * YEAR_MILLIS],
      altinn3: [now - ALTINN3_YEARS * YEAR_MILLIS, newest],
      fiks: [now - FIKS_YEARS * YEAR_MILLIS, newest],
    };
  }

  dialog(n: number): DialogSeed {
    return this.#draft(n).finish();
  }

  /** The form instance of the n-th dialog; `null` where it has none. */
  instance(n: number): FormInstanceRow | null {
    if (platformOf(n) !== "altinn3" || n >= DIALOGS_WITH_FORMS) return null;
    const draft = this.#draft(n);
    return draft.row.instanceRef === null ? null : instanceOf(draft);
  }

  #draft(n: number): DialogDraft {
    const random = randomFromSeed(scramble(n + 1) ^ scramble(this.#seed));
    const ids = numberedIds(this.#seed, n);
    const platform = platformOf(n);
    const createdAt = this.#createdAt(n, platform, random);
    const age = this.#now - createdAt;
    const party = drawParty(this.#population, n, age / DAY_MILLIS, random);
    const service = drawService(platform, party.profile, age / YEAR_MILLIS, random);
    const values = new Values(random, createdAt, party.name);
    const languages = languagesOf(service.org, random);
    const { flow, title, summary } = momentOf(service, party.profile, random);

    const draft = new DialogDraft(ids, service, party, createdAt, title(values, languages));
    draft.row.summary = summary(values, languages);
    if (service.formId !== null && IS_ABOUT_A_FORM.has(flow) && n < DIALOGS_WITH_FORMS) {
      draft.row.instanceRef = instanceRefOf(draft);
    }
    flows[flow](new Scene(draft, random, values, this.#now, languages));
    this.#finishOff(draft, random, ids, values, languages);
    return draft;
  }

  /** Spread evenly over the platform's time (a golden-ratio sequence), and denser towards now. */
  #createdAt(n: number, platform: PlatformId, random: Random): number {
    const [from, to] = this.#spans[platform];
    const even = (n * GOLDEN_RATIO + this.#seed * Math.SQRT2) % 1;
    return inOfficeHours(to - (to - from) * even ** RECENT_SKEW, from, to, random);
  }

  /** What can happen to any dialog. */
  #finishOff(
    draft: DialogDraft,
    random: Random,
    ids: Ids,
    values: Values,
    languages: readonly Language[],
  ): void {
    const { row, service, party } = draft;
    const year = new Date(row.createdAt).getUTCFullYear();
    draft.searchTags = [service.family.slug, String(year)];
    if (random.chance(0.6)) row.externalReference = values.case;
    if (random.chance(0.2)) row.idempotentKey = ids.next();
    if (row.instanceRef !== null) {
      draft.serviceOwnerLabels = [`urn:altinn:integration:storage:${row.instanceRef.split(":").at(-1)}`];
    }
    if (row.summary !== null && random.chance(0.25)) draft.additionalInfo = markdown(row.summary);
    if (service.level === SECRET && random.chance(0.5)) {
      row.nonSensitiveTitle = inLanguages(plainTitles.get(service.org) ?? row.title, languages);
    }
    if (service.platform === "fiks" && random.chance(0.3)) {
      row.senderName = inLanguages(phrases.serviceDesk, languages);
    }
    const isDone = row.status === "COMPLETED" || row.status === "NOT_APPLICABLE";
    const putAwayAt = row.updatedAt + random.int(1, 200) * DAY_MILLIS;
    if (!isDone || putAwayAt > this.#now) return;
    const actor = representative(party.actorUrn);
    const fate = random.next();
    if (fate < 0.18) draft.label(putAwayAt, "ARCHIVE", actor);
    else if (fate < 0.21) draft.label(putAwayAt, "BIN", actor);
    else if (fate < 0.22) draft.label(putAwayAt, "MARKED_AS_UNOPENED", actor);
    else if (fate < 0.225) draft.delete(putAwayAt, SERVICE_OWNER);
    else if (fate < 0.235) row.expiresAt = (row.dueAt ?? row.createdAt) + 2 * Math.ceil(YEAR_MILLIS);
    else if (fate < 0.24) row.isFrozen = true;
  }
}
