/** Environment variables as the program is given them; only bin/ reads the real ones. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads one setting, or says what is wrong with it. */
export interface Setting<T> {
  readonly name: string;
  read(text: string | undefined): T;
}

/** Every problem of a configuration at once, so that it is mended in one go. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings have ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join("\n")}`);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

type Settings<T> = { readonly [Key in keyof T]: Setting<T[Key]> };

/**
 * Parses settings.
 * @throws ConfigError naming every setting that is missing or malformed
 */
export const parseConfig = <T>(environment: Environment, settings: Settings<T>): T => {
  const problems: string[] = [];
  const values: Partial<T> = {};
  for (const key of Object.keys(settings) as (keyof T & string)[]) {
    const setting = settings[key];
    try {
      values[key] = setting.read(environment[setting.name]?.trim() || undefined);
    } catch (problem) {
      problems.push(`${setting.name}: ${problem instanceof Error ? problem.message : String(problem)}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return values as T;
};

/** A whole number within bounds. */
export const int = (
  name: string,
  bounds: { min: number; max: number; default: number },
): Setting<number> => ({
  name,
  read(text) {
    if (text === undefined) return bounds.default;
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < bounds.min || value > bounds.max) {
      throw new Error(`"${text}" is not a whole number from ${bounds.min} to ${bounds.max}`);
    }
    return value;
  },
});

/** A text; `null` where there is none and no default. */
export const text = <D extends string | null>(name: string, fallback: D): Setting<string | D> => ({
  name,
  read: (value) => value ?? fallback,
});

/** One of a few words. */
export const oneOf = <Word extends string, D extends Word | null>(
  name: string,
  words: readonly Word[],
  fallback: D,
): Setting<Word | D> => ({
  name,
  read(value) {
    if (value === undefined) return fallback;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw new Error(`"${value}" is none of ${words.join(", ")}`);
    return word;
  },
});

/** `true` or `false`; anything else, `ture` included, is an error. */
export const bool = (name: string, fallback: boolean): Setting<boolean> => ({
  name,
  read(value) {
    if (value === undefined) return fallback;
    if (value === "true") return true;
    if (value === "false") return false;
    throw new Error(`"${value}" is neither true nor false`);
  },
});

/** A setting with a reader of its own, that throws an Error saying what is wrong. */
export const parsed = <T>(name: string, fallback: T, read: (text: string) => T): Setting<T> => ({
  name,
  read: (value) => (value === undefined ? fallback : read(value)),
});

/** A secret of at least so many bytes. Has no default: `null` where it is not given, and never shown in a problem. */
export const secret = (name: string, bounds: { minBytes: number }): Setting<Uint8Array | null> => ({
  name,
  read(value) {
    if (value === undefined) return null;
    const bytes = Buffer.from(value, "utf8");
    if (bytes.length < bounds.minBytes) {
      throw new Error(`the secret has ${bytes.length} bytes; it needs at least ${bounds.minBytes}`);
    }
    return bytes;
  },
});
