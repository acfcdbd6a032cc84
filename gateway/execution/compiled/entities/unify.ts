import { type Entity, isEntity, reader } from "../records.js";
import type { Representation, RepresentationOf } from "./representations.js";

/** Whatever of the objects is the same becomes the same object. @returns the different ones, and whether any was the same */
export type Unify = (holders: readonly unknown[]) => { readonly found: Entity[]; readonly hasSame: boolean };

/** @param name of the field in which the objects are. Not one that all objects inherit */
export const compileUnify = (name: string, representationOf: RepresentationOf): Unify => {
  const read = reader(name);
  return (holders) => {
    const found: Entity[] = [];
    const known = new Map<Representation, Map<unknown, Entity>>();
    let hasSame = false;
    let last: Representation | null = null;
    let byKey = new Map<unknown, Entity>();
    for (const holder of holders) {
      if (!isEntity(holder)) continue;
      const object = read(holder);
      if (!isEntity(object)) continue;
      const representation = representationOf(object);
      const key = representation?.keyOf(object);
      if (representation === null || key === undefined) {
        found.push(object);
        continue;
      }
      if (representation !== last) {
        last = representation;
        byKey = known.get(representation) ?? new Map();
        known.set(representation, byKey);
      }
      const first = byKey.get(key);
      if (first === undefined) {
        byKey.set(key, object);
        found.push(object);
      } else if (first !== object) {
        holder[name] = first;
        hasSame = true;
      }
    }
    return { found, hasSame };
  };
};
