import type { Attachment, ContentValue } from "../../../drizzle/dialogs/values.js";
import { addWordsOf } from "../../../lib/words.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { DialogSeed } from "../seed.js";
import { joinedNumbersOf } from "./numbers.js";

/**
 * Stands between two fields, so that no phrase reaches over from one to the next. A private use character, which no
 * text can bring: words hold letters and digits only.
 */
export const FIELD_END = "\uE000";

const MAX_WORDS = 10_000;

/** What a dialog is found by: words of its fields, FIELD_END after each field. */
export interface SearchDocument {
  /** Words that may be seen at any login: what stands in for the title, the sender, the reference. */
  readonly open: readonly string[];
  /** All other words. They find nothing for a viewer whose login is too weak for the texts: a hit would tell. */
  readonly closed: readonly string[];
}

/** So many transmissions, and so many activities that tell something, are searched: the newest. */
export const SEARCHED_MESSAGES = 1_000;

/** The parts of a dialog that search looks at. */
export type Searchable = Pick<DialogSeed, "transmissions" | "activities"> & {
  readonly dialog: Pick<
    DialogSeed["dialog"],
    "title" | "summary" | "senderName" | "nonSensitiveTitle" | "nonSensitiveSummary" | "externalReference"
  >;
  readonly body: Pick<DialogSeed["body"], "content" | "searchTags" | "attachments">;
};

const textsOf = (text: LocalizedText | null): string[] => Object.values(text ?? {});

/** Markdown and plain text as they stand; of HTML only what is between the tags. */
export const proseOf = (content: ContentValue | null): LocalizedText | null =>
  content?.mediaType === "text/html"
    ? Object.fromEntries(
        Object.entries(content.value).map(([language, text]) => [language, text.replace(/<[^>]*>/g, " ")]),
      )
    : (content?.value ?? null);

const document = (fields: readonly string[]): string[] => {
  const words: string[] = [];
  for (const field of fields) {
    if (words.length >= MAX_WORDS) break;
    addWordsOf(field, words);
    words.push(FIELD_END);
    for (const number of joinedNumbersOf(field)) words.push(number, FIELD_END);
  }
  return words.length > MAX_WORDS ? words.slice(0, MAX_WORDS) : words;
};

/** The newest of messages, newest first. */
const newest = <T extends { readonly id: string; readonly createdAt: number }>(messages: readonly T[]): T[] =>
  [...messages]
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
    .slice(0, SEARCHED_MESSAGES);

const namesOf = (attachments: readonly Attachment[]): string[] =>
  attachments.flatMap(({ displayName }) => textsOf(displayName));

/** What a dialog is found by, in every language that it has. */
export const searchDocumentOf = ({
  dialog,
  body,
  transmissions,
  activities,
}: Searchable): SearchDocument => ({
  open: document([
    ...textsOf(dialog.nonSensitiveTitle),
    ...textsOf(dialog.nonSensitiveSummary),
    ...textsOf(dialog.senderName),
    dialog.externalReference ?? "",
  ]),
  closed: document([
    ...textsOf(dialog.title),
    ...textsOf(dialog.summary),
    ...body.searchTags,
    ...textsOf(proseOf(body.content.additionalInfo)),
    ...namesOf(body.attachments),
    ...newest(transmissions).flatMap(({ content, attachments }) => [
      ...textsOf(content.title),
      ...textsOf(content.summary),
      ...namesOf(attachments),
    ]),
    ...newest(activities.filter(({ description }) => description !== null)).flatMap(({ description }) =>
      textsOf(description),
    ),
  ]),
});
