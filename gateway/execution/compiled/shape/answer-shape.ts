import type { Entity } from "../records.js";
import { type Completion, completeAnswer } from "./complete.js";
import { writeString } from "./json-string.js";
import type { ObjectShape } from "./shape.js";
import { compileWrite, FAULTY, type Write } from "./write.js";

/** Makes answers of one shape. */
export interface AnswerShape {
  /** Whether what it writes is made of names and what was fetched, and nothing else. */
  readonly isOfFetched: boolean;
  /** As an object, every value checked patiently. `null` where a fault reached the root. */
  complete(fetched: Fetched, completion: Completion): Entity | null;
  /** As JSON. */
  write(fetched: Fetched, completion: Completion): string;
}

/** All that was fetched. */
export interface Fetched {
  readonly root: Entity;
  /** Whether several objects may hold the very same value. */
  readonly isShared: boolean;
  /** Whether no string has anything in it that JSON escapes. */
  readonly isPlain: boolean;
}

const hasIntrospection = ({ fields }: ObjectShape): boolean =>
  fields.some(
    (field) =>
      field.kind === "introspection" ||
      (field.kind === "fetched" && field.value.kind === "object" && hasIntrospection(field.value.object)),
  );

/** For shapes that are used once: nothing is compiled. */
export const patientShape = (shape: ObjectShape): AnswerShape => {
  const complete: AnswerShape["complete"] = ({ root }, completion) => completeAnswer(shape, root, completion);
  return {
    isOfFetched: false,
    complete,
    write: (fetched, completion) => JSON.stringify(complete(fetched, completion)),
  };
};

/** Writes the fast way first; where that finds a fault, the patient way tells which. */
export const answerShape = (shape: ObjectShape): AnswerShape => {
  const patient = patientShape(shape);
  if (hasIntrospection(shape)) return patient;
  let plain: Write | null = null;
  let careful: Write | null = null;
  const writeFor = ({ isPlain }: Fetched): Write => {
    if (isPlain) {
      plain ??= compileWrite(shape, null);
      return plain;
    }
    careful ??= compileWrite(shape, writeString);
    return careful;
  };
  return {
    isOfFetched: true,
    complete: patient.complete,
    write(fetched, completion) {
      const write = writeFor(fetched);
      try {
        return write(fetched.root, fetched.isShared ? [] : null);
      } catch (error) {
        if (error !== FAULTY) throw error;
        return patient.write(fetched, completion);
      }
    },
  };
};
