import type { Entity } from "../records.js";
import { type Completion, completeAnswer } from "./complete.js";
import { compileProjection, FAULTY, type Projection } from "./project.js";
import type { ObjectShape } from "./shape.js";

/** Makes answers of one shape. */
export type AnswerShape = (source: Entity, completion: Completion) => Entity | null;

const hasIntrospection = ({ fields }: ObjectShape): boolean =>
  fields.some(
    (field) =>
      field.kind === "introspection" ||
      (field.kind === "fetched" && field.value.kind === "object" && hasIntrospection(field.value.object)),
  );

/**
 * The fast way first; where that finds a fault, the patient way tells which.
 * @param isKept whether the shape serves more than one request, so that compiling it pays
 */
export const answerShape = (shape: ObjectShape, isKept: boolean): AnswerShape => {
  if (!isKept || hasIntrospection(shape))
    return (source, completion) => completeAnswer(shape, source, completion);
  let projection: Projection | null = null;
  return (source, completion) => {
    projection ??= compileProjection(shape);
    try {
      return projection(source);
    } catch (error) {
      if (error !== FAULTY) throw error;
      return completeAnswer(shape, source, completion);
    }
  };
};
