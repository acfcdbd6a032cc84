import type { ErrorPath } from "../../datasource/subgraph-error.js";

/** Each element of a list, in a path that leads to many places. */
export const EACH = "@";

/** A place in the answer, as a list from its end to its start: cheap to extend, written out only for errors. */
export interface Place {
  readonly key: string | number;
  /** The field whose value, or part of it, is here, e.g. `Person.name`. */
  readonly field: string;
  readonly parent: Place | null;
}

/** The path that a place is at. */
export const pathOf = (place: Place | null): (string | number)[] => {
  const path: (string | number)[] = [];
  for (let at = place; at !== null; at = at.parent) path.push(at.key);
  return path.reverse();
};

/** Whether one of two paths leads to, or through, where the other leads. `EACH` stands for every index. */
export const areOnOneWay = (one: ErrorPath, other: ErrorPath): boolean => {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const a = one[index];
    const b = other[index];
    if (a === b) continue;
    if (!(a === EACH && typeof b === "number") && !(b === EACH && typeof a === "number")) return false;
  }
  return true;
};
