import type { FormDefinitionRow } from "../../drizzle/forms/tables.js";
import type { Json, JsonObject } from "../../lib/json.js";
import { localized, type Texts } from "../texts.js";

/** What a demo form asks, without its process: the content of its definition. */
export type FormContent = NonNullable<FormDefinitionRow["content"]>;

/** One question: where its answer stands, what it is, and when it is asked. */
export interface Question {
  readonly path: string;
  readonly label: Texts;
  readonly schema: JsonObject;
  readonly required?: boolean;
  readonly when?: Json;
  readonly guidance?: Texts;
  /** What the choices are called, by value. */
  readonly options?: Readonly<Record<string, Texts>>;
}

/** A page of questions. */
export interface Page {
  readonly id: string;
  readonly title: Texts;
  readonly guidance?: Texts;
  readonly when?: Json;
  readonly questions: readonly Question[];
}

type More = Partial<Pick<Question, "when" | "guidance" | "required">>;

/** Asked only where it is relevant: then the schema does not demand it by itself. */
const asked = (path: string, label: Texts, schema: JsonObject, more: More): Question => ({
  path,
  label,
  schema,
  required: more.when === undefined,
  ...more,
});

export const line = (path: string, label: Texts, more: More = {}): Question =>
  asked(path, label, { type: "string", minLength: 1, maxLength: 200 }, more);

export const prose = (path: string, label: Texts, more: More = {}): Question =>
  asked(path, label, { type: "string", minLength: 1, maxLength: 5_000 }, more);

export const number = (
  path: string,
  label: Texts,
  minimum: number,
  maximum: number,
  more: More = {},
): Question => asked(path, label, { type: "number", minimum, maximum }, more);

/** In kroner. */
export const kroner = (path: string, label: Texts, more: More = {}): Question =>
  number(path, label, -1e12, 1e12, more);

export const day = (path: string, label: Texts, more: More = {}): Question =>
  asked(path, label, { type: "string", format: "date" }, more);

export const choice = (
  path: string,
  label: Texts,
  options: Readonly<Record<string, Texts>>,
  more: More = {},
): Question => ({ ...asked(path, label, { enum: Object.keys(options) }, more), options });

export const flag = (path: string, label: Texts, more: More = {}): Question =>
  asked(path, label, { type: "boolean" }, more);

/** People or things, each with a name and where they are. */
export const list = (path: string, label: Texts, maxItems: number, more: More = {}): Question =>
  asked(
    path,
    label,
    {
      type: "array",
      maxItems,
      items: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string", minLength: 1, maxLength: 200 },
          address: { type: "string", maxLength: 200 },
        },
      },
    },
    more,
  );

/** Whether an answer is a value. */
export const is = (name: string, value: Json): Json => ({ "==": [{ var: name }, value] });

/** Who sends it, and how they are reached: the first page of every form. */
const APPLICANT: Page = {
  id: "applicant",
  title: ["Hvem du er", "Kven du er", "Who you are"],
  guidance: [
    "Navnet er hentet fra registeret; rett det om det er feil.",
    "Namnet er henta frå registeret; rett det om det er feil.",
    "The name is from the register; put it right if it is wrong.",
  ],
  questions: [
    line("/applicant/name", ["Navn", "Namn", "Name"]),
    {
      path: "/applicant/organizationNumber",
      label: ["Organisasjonsnummer", "Organisasjonsnummer", "Organisation number"],
      schema: { type: "string", format: "organization-number" },
      when: { "!!": [{ var: "applicant.organizationNumber" }] },
    },
    {
      path: "/applicant/phone",
      label: ["Telefon", "Telefon", "Phone"],
      schema: { type: "string", pattern: "^(\\+47)?\\d{8}$" },
      required: true,
    },
    {
      path: "/applicant/email",
      label: ["E-post", "E-post", "E-mail"],
      schema: { type: "string", format: "email", maxLength: 200 },
    },
  ],
};

/** The schema of questions, with a group for each first part of their paths. */
const schemaOf = (questions: readonly Question[]): JsonObject => {
  const groups = new Map<string, Question[]>();
  for (const question of questions) {
    const group = question.path.split("/")[1] ?? "";
    groups.set(group, [...(groups.get(group) ?? []), question]);
  }
  const properties = Object.fromEntries(
    [...groups].map(([group, members]): [string, Json] => {
      const [first] = members;
      if (first !== undefined && first.path === `/${group}`) return [group, first.schema];
      const inner = Object.fromEntries(
        members.map(({ path, schema }): [string, Json] => [path.split("/")[2] ?? "", schema]),
      );
      const required = members.filter((one) => one.required).map(({ path }) => path.split("/")[2] ?? "");
      return [group, { type: "object", additionalProperties: false, required, properties: inner }];
    }),
  );
  const required = [...groups]
    .filter(([, members]) => members.some((one) => one.required))
    .map(([group]) => group);
  return {
    type: "object",
    additionalProperties: false,
    required,
    properties,
  };
};

const PHONE_WORDS: Texts = [
  "Telefonnummeret har åtte siffer.",
  "Telefonnummeret har åtte siffer.",
  "The phone number has eight digits.",
];

const fieldOf = ({ path, label, when, guidance, options }: Question) => ({
  path,
  label: localized(label),
  ...(when === undefined ? {} : { when }),
  ...(guidance === undefined ? {} : { guidance: localized(guidance) }),
  ...(options === undefined
    ? {}
    : {
        options: Object.fromEntries(Object.entries(options).map(([value, text]) => [value, localized(text)])),
      }),
  ...(path === "/applicant/phone" ? { messages: { pattern: localized(PHONE_WORDS) } } : {}),
});

const PART_LABELS: readonly (readonly [string, Texts])[] = [
  ["name", ["Navn", "Namn", "Name"]],
  ["address", ["Adresse", "Adresse", "Address"]],
];

/** A question; of a list, what is asked of each item as well. */
const fieldsOf = (question: Question) => [
  fieldOf(question),
  ...(question.schema["type"] === "array"
    ? PART_LABELS.map(([name, label]) => ({ path: `${question.path}/*/${name}`, label: localized(label) }))
    : []),
];

/** What a form has beside its questions. */
export type FormExtras = Partial<Pick<FormContent, "checks" | "decisionRules" | "prefill">>;

/** The content of a form. @param formId `{owner}/{form}`, for what is known from the last time */
export const contentOf = (formId: string, pages: readonly Page[], extras: FormExtras = {}): FormContent => {
  const all = [APPLICANT, ...pages];
  const party = (path: string, fact: "NAME" | "ORGANIZATION_NUMBER") => ({
    path,
    source: { kind: "PARTY" as const, fact },
  });
  const earlier = (path: string) => ({
    path,
    source: { kind: "EARLIER_SUBMISSION" as const, form: formId, path },
  });
  return {
    schema: schemaOf(all.flatMap(({ questions }) => questions)),
    steps: all.map(({ id, title, guidance, when, questions }) => ({
      id,
      taskId: "Task_1",
      title: localized(title),
      ...(guidance === undefined ? {} : { guidance: localized(guidance) }),
      ...(when === undefined ? {} : { when }),
      fields: questions.flatMap(fieldsOf),
    })),
    prefill: [
      party("/applicant/name", "NAME"),
      party("/applicant/organizationNumber", "ORGANIZATION_NUMBER"),
      earlier("/applicant/phone"),
      earlier("/applicant/email"),
      ...(extras.prefill ?? []),
    ],
    checks: extras.checks ?? [],
    decisionRules: extras.decisionRules ?? [],
    presentationFields: {},
    url: null,
  };
};

/** The pages of a form, and what it has beside them. */
export type Asked = readonly [pages: readonly Page[], extras?: FormExtras];

export const page = (
  id: string,
  title: Page["title"],
  questions: Page["questions"],
  more: Partial<Page> = {},
): Page => ({
  id,
  title,
  questions,
  ...more,
});
