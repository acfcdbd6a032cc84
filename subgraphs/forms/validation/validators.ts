import type { ValidateFunction } from "ajv/dist/2020.js";
import { LRUCache } from "lru-cache";
import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { JsonObject } from "../../../lib/json.js";
import { createAjv } from "./ajv.js";
import { type FormProblem, problemsOf } from "./problems.js";

const MAX_KEPT = 200;

/** Checks what is filled in. A version of a form is compiled once. */
export interface Validators {
  problems(
    definition: FormDefinitionRow,
    filled: Pick<FormInstanceRow, "dataElements" | "currentTaskId">,
    answers: JsonObject,
  ): readonly FormProblem[];
}

export const createValidators = (): Validators => {
  const kept = new LRUCache<string, ValidateFunction>({ max: MAX_KEPT });
  const validatorOf = ({ id, version, hash, content }: FormDefinitionRow): ValidateFunction => {
    const key = `${id} ${version} ${hash}`;
    const known = kept.get(key) ?? createAjv().compile(content?.schema ?? {});
    kept.set(key, known);
    return known;
  };
  return {
    problems: (definition, filled, answers) =>
      definition.content === null ? [] : problemsOf(definition, filled, answers, validatorOf(definition)),
  };
};
