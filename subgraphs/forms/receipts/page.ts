import type {
  FormDecisionRow,
  FormDefinitionRow,
  FormInstanceRow,
  FormSubmissionRow,
} from "../../../drizzle/forms/tables.js";
import type { FormField } from "../../../drizzle/forms/values.js";
import { escapedHtml } from "../../../lib/html.js";
import { isJsonObject, type Json, type JsonObject } from "../../../lib/json.js";
import { type Language, localize } from "../../../schema/localization.js";
import { momentIn } from "../moments.js";
import { EACH, isWithinPattern, partsOf, pathOf, valueAt, without } from "../rules/pointers.js";
import { titleOf } from "../rules.js";

/** Everything that a receipt tells. */
export interface Receipt {
  readonly instance: FormInstanceRow;
  readonly definition: FormDefinitionRow;
  readonly submission: FormSubmissionRow;
  readonly decision: FormDecisionRow | null;
}

const WORDS = {
  nb: {
    receipt: "Kvittering",
    sent: "Sendt inn",
    reference: "Referanse",
    hash: "Kontrollsum (SHA-256)",
    attachments: "Vedlegg",
    other: "Andre opplysninger",
    decision: "Vedtak",
    legalBasis: "Hjemmel",
    yes: "Ja",
    no: "Nei",
  },
  nn: {
    receipt: "Kvittering",
    sent: "Sendt inn",
    reference: "Referanse",
    hash: "Kontrollsum (SHA-256)",
    attachments: "Vedlegg",
    other: "Andre opplysningar",
    decision: "Vedtak",
    legalBasis: "Heimel",
    yes: "Ja",
    no: "Nei",
  },
  en: {
    receipt: "Receipt",
    sent: "Sent",
    reference: "Reference",
    hash: "Checksum (SHA-256)",
    attachments: "Attachments",
    other: "Other information",
    decision: "Decision",
    legalBasis: "Legal basis",
    yes: "Yes",
    no: "No",
  },
} as const;

type Words = Readonly<Record<keyof (typeof WORDS)["nb"], string>>;

const wordsIn = (language: Language): Words => WORDS[language === "se" ? "nb" : language];

/** How answers are said: in words, with the form's own names of fields and choices. */
interface Saying {
  readonly words: Words;
  readonly language: Language;
  /** Of all steps. */
  readonly fields: readonly FormField[];
}

const fieldAt = ({ fields }: Saying, parts: readonly string[]): FormField | undefined => {
  const path = pathOf(parts.map((part) => (/^\d+$/.test(part) ? EACH : part)));
  return fields.find((field) => field.path === path || field.path === pathOf(parts));
};

const said = (value: Json, saying: Saying, parts: readonly string[]): string => {
  const { words, language } = saying;
  if (value === null) return "–";
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(
      (item, index) =>
        `<li>${said(item, saying, typeof item === "object" ? [...parts, String(index)] : parts)}</li>`,
    );
    return `<ol>${items.join("")}</ol>`;
  }
  if (isJsonObject(value)) {
    const rows = Object.entries(value).map(([name, inner]) => {
      const at = [...parts, name];
      const label = localize(fieldAt(saying, at)?.label, language) ?? name;
      return `${escapedHtml(label)}: ${said(inner, saying, at)}`;
    });
    return rows.join("<br>");
  }
  const choice = localize(fieldAt(saying, parts)?.options?.[String(value)], language);
  if (choice !== null) return escapedHtml(choice);
  if (typeof value === "boolean") return value ? words.yes : words.no;
  return escapedHtml(String(value));
};

const row = (label: string, value: string): string => `<dt>${label}</dt><dd>${value}</dd>`;

/** What was sent, by the form's steps and questions; what no question asks for comes last. */
const sections = (answers: JsonObject, { content }: FormDefinitionRow, language: Language): string => {
  const words = wordsIn(language);
  const saying: Saying = { words, language, fields: (content?.steps ?? []).flatMap(({ fields }) => fields) };
  let rest: Json = answers;
  const asked = (content?.steps ?? []).map(({ title, fields }) => {
    const rows = fields.flatMap(({ path, label }) => {
      const parts = partsOf(path) ?? [];
      const value = parts.includes(EACH) ? undefined : valueAt(answers, parts);
      const isPartOfList = fields.some(
        (other) => other.path !== path && isWithinPattern(partsOf(other.path) ?? [], parts),
      );
      if (parts.length > 0) rest = without(rest, parts);
      return value === undefined || isPartOfList
        ? []
        : [row(escapedHtml(localize(label, language) ?? path), said(value, saying, parts))];
    });
    return rows.length === 0
      ? ""
      : `<h2>${escapedHtml(localize(title, language) ?? "")}</h2><dl>${rows.join("")}</dl>`;
  });
  const others = Object.entries(isJsonObject(rest) ? rest : {})
    .filter(([, value]) => !isJsonObject(value) || Object.keys(value).length > 0)
    .map(([name, value]) => row(escapedHtml(name), said(value, saying, [name])));
  const tail = others.length === 0 ? "" : `<h2>${words.other}</h2><dl>${others.join("")}</dl>`;
  return asked.join("") + tail;
};

const STYLE = `body{font:16px/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem;color:#111}
dl{display:grid;grid-template-columns:minmax(10rem,1fr) 2fr;gap:.25rem 1rem;border-top:1px solid #999;padding-top:.5rem}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}h2{break-after:avoid;margin:1.5rem 0 .25rem}
@page{margin:2cm}@media print{body{margin:0;max-width:none}dl{break-inside:avoid-page}}`;

interface SentAttachment {
  readonly filename: string | null;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A page to read, print and keep as PDF: complete in itself, with nothing fetched and nothing that runs. */
export const receiptPage = (receipt: Receipt, language: Language): string => {
  const { instance, definition, submission, decision } = receipt;
  const words = wordsIn(language);
  const { answers, attachments } = JSON.parse(submission.snapshot) as {
    answers: JsonObject;
    attachments: readonly SentAttachment[];
  };
  const title = titleOf(definition.title, instance.presentationTexts, language);
  const sentAt = momentIn(submission.submittedAt, language);
  const files = attachments.map(({ filename, sizeBytes, sha256 }) =>
    row(escapedHtml(filename ?? "–"), `${sizeBytes} B<br><small>${escapedHtml(sha256)}</small>`),
  );
  const decided =
    decision === null
      ? ""
      : `<h2>${words.decision}</h2><p><strong>${escapedHtml(localize(decision.title, language) ?? "")}</strong></p>` +
        `<p>${escapedHtml(localize(decision.grounds, language) ?? "")}</p>` +
        (decision.legalBasis === null
          ? ""
          : `<p>${words.legalBasis}: ${escapedHtml(decision.legalBasis)}</p>`);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.receipt}: ${escapedHtml(title)}</title><style>${STYLE}</style></head><body>
<h1>${words.receipt}: ${escapedHtml(title)}</h1>
<dl>${row(words.sent, `<time datetime="${new Date(submission.submittedAt).toISOString()}">${escapedHtml(sentAt)}</time>`)}
${row(words.reference, escapedHtml(instance.id))}${row(words.hash, `<code>${escapedHtml(submission.hash)}</code>`)}</dl>
${sections(answers, definition, language)}
${files.length === 0 ? "" : `<h2>${words.attachments}</h2><dl>${files.join("")}</dl>`}
${decided}</body></html>
`;
};
