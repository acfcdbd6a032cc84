import type { Requirement, Rewrite } from "../../../planning/plan.js";
import { type Entity, isEntity, put, reader } from "../records.js";
import { createByType } from "./by-type.js";
import { compileWriteJson, type WriteJson } from "./json-code.js";
import { areForAllTypes, propertiesFor, type RequiredProperty } from "./requirement-fields.js";
import { compileRewrites } from "./rewrites.js";
import type { TypeSystem } from "./subtypes.js";

/** How entities of one type are told to a subgraph. */
export interface Representation {
  /** The same for entities that are represented alike; undefined where what is required was not fetched. */
  keyOf(entity: Entity): unknown;
  /** @param key of the entity */
  toJson(entity: Entity, key: unknown): string;
  /** For subgraphs that are asked without JSON. */
  toObject(entity: Entity): Entity;
}

/** Finds how an entity is represented; `null` where it is not one to ask about. */
export type RepresentationOf = (entity: Entity) => Representation | null;

type Build = (entity: Entity) => Entity | null;

const buildValue = (value: unknown, build: Build): unknown => {
  if (Array.isArray(value)) return value.map((element) => buildValue(element, build));
  return isEntity(value) ? build(value) : null;
};

const compileBuildNested = (requirements: readonly Requirement[], types: TypeSystem): Build => {
  const compile = (typeName: string | null): Build =>
    compileBuild(propertiesFor(requirements, typeName, types), types);
  if (areForAllTypes(requirements)) return compile(null);
  const byType = createByType(compile);
  return (entity) => byType(entity)(entity);
};

const compileBuild = (properties: readonly RequiredProperty[], types: TypeSystem): Build => {
  const picks = properties.map(({ name, source, below }) => ({
    name,
    read: reader(source),
    below: below && compileBuildNested(below, types),
  }));
  return (entity) => {
    const built: Entity = {};
    for (const { name, read, below } of picks) {
      const value = read(entity);
      if (value === undefined) return null;
      put(built, name, below === null ? value : buildValue(value, below));
    }
    return built;
  };
};

/** Properties that rewrites set to the same for all entities of a type; `null` where rewrites do more than that. */
const constantsOf = (
  typeName: string,
  rewrites: readonly Rewrite[],
  types: TypeSystem,
): Map<string, unknown> | null => {
  const constants = new Map<string, unknown>([["__typename", typeName]]);
  for (const { path, ...rewrite } of rewrites) {
    const [fragment = "", name, ...deeper] = path;
    const condition = /^\.\.\. on (\w+)$/.exec(fragment)?.[1];
    if (rewrite.kind !== "set" || condition === undefined || name === undefined || deeper.length > 0)
      return null;
    if (types.isOfType(typeName, condition)) constants.set(name, rewrite.value);
  }
  return constants;
};

/** Of entities that one leaf tells apart, that leaf's value is the key; of others, their JSON. */
const compileKey = (properties: readonly RequiredProperty[], write: WriteJson) => {
  const [only, ...others] = properties.filter(({ name }) => name !== "__typename");
  if (only === undefined || only.below !== null || others.length > 0) {
    return { keyOf: write, toJson: (_: Entity, key: unknown) => String(key) };
  }
  const read = reader(only.source);
  return {
    keyOf(entity: Entity): unknown {
      const value = read(entity);
      return typeof value === "object" && value !== null ? `\0${JSON.stringify(value)}` : value;
    },
    toJson: (entity: Entity) => write(entity) ?? "null",
  };
};

const compileForType = (
  typeName: string,
  requirements: readonly Requirement[],
  rewrites: readonly Rewrite[],
  types: TypeSystem,
): Representation | null => {
  const properties = propertiesFor(requirements, typeName, types);
  if (!properties.some(({ name }) => name === "__typename")) return null; // no fragment is for this type
  const build = compileBuild(properties, types);
  const rewrite = compileRewrites(rewrites, types);
  const toObject = (entity: Entity): Entity => {
    const built = build(entity) ?? {};
    rewrite?.(built);
    return built;
  };
  const constants = constantsOf(typeName, rewrites, types);
  const write: WriteJson =
    constants === null
      ? (entity) => (build(entity) === null ? undefined : JSON.stringify(toObject(entity)))
      : compileWriteJson(properties, types, constants);
  return { ...compileKey(properties, write), toObject };
};

/** Compiles what a plan's fetch requires of each entity. */
export const compileRepresentations = (
  requirements: readonly Requirement[],
  rewrites: readonly Rewrite[],
  types: TypeSystem,
): RepresentationOf =>
  createByType((typeName) =>
    typeName === null ? null : compileForType(typeName, requirements, rewrites, types),
  );
