import type { Rewrite } from "../../../planning/plan.js";
import { type Entity, isEntity, put, reader } from "../records.js";
import type { TypeSystem } from "./subtypes.js";

/** Changes an object in place, and whatever below it its rewrites reach. */
export type ApplyRewrites = (object: Entity) => void;

const FRAGMENT = "... on ";

/** Does `change` to every object that a path leads to from an object. Lists on the way are gone through. */
const compileAtPath = (path: readonly string[], types: TypeSystem, change: ApplyRewrites): ApplyRewrites => {
  const [step, ...rest] = path;
  if (step === undefined) return change;
  const inner = compileAtPath(rest, types, change);
  const each = (value: unknown): void => {
    if (Array.isArray(value)) for (const element of value) each(element);
    else if (isEntity(value)) inner(value);
  };
  if (!step.startsWith(FRAGMENT)) {
    const read = reader(step);
    return (object) => each(read(object));
  }
  const condition = step.slice(FRAGMENT.length);
  return (object) => {
    const typeName = object["__typename"];
    // Where the type was not asked for, only objects of one type can be.
    if (typeof typeName !== "string" || types.isOfType(typeName, condition)) inner(object);
  };
};

const changeOf = (rewrite: Rewrite, name: string): ApplyRewrites => {
  if (rewrite.kind === "set") return (object) => put(object, name, rewrite.value);
  const read = reader(name);
  return (object) => {
    const value = read(object);
    if (value === undefined) return; // another type's, under the same path
    put(object, rewrite.to, value);
    object[name] = undefined; // deleting it would make every later access slow
  };
};

/** Compiles rewrites; `null` where there are none. */
export const compileRewrites = (rewrites: readonly Rewrite[], types: TypeSystem): ApplyRewrites | null => {
  if (rewrites.length === 0) return null;
  const changes = rewrites.map((rewrite) => {
    const name = rewrite.path.at(-1);
    if (name === undefined) throw new Error("A plan has a rewrite without a path.");
    return compileAtPath(rewrite.path.slice(0, -1), types, changeOf(rewrite, name));
  });
  return (object) => {
    for (const change of changes) change(object);
  };
};
