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

/** Checks everything patiently: for shapes that are used once. */
export const patientShape =
  (shape: ObjectShape): AnswerShape =>
  (source, completion) =>
    completeAnswer(shape, source, completion);

/** Tries the fast way first; where that finds a fault, the patient way tells which. */
export const answerShape = (shape: ObjectShape): AnswerShape => {
  const patiently = patientShape(shape);
  if (hasIntrospection(shape)) return patiently;
  let projection: Projection | null = null;
  return (source, completion) => {
    projection ??= compileProjection(shape);
    try {
      return projection(source);
    } catch (error) {
      if (error !== FAULTY) throw error;
      return patiently(source, completion);
    }
  };
};
