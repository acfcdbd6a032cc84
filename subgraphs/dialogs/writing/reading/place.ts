import type { OwnerRight } from "../calls.js";
import type { Problem } from "../outcomes.js";

/** What a request is read with, and what was found wrong with it so far. */
export interface Reading {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly rights: ReadonlySet<OwnerRight>;
  readonly newId: () => string;
  /** 400: each place that is malformed. */
  readonly problems: Problem[];
}

/**
 * A place in a request: what stands there, and where that is. Readers take a place and always give a value of their
 * type; what they give for a malformed place is never used, for then there is a problem and the request is refused.
 */
export class Place {
  readonly value: unknown;
  readonly path: string;
  readonly reading: Reading;

  constructor(value: unknown, path: string, reading: Reading) {
    this.value = value;
    this.path = path;
    this.reading = reading;
  }

  /** Whether nothing stands here: absent and null are the same. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  /**
   * A property of the object that stands here; absent where it is no object.
   * @param name of a format's field: none that every object has, e.g. `constructor`
   */
  field(name: string): Place {
    const { value, path, reading } = this;
    const inner =
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
    return new Place(inner, path === "" ? name : `${path}.${name}`, reading);
  }

  /** Notes that this place is wrong. */
  wrong(message: string): void {
    this.reading.problems.push({ path: this.path, message });
  }

  /** The same place, holding something else: e.g. without the white space around it. */
  with(value: unknown): Place {
    return new Place(value, this.path, this.reading);
  }
}

const SHOWN_LENGTH = 60;

/** A value as a message may quote it: its beginning, where it is long. */
export const quoted = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "";
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
};

/** Reads what stands at a place. */
export type Read<T> = (at: Place) => T;

/** `null` where nothing stands there. */
export const optional =
  <T>(read: Read<T>): Read<T | null> =>
  (at) =>
    at.isAbsent ? null : read(at);

/** `fallback` where nothing stands there. */
export const orElse =
  <T>(read: Read<T>, fallback: T): Read<T> =>
  (at) =>
    at.isAbsent ? fallback : read(at);

/** A problem where nothing stands there. */
export const required =
  <T>(read: Read<T>): Read<T> =>
  (at) => {
    if (!at.isAbsent) return read(at);
    at.wrong("This must be given.");
    // What is read of nothing is noted as nothing more.
    return read(new Place(at.value, at.path, { ...at.reading, problems: [] }));
  };

/** A list, each of its items read; absent is empty. */
export const list =
  <T>(read: Read<T>): Read<T[]> =>
  (at) => {
    if (at.isAbsent) return [];
    if (!Array.isArray(at.value)) {
      at.wrong("This must be a list.");
      return [];
    }
    return at.value.map((item, index) => read(new Place(item, `${at.path}[${index}]`, at.reading)));
  };

/** Whether an object stands here; a problem where something else does. */
export const isObject = (at: Place): boolean => {
  if (typeof at.value === "object" && at.value !== null && !Array.isArray(at.value)) return true;
  at.wrong("This must be an object.");
  return false;
};
