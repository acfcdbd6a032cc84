import { quoted } from "./place.js";

const TAGS = new Set([
  "p",
  "a",
  "br",
  "em",
  "strong",
  "ul",
  "ol",
  "li",
  "table",
  "thead",
  "tbody",
  "tr",
  "td",
  "th",
]);

/** A tag as it may be written: its name, and all that stands between the name and the end. */
const TAG = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)\/?>/g;
/** The one attribute that is allowed, alone: an address over HTTPS. */
const HTTPS_LINK = /^\s+href\s*=\s*("https:\/\/[^"\s<>]+"|'https:\/\/[^'\s<>]+')\s*$/i;

/**
 * What is wrong with HTML of old messages, or `null`. Only plain tags are allowed, and links over HTTPS; what is no
 * such tag must not look like one.
 */
export const legacyHtmlProblem = (html: string): string | null => {
  for (const [, slash = "", tag = "", attributes = ""] of html.matchAll(TAG)) {
    const name = tag.toLowerCase();
    if (!TAGS.has(name))
      return `The tag <${name}> is not allowed; leave it out. Allowed: ${[...TAGS].join(", ")}.`;
    const rest = attributes.trim();
    if (rest === "") continue;
    if (slash !== "" || name !== "a" || !HTTPS_LINK.test(` ${rest}`)) {
      return `<${name}> may not have ${quoted(rest)}: only links have an attribute, href with https://.`;
    }
  }
  const left = html.replace(TAG, "");
  if (/<[a-zA-Z!/?]/.test(left))
    return "There is a tag that is not closed, or a comment; write &lt; for the sign itself.";
  return null;
};
