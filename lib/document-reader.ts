/** Something in a document that could not be understood: where, and what. */
export interface DocumentProblem {
  /** E.g. `[3].hasCompetentAuthority.orgcode`. */
  readonly place: string;
  readonly problem: string;
  /** Whether the entry that it is part of is left out for it; else only the detail is. */
  readonly isLeftOut: boolean;
}

const kindOf = (value: unknown): string => {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "an object";
  return `a ${typeof value}`;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads an object of a document that others wrote. Whatever is not as expected is noted with its place, and reading
 * goes on, so that one run tells everything that is wrong. An object that has problems of its own is left out by
 * whoever asked for it: see `isSound`.
 */
export class DocumentReader {
  readonly place: string;
  readonly #record: Readonly<Record<string, unknown>>;
  readonly #problems: DocumentProblem[];
  readonly #before: number;

  private constructor(
    record: Readonly<Record<string, unknown>>,
    place: string,
    problems: DocumentProblem[],
    before: number,
  ) {
    this.#record = record;
    this.place = place;
    this.#problems = problems;
    this.#before = before;
  }

  /** @returns `null` where the value is no object, which is noted */
  static of(value: unknown, place: string, problems: DocumentProblem[]): DocumentReader | null {
    if (isRecord(value)) return new DocumentReader(value, place, problems, problems.length);
    problems.push({
      place: place || "the document",
      problem: `is ${kindOf(value)}, not an object`,
      isLeftOut: true,
    });
    return null;
  }

  /** The objects of a list; those that are none are noted and left out. */
  static listOf(value: unknown, place: string, problems: DocumentProblem[]): DocumentReader[] {
    if (!Array.isArray(value)) {
      problems.push({
        place: place || "the document",
        problem: `is ${kindOf(value)}, not a list`,
        isLeftOut: true,
      });
      return [];
    }
    return value.flatMap((entry, index) => DocumentReader.of(entry, `${place}[${index}]`, problems) ?? []);
  }

  /** Whether nothing of this object, as far as it was read, is a reason to leave it out. */
  get isSound(): boolean {
    const isWithin = (place: string): boolean =>
      this.place === "" || (place.startsWith(this.place) && /^($|[.[])/.test(place.slice(this.place.length)));
    return !this.#problems.slice(this.#before).some(({ isLeftOut, place }) => isLeftOut && isWithin(place));
  }

  /** Notes a reason to leave this object out. */
  refuse(name: string, problem: string): void {
    this.#problems.push({ place: this.#at(name), problem, isLeftOut: true });
  }

  /** Notes a detail that is not understood; the object can do without it. */
  note(name: string, problem: string): void {
    this.#problems.push({ place: this.#at(name), problem, isLeftOut: false });
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined && this.#record[name] !== null;
  }

  names(): string[] {
    return Object.keys(this.#record);
  }

  raw(name: string): unknown {
    return this.#record[name];
  }

  /** A text that must be there and not be empty; `""` where it is not, which is noted. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === null && !this.#isWrongText(name)) this.refuse(name, "is missing or empty");
    return value ?? "";
  }

  /** `null` where it is absent or empty; another kind of value is noted. */
  optionalText(name: string): string | null {
    const value = this.#record[name];
    if (value === undefined || value === null) return null;
    if (typeof value !== "string") {
      this.refuse(name, `is ${kindOf(value)}, not a text`);
      return null;
    }
    return value.trim() === "" ? null : value.trim();
  }

  bool(name: string, fallback: boolean): boolean {
    const value = this.#record[name];
    if (value === undefined || value === null) return fallback;
    if (typeof value === "boolean") return value;
    this.refuse(name, `is ${kindOf(value)}, not true or false`);
    return fallback;
  }

  /** One of a few words; `null` where it is absent, and where it is another, which is noted. */
  word<Word extends string>(name: string, words: readonly Word[]): Word | null {
    const value = this.optionalText(name);
    if (value === null) return null;
    const word = words.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
    if (word === undefined) this.refuse(name, `"${value}" is none of ${words.join(", ")}`);
    return word ?? null;
  }

  /** Texts of a list; `[]` where it is absent. */
  texts(name: string): string[] {
    const value = this.#record[name];
    if (value === undefined || value === null) return [];
    if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
    this.refuse(name, "is not a list of texts");
    return [];
  }

  /** `null` where it is absent; a value that is no object is noted. */
  object(name: string): DocumentReader | null {
    return this.has(name) ? DocumentReader.of(this.#record[name], this.#at(name), this.#problems) : null;
  }

  /** The objects of a list; `[]` where it is absent. */
  list(name: string): DocumentReader[] {
    return this.has(name) ? DocumentReader.listOf(this.#record[name], this.#at(name), this.#problems) : [];
  }

  #at(name: string): string {
    return this.place === "" ? name : `${this.place}.${name}`;
  }

  #isWrongText(name: string): boolean {
    const value = this.#record[name];
    return value !== undefined && value !== null && typeof value !== "string";
  }
}
