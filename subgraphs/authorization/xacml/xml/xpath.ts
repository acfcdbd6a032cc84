import { createRequire } from "node:module";
import type { XmlAttribute, XmlDocument, XmlNode } from "./node.js";

// The package's own types bring the whole DOM library into the program, so only what is used is declared here.
interface ParsedPath {
  select(options: {
    readonly node: XmlDocument | XmlNode;
    readonly namespaces: (prefix: string) => string | undefined;
  }): PathNode[];
}
const { parse } = createRequire(import.meta.url)("xpath") as { parse(path: string): ParsedPath };

export type PathNode = XmlDocument | XmlNode | XmlAttribute;

/** A path that is not XPath 1.0, or that does not choose nodes. */
export class PathError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PathError";
  }
}

const MAX_LENGTH = 4_000;

/** XPath 1.0 paths, from `context`: the document, or a node of it. */
export type Path = (context: XmlDocument | XmlNode) => readonly PathNode[];

/**
 * Compiles a path.
 * @throws PathError at once where it is malformed; when used, where a prefix is unknown or it chooses no nodes at all
 */
export const compilePath = (path: string, namespaces: Readonly<Record<string, string>>): Path => {
  if (path.length > MAX_LENGTH) throw new PathError("the XPath is too long");
  let parsed: ParsedPath;
  try {
    parsed = parse(path);
  } catch {
    throw new PathError(`"${path}" is not an XPath 1.0 expression`);
  }
  return (node) => {
    try {
      return parsed.select({ node, namespaces: (prefix) => namespaces[prefix] });
    } catch {
      throw new PathError(`"${path}" does not choose nodes: is every prefix declared?`);
    }
  };
};

const STEP = String.raw`(?:\.|@?(?:\*|[\w.-]+(?::(?:[\w.-]+|\*))?)|(?:text|node|comment)\(\))(?:\[\d{1,6}\])?`;
const PLAIN = `/{0,2}${STEP}(?:/{1,2}${STEP}){0,50}`;
const SIMPLE = new RegExp(String.raw`^(?:${PLAIN}|\(${PLAIN}\)\[\d{1,6}\])$`);

/**
 * Whether a path is plain steps: names, positions and at most two searches (`//`). What it costs is then bounded, so
 * it may come from whoever sent the request.
 */
export const isSimplePath = (path: string): boolean =>
  path.length <= 500 && SIMPLE.test(path) && (path.match(/\/\//g) ?? []).length <= 2;
