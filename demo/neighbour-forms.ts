import type { FormDefinitionRow } from "../drizzle/forms/tables.js";
import type { FormContent, FormPath } from "../drizzle/forms/values.js";
import { localized, type Texts } from "./texts.js";
import { serviceByName } from "./world/services.js";

const NOTICE = serviceByName("bya-nabovarsel");
const RECEIVED = serviceByName("bya-nabovarsel-mottatt");

const field = (path: FormPath, label: Texts) => ({ path, label: localized(label) });

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength }) as const;

/** What the one who builds says; the agency has filled in the neighbours out of its register. */
const noticeContent: FormContent = {
  schema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["address", "plan", "neighbours"],
    additionalProperties: false,
    properties: {
      applicant: text(200),
      address: text(200),
      plan: text(2_000),
      neighbours: {
        type: "array",
        minItems: 1,
        maxItems: 50,
        items: {
          type: "object",
          required: ["name", "property"],
          additionalProperties: false,
          properties: { name: text(200), property: text(100) },
        },
      },
    },
  },
  steps: [
    {
      id: "plan",
      taskId: "fill",
      title: localized(["Hva vil du bygge?", "Kva vil du byggje?", "What do you want to build?"]),
      guidance: localized([
        "Fortell det slik at naboene forstår det.",
        "Fortel det slik at naboane skjønar det.",
        "Say it so that your neighbours understand it.",
      ]),
      fields: [
        field("/applicant", ["Navn", "Namn", "Name"]),
        field("/address", ["Adresse", "Adresse", "Address"]),
        field("/plan", ["Tiltaket", "Tiltaket", "The work"]),
      ],
    },
    {
      id: "neighbours",
      taskId: "fill",
      title: localized(["Hvem skal varsles?", "Kven skal varslast?", "Who is to be told?"]),
      guidance: localized([
        "Naboene er hentet fra eiendomsregisteret.",
        "Naboane er henta frå eigedomsregisteret.",
        "The neighbours come from the property register.",
      ]),
      fields: [
        field("/neighbours", ["Naboer", "Naboar", "Neighbours"]),
        field("/neighbours/*/name", ["Navn", "Namn", "Name"]),
        field("/neighbours/*/property", ["Eiendom", "Eigedom", "Property"]),
      ],
    },
  ],
  prefill: [{ path: "/applicant", source: { kind: "PARTY", fact: "NAME" } }],
  checks: [],
  decisionRules: [],
  presentationFields: { address: "/address" },
  url: null,
};

/** What a neighbour says about it. */
const replyContent: FormContent = {
  schema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["address", "consents"],
    additionalProperties: false,
    properties: {
      address: text(200),
      plan: text(2_000),
      consents: { type: "boolean" },
      comment: text(2_000),
    },
  },
  steps: [
    {
      id: "reply",
      taskId: "fill",
      title: localized(["Svar på nabovarsel", "Svar på nabovarsel", "Answer to the notice"]),
      fields: [
        field("/address", ["Adresse", "Adresse", "Address"]),
        field("/plan", ["Tiltaket", "Tiltaket", "The work"]),
        field("/consents", ["Samtykker du?", "Samtykkjer du?", "Do you consent?"]),
        {
          ...field("/comment", ["Merknad", "Merknad", "Comment"]),
          when: { "==": [{ var: "consents" }, false] },
        },
      ],
    },
  ],
  prefill: [],
  checks: [],
  decisionRules: [],
  presentationFields: { address: "/address" },
  url: null,
};

const KRONER = 100;
const name = (texts: Texts) => localized(texts);
const FILL = name(["Utfylling", "Utfylling", "Fill in"]);
const WAIT = name(["Til behandling", "Til handsaming", "With the agency"]);

const DRAWINGS = {
  id: "drawing",
  title: localized(["Tegninger", "Teikningar", "Drawings"]),
  allowedContentTypes: ["application/pdf", "image/png", "image/jpeg"],
  taskId: "fill",
  maxSizeBytes: 25 * 1_048_576,
  minCount: 0,
  maxCount: 10,
};

/** A notice that costs by how many are told, and the answer of each who was: two forms of one case. */
export const neighbourForms = (now: number): FormDefinitionRow[] => [
  {
    id: "bya/nabovarsel",
    version: 2,
    org: NOTICE.org,
    serviceResource: NOTICE.urn,
    title: localized(NOTICE.title),
    tasks: [
      { elementId: "fill", type: "DATA", name: FILL },
      {
        elementId: "pay",
        type: "PAYMENT",
        action: "write",
        name: name(["Betaling", "Betaling", "Pay"]),
        payment: {
          currency: "NOK",
          lines: [
            { text: name(["Gebyr", "Gebyr", "Fee"]), amountMinor: 500 * KRONER },
            {
              text: name(["Utsending", "Utsending", "Sending"]),
              rule: { "*": [{ length: [{ var: "neighbours" }] }, 25 * KRONER] },
            },
          ],
        },
      },
      { elementId: "wait", type: "FEEDBACK", name: WAIT },
      { elementId: "refused", type: "REJECT", name: name(["Avvist", "Avvist", "Rejected"]) },
    ],
    dataTypes: [DRAWINGS],
    createdAt: now,
    content: noticeContent,
    hash: "",
    publishedBy: null,
  },
  {
    id: "bya/nabosvar",
    version: 1,
    org: RECEIVED.org,
    serviceResource: RECEIVED.urn,
    title: localized(["Svar på nabovarsel", "Svar på nabovarsel", "Answer to a neighbour notice"]),
    tasks: [{ elementId: "fill", type: "DATA", name: FILL }],
    dataTypes: [],
    createdAt: now,
    content: replyContent,
    hash: "",
    publishedBy: null,
  },
];
