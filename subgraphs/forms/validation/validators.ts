import type { ValidateFunction } from "ajv/dist/2020.js";
import { LRUCache } from "lru-cache";
import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { JsonObject } from "../../../lib/json.js";
import { createAjv } from "./ajv.js";
import { type FormProblem, problemsOf } from "./problems.js";

const MAX_KEPT = 200;

type Compiled = Pick<FormDefinitionRow, "id" | "version" | "hash" | "content">;

/** Checks what is filled in. A version of a form is compiled once. */
export interface Validators {
  problems(
    definition: FormDefinitionRow,
    filled: Pick<FormInstanceRow, "dataElements" | "currentTaskId">,
    answers: JsonObject,
  ): readonly FormProblem[];
  /** Compiles a form beforehand, when nobody waits for an answer: a large one takes a tenth of a second. */
  prepare(definition: Compiled): void;
  /** How many are kept, and how many were compiled while somebody waited. */
  readonly counts: { readonly kept: number; readonly compiledInRequest: number };
}

export const createValidators = (): Validators => {
  const kept = new LRUCache<string, ValidateFunction>({ max: MAX_KEPT });
  let compiledInRequest = 0;
  const keyOf = ({ id, version, hash }: Compiled): string => `${id} ${version} ${hash}`;
  const compiled = ({ content }: Compiled): ValidateFunction => createAjv().compile(content?.schema ?? {});
  const validatorOf = (definition: Compiled): ValidateFunction => {
    const known = kept.get(keyOf(definition));
    if (known !== undefined) return known;
    compiledInRequest += 1;
    const fresh = compiled(definition);
    kept.set(keyOf(definition), fresh);
    return fresh;
  };
  return {
    problems: (definition, filled, answers) =>
      definition.content === null ? [] : problemsOf(definition, filled, answers, validatorOf(definition)),
    prepare(definition) {
      if (definition.content !== null && !kept.has(keyOf(definition))) {
        kept.set(keyOf(definition), compiled(definition));
      }
    },
    get counts() {
      return { kept: kept.size, compiledInRequest };
    },
  };
};
