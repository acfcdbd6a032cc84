import { tableOf } from "../../../../lib/table-of.js";

const ESCAPES: Readonly<Record<string, string>> = tableOf({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
});

const escapeText = (text: string): string => text.replace(/[&<>\r]/g, (c) => ESCAPES[c] ?? c);
const escapeAttribute = (text: string): string => text.replace(/[&<>"\t\n\r]/g, (c) => ESCAPES[c] ?? c);

/** An element to write: children, or one text that is written as it is. */
export interface XmlTag {
  readonly name: string;
  /** `undefined` and `null` are left out. */
  readonly attributes?: Readonly<Record<string, string | null | undefined>>;
  readonly children?: readonly XmlTag[];
  readonly text?: string;
}

const writeTag = ({ name, attributes = {}, children = [], text }: XmlTag, indent: string): string => {
  const given = Object.entries(attributes)
    .filter((entry): entry is [string, string] => typeof entry[1] === "string")
    .map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
    .join("");
  if (text !== undefined) return `${indent}<${name}${given}>${escapeText(text)}</${name}>`;
  if (children.length === 0) return `${indent}<${name}${given}/>`;
  const inner = children.map((child) => writeTag(child, `${indent}  `)).join("\n");
  return `${indent}<${name}${given}>\n${inner}\n${indent}</${name}>`;
};

/** A whole document, in UTF-8, indented; texts keep their white space. */
export const writeXml = (root: XmlTag): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${writeTag(root, "")}\n`;
