import { type Random, randomFromSeed } from "../../../lib/random.js";

/*
 * Words in the shape of nb, nn and en: stems of syllables, compounds and endings, after a short list of words that
 * public letters are full of. Which word comes how often follows Zipf's law, as in any text that people write.
 */

export type Language = "nb" | "nn" | "en";

export const LANGUAGES: readonly Language[] = ["nb", "nn", "en"];

const WORDS_PER_LANGUAGE = 20_000;

const COMMON: Readonly<Record<Language, readonly string[]>> = {
  nb: "om og for av til søknad vedtak melding svar skjema frist kommune skatt varsel barnehage bygg brev krav faktura kvittering informasjon endring tillatelse rapport årsregnskap klage dokument innsyn betaling oppgave".split(
    " ",
  ),
  nn: "om og for av til søknad vedtak melding svar skjema frist kommune skatt varsel barnehage bygg brev krav faktura kvittering informasjon endring løyve rapport årsrekneskap klage dokument innsyn betaling oppgåve".split(
    " ",
  ),
  en: "about and for of to application decision message reply form deadline municipality tax notice kindergarten building letter claim invoice receipt information change permit report accounts complaint document access payment task".split(
    " ",
  ),
};

const PARTS: Readonly<
  Record<Language, { readonly onsets: string[]; readonly vowels: string[]; readonly codas: string[] }>
> = {
  nb: {
    onsets: "b bl br d dr f fl fr g gr h hv j k kj kl kr l m n p pl r s sk skj sl sn st str sv t tr v".split(
      " ",
    ),
    vowels: "a e i o u y æ ø å ei øy au".split(" "),
    codas: [
      "",
      "",
      "d",
      "g",
      "k",
      "l",
      "ll",
      "m",
      "n",
      "nd",
      "ng",
      "r",
      "rd",
      "rk",
      "rt",
      "s",
      "sk",
      "st",
      "t",
      "v",
    ],
  },
  nn: {
    onsets: "b bl br d dr f fl fr g gr h kv j k kj kl kr l m n p pl r s sk skj sl sn st str sv t tr v".split(
      " ",
    ),
    vowels: "a e i o u y æ ø å ei øy au".split(" "),
    codas: [
      "",
      "",
      "d",
      "g",
      "k",
      "l",
      "ll",
      "m",
      "n",
      "nd",
      "ng",
      "r",
      "rd",
      "rk",
      "rt",
      "s",
      "sk",
      "st",
      "t",
      "v",
    ],
  },
  en: {
    onsets: "b bl br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st str t th tr v w wh".split(
      " ",
    ),
    vowels: "a e i o u ai ea ee ie oa ou".split(" "),
    codas: [
      "",
      "",
      "ck",
      "d",
      "g",
      "l",
      "ll",
      "m",
      "n",
      "nd",
      "ng",
      "nt",
      "r",
      "rd",
      "rt",
      "s",
      "ss",
      "st",
      "t",
      "x",
    ],
  },
};

const ENDINGS: Readonly<Record<Language, readonly string[]>> = {
  nb: ["", "", "en", "et", "er", "ene", "ing", "else", "lig"],
  nn: ["", "", "en", "et", "ar", "ane", "ing", "else", "leg"],
  en: ["", "", "s", "ed", "ing", "er", "ly", "ment", "tion"],
};

const stemOf = (language: Language, random: Random): string => {
  const { onsets, vowels, codas } = PARTS[language];
  const syllable = () => random.pick(onsets) + random.pick(vowels) + random.pick(codas);
  return random.chance(0.45) ? syllable() : syllable() + random.pick(vowels) + random.pick(codas);
};

const wordsOf = (language: Language): readonly string[] => {
  const random = randomFromSeed(LANGUAGES.indexOf(language) + 1);
  const words = new Set(COMMON[language]);
  while (words.size < WORDS_PER_LANGUAGE) {
    const isCompound = language !== "en" && random.chance(0.35);
    const stem = isCompound
      ? `${stemOf(language, random)}${random.chance(0.3) ? "s" : ""}${stemOf(language, random)}`
      : stemOf(language, random);
    words.add(stem + random.pick(ENDINGS[language]));
  }
  return [...words];
};

const VOCABULARY: Readonly<Record<Language, readonly string[]>> = {
  nb: wordsOf("nb"),
  nn: wordsOf("nn"),
  en: wordsOf("en"),
};

const LOG_OF_ALL = Math.log(WORDS_PER_LANGUAGE);

/** The word of a rank, 0 being the most common one. */
export const wordOfRank = (language: Language, rank: number): string => VOCABULARY[language][rank] ?? "";

/** A word, as often as texts have it. */
export const anyWord = (language: Language, random: Random): string =>
  wordOfRank(language, Math.floor(Math.exp(random.next() * LOG_OF_ALL)) - 1);

/** A text of so many words. */
export const anyText = (language: Language, words: number, random: Random): string => {
  let text = "";
  for (let place = 0; place < words; place++) text += `${place === 0 ? "" : " "}${anyWord(language, random)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
};
