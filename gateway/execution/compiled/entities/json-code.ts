import type { Requirement } from "../../../planning/plan.js";
import { compileFunction, literal, propertyCode } from "../code.js";
import { type Entity, isEntity } from "../records.js";
import { leafJson } from "../shape/json-string.js";
import { createByType } from "./by-type.js";
import { areForAllTypes, propertiesFor, type RequiredProperty } from "./requirement-fields.js";
import type { TypeSystem } from "./subtypes.js";

/** Writes an object as JSON; undefined where something that is required was not fetched. */
export type WriteJson = (object: Entity) => string | undefined;

const compileNested = (requirements: readonly Requirement[], types: TypeSystem) => {
  const compile = (typeName: string | null): WriteJson =>
    compileWriteJson(propertiesFor(requirements, typeName, types), types, new Map());
  const byType = createByType(compile);
  const only = areForAllTypes(requirements) ? compile(null) : null;
  const write = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(write).join()}]`;
    if (!isEntity(value)) return "null";
    return (only ?? byType(value))(value) ?? "null";
  };
  return write;
};

/**
 * Compiles a writer of JSON for objects of one kind.
 * @param constants properties that have the same value for all objects
 */
export const compileWriteJson = (
  properties: readonly RequiredProperty[],
  types: TypeSystem,
  constants: ReadonlyMap<string, unknown>,
): WriteJson =>
  compileFunction<WriteJson>("s", (values) => {
    let reads = "";
    const parts = properties.map(({ name, source, below }, index) => {
      const key = `${JSON.stringify(name)}:`;
      if (constants.has(name)) return literal(key + JSON.stringify(constants.get(name)));
      reads += `const v${index}=${propertyCode("s", source)};if(v${index}===undefined)return undefined;`;
      const write = values.add(below === null ? leafJson : compileNested(below, types));
      return `${literal(key)}+${write}(v${index})`;
    });
    return `${reads}return "{"+${parts.length === 0 ? '""' : parts.join(`+","+`)}+"}"`;
  });
