import type { ContentValue, DialogContent, TransmissionContent } from "../../../../drizzle/dialogs/values.js";
import type { LocalizedText } from "../../../../schema/localization.js";
import { legacyHtmlProblem } from "./html.js";
import { LIMITS } from "./limits.js";
import { someLocalizations } from "./localizations.js";
import { isObject, type Place, quoted, type Read } from "./place.js";
import { httpsUrl, text } from "./scalars.js";

const PLAIN = "text/plain";
const MARKDOWN = "text/markdown";
const HTML = "text/html";
const EMBED = "application/vnd.dialogporten.frontchannelembed-url;type=";
/** How the embeds were called before; taken, and kept under their new names. */
const OLD_EMBED = "application/vnd.dialogporten.frontchannelembed+json;type=";

/** What one content may be. */
interface ContentRule {
  readonly mediaTypes: readonly string[];
  /** Media types that need the right to send legacy HTML. */
  readonly legacyMediaTypes?: readonly string[];
  readonly max: number;
  /** The same for correspondence, where that is more. */
  readonly correspondenceMax?: number;
}

const SHORT: ContentRule = {
  mediaTypes: [PLAIN],
  max: LIMITS.text,
  correspondenceMax: LIMITS.correspondenceText,
};
const EMBEDDED: ContentRule = { mediaTypes: [`${EMBED}text/markdown`], max: LIMITS.uri };

/** Dialogporten's content types of a dialog, by what the request calls them. */
export const DIALOG_CONTENT_RULES = {
  title: SHORT,
  summary: SHORT,
  senderName: SHORT,
  nonSensitiveTitle: SHORT,
  nonSensitiveSummary: SHORT,
  additionalInfo: { mediaTypes: [PLAIN, MARKDOWN], legacyMediaTypes: [HTML], max: LIMITS.additionalInfo },
  extendedStatus: { mediaTypes: [PLAIN], max: LIMITS.extendedStatusLabel },
  mainContentReference: { ...EMBEDDED, legacyMediaTypes: [`${EMBED}text/html`] },
} as const satisfies Record<string, ContentRule>;

export const TRANSMISSION_CONTENT_RULES = {
  title: SHORT,
  summary: SHORT,
  contentReference: EMBEDDED,
} as const satisfies Record<string, ContentRule>;

const renamed = (mediaType: string): string => {
  if (!mediaType.startsWith(OLD_EMBED)) return mediaType;
  return `${EMBED}text/${mediaType.slice(OLD_EMBED.length)}`;
};

const readMediaType = (at: Place, rule: ContentRule): string => {
  if (typeof at.value === "string" && rule.mediaTypes.includes(at.value)) return at.value;
  const allowed = [
    ...rule.mediaTypes,
    ...(at.reading.rights.has("LEGACY_HTML") ? (rule.legacyMediaTypes ?? []) : []),
  ];
  // Dialogporten's own default.
  const mediaType = at.isAbsent ? PLAIN : renamed(String(at.value).toLowerCase());
  if (allowed.includes(mediaType)) return mediaType;
  at.wrong(`This must be ${allowed.join(" or ")}, not ${quoted(at.value ?? PLAIN)}.`);
  return allowed[0] ?? PLAIN;
};

const legacyHtml =
  (max: number): Read<string> =>
  (at) => {
    const html = text({ max })(at);
    const problem = legacyHtmlProblem(html);
    if (problem !== null) at.wrong(problem);
    return html;
  };

const readerOf = (mediaType: string, max: number): Read<string> => {
  if (mediaType.startsWith(EMBED)) return httpsUrl;
  return mediaType === HTML ? legacyHtml(max) : text({ max });
};

const readContent =
  (rule: ContentRule): Read<ContentValue | null> =>
  (at) => {
    if (at.isAbsent || !isObject(at)) return null;
    const isCorrespondence = at.reading.rights.has("CORRESPONDENCE");
    const max = isCorrespondence ? (rule.correspondenceMax ?? rule.max) : rule.max;
    const mediaType = readMediaType(at.field("mediaType"), rule);
    return { mediaType, value: someLocalizations(readerOf(mediaType, max))(at.field("value")) };
  };

const readText =
  (rule: ContentRule): Read<LocalizedText | null> =>
  (at) =>
    readContent(rule)(at)?.value ?? null;

const readTitle =
  (rule: ContentRule): Read<LocalizedText> =>
  (at) => {
    if (at.isAbsent) at.wrong("A title must be given.");
    return readText(rule)(at) ?? {};
  };

/** All texts of a dialog. */
export interface DialogTexts {
  readonly title: LocalizedText;
  readonly summary: LocalizedText | null;
  readonly senderName: LocalizedText | null;
  readonly nonSensitiveTitle: LocalizedText | null;
  readonly nonSensitiveSummary: LocalizedText | null;
  readonly extendedStatus: LocalizedText | null;
  readonly body: DialogContent;
}

const NO_TEXTS: DialogTexts = {
  title: {},
  summary: null,
  senderName: null,
  nonSensitiveTitle: null,
  nonSensitiveSummary: null,
  extendedStatus: null,
  body: { additionalInfo: null, mainContentReference: null },
};

/** A dialog for programs alone needs no content. */
export const dialogContent =
  (isApiOnly: boolean): Read<DialogTexts> =>
  (at) => {
    if (at.isAbsent) {
      if (!isApiOnly)
        at.wrong("Content must be given, with a title at least; only what is isApiOnly does without.");
      return NO_TEXTS;
    }
    if (!isObject(at)) return NO_TEXTS;
    const rules = DIALOG_CONTENT_RULES;
    return {
      title: readTitle(rules.title)(at.field("title")),
      summary: readText(rules.summary)(at.field("summary")),
      senderName: readText(rules.senderName)(at.field("senderName")),
      nonSensitiveTitle: readText(rules.nonSensitiveTitle)(at.field("nonSensitiveTitle")),
      nonSensitiveSummary: readText(rules.nonSensitiveSummary)(at.field("nonSensitiveSummary")),
      extendedStatus: readText(rules.extendedStatus)(at.field("extendedStatus")),
      body: {
        additionalInfo: readContent(rules.additionalInfo)(at.field("additionalInfo")),
        mainContentReference: readContent(rules.mainContentReference)(at.field("mainContentReference")),
      },
    };
  };

const NO_TRANSMISSION_TEXTS: TransmissionContent = { title: {}, summary: null, contentReference: null };

export const transmissionContent =
  (isApiOnly: boolean): Read<TransmissionContent> =>
  (at) => {
    if (at.isAbsent) {
      if (!isApiOnly)
        at.wrong("Content must be given, with a title at least; only what is isApiOnly does without.");
      return NO_TRANSMISSION_TEXTS;
    }
    if (!isObject(at)) return NO_TRANSMISSION_TEXTS;
    const rules = TRANSMISSION_CONTENT_RULES;
    return {
      title: readTitle(rules.title)(at.field("title")),
      summary: readText(rules.summary)(at.field("summary")),
      contentReference: readContent(rules.contentReference)(at.field("contentReference")),
    };
  };
