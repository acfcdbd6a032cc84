import type { XPathExpression } from "../values/xpath-expression.js";
import { XmlAttribute } from "../xml/node.js";
import { compilePath, isSimplePath, PathError, type PathNode } from "../xml/xpath.js";
import { type Runtime, type Scope, syntaxError, typeOf, V3, type XacmlFunction } from "./function.js";

const isPathExpression = (value: Runtime | null | undefined): value is XPathExpression =>
  typeof value === "object" && value !== null && "path" in value;

/** The nodes that a path chooses in its category's content; none where there is no content. */
export const nodesOf = (expression: XPathExpression, scope: Scope): readonly PathNode[] => {
  const { path, category, namespaces, isFromRequest } = expression;
  const content = scope.content(category);
  if (content === null) return [];
  if (isFromRequest && !isSimplePath(path)) {
    throw syntaxError("An XPath of the request's own may have only plain steps and two searches (//).");
  }
  try {
    return compilePath(path, namespaces)(content);
  } catch (error) {
    if (error instanceof PathError) throw syntaxError(`An XPath could not be used: ${error.message}.`);
    throw error;
  }
};

const above = (node: PathNode): PathNode | null =>
  node instanceof XmlAttribute ? node.ownerElement : node.parentNode;

/** Whether a node of the second set is one of the first set, or lies below one. */
const isAnyBelow = (upper: readonly PathNode[], lower: readonly PathNode[]): boolean => {
  const wanted = new Set(upper);
  return lower.some((node) => {
    for (let at: PathNode | null = node; at !== null; at = above(at)) if (wanted.has(at)) return true;
    return false;
  });
};

const problemWithPath = (literals: readonly (Runtime | null)[]): string | null => {
  for (const literal of literals) {
    if (!isPathExpression(literal)) continue;
    try {
      compilePath(literal.path, literal.namespaces);
    } catch (error) {
      if (error instanceof PathError) return error.message;
      throw error;
    }
  }
  return null;
};

const define = (
  name: string,
  count: 1 | 2,
  result: "integer" | "boolean",
  call: (first: readonly PathNode[], second: readonly PathNode[]) => Runtime,
): XacmlFunction => ({
  id: `${V3}${name}`,
  parameters: Array.from({ length: count }, () => typeOf("xpathExpression")),
  rest: null,
  result: typeOf(result),
  call: (args, scope) => {
    const [first = [], second = []] = args.filter(isPathExpression).map((path) => nodesOf(path, scope));
    return call(first, second);
  },
  lazy: null,
  problemWith: problemWithPath,
});

/** Core §A.3.15. */
export const pathFunctions: readonly XacmlFunction[] = [
  define("xpath-node-count", 1, "integer", (nodes) => BigInt(nodes.length)),
  define("xpath-node-equal", 2, "boolean", (a, b) => {
    const wanted = new Set(a);
    return b.some((node) => wanted.has(node));
  }),
  define("xpath-node-match", 2, "boolean", isAnyBelow),
];
