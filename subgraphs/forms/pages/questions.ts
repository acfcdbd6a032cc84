import type { FormContent, FormField, FormStep } from "../../../drizzle/forms/values.js";
import { isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";
import type { AnswerChange } from "../rules/merge.js";
import { EACH, isWithinPattern, partsOf, pathOf, valueAt } from "../rules/pointers.js";
import { relevantFields } from "../rules/relevance.js";

/** How a question is answered on a page. */
export type AnswerKind =
  | "TEXT"
  | "LONG_TEXT"
  | "NUMBER"
  | "DATE"
  | "EMAIL"
  | "CHOICE"
  | "YES_NO"
  | "SEVERAL"
  | "LINES"
  | "GROUP"
  | "LIST";

/** A question with the place that it asks about, and what stands there. */
export interface Question {
  readonly kind: AnswerKind;
  readonly path: string;
  readonly field: FormField;
  readonly schema: JsonObject;
  readonly value: Json | undefined;
  readonly isRequired: boolean;
  /** Of a group, and of each item of a list. */
  readonly parts: readonly (readonly Question[])[];
}

/** Longest text that is asked for in one line. */
const ONE_LINE = 250;

const resolved = (schema: Json | undefined, root: JsonObject): JsonObject => {
  const found = isJsonObject(schema) ? schema : {};
  const ref = found["$ref"];
  return typeof ref === "string" && ref.startsWith("#/")
    ? resolved(valueAt(root, partsOf(ref.slice(1)) ?? []), root)
    : found;
};

/** The schema of a place, and whether an answer must be there, as far as the schema says so by itself. */
const schemaAt = (
  root: JsonObject,
  parts: readonly string[],
): { schema: JsonObject; isRequired: boolean } => {
  let schema = resolved(root, root);
  let isRequired = false;
  for (const part of parts) {
    const { properties, items, required } = schema;
    const isItem = part === EACH || /^\d+$/.test(part);
    isRequired = !isItem && Array.isArray(required) && (required as readonly Json[]).includes(part);
    schema = resolved(
      isItem && items !== undefined ? items : isJsonObject(properties) ? properties[part] : {},
      root,
    );
  }
  return { schema, isRequired };
};

const kindOf = (
  { type, enum: choices, format, maxLength, items, properties }: JsonObject,
  root: JsonObject,
): AnswerKind => {
  if (Array.isArray(choices)) return "CHOICE";
  if (type === "array") {
    const item = resolved(items, root);
    if (Array.isArray(item["enum"])) return "SEVERAL";
    return item["type"] === "object" ? "LIST" : "LINES";
  }
  if (type === "object" && isJsonObject(properties)) return "GROUP";
  if (type === "boolean") return "YES_NO";
  if (type === "number" || type === "integer") return "NUMBER";
  if (format === "date") return "DATE";
  if (format === "email") return "EMAIL";
  return typeof maxLength === "number" && maxLength > ONE_LINE ? "LONG_TEXT" : "TEXT";
};

/** What a part is called that no question of the form asks for by itself: by its schema, or by its name. */
const unasked = (path: string, name: string, schema: JsonObject): FormField => ({
  path,
  label: { nb: typeof schema["title"] === "string" ? schema["title"] : name },
});

const questionAt = (
  field: FormField,
  parts: readonly string[],
  around: { readonly root: JsonObject; readonly answers: JsonObject; readonly fields: readonly FormField[] },
): Question => {
  const { root, answers, fields } = around;
  const { schema, isRequired } = schemaAt(root, parts);
  const kind = kindOf(schema, root);
  const value = valueAt(answers, parts);
  const inner = (at: readonly string[]): Question[] => {
    const { properties } = kind === "LIST" ? resolved(schema["items"], root) : schema;
    const names = Object.keys(isJsonObject(properties) ? properties : {});
    const asked = fields.filter(({ path }) => {
      const pattern = partsOf(path) ?? [];
      return pattern.length === at.length + 1 && isWithinPattern(pattern.slice(0, -1), at);
    });
    const own = asked.map((one) => [one, (partsOf(one.path) ?? []).at(-1) ?? ""] as const);
    const all = own.length > 0 ? own : names.map((name) => [null, name] as const);
    return all.map(([one, name]) => {
      const place = [...at, name];
      return questionAt(one ?? unasked(pathOf(place), name, schemaAt(root, place).schema), place, around);
    });
  };
  const items = kind === "LIST" && Array.isArray(value) ? (value as readonly Json[]) : [];
  const within =
    kind === "GROUP" ? [inner(parts)] : items.map((_, index) => inner([...parts, String(index)]));
  return { kind, path: pathOf(parts), field, schema, value, isRequired, parts: within };
};

/** What a step asks, in order; parts of lists and groups are within those. */
export const questionsOf = (
  { schema: root }: Pick<FormContent, "schema">,
  step: FormStep,
  answers: JsonObject,
): readonly Question[] => {
  const fields = relevantFields(step, answers);
  const patterns = fields.map(({ path }) => partsOf(path) ?? []);
  return fields.flatMap((field, index) => {
    const parts = patterns[index] ?? [];
    const isPart =
      parts.includes(EACH) ||
      patterns.some((other) => other.length < parts.length && isWithinPattern(other, parts));
    return isPart ? [] : [questionAt(field, parts, { root, answers, fields })];
  });
};

/** Questions that have an answer of their own, those within lists and groups as well. */
export const leavesOf = (questions: readonly Question[]): readonly Question[] =>
  questions.flatMap((question) =>
    question.kind === "GROUP" || question.kind === "LIST" ? question.parts.flatMap(leavesOf) : [question],
  );

/** The choices of a question, as texts with what each stands for. */
export const choicesOf = ({
  kind,
  schema,
}: Question): readonly { readonly text: string; readonly value: Json }[] => {
  if (kind === "YES_NO") return [true, false].map((value) => ({ text: String(value), value }));
  const items = schema["items"];
  const from = kind === "SEVERAL" && isJsonObject(items) ? items["enum"] : schema["enum"];
  return (Array.isArray(from) ? (from as readonly Json[]) : []).map((value) => ({
    text: String(value),
    value,
  }));
};

/** An answer as it stands on a page. */
export const textOf = ({ kind, value }: Pick<Question, "kind" | "value">): string => {
  if (value === undefined || value === null) return "";
  if ((kind === "LINES" || kind === "SEVERAL") && Array.isArray(value)) {
    return (value as readonly Json[]).map(String).join("\n");
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};

const numberIn = (text: string): Json => {
  const number = Number(text.replaceAll(/[\s\u00a0]/g, "").replace(",", "."));
  return Number.isFinite(number) ? number : text;
};

/** What was typed, as the answer that it is; `null` where nothing was. What can't be read stays text, and is told. */
const answerIn = (question: Question, text: string): Json => {
  if (text.trim() === "") return null;
  switch (question.kind) {
    case "NUMBER":
      return numberIn(text);
    case "CHOICE":
    case "YES_NO":
      return choicesOf(question).find((choice) => choice.text === text)?.value ?? text;
    case "SEVERAL": {
      const chosen = text.split("\n");
      return choicesOf(question)
        .filter((choice) => chosen.includes(choice.text))
        .map(({ value }) => value);
    }
    case "LINES": {
      const lines = text
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
      const items = question.schema["items"];
      const isOfNumbers = isJsonObject(items) && (items["type"] === "number" || items["type"] === "integer");
      return isOfNumbers ? lines.map(numberIn) : lines;
    }
    default:
      return question.kind === "LONG_TEXT" ? text : text.trim();
  }
};

/** What a page sends of a question: what was typed, and what stood there when it was shown. */
export const typedName = (path: string): string => `a:${path}`;
export const shownName = (path: string): string => `o:${path}`;

const plain = (text: string): string => text.replaceAll("\r\n", "\n");

/** What somebody changed on a page: only that, so that what others changed meanwhile stays. */
export const changesIn = (questions: readonly Question[], sent: URLSearchParams): readonly AnswerChange[] =>
  leavesOf(questions).flatMap((question) => {
    const shown = sent.get(shownName(question.path));
    if (shown === null) return []; // it was not on the page
    const typed = plain(sent.getAll(typedName(question.path)).join("\n"));
    return typed === plain(shown) ? [] : [{ path: question.path, value: answerIn(question, typed) }];
  });
