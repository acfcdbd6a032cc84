import type { HistoryPage, Texts } from "../../kit/history-source.js";
import type { Municipality, MunicipalityCapabilities } from "../municipality.js";
import type { SourceId } from "../records.js";

/** What there is of a municipality, for those who ask. */
export interface Held {
  readonly municipality: Municipality;
  readonly capabilities: MunicipalityCapabilities;
  /** How many items may be shown. */
  readonly held: number;
}

const LANGUAGES = ["nb", "nn", "en"] as const;

const sentence = (municipality: Municipality, texts: Required<Texts>): Texts => {
  const name = (language: (typeof LANGUAGES)[number]): string =>
    municipality.name[language] ?? municipality.name.nb ?? municipality.number;
  return {
    nb: `${name("nb")} ${texts.nb}`,
    nn: `${name("nn")} ${texts.nn}`,
    en: `${name("en")} ${texts.en}`,
  };
};

const together = (sentences: readonly Texts[]): Texts =>
  Object.fromEntries(
    LANGUAGES.map((language) => [language, sentences.map((one) => one[language] ?? one.nb).join(" ")]),
  );

const silence = ({ municipality }: Held): Texts =>
  sentence(municipality, {
    nb: "melder ikke hvordan saker går, så det som vises av dem kan være gammelt.",
    nn: "melder ikkje korleis saker går, så det som er vist av dei kan vere gammalt.",
    en: "does not tell how cases go, so what is shown of them may be old.",
  });

const beginning = (municipality: Municipality, from: number): Texts => {
  const day = new Date(from).toISOString().slice(0, 10);
  return sentence(municipality, {
    nb: `leverer fra og med ${day}; det som er eldre finnes hos kommunen.`,
    nn: `leverer frå og med ${day}; det som er eldre finst hos kommunen.`,
    en: `delivers from ${day} on; what is older is with the municipality.`,
  });
};

/**
 * What is missing of a source, for those who ask: cases of municipalities that do not tell how they go, and what is older
 * than a municipality delivers. `null`: nothing is known to be missing.
 */
export const coverageOf = (source: SourceId, held: readonly Held[]): HistoryPage["coverage"] => {
  const some = held.filter((one) => one.held > 0);
  const silent =
    source === "fiks-digisos" ? some.filter(({ capabilities }) => !capabilities.updatesStatus) : [];
  const late = source === "fiks-innsyn" ? some.map(({ municipality }) => municipality) : [];
  const from = late.flatMap((one) => one.from ?? []);
  const sentences = [
    ...silent.map(silence),
    ...late.flatMap((one) => (one.from === null ? [] : beginning(one, one.from))),
  ];
  if (sentences.length === 0) return null;
  const count = (of: readonly Held[]): number => of.reduce((sum, one) => sum + one.held, 0);
  return {
    from: from.length === 0 ? null : Math.max(...from),
    ratio: silent.length === 0 ? null : 1 - count(silent) / count(some),
    reason: together(sentences),
  };
};
