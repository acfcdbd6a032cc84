import type { DocumentReader } from "../../lib/document-reader.js";
import type { LocalizedText } from "../localization.js";
import { readLocalized } from "./localized.js";

/**
 * What a citizen needs to know of a service, beside what Altinn Resource Registry keeps. The names are ours; Altinn's own
 * documents have none of them, and a service without them is complete.
 */
export interface ServiceGuidance {
  /** What it is for. */
  readonly purpose: LocalizedText | null;
  /** Whom it is for. */
  readonly audience: LocalizedText | null;
  readonly costs: readonly {
    readonly description: LocalizedText;
    readonly amount: number | null;
    readonly currency: string;
  }[];
  readonly processingTime: { readonly description: LocalizedText; readonly duration: string | null } | null;
  readonly legalBasis: readonly { readonly title: LocalizedText; readonly url: string | null }[];
}

const CURRENCY = /^[A-Z]{3}$/;
/** ISO 8601, whole numbers: `P3W`, `P1DT12H`. */
const DURATION = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/;

/** A text in one language at least; `null` where it is absent or empty. */
export const readText = (reader: DocumentReader, name: string): LocalizedText | null => {
  const text = readLocalized(reader, name);
  return Object.keys(text).length === 0 ? null : text;
};

/** An address on the web; `null` where it is absent. Another text is a reason to leave the entry out. */
export const readWebAddress = (reader: DocumentReader, name: string): string | null => {
  const written = reader.optionalText(name);
  if (written === null) return null;
  if (/^https?:\/\//.test(written) && URL.canParse(written)) return written;
  reader.refuse(name, `"${written}" is not an address on the web (https://…)`);
  return null;
};

const readCost = (cost: DocumentReader): ServiceGuidance["costs"][number] => {
  const amount = cost.raw("amount") ?? null;
  if (amount !== null && !(typeof amount === "number" && Number.isFinite(amount) && amount >= 0)) {
    cost.refuse("amount", "is not a number from 0");
  }
  const currency = cost.optionalText("currency") ?? "NOK";
  if (!CURRENCY.test(currency)) cost.refuse("currency", `"${currency}" is not an ISO 4217 code, e.g. NOK`);
  const description = readLocalized(cost, "description");
  if (amount === null && Object.keys(description).length === 0) {
    cost.refuse("description", "is missing: say in words what it costs, or give an amount");
  }
  return { description, amount: typeof amount === "number" ? amount : null, currency };
};

const readProcessingTime = (resource: DocumentReader): ServiceGuidance["processingTime"] => {
  const time = resource.object("processingTime");
  if (time === null) return null;
  const duration = time.optionalText("duration");
  if (duration !== null && !DURATION.test(duration)) {
    time.refuse("duration", `"${duration}" is not an ISO 8601 duration, e.g. P3W`);
  }
  const description = readLocalized(time, "description");
  if (duration === null && Object.keys(description).length === 0) {
    time.refuse("description", "is missing: say in words how long it takes, or give a duration");
  }
  return { description, duration };
};

const readLaw = (law: DocumentReader): ServiceGuidance["legalBasis"][number] => {
  const title = readLocalized(law, "title");
  if (Object.keys(title).length === 0) law.refuse("title", "is missing or empty");
  return { title, url: readWebAddress(law, "url") };
};

export const readGuidance = (resource: DocumentReader): ServiceGuidance => ({
  purpose: readText(resource, "purpose"),
  audience: readText(resource, "audience"),
  costs: resource.list("costs").map(readCost),
  processingTime: readProcessingTime(resource),
  legalBasis: resource.list("legalBasis").map(readLaw),
});
