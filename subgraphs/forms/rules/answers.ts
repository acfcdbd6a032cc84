import type { FormContent } from "../../../drizzle/forms/values.js";
import { isJsonObject, isWithin, type Json, type JsonObject } from "../../../lib/json.js";
import { partsOf, pathOf, valueAt } from "./pointers.js";

/** What one submission may hold. Attachments are kept elsewhere. */
export const ANSWER_LIMITS = {
  bytes: 262_144,
  depth: 12,
  values: 20_000,
  texts: 32_768,
  items: 1_000,
} as const;

/** Longest text that tells a submission from others, in UTF-16 units. */
const MAX_PRESENTATION = 120;

const problemIn = (value: Json): string | null => {
  if (typeof value === "string") {
    if (value.includes("\u0000")) return "a text holds the character U+0000; leave it out";
    return value.length > ANSWER_LIMITS.texts
      ? `a text has more than ${ANSWER_LIMITS.texts} characters`
      : null;
  }
  if (value === null || typeof value !== "object") return null;
  if (Array.isArray(value) && value.length > ANSWER_LIMITS.items) {
    return `a list has more than ${ANSWER_LIMITS.items} items`;
  }
  if (isJsonObject(value)) {
    const name = Object.keys(value).find((key) => partsOf(pathOf([key])) === null || key.includes("\u0000"));
    if (name !== undefined) return `no answer may be called "${name}"`;
  }
  for (const member of Object.values(value) as readonly Json[]) {
    const problem = problemIn(member);
    if (problem !== null) return problem;
  }
  return null;
};

/** Why answers can't be kept, whatever the form says of them; `null` where they can. */
export const answersProblem = (answers: Json): string | null => {
  const { depth, values, bytes } = ANSWER_LIMITS;
  if (!isWithin(answers, { depth, values })) {
    return `the answers go more than ${depth} deep, or hold more than ${values} values`;
  }
  if (Buffer.byteLength(JSON.stringify(answers), "utf8") > bytes)
    return `the answers have more than ${bytes} bytes`;
  return problemIn(answers);
};

/** The texts that tell a submission from others of its form, out of its answers. */
export const presentationTextsOf = (
  { presentationFields }: Pick<FormContent, "presentationFields">,
  answers: JsonObject,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(presentationFields).flatMap(([name, path]) => {
      const value = valueAt(answers, partsOf(path) ?? []);
      const isSaid = typeof value === "string" || typeof value === "number";
      return isSaid && String(value).trim() !== "" ? [[name, String(value).slice(0, MAX_PRESENTATION)]] : [];
    }),
  );
