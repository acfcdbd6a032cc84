import { tableOf } from "./table-of.js";

const ESCAPES: Readonly<Record<string, string>> = tableOf({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
});

/** Text as it stands in markup, also within quotes. */
export const escapedHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** Markup that may stand as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | null | undefined | readonly Value[];

const inserted = (value: Value): string => {
  if (value === null || value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(inserted).join("");
  return escapedHtml(String(value));
};

/** Markup with values put in: text is escaped, markup and lists of it are not. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(parts.map((part, index) => (index === 0 ? part : inserted(values[index - 1]) + part)).join(""));
