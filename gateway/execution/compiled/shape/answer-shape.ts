import type { Entity } from "../records.js";
import { type Completion, completeAnswer } from "./complete.js";
import { compileProjection, FAULTY, type Projection } from "./project.js";
import type { ObjectShape } from "./shape.js";

/** Makes answers of one shape. */
export type AnswerShape = (fetched: Fetched, completion: Completion) => Entity | null;

/** All that was fetched. */
export interface Fetched {
  readonly root: Entity;
  /** Whether several objects may hold the very same value. */
  readonly isShared: boolean;
}

const hasIntrospection = ({ fields }: ObjectShape): boolean =>
  fields.some(
    (field) =>
      field.kind === "introspection" ||
      (field.kind === "fetched" && field.value.kind === "object" && hasIntrospection(field.value.object)),
  );

/** Checks everything patiently: for shapes that are used once. */
export const patientShape =
  (shape: ObjectShape): AnswerShape =>
  ({ root }, completion) =>
    completeAnswer(shape, root, completion);

/** Tries the fast way first; where that finds a fault, the patient way tells which. */
export const answerShape = (shape: ObjectShape): AnswerShape => {
  const patiently = patientShape(shape);
  if (hasIntrospection(shape)) return patiently;
  let projection: Projection | null = null;
  return (fetched, completion) => {
    projection ??= compileProjection(shape);
    try {
      return projection(fetched.root, fetched.isShared ? [] : null);
    } catch (error) {
      if (error !== FAULTY) throw error;
      return patiently(fetched, completion);
    }
  };
};
