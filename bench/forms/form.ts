import type { FormDefinitionRow } from "../../drizzle/forms/tables.js";
import type { JsonObject } from "../../lib/json.js";

export const FIELDS = 500;
export const SERVICE = "urn:altinn:resource:app_tst_bench";

const names = Array.from({ length: FIELDS }, (_, index) => `field${index}`);
const text = (nb: string) => ({ nb, nn: nb, en: nb });

/** A form of 500 fields in ten steps, each of a type with a limit or a pattern; one task, which sends it. */
export const form: FormDefinitionRow = {
  id: "tst/bench",
  version: 1,
  org: "tst",
  serviceResource: SERVICE,
  title: text("Måling"),
  tasks: [{ elementId: "fill", type: "DATA", name: text("Fyll ut") }],
  dataTypes: [],
  createdAt: 0,
  hash: "bench",
  publishedBy: null,
  content: {
    schema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      required: names,
      properties: Object.fromEntries(
        names.map((name, index): [string, JsonObject] => [
          name,
          index % 2 === 0
            ? { type: "number", minimum: 0, maximum: 1_000_000 }
            : { type: "string", minLength: 1, maxLength: 50 },
        ]),
      ),
    },
    steps: Array.from({ length: 10 }, (_, step) => ({
      id: `step${step}`,
      taskId: "fill",
      title: text(`Side ${step + 1}`),
      fields: names.slice(step * 50, step * 50 + 50).map((name) => ({ path: `/${name}`, label: text(name) })),
    })),
    prefill: [],
    checks: [],
    decisionRules: [],
    presentationFields: {},
    url: null,
  },
};

/** Answers that are all right. */
export const rightAnswers = Object.fromEntries(
  names.map((name, index) => [name, index % 2 === 0 ? index : `Svar ${index}`]),
);
/** Answers of which every one is wrong. */
export const wrongAnswers = Object.fromEntries(names.map((name, index) => [name, index % 2 === 0 ? -1 : ""]));
