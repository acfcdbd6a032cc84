import { DAY_MILLIS, HOUR_MILLIS } from "../../lib/clock.js";
import type { Random } from "../../lib/random.js";
import type { Language, LocalizedText } from "../../schema/localization.js";
import type { DialogDraft } from "../draft.js";
import { type AttachmentDraft, representative } from "../draft-parts.js";
import { phrases } from "../words/phrases.js";
import { inLanguages, type Values } from "./values.js";

export type Phrase = keyof typeof phrases;

/** One dialog of the bulk on its way, and what its flow may use. */
export class Scene {
  readonly draft: DialogDraft;
  readonly random: Random;
  readonly values: Values;
  readonly now: number;
  readonly languages: readonly Language[];

  constructor(
    draft: DialogDraft,
    random: Random,
    values: Values,
    now: number,
    languages: readonly Language[],
  ) {
    this.draft = draft;
    this.random = random;
    this.values = values;
    this.now = now;
    this.languages = languages;
  }

  /** Whoever acts for the party. */
  get actor() {
    return representative(this.draft.party.actorUrn);
  }

  get isOnAltinn2(): boolean {
    return this.draft.service.platform === "altinn2";
  }

  say(phrase: Phrase): LocalizedText {
    return inLanguages(phrases[phrase], this.languages);
  }

  /** A moment some days after another; `null` where it has not come yet. */
  after(at: number, minDays: number, maxDays: number): number | null {
    const span = minDays + this.random.next() ** 2 * (maxDays - minDays);
    const later = Math.round(at + span * DAY_MILLIS + this.random.next() * HOUR_MILLIS);
    return later <= this.now ? later : null;
  }

  file(phrase: Phrase, name: string): AttachmentDraft {
    return { name, displayName: this.say(phrase) };
  }

  /** The status in the platform's own words, where the platform has words of its own. */
  statusWord(words: { altinn2?: string; fiks?: string; letter?: string }): void {
    const { platform, type } = this.draft.service;
    const word =
      platform === "altinn3"
        ? type === "CORRESPONDENCE_SERVICE"
          ? words.letter
          : undefined
        : words[platform];
    if (word !== undefined) this.draft.row.sourceStatus = word;
  }
}
