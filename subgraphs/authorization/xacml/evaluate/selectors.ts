import { syntaxError } from "../functions/function.js";
import type { Designator, Selector } from "../model/policy.js";
import { DATA_TYPES, type DataType } from "../values/data-types.js";
import { ValueError } from "../values/value-error.js";
import { XPathExpression } from "../values/xpath-expression.js";
import { NODE_TYPE, type XmlDocument, XmlElement, type XmlNode } from "../xml/node.js";
import { compilePath, isSimplePath, type Path, PathError, type PathNode } from "../xml/xpath.js";
import { designatedValues, type IndividualRequest, type ReadValue } from "./request-context.js";

const contextDesignator = (selector: Selector, attributeId: string): Designator => ({
  kind: "designator",
  type: { name: "xpathExpression", isBag: true },
  category: selector.category,
  attributeId,
  dataType: DATA_TYPES.xpathExpression.id,
  issuer: null,
  mustBePresent: false,
});

const follow = (path: Path, from: XmlDocument | XmlNode): readonly PathNode[] => {
  try {
    return path(from);
  } catch (error) {
    if (error instanceof PathError) throw syntaxError(`A selector could not be used: ${error.message}.`);
    throw error;
  }
};

/** Where a selector's path starts: the document, or the node that an attribute of the request points at. */
const contextOf = (selector: Selector, request: IndividualRequest, content: XmlDocument) => {
  if (selector.contextSelectorId === null) return content;
  const designator = contextDesignator(selector, selector.contextSelectorId);
  const [first, ...more] = designatedValues(designator)(request).map(({ value }) => value);
  if (!(first instanceof XPathExpression)) return null;
  if (more.length > 0 || !isSimplePath(first.path)) {
    throw syntaxError("A context selector must be one path of plain steps.");
  }
  let nodes: readonly PathNode[];
  try {
    nodes = compilePath(first.path, first.namespaces)(content);
  } catch (error) {
    if (error instanceof PathError)
      throw syntaxError(`A context selector could not be used: ${error.message}.`);
    throw error;
  }
  const [node, ...others] = nodes;
  if (node === undefined) return null;
  if (others.length > 0 || node.nodeType === NODE_TYPE.attribute) {
    throw syntaxError("A context selector must point at one element.");
  }
  return node;
};

const textOf = (node: PathNode): string => {
  if (node instanceof XmlElement || node.nodeType === NODE_TYPE.document) {
    throw syntaxError(
      "A selector chose an element; it must choose text, attributes, comments or instructions.",
    );
  }
  return node.nodeValue ?? "";
};

/** What a selector chooses in the content of its category (core §7.3.7). */
export const selectValues = (selector: Selector): ((request: IndividualRequest) => readonly ReadValue[]) => {
  const path = compilePath(selector.path, selector.namespaces);
  const type = DATA_TYPES[selector.type.name] as DataType;
  return (request) => {
    const content = request.content(selector.category);
    const context = content === null ? null : contextOf(selector, request, content);
    if (context === null) return [];
    return follow(path, context).map((node) => {
      const text = textOf(node);
      try {
        return { value: type.read(text), sent: { dataType: selector.dataType, text, path: null } };
      } catch (error) {
        if (error instanceof ValueError) throw syntaxError(`A selected value is ${error.message}.`);
        throw error;
      }
    });
  };
};
