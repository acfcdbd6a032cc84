import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { FormContent, FormField, FormStep } from "../../../drizzle/forms/values.js";
import { isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";
import { keptWith } from "../../../lib/kept-with.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { holds } from "../rules/logic.js";
import { overlaps, partsOf, pathOf, valueAt } from "../rules/pointers.js";
import { irrelevantPaths, relevantAnswers, relevantTasks } from "../rules/relevance.js";
import { messageFor } from "./messages.js";

/** Something that is missing or wrong. */
export interface FormProblem {
  /** Where: a JSON pointer into the answers, or `/attachments/{kind}`. */
  readonly path: string;
  /** The keyword of JSON Schema, the form's own check, `minCount` or `maxCount`. */
  readonly code: string;
  readonly severity: "ERROR" | "WARNING";
  readonly text: LocalizedText;
  /** The step that asks for it; `null` where none does. */
  readonly stepId: string | null;
}

type Content = Pick<FormContent, "schema" | "steps" | "checks">;
type Filled = Pick<FormInstanceRow, "dataElements" | "currentTaskId">;

/** More are not told at once: nobody mends them in one go. */
export const MAX_PROBLEMS = 500;

/** Errors that only say that another one was found, or which way out of several was not taken. */
const isEcho = ({ keyword, schemaPath }: ErrorObject): boolean =>
  keyword === "if" || /\/(anyOf|oneOf|not)\/\d+\//.test(schemaPath);

const partsOfError = ({ instancePath, keyword, params }: ErrorObject): readonly string[] => {
  const parts = partsOf(instancePath) ?? [];
  const named = { required: "missingProperty", additionalProperties: "additionalProperty" }[keyword];
  const other = keyword === "unevaluatedProperties" ? "unevaluatedProperty" : named;
  return other === undefined ? parts : [...parts, String((params as Record<string, unknown>)[other])];
};

const resolved = (schema: Json | undefined, root: JsonObject): JsonObject => {
  const found = isJsonObject(schema) ? schema : {};
  const ref = found["$ref"];
  const target =
    typeof ref === "string" && ref.startsWith("#/") ? valueAt(root, partsOf(ref.slice(1)) ?? []) : null;
  return isJsonObject(target) ? resolved(target, root) : found;
};

/** Groups that must be there are there, so that it is told which of their answers is missing, not that the group is. */
const withRequiredGroups = (value: JsonObject, schema: JsonObject, root: JsonObject): JsonObject => {
  const properties = isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? (schema["required"] as readonly Json[]) : [];
  const groups = Object.entries(properties).flatMap(([name, inner]): [string, JsonObject][] => {
    const group = resolved(inner, root);
    const there = Object.hasOwn(value, name) ? value[name] : undefined;
    const isWanted = isJsonObject(there) || (there === undefined && required.includes(name));
    if (group["type"] !== "object" || !isWanted) return [];
    return [[name, withRequiredGroups(isJsonObject(there) ? there : {}, group, root)]];
  });
  return groups.length === 0 ? value : { ...value, ...Object.fromEntries(groups) };
};

/** A question, where it stands. */
interface Asked {
  readonly step: FormStep;
  readonly field: FormField;
  /** The parts of its path. */
  readonly pattern: readonly string[];
}

/** All questions of a form: paths are taken apart once, not for each problem. */
const questionsOf = keptWith<readonly FormStep[], readonly Asked[]>((steps) =>
  steps.flatMap((step) => step.fields.map((field) => ({ step, field, pattern: partsOf(field.path) ?? [] }))),
);

/** The question that asks for a place, and its step: the narrowest that there is. */
const askedBy = (steps: readonly FormStep[], parts: readonly string[]): Asked | null => {
  let best: Asked | null = null;
  let depth = -1;
  for (const asked of questionsOf(steps)) {
    if (!overlaps(asked.pattern, parts)) continue;
    const isWithin = parts.length >= asked.pattern.length;
    if (best !== null && !(isWithin && asked.pattern.length > depth)) continue;
    best = asked;
    depth = isWithin ? asked.pattern.length : -1;
  }
  return best;
};

const schemaProblems = (content: Content, answers: JsonObject, validate: ValidateFunction): FormProblem[] => {
  const relevant = relevantAnswers(content, answers);
  if (validate(withRequiredGroups(relevant, resolved(content.schema, content.schema), content.schema)))
    return [];
  const unasked = irrelevantPaths(content, answers);
  const seen = new Set<string>();
  return (validate.errors ?? []).flatMap((error) => {
    const parts = partsOfError(error);
    const path = pathOf(parts);
    const key = `${path} ${error.keyword}`;
    if (isEcho(error) || seen.has(key) || unasked.some((pattern) => overlaps(pattern, parts))) return [];
    seen.add(key);
    const asked = askedBy(content.steps, parts);
    const own = asked?.field.messages?.[error.keyword];
    const text =
      own ?? messageFor(error.keyword, error.params as Record<string, unknown>, asked?.field.label ?? path);
    return [{ path, code: error.keyword, severity: "ERROR" as const, text, stepId: asked?.step.id ?? null }];
  });
};

const checkProblems = ({ checks, steps }: Content, relevant: JsonObject): FormProblem[] =>
  checks
    .filter(({ when }) => holds(when, relevant))
    .map(({ id, severity, path, text }) => ({
      path,
      code: id,
      severity,
      text,
      stepId: askedBy(steps, partsOf(path) ?? [])?.step.id ?? null,
    }));

const attachmentProblems = (
  { dataTypes }: Pick<FormDefinitionRow, "dataTypes">,
  { dataElements }: Filled,
  tasks: ReadonlySet<string>,
): FormProblem[] =>
  dataTypes
    .filter(({ taskId }) => taskId === null || tasks.has(taskId))
    .flatMap(({ id, title, minCount, maxCount }) => {
      const count = dataElements.filter(({ dataType }) => dataType === id).length;
      const code = count < minCount ? "minCount" : count > maxCount ? "maxCount" : null;
      if (code === null) return [];
      const limit = code === "minCount" ? minCount : maxCount;
      const text = messageFor(code, { limit }, title ?? id);
      return [{ path: pathOf(["attachments", id]), code, severity: "ERROR" as const, text, stepId: null }];
    });

/**
 * Everything that is missing or wrong, as far as the party has come: what later tasks ask for is not missing yet.
 * In the order of the form's steps, errors before warnings within each.
 */
export const problemsOf = (
  definition: FormDefinitionRow,
  filled: Filled,
  answers: JsonObject,
  validate: ValidateFunction,
): readonly FormProblem[] => {
  const { content } = definition;
  if (content === null) return [];
  const tasks = relevantTasks(definition, answers).map(({ elementId }) => elementId);
  const reached = new Set(
    filled.currentTaskId === null ? tasks : tasks.slice(0, tasks.indexOf(filled.currentTaskId) + 1),
  );
  const steps = content.steps.map(({ id }) => id);
  const taskOf = new Map(content.steps.map(({ id, taskId }) => [id, taskId]));
  const place = ({ stepId }: FormProblem): number => (stepId === null ? steps.length : steps.indexOf(stepId));
  return [
    ...schemaProblems(content, answers, validate),
    ...checkProblems(content, relevantAnswers(content, answers)),
    ...attachmentProblems(definition, filled, reached),
  ]
    .filter(({ stepId }) => stepId === null || reached.has(taskOf.get(stepId) ?? ""))
    .sort((a, b) => place(a) - place(b) || a.severity.localeCompare(b.severity))
    .slice(0, MAX_PROBLEMS);
};
