import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import { tableOf } from "../../../../lib/table-of.js";
import { NODE_TYPE, XmlAttribute, XmlDocument, XmlElement, XmlLeaf } from "./node.js";

/** What one document may cost; policies and requests come from outside. */
export const XML_LIMITS = { bytes: 4 * 1024 * 1024, depth: 100, nodes: 200_000 } as const;

/** A document that is not well-formed XML, or is more than we read. The message names the place. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "XmlError";
  }
}

const XMLNS = "http://www.w3.org/2000/xmlns/";

const encodingOf = (bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0x3c && second === 0x00) return "utf-16le";
  if (first === 0x00 && second === 0x3c) return "utf-16be";
  return "utf-8";
};

const DECLARED: Readonly<Record<string, readonly string[]>> = tableOf({
  "utf-8": ["utf-8", "utf8", "us-ascii", "ascii"],
  "utf-16le": ["utf-16", "utf-16le"],
  "utf-16be": ["utf-16", "utf-16be"],
});

/** Text of a document in UTF-8 or UTF-16, with or without a byte order mark. */
const decode = (bytes: Uint8Array): string => {
  if (bytes.byteLength > XML_LIMITS.bytes) {
    throw new XmlError(`it has ${bytes.byteLength} bytes; at most ${XML_LIMITS.bytes} are read`);
  }
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError(`it is not valid ${encoding.toUpperCase()}`);
  }
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(text)?.[1]?.toLowerCase();
  if (declared !== undefined && !DECLARED[encoding]?.includes(declared)) {
    throw new XmlError(`it says that it is ${declared}, but is read as ${encoding}; write it in UTF-8`);
  }
  return text;
};

/** The line and column of a tag's `<`, when the parser has just read the tag's name and the character after it. */
const startOfTag = (text: string, { position, line, columnIndex }: SaxesParser<{ xmlns: true }>) => {
  const start = text.lastIndexOf("<", position - 1);
  // A line that ends after the name is a line behind the parser.
  if (columnIndex === 0) return { line: line - 1, column: start - text.lastIndexOf("\n", start) };
  return { line, column: columnIndex - (position - start) + 1 };
};

/**
 * Reads one XML document. Document type declarations are refused, so there are no entities but XML's own five: nothing
 * is fetched and nothing expands.
 * @throws XmlError
 */
export const parseXml = (source: Uint8Array | string): XmlDocument => {
  const text = typeof source === "string" ? source.replace(/^\uFEFF/, "") : decode(source);
  if (text.length > XML_LIMITS.bytes) {
    throw new XmlError(`it has ${text.length} characters; at most ${XML_LIMITS.bytes} are read`);
  }
  const document = new XmlDocument();
  let parent: XmlElement | XmlDocument = document;
  let depth = 0;
  let start = { line: 1, column: 1 };
  const parser = new SaxesParser({ xmlns: true, position: true });
  const here = (problem: string) =>
    new XmlError(`line ${parser.line}, column ${parser.column + 1}: ${problem}`);
  const count = () => {
    document.size += 1;
    if (document.size > XML_LIMITS.nodes) throw here(`more than ${XML_LIMITS.nodes} nodes`);
  };
  const leaf = (type: 3 | 7 | 8, name: string, value: string) => {
    if (parent === document && type === NODE_TYPE.text) return;
    const last = parent.childNodes.at(-1);
    if (type === NODE_TYPE.text && last?.nodeType === NODE_TYPE.text && last instanceof XmlLeaf) {
      // Text and CDATA beside each other are one text node in XPath's data model.
      last.nodeValue += value;
      return;
    }
    count();
    parent.append(new XmlLeaf(type, parent, document, name, value));
  };
  parser.on("error", (error) => {
    throw new XmlError(error.message.replace(/^(\d+):(\d+): /, "line $1, column $2: ").replace(/\.$/, ""));
  });
  parser.on("doctype", () => {
    throw here("a document type declaration (<!DOCTYPE>) is not read");
  });
  parser.on("opentagstart", () => {
    start = startOfTag(text, parser);
  });
  parser.on("opentag", (tag: SaxesTagNS) => {
    depth += 1;
    if (depth > XML_LIMITS.depth) throw here(`elements nested more than ${XML_LIMITS.depth} deep`);
    count();
    const { name, local, prefix, uri, ns } = tag;
    const element = new XmlElement(
      parent,
      document,
      name,
      local,
      prefix,
      uri === "" ? null : uri,
      ns,
      start.line,
      start.column,
    );
    for (const a of Object.values(tag.attributes) as SaxesAttributeNS[]) {
      if (a.uri === XMLNS) continue;
      count();
      element.attributeList.push(
        new XmlAttribute(element, a.name, a.local, a.prefix, a.uri === "" ? null : a.uri, a.value),
      );
    }
    parent.append(element);
    parent = element;
  });
  parser.on("closetag", () => {
    depth -= 1;
    if (parent instanceof XmlElement) parent = parent.parentNode;
  });
  parser.on("text", (value) => leaf(NODE_TYPE.text, "#text", value));
  parser.on("cdata", (value) => leaf(NODE_TYPE.text, "#text", value));
  parser.on("comment", (value) => leaf(NODE_TYPE.comment, "#comment", value));
  parser.on("processinginstruction", ({ target, body }) => leaf(NODE_TYPE.instruction, target, body));
  parser.write(text).close();
  return document;
};
