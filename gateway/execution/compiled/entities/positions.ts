import { EACH } from "../path.js";
import { type Entity, isEntity, reader } from "../records.js";

/** Finds the objects that a plan's path leads to, each once, in the order of the answer. */
export type FindEntities = (root: Entity, isShared: boolean) => readonly Entity[];

/** Finds what holds the objects that a path leads to, as far as it is there. */
export type FindHolders = (root: Entity, isShared: boolean) => readonly unknown[];

type Step = (values: readonly unknown[]) => unknown[];

const intoField = (name: string): Step => {
  const read = reader(name);
  return (values) => {
    const found: unknown[] = [];
    for (const value of values) {
      if (!isEntity(value)) continue;
      const next = read(value);
      if (next !== null && next !== undefined) found.push(next);
    }
    return found;
  };
};

const intoList: Step = (values) => {
  if (values.length === 1 && Array.isArray(values[0])) return values[0];
  const found: unknown[] = [];
  for (const value of values) {
    if (!Array.isArray(value)) continue;
    for (const element of value) found.push(element);
  }
  return found;
};

const withoutRepeated = (values: unknown[]): unknown[] => {
  const different = new Set(values);
  return different.size === values.length ? values : [...different];
};

/** A walk to all values that a path leads to. */
const compileWalk = (path: readonly string[], isSharable: (place: string) => boolean): FindHolders => {
  let place = "";
  const steps = path.map((name) => {
    if (name === EACH) return { walk: intoList, mayRepeat: false };
    place += place === "" ? name : `.${name}`;
    return { walk: intoField(name), mayRepeat: isSharable(place) };
  });
  return (root, isShared) => {
    let values: unknown[] = [root];
    for (const { walk, mayRepeat } of steps) {
      values = walk(values);
      if (isShared && mayRepeat && values.length > 1) values = withoutRepeated(values);
    }
    return values;
  };
};

/**
 * Compiles a path to a walk over all places that it leads to, level by level.
 *
 * Entities that are asked for once may belong to many places, which then share what they hold. Once that has happened
 * (`isShared`), shared values that are met again are left out, so that a walk visits what was received, and not every
 * place where it will stand in the answer.
 * @param isSharable whether values at a place come with an entity. Its parameter: names from the root, with dots
 */
export const compileFindEntities = (
  path: readonly string[],
  isSharable: (place: string) => boolean,
): FindEntities => {
  const walk = compileWalk(path, isSharable);
  return (root, isShared) => walk(root, isShared).filter(isEntity);
};

/** The same, but to the objects in whose last field they are. */
export const compileFindHolders = (
  path: readonly string[],
  isSharable: (place: string) => boolean,
): FindHolders => compileWalk(path.slice(0, -1), isSharable);

/** Every place that a path leads to, with its own path: for errors. Stops after `limit`. */
export const findPlaces = (
  root: Entity,
  path: readonly string[],
  limit: number,
): { path: (string | number)[]; entity: Entity }[] => {
  const places: { path: (string | number)[]; entity: Entity }[] = [];
  const walk = (value: unknown, at: number, here: readonly (string | number)[]): void => {
    if (places.length >= limit || value === null || value === undefined) return;
    const step = path[at];
    if (step === undefined) {
      if (isEntity(value)) places.push({ path: [...here], entity: value });
    } else if (step === EACH) {
      if (!Array.isArray(value)) return;
      for (const [index, element] of value.entries()) walk(element, at + 1, [...here, index]);
    } else if (isEntity(value)) {
      walk(reader(step)(value), at + 1, [...here, step]);
    }
  };
  walk(root, 0, []);
  return places;
};
