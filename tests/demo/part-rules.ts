import type { Attachment } from "../../drizzle/dialogs/values.js";
import { isUuid, timeOfId } from "../../lib/ids.js";
import type { LocalizedText } from "../../schema/localization.js";

/** Says what is wrong, where it is. */
export type Complain = (what: string) => void;

export const isUuidV7Of = (id: string, at: number): boolean =>
  isUuid(id) && id[14] === "7" && timeOfId(id) === at;

const LANGUAGES = new Set(["nb", "nn", "en", "se"]);

export const checkText = (
  complain: Complain,
  name: string,
  text: LocalizedText | null,
  limit: number,
): void => {
  if (text === null) return;
  const entries = Object.entries(text);
  if (entries.length === 0) complain(`${name} is in no language`);
  for (const [language, value] of entries) {
    if (!LANGUAGES.has(language)) complain(`${name} is in the unknown language ${language}`);
    if (value.trim() === "") complain(`${name} is empty in ${language}`);
    if (value.length > limit) complain(`${name} has ${value.length} of at most ${limit} characters`);
    if (/[{}]|undefined|NaN/.test(value)) complain(`${name} was not filled in: ${value}`);
  }
};

/** Reserved for documentation (RFC 2606): nobody is at the other end. */
const isReservedHttps = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" && /(^|\.)example(\.com)?$/.test(hostname);
};

export const checkUrl = (complain: Complain, name: string, url: string): void => {
  if (!isReservedHttps(url)) complain(`${name} is at ${url}`);
  if (url.length > 1_023) complain(`${name} is ${url.length} characters long`);
};

export const checkAttachments = (
  complain: Complain,
  attachments: readonly Attachment[],
  madeAt: number,
): void => {
  for (const { id, displayName, name, urls, expiresAt } of attachments) {
    if (!isUuidV7Of(id, madeAt)) complain(`attachment ${id} is not of ${madeAt}`);
    checkText(complain, "attachment's name", displayName, 255);
    if (name !== null && name.length > 255) complain("attachment's file name is too long");
    if (urls.length === 0) complain("attachment has no address");
    if (expiresAt !== null && expiresAt <= madeAt) complain("attachment expired before it came");
    for (const { url } of urls) checkUrl(complain, "attachment", url);
  }
};
