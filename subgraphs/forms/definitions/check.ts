import type { FormDefinitionRow } from "../../../drizzle/forms/tables.js";
import type { FormContent, FormDataType, FormPrefill, FormTask } from "../../../drizzle/forms/values.js";
import { messageOf } from "../../../lib/errors.js";
import { isJsonObject, isWithin, type Json, type JsonObject } from "../../../lib/json.js";
import { selectionProblem } from "../rules/graph-source.js";
import { EACH, isWithinPattern, partsOf, pathOf, valueAt } from "../rules/pointers.js";
import { createAjv } from "../validation/ajv.js";
import { RuleChecker } from "./check-rules.js";
import { checkSchema } from "./check-schema.js";
import { DOCUMENT_SCHEMA } from "./document-schema.js";
import type { DefinitionProblem, Report } from "./report.js";

/** What a definition may come to before it is looked at. */
export const DOCUMENT_LIMITS = { bytes: 1_048_576, depth: 40, values: 60_000, problems: 200 } as const;

/** Answers of one form that are taken from the graph. */
const MAX_GRAPH_SOURCES = 10;
const MAX_SIGNATURES = 100;

/** A definition as it is published: what its row is made of, but for the version. */
export type CheckedDefinition = Pick<
  FormDefinitionRow,
  "id" | "serviceResource" | "title" | "tasks" | "dataTypes"
> & {
  readonly content: FormContent;
};

/** What came of a check: a definition, or all that is wrong with it. */
export type Checked =
  | { readonly definition: CheckedDefinition }
  | { readonly problems: readonly DefinitionProblem[] };

type Document = Omit<CheckedDefinition, "content" | "serviceResource"> &
  Partial<FormContent> & {
    readonly service: string;
    readonly schema: JsonObject;
    readonly steps: FormContent["steps"];
  };

const shapeProblems = (document: Json, report: Report): boolean => {
  const validate = createAjv().compile(DOCUMENT_SCHEMA);
  if (validate(document)) return true;
  for (const { instancePath, keyword, params } of validate.errors ?? []) {
    const { missingProperty, additionalProperty, pattern, allowedValues, limit } = params as Record<
      string,
      unknown
    >;
    const expected = pattern ?? allowedValues ?? limit ?? missingProperty ?? additionalProperty;
    const more = expected === undefined ? "" : ` (${JSON.stringify(expected)})`;
    const at = missingProperty ?? additionalProperty;
    report(
      at === undefined ? instancePath : `${instancePath}/${String(at)}`,
      `It does not satisfy "${keyword}"${more}.`,
    );
  }
  return false;
};

/** Whether a path leads to something that the schema knows. */
const isKnown = (schema: Json | undefined, parts: readonly string[], root: JsonObject): boolean => {
  const [part, ...rest] = parts;
  if (!isJsonObject(schema)) return schema === true;
  const { $ref: ref, properties, items, allOf } = schema;
  if (part === undefined) return true;
  const isIn = (inner: Json | undefined, left = parts): boolean =>
    inner !== undefined && isKnown(inner, left, root);
  if (typeof ref === "string" && isIn(valueAt(root, partsOf(ref.slice(1)) ?? []))) return true;
  if (Array.isArray(allOf) && (allOf as readonly Json[]).some((inner) => isIn(inner))) return true;
  if (part === EACH) return isIn(items, rest);
  return isJsonObject(properties) && Object.hasOwn(properties, part) && isIn(properties[part], rest);
};

const checkPath = (path: string, at: string, { schema }: Document, report: Report): void => {
  const parts = partsOf(path);
  if (parts === null || !isKnown(schema, parts, schema)) report(at, `The schema has no answer at ${path}.`);
};

const checkUnique = (ids: readonly string[], at: string, report: Report): void => {
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index)
      report(`${at}/${index}`, `"${id}" is there twice; each has a name of its own.`);
  });
};

/** Whether a task says who signs: so many, or those who are named, or so many of these. */
const isSigning = (signing: unknown): boolean => {
  const { signees, minSignatures: min, ...rest } = (signing ?? {}) as Readonly<Record<string, unknown>>;
  if (Object.keys(rest).length > 0 || (signees !== undefined && signees !== "NAMED")) return false;
  if (min === undefined) return signees === "NAMED";
  return Number.isInteger(min) && Number(min) >= 1 && Number(min) <= MAX_SIGNATURES;
};

const checkTasks = (tasks: readonly FormTask[], report: Report, rules: RuleChecker): void => {
  checkUnique(
    tasks.map(({ elementId }) => elementId),
    "/tasks",
    report,
  );
  if (!tasks.some(({ type }) => type === "DATA")) report("/tasks", "A form has a task of type DATA.");
  if (tasks[0]?.type !== "DATA")
    report("/tasks/0", "The first task is of type DATA: there is nothing to do with it before.");
  tasks.forEach(({ type, when, signing, payment }, index) => {
    const at = `/tasks/${index}`;
    rules.check(when, `${at}/when`);
    if (type === "REJECT" && index !== tasks.length - 1)
      report(at, "The task of type REJECT is the last: it is a way out.");
    if (type === "SIGNING" && !isSigning(signing)) {
      report(
        `${at}/signing`,
        'A task of type SIGNING says how many sign, {"minSignatures": 1}, or that persons are named who do, {"signees": "NAMED"}.',
      );
    }
    if (type !== "PAYMENT") return;
    const lines: readonly JsonObject[] = Array.isArray(payment?.lines)
      ? (payment.lines as unknown as JsonObject[])
      : [];
    if (!/^[A-Z]{3}$/.test(payment?.currency ?? "") || lines.length < 1 || lines.length > 50) {
      report(
        `${at}/payment`,
        'A task of type PAYMENT says what is paid: {currency: "NOK", lines: [{text, amountMinor}]}.',
      );
    }
    lines.forEach((line, position) => {
      const isFixed = Number.isInteger(line["amountMinor"]) && Number(line["amountMinor"]) >= 0;
      const lineAt = `${at}/payment/lines/${position}`;
      if (isFixed === (line["rule"] !== undefined))
        report(lineAt, "A line has an amountMinor of at least 0, or a rule.");
      if (!isJsonObject(line["text"])) report(`${lineAt}/text`, "A line has a text.");
      rules.check(line["rule"], `${lineAt}/rule`);
    });
  });
};

const checkDataTypes = (
  dataTypes: readonly FormDataType[],
  tasks: readonly FormTask[],
  report: Report,
): void => {
  checkUnique(
    dataTypes.map(({ id }) => id),
    "/dataTypes",
    report,
  );
  dataTypes.forEach(({ taskId, minCount, maxCount }, index) => {
    if (taskId !== null && !tasks.some(({ elementId, type }) => elementId === taskId && type === "DATA")) {
      report(`/dataTypes/${index}/taskId`, `There is no DATA task "${taskId}".`);
    }
    if (minCount > maxCount) report(`/dataTypes/${index}/minCount`, "minCount is above maxCount.");
  });
};

const checkSteps = (document: Document, report: Report, rules: RuleChecker): void => {
  const { steps, tasks } = document;
  checkUnique(
    steps.map(({ id }) => id),
    "/steps",
    report,
  );
  steps.forEach(({ taskId, when, fields }, index) => {
    const at = `/steps/${index}`;
    rules.check(when, `${at}/when`);
    if (!tasks.some(({ elementId, type }) => elementId === taskId && type === "DATA")) {
      report(`${at}/taskId`, `There is no DATA task "${taskId}".`);
    }
    fields.forEach((field, position) => {
      checkPath(field.path, `${at}/fields/${position}/path`, document, report);
      rules.check(field.when, `${at}/fields/${position}/when`);
    });
  });
};

/** What another agency knows of the party is shown to it before it is sent on: some step asks for it. */
const checkGraphSource = (
  { path, source }: FormPrefill,
  at: string,
  { steps }: Document,
  report: Report,
): void => {
  if (source.kind !== "GRAPH") return;
  const problem = selectionProblem(source.select);
  if (problem !== null) {
    report(`${at}/source/select`, `It can't be asked for: ${problem}.`);
  }
  const isAsked = steps.some(({ fields }) =>
    fields.some((field) => isWithinPattern(partsOf(field.path) ?? [], partsOf(path) ?? [])),
  );
  if (!isAsked) report(`${at}/path`, "No step asks for it: what comes from the graph is shown to the party.");
};

const checkRest = (document: Document, report: Report, rules: RuleChecker): void => {
  const { prefill = [], checks = [], decisionRules = [], presentationFields = {} } = document;
  prefill.forEach((one, index) => {
    checkPath(one.path, `/prefill/${index}/path`, document, report);
    checkGraphSource(one, `/prefill/${index}`, document, report);
  });
  if (prefill.filter(({ source }) => source.kind === "GRAPH").length > MAX_GRAPH_SOURCES) {
    report("/prefill", `At most ${MAX_GRAPH_SOURCES} answers are taken from the graph.`);
  }
  checks.forEach(({ path, when }, index) => {
    checkPath(path, `/checks/${index}/path`, document, report);
    rules.check(when, `/checks/${index}/when`);
  });
  checkUnique(
    decisionRules.map(({ id }) => id),
    "/decisionRules",
    report,
  );
  decisionRules.forEach(({ when }, index) => {
    rules.check(when, `/decisionRules/${index}/when`);
  });
  for (const [name, path] of Object.entries(presentationFields)) {
    checkPath(path, pathOf(["presentationFields", name]), document, report);
  }
};

const compiles = (schema: JsonObject, report: Report): void => {
  try {
    createAjv().compile(schema);
  } catch (error) {
    report("/schema", `The schema can't be compiled: ${messageOf(error).slice(0, 300)}.`);
  }
};

const definitionIn = (document: Document): CheckedDefinition => {
  const { id, service, title, tasks, dataTypes = [], schema, steps, prefill = [], checks = [] } = document;
  const { decisionRules = [], presentationFields = {}, url = null } = document;
  const content = { schema, steps, prefill, checks, decisionRules, presentationFields, url };
  return { id, serviceResource: service, title, tasks, dataTypes, content };
};

/** Checks a definition as a whole. Takes what it takes: run it in a thread of its own where others wait. */
export const checkDefinition = (text: string): Checked => {
  const problems: DefinitionProblem[] = [];
  const report: Report = (path, message) => {
    if (problems.length < DOCUMENT_LIMITS.problems) problems.push({ path, message });
  };
  const done = (): Checked => ({ problems });
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    report("", "It is no JSON.");
    return done();
  }
  if (!isWithin(document, DOCUMENT_LIMITS)) {
    report(
      "",
      `It goes more than ${DOCUMENT_LIMITS.depth} deep, or holds more than ${DOCUMENT_LIMITS.values} values.`,
    );
    return done();
  }
  if (text.includes("\\u0000")) report("", "A text in it holds the character U+0000; leave it out.");
  if (!shapeProblems(document, report)) return done();
  const known = document as unknown as Document;
  if (!checkSchema(known.schema, report)) return done();
  const rules = new RuleChecker(report);
  checkTasks(known.tasks, report, rules);
  checkDataTypes(known.dataTypes ?? [], known.tasks, report);
  checkSteps(known, report, rules);
  checkRest(known, report, rules);
  rules.finish();
  compiles(known.schema, report);
  return problems.length === 0 ? { definition: definitionIn(known) } : done();
};
