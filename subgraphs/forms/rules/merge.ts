import type { FormAnswersRow } from "../../../drizzle/forms/tables.js";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";
import { overlaps, partsOf, pathOf, valueAt, withValue } from "./pointers.js";

/** One answer that somebody gives; `null` takes away what is there. */
export interface AnswerChange {
  readonly path: string;
  readonly value: Json;
}

/** Two answers to one question, neither of which may be lost: the one that is kept, and the one that came. */
export interface AnswerConflict {
  readonly path: string;
  readonly yours: Json;
  readonly theirs: Json;
}

type Filling = Pick<FormAnswersRow, "answers" | "changedAt" | "prefilled">;

/** What a save came to. */
export interface Merged {
  readonly filling: Filling;
  readonly conflicts: readonly AnswerConflict[];
  /** Paths that lead nowhere: through a text or a number, or to no item of a list. */
  readonly misplaced: readonly string[];
  readonly isChanged: boolean;
}

/** The changes that a JSON merge patch (RFC 7396) stands for, one for each answer; a list is one answer. */
export const changesIn = (
  patch: JsonObject,
  answers: Json | undefined,
  at: readonly string[] = [],
): AnswerChange[] =>
  Object.entries(patch).flatMap(([name, value]) => {
    const parts = [...at, name];
    const inner = isJsonObject(answers) && Object.hasOwn(answers, name) ? answers[name] : undefined;
    const goesDeeper = isJsonObject(value) && (Object.keys(value).length > 0 || isJsonObject(inner));
    return goesDeeper ? changesIn(value, inner, parts) : [{ path: pathOf(parts), value }];
  });

const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null);

/** Entries by path, each with the parts of its path: they are compared with every change. */
type ByPath<T> = Map<string, { readonly parts: readonly string[]; readonly value: T }>;

const byPath = <T>(entries: Readonly<Record<string, T>>): ByPath<T> =>
  new Map(Object.entries(entries).map(([path, value]) => [path, { parts: partsOf(path) ?? [], value }]));

const plain = <T>(entries: ByPath<T>): Record<string, T> =>
  Object.fromEntries([...entries].map(([path, { value }]) => [path, value]));

const removeOverlapping = <T>(
  entries: ByPath<T>,
  parts: readonly string[],
  keeps: (other: readonly string[]) => boolean,
): void => {
  for (const [path, { parts: other }] of entries) {
    if (overlaps(other, parts) && !keeps(other)) entries.delete(path);
  }
};

/**
 * Three ways come together: what is there, what the one who saves has seen (its revision), and what they change. An
 * answer that nobody else has changed since is taken; one that somebody has, is kept beside the new one as a conflict,
 * and the rest is saved all the same.
 * @param seen the revision that the changes are made to
 * @param stamp the revision that comes of them
 */
export const mergeAnswers = (
  filling: Filling,
  changes: readonly AnswerChange[],
  { seen, stamp }: { readonly seen: number; readonly stamp: number },
): Merged => {
  let { answers } = filling;
  const changedAt = byPath(filling.changedAt);
  const prefilled = byPath(filling.prefilled);
  const conflicts: AnswerConflict[] = [];
  const misplaced: string[] = [];
  let isChanged = false;
  for (const { path, value } of changes) {
    const parts = partsOf(path);
    const next = parts === null || parts.length === 0 ? null : withValue(answers, parts, value ?? undefined);
    const theirs = valueAt(answers, parts ?? []);
    if (parts === null || next === null) {
      misplaced.push(path);
      continue;
    }
    if (isSame(theirs, value)) continue;
    const isNewer = [...changedAt.values()].some(
      ({ parts: other, value: at }) => at > seen && at < stamp && overlaps(other, parts),
    );
    if (isNewer) {
      conflicts.push({ path, yours: value, theirs: theirs ?? null });
      continue;
    }
    answers = (next.value ?? {}) as JsonObject;
    // What stood within is gone; what it stands within was changed when it was.
    removeOverlapping(changedAt, parts, (other) => other.length < parts.length);
    changedAt.set(path, { parts, value: stamp });
    removeOverlapping(prefilled, parts, () => false);
    isChanged = true;
  }
  return {
    filling: { answers, changedAt: plain(changedAt), prefilled: plain(prefilled) },
    conflicts,
    misplaced,
    isChanged,
  };
};
