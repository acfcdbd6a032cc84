import type { ProfileRow } from "../../../drizzle/profile/tables.js";
import type { Language } from "../../../schema/localization.js";
import type { PreferenceChange } from "../store/preferences.js";

const MAX_OWN = 50;
const MAX_VALUE = 2_000;
const KEY = /^[\p{L}\p{N}._-]{1,64}$/u;

const LANGUAGES: readonly Language[] = ["nb", "nn", "en", "se"];

/** The language that a code names, `no` included; `null` where it is none that people are answered in. */
export const languageNamed = (code: string): Language | null => {
  const primary = code.trim().toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === (primary === "no" ? "nb" : primary)) ?? null;
};

/** Preferences as somebody wants them; `undefined` and, but for the language, `null` mean: as they are. */
export interface GivenPreferences {
  readonly language?: string | null;
  readonly showDeletedParties?: boolean | null;
  readonly showClientUnits?: boolean | null;
  readonly promptForParty?: boolean | null;
  readonly own?: readonly { readonly key: string; readonly value?: string | null }[] | null;
}

/** What follows from how they are now; `null` where that is more than is kept. */
type Change = (now: ProfileRow) => PreferenceChange | null;

const ownProblem = (own: GivenPreferences["own"]): string | null => {
  for (const { key, value } of own ?? []) {
    if (!KEY.test(key))
      return `own: "${key.slice(0, 64)}" is no name; take letters, digits, ".", "-" and "_", at most 64.`;
    if ((value ?? "").length > MAX_VALUE)
      return `own: ${key} has ${value?.length} characters; at most ${MAX_VALUE} are kept.`;
  }
  const count = new Set((own ?? []).map(({ key }) => key)).size;
  return count > MAX_OWN ? `own: ${count} are given; at most ${MAX_OWN} are kept.` : null;
};

/** What is kept by which name after a change. */
const ownAfter = (
  now: Readonly<Record<string, string>>,
  own: GivenPreferences["own"],
): Readonly<Record<string, string>> => {
  const after = new Map(Object.entries(now));
  for (const { key, value } of own ?? []) {
    if (value == null) after.delete(key);
    else after.set(key, value);
  }
  return Object.fromEntries(after);
};

export const OWN_TOO_MANY = `At most ${MAX_OWN} settings of frontends' own are kept; give others null first.`;

/** Reads a change of the preferences; or says what is wrong with it. */
export const readPreferences = (given: GivenPreferences): Change | { readonly problem: string } => {
  const language = given.language == null ? given.language : languageNamed(given.language);
  if (given.language != null && language === null) {
    return { problem: `language is none of ${LANGUAGES.join(", ")}; choose one of them.` };
  }
  const problem = ownProblem(given.own);
  if (problem !== null) return { problem };
  return (now) => {
    const ownSettings = ownAfter(now.ownSettings, given.own);
    if (Object.keys(ownSettings).length > MAX_OWN) return null;
    return {
      language: language === undefined ? now.language : language,
      showDeletedParties: given.showDeletedParties ?? now.showDeletedParties,
      showClientUnits: given.showClientUnits ?? now.showClientUnits,
      promptForParty: given.promptForParty ?? now.promptForParty,
      ownSettings,
    };
  };
};
