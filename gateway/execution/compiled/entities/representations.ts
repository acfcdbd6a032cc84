import type { Requirement, Rewrite } from "../../../planning/plan.js";
import { type Entity, isEntity, put, reader } from "../records.js";
import { compileRewrites } from "./rewrites.js";
import type { TypeSystem } from "./subtypes.js";

/** What a subgraph is told of an entity, so that it finds it; `null` where what it needs was not fetched. */
export type Represent = (entity: Entity) => Entity | null;

interface Pick {
  /** What the subgraph calls it. */
  readonly name: string;
  read(entity: Entity): unknown;
  /** `null`: a leaf. */
  readonly inner: Represent | null;
}

/** The fields that requirements have for objects of one type. */
const picksFor = (typeName: string | null, requirements: readonly Requirement[], types: TypeSystem): Pick[] =>
  requirements.flatMap((requirement): Pick[] => {
    if (requirement.kind === "fragment") {
      const { type, selections } = requirement;
      const passes = type === null || (typeName !== null && types.isOfType(typeName, type));
      return passes ? picksFor(typeName, selections, types) : [];
    }
    const { name, source, selections } = requirement;
    return [{ name, read: reader(source), inner: selections && compileByType(selections, types) }];
  });

const pickAll =
  (picks: readonly Pick[]): Represent =>
  (entity) => {
    const picked: Entity = {};
    for (const { name, read, inner } of picks) {
      const value = read(entity);
      if (value === undefined) return null; // an error took it, and was reported where it happened
      const before = picked[name];
      const taken = inner === null ? value : representValue(value, inner);
      put(picked, name, isEntity(before) && isEntity(taken) ? { ...before, ...taken } : taken);
    }
    return picked;
  };

const representValue = (value: unknown, represent: Represent): unknown => {
  if (Array.isArray(value)) return value.map((element) => representValue(element, represent));
  return isEntity(value) ? represent(value) : null;
};

/** A picker for each type, compiled when the first object of that type is met. */
const compileByType = (requirements: readonly Requirement[], types: TypeSystem): Represent => {
  if (requirements.every(({ kind }) => kind === "field")) return pickAll(picksFor(null, requirements, types));
  const byType = new Map<string | null, Represent>();
  return (entity) => {
    const found = entity["__typename"];
    const typeName = typeof found === "string" ? found : null;
    let represent = byType.get(typeName);
    if (represent === undefined) {
      represent = pickAll(picksFor(typeName, requirements, types));
      if (byType.size < MAX_TYPES) byType.set(typeName, represent);
    }
    return represent(entity);
  };
};

/** Far more than any interface has; a subgraph that makes names up fills nobody's memory. */
const MAX_TYPES = 1_000;

/** Compiles what a plan's fetch requires of each entity. */
export const compileRepresent = (
  requirements: readonly Requirement[],
  rewrites: readonly Rewrite[],
  types: TypeSystem,
): Represent => {
  const pick = compileByType(requirements, types);
  const rewrite = compileRewrites(rewrites, types);
  return (entity) => {
    const representation = pick(entity);
    if (representation === null || typeof representation["__typename"] !== "string") return null;
    rewrite?.(representation);
    return representation;
  };
};
