import type { ErrorPath } from "../../../datasource/subgraph-error.js";
import { type Place, pathOf } from "../path.js";
import { CONFLICT, type Entity, isEntity, ownValue, put } from "../records.js";
import { completeLeaf, MISFIT } from "./leaf.js";
import type { FieldShape, IntrospectionField, ObjectShape, ValueShape } from "./shape.js";

/** Why a place of the answer has no value. */
export type ValueProblem = "VALUE_MISSING" | "VALUE_INVALID" | "TYPE_UNKNOWN" | "MERGE_CONFLICT";

/** What an answer is completed with. */
export interface Completion {
  /** The answer to an introspection field. */
  introspect(field: IntrospectionField): unknown;
  /** @param field e.g. `Person.name` */
  report(problem: ValueProblem, field: string, path: ErrorPath): void;
}

/** In place of a value that may not be null and is. */
const NOTHING = Symbol("null where no null may be");

/**
 * Makes the answer from what was fetched, to the letter of the specification: each value is checked, a null where none
 * may be takes the nearest nullable parent with it, and every fault is reported at its path. The pages that say so:
 * https://spec.graphql.org/October2021/#CompleteValue() and #sec-Handling-Field-Errors
 *
 * This is the patient way; `compileProjection` has the fast one for answers without a fault.
 * @returns `null` where a fault reached the root
 */
export const completeAnswer = (shape: ObjectShape, source: Entity, completion: Completion): Entity | null => {
  const complete = (value: ValueShape, found: unknown, place: Place): unknown => {
    if (found === null || found === undefined) {
      return value.isNullable ? null : fault("VALUE_MISSING", value, place);
    }
    if (found === CONFLICT) return fault("MERGE_CONFLICT", value, place);
    switch (value.kind) {
      case "leaf": {
        const leaf = completeLeaf(value.type, found);
        return leaf === MISFIT ? fault("VALUE_INVALID", value, place) : leaf;
      }
      case "list":
        return Array.isArray(found)
          ? orNull(value, completeList(value.of, found, place))
          : fault("VALUE_INVALID", value, place);
      case "object":
        return isEntity(found)
          ? orNull(value, completeObject(value.object, found, place))
          : fault("VALUE_INVALID", value, place);
      case "abstract": {
        if (!isEntity(found)) return fault("VALUE_INVALID", value, place);
        const object = value.objectOf(found["__typename"]);
        return object === null
          ? fault("TYPE_UNKNOWN", value, place)
          : orNull(value, completeObject(object, found, place));
      }
    }
  };

  const fault = (problem: ValueProblem, value: ValueShape, place: Place): unknown => {
    completion.report(problem, place.field, pathOf(place));
    return value.isNullable ? null : NOTHING;
  };

  const orNull = (value: ValueShape, completed: unknown): unknown =>
    completed === NOTHING && value.isNullable ? null : completed;

  const completeList = (of: ValueShape, found: readonly unknown[], parent: Place): unknown => {
    const list: unknown[] = [];
    let isBroken = false;
    for (const [key, element] of found.entries()) {
      const completed = complete(of, element, { key, parent, field: parent.field });
      isBroken ||= completed === NOTHING;
      list.push(completed);
    }
    return isBroken ? NOTHING : list;
  };

  const completeObject = (
    { fields, ...object }: ObjectShape,
    found: Entity,
    parent: Place | null,
  ): unknown => {
    const completed: Entity = {};
    for (const field of fields) {
      const coordinate = field.kind === "fetched" ? field.coordinate : `${object.typeName}.__typename`;
      const place: Place = { key: field.responseName, parent, field: coordinate };
      const value = completeField(object, field, found, place);
      if (value === NOTHING) return NOTHING;
      put(completed, field.responseName, value);
    }
    return completed;
  };

  const completeField = (
    { typeName, isConcrete }: Pick<ObjectShape, "typeName" | "isConcrete">,
    field: FieldShape,
    found: Entity,
    place: Place,
  ): unknown => {
    switch (field.kind) {
      case "fetched":
        return complete(field.value, ownValue(found, field.sourceName), place);
      case "introspection":
        return completion.introspect(field);
      case "typename":
        if (isConcrete) return typeName;
        completion.report("TYPE_UNKNOWN", place.field, pathOf(place));
        return NOTHING;
    }
  };

  const completed = completeObject(shape, source, null);
  return completed === NOTHING ? null : (completed as Entity);
};
