import { invalid } from "./refusals.js";

/** The parameters of a request's query. Everything that is wrong with them is said at once, by `check`. */
export interface Query {
  text(name: string): string | null;
  /** Every value, also where there is one only; `[]` where there is none. */
  texts(name: string): readonly string[];
  bool(name: string): boolean | null;
  /** In milliseconds since 1970 UTC. */
  moment(name: string): number | null;
  int(name: string, bounds: { readonly min: number; readonly max: number }): number | null;
  /** One of a few words, in whatever case. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | null;
  words<Word extends string>(name: string, words: readonly Word[]): readonly Word[];
  /** Notes a problem of one's own. */
  problem(name: string, message: string): void;
  /** @throws RestRefusal 400 with all problems so far */
  check(): void;
}

/** RFC 3339, and a date alone, as .NET's clients send it; without a zone it is in UTC. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/i;

const momentIn = (text: string): number | null => {
  if (!MOMENT.test(text)) return null;
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/i.test(text) || !text.includes("T");
  const at = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(at) ? null : at;
};

/** Names of parameters are read in whatever case: clients write `enduserId` and `endUserId`. */
const gather = (raw: string): ReadonlyMap<string, readonly string[]> => {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(raw)) {
    if (value === "") continue;
    const key = name.toLowerCase();
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
};

/** @param raw the query of a URL, without the question mark */
export const readQuery = (raw: string): Query => {
  const values = gather(raw);
  const problems: { path: string; message: string }[] = [];
  const all = (name: string): readonly string[] => values.get(name.toLowerCase()) ?? [];
  const read = <T>(name: string, value: string, found: T | null, expected: string): T | null => {
    if (found === null) problems.push({ path: name, message: `"${value}" is not ${expected}.` });
    return found;
  };
  const one = <T>(name: string, expected: string, parse: (text: string) => T | null): T | null => {
    const value = all(name).at(-1);
    return value === undefined ? null : read(name, value, parse(value), expected);
  };
  const wordIn = <Word extends string>(text: string, words: readonly Word[]): Word | null =>
    words.find((word) => word.toLowerCase() === text.toLowerCase()) ?? null;

  return {
    text: (name) => all(name).at(-1) ?? null,
    texts: all,
    bool: (name) =>
      one(name, "true or false", (text) => {
        const word = wordIn(text, ["true", "false"]);
        return word === null ? null : word === "true";
      }),
    moment: (name) => one(name, "a moment, such as 2026-01-31T12:00:00Z", momentIn),
    int: (name, { min, max }) =>
      one(name, `a whole number from ${min} to ${max}`, (text) => {
        const number = Number(text);
        return /^-?\d+$/.test(text) && number >= min && number <= max ? number : null;
      }),
    word: (name, words) => one(name, `one of ${words.join(", ")}`, (text) => wordIn(text, words)),
    words: <Word extends string>(name: string, words: readonly Word[]) =>
      all(name).flatMap((text): Word[] => {
        const found = read(name, text, wordIn(text, words), `one of ${words.join(", ")}`);
        return found === null ? [] : [found];
      }),
    problem: (path, message) => {
      problems.push({ path, message });
    },
    check() {
      if (problems.length > 0) throw invalid(problems);
    },
  };
};
