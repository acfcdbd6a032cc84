import type { Random } from "../../lib/random.js";
import type { Language, LocalizedText } from "../../schema/localization.js";
import type { Texts } from "../texts.js";
import { FIRST_NAMES, LAST_NAMES, PLACES, STREETS, VESSELS } from "../words/names.js";

type Written = "nb" | "nn" | "en";

// biome-ignore format: a table
const MONTHS: Readonly<Record<Written, readonly string[]>> = {
  nb: ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"],
  nn: ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"],
  en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
};
/** Terms of two months in a year. */
const TERMS = 6;
const PLATE_LETTERS = ["AB", "BD", "DN", "EK", "FH", "KH", "LX", "PR", "SV", "UE", "XZ"];

const grouped = (amount: number, separator: string): string =>
  amount < 1_000
    ? String(amount)
    : `${grouped(Math.floor(amount / 1_000), separator)}${separator}${String(amount % 1_000).padStart(3, "0")}`;

/** Norwegian kroner, as each language writes them. */
export const amountText = (amount: number, language: Written): string =>
  language === "en" ? `NOK ${grouped(amount, ",")}` : `${grouped(amount, " ")} kroner`;

export const caseNumber = (year: number, number: number): string => `${year}/${number}`;

/** The blanks of one dialog's texts, filled in the same way in all languages. */
export class Values {
  readonly #year: number;
  readonly #month: number;
  readonly #amount: number;
  readonly #small: number;
  readonly #case: string;
  readonly #street: string;
  readonly #place: string;
  readonly #who: string;
  readonly #vessel: string;
  readonly #plate: string;
  readonly #partyName: string;

  constructor(random: Random, createdAt: number, partyName: string) {
    const date = new Date(createdAt);
    this.#year = date.getUTCFullYear();
    this.#month = date.getUTCMonth();
    this.#amount = Math.round(120 * Math.exp(random.next() * 7));
    this.#small = random.int(2, 24);
    this.#case = caseNumber(this.#year, random.int(100, 9_999));
    this.#street = random.pick(STREETS);
    this.#place = random.pick(PLACES);
    this.#who = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    this.#vessel = random.pick(VESSELS);
    this.#plate = `${random.pick(PLATE_LETTERS)} ${random.int(10_000, 99_999)}`;
    this.#partyName = partyName;
  }

  get case(): string {
    return this.#case;
  }

  of(blank: string, language: Written): string {
    switch (blank) {
      case "year":
        return String(this.#year - 1);
      case "yr":
        return String(this.#year);
      case "month":
        return MONTHS[language][this.#month] ?? "";
      case "lastMonth":
        return this.#month === 0
          ? `${MONTHS[language][11]} ${this.#year - 1}`
          : `${MONTHS[language][this.#month - 1]} ${this.#year}`;
      case "lastTerm":
        return String(this.#month < 2 ? TERMS : this.#month >> 1);
      case "lastTermYear":
        return String(this.#month < 2 ? this.#year - 1 : this.#year);
      case "term":
        return String(1 + (this.#month >> 1));
      case "quarter":
        return String(1 + Math.floor(this.#month / 3));
      case "half":
        return String(1 + Math.floor(this.#month / 6));
      case "case":
        return this.#case;
      case "amount":
        return amountText(this.#amount, language);
      case "n":
        return String(this.#small);
      case "street":
        return this.#street;
      case "place":
        return this.#place;
      case "name":
        return this.#partyName;
      case "who":
        return this.#who;
      case "vessel":
        return this.#vessel;
      case "plate":
        return this.#plate;
      default:
        throw new RangeError(`A text has the unknown blank {${blank}}.`);
    }
  }
}

/** A text with blanks, taken apart once: fixed words at even places, names of blanks at odd ones. */
type Parts = readonly string[];

/** Fills a text in the languages that are wanted. */
export type Template = (values: Values, languages: readonly Language[]) => LocalizedText;

const isWritten = (language: Language): language is Written => language !== "se";

export const templateOf = ([nb, nn, en]: Texts): Template => {
  const split = (text: string): Parts => text.split(/[{}]/);
  const parts: Readonly<Record<Written, Parts>> = { nb: split(nb), nn: split(nn), en: split(en) };
  const fill = (values: Values, language: Written): string => {
    let text = "";
    const pieces = parts[language];
    for (let index = 0; index < pieces.length; index++) {
      const piece = pieces[index] ?? "";
      text += index % 2 === 0 ? piece : values.of(piece, language);
    }
    return text;
  };
  return (values, languages) => {
    const text: { [language in Language]?: string } = {};
    for (const language of languages) if (isWritten(language)) text[language] = fill(values, language);
    return text;
  };
};

/** The same words in the languages that are wanted. */
export const inLanguages = (text: LocalizedText, languages: readonly Language[]): LocalizedText => {
  if (languages.length === 3) return text;
  const [language = "nb"] = languages;
  const value = text[language];
  return value === undefined ? {} : { [language]: value };
};
