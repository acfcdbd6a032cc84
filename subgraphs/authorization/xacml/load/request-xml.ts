import { policyError } from "../errors.js";
import { XACML_NAMESPACE, XPATH_1 } from "../model/names.js";
import type { DecisionRequest, RequestAttribute, RequestCategory, RequestValue } from "../model/request.js";
import { DATA_TYPES } from "../values/data-types.js";
import { asDocument, type XmlElement } from "../xml/node.js";
import { parseXml, XmlError } from "../xml/parse.js";
import { ElementReader, named, refuse, type Source, single } from "./place.js";

const XML = "http://www.w3.org/XML/1998/namespace";

/** Beyond this, evaluating paths over it would take too long. */
export const MAX_CONTENT_NODES = 10_000;

const optionalBoolean = (reader: ElementReader, name: string, missing: boolean): boolean =>
  reader.optional(name) === null ? missing : reader.boolean(name);

/** Core §7.3.7: the content is a document of its own, with one root. */
const readContent = (source: Source, element: XmlElement | null) => {
  if (element === null) return null;
  if (element.elements.length !== 1)
    throw refuse("REQUEST_INVALID", source, element, "one element belongs here.");
  const document = asDocument(element);
  if (document.size > MAX_CONTENT_NODES) {
    throw refuse("REQUEST_UNSUPPORTED", source, element, `more than ${MAX_CONTENT_NODES} nodes.`);
  }
  return document;
};

const readValue = (source: Source, element: XmlElement): RequestValue => {
  const reader = new ElementReader(source, element);
  const dataType = reader.required("DataType");
  if (dataType !== DATA_TYPES.xpathExpression.id) return { dataType, text: element.text, path: null };
  const category = reader.required("XPathCategory");
  return { dataType, text: element.text.trim(), path: { category, namespaces: element.namespaces() } };
};

const readAttribute = (source: Source, element: XmlElement): RequestAttribute => {
  const reader = new ElementReader(source, element);
  const values = reader.children(["AttributeValue"]);
  if (values.length === 0) throw reader.invalid("at least one <AttributeValue> belongs here.");
  return {
    attributeId: reader.required("AttributeId"),
    issuer: reader.optional("Issuer"),
    includeInResult: optionalBoolean(reader, "IncludeInResult", false),
    values: values.map((value) => readValue(source, value)),
  };
};

const readCategory = (source: Source, element: XmlElement): RequestCategory => {
  const reader = new ElementReader(source, element);
  const children = reader.children(["Content", "Attribute"]);
  return {
    category: reader.required("Category"),
    id: element.attributeList.find((a) => a.namespaceURI === XML && a.localName === "id")?.value ?? null,
    content: readContent(source, single(reader, children, "Content")),
    attributes: named(children, "Attribute").map((child) => readAttribute(source, child)),
  };
};

/** Core §5.50 to §5.52. */
const readReferences = (
  source: Source,
  element: XmlElement | null,
): readonly (readonly string[])[] | null => {
  if (element === null) return null;
  const requests = new ElementReader(source, element).children(["RequestReference"]);
  return requests.map((request) =>
    new ElementReader(source, request)
      .children(["AttributesReference"])
      .map((reference) => new ElementReader(source, reference).required("ReferenceId")),
  );
};

const checkDefaults = (source: Source, element: XmlElement | null): void => {
  if (element === null) return;
  for (const version of new ElementReader(source, element).children(["XPathVersion"])) {
    const id = version.text.trim();
    if (id.toLowerCase() === XPATH_1.toLowerCase()) continue;
    throw refuse("REQUEST_UNSUPPORTED", source, version, `the XPath version "${id}" is not supported.`);
  }
};

/**
 * Reads a `<Request>` of XACML 3.0 (core §5.42), in UTF-8 or UTF-16.
 * @param name what messages call the document
 * @throws DomainError `REQUEST_INVALID`, `REQUEST_UNSUPPORTED`
 */
export const readXmlRequest = (document: Uint8Array | string, name: string): DecisionRequest => {
  const source: Source = { name, invalid: "REQUEST_INVALID" };
  let root: XmlElement | null;
  try {
    root = parseXml(document).documentElement;
  } catch (error) {
    if (error instanceof XmlError)
      throw policyError("REQUEST_INVALID", `${name} cannot be read as XML: ${error.message}.`);
    throw error;
  }
  if (root === null || root.localName !== "Request" || root.namespaceURI !== XACML_NAMESPACE) {
    throw policyError("REQUEST_INVALID", `${name} is not a <Request> of XACML 3.0 (${XACML_NAMESPACE}).`);
  }
  const reader = new ElementReader(source, root);
  const children = reader.children(["RequestDefaults", "Attributes", "MultiRequests"]);
  checkDefaults(source, single(reader, children, "RequestDefaults"));
  return {
    returnPolicyIdList: optionalBoolean(reader, "ReturnPolicyIdList", false),
    combinedDecision: optionalBoolean(reader, "CombinedDecision", false),
    categories: named(children, "Attributes").map((child) => readCategory(source, child)),
    references: readReferences(source, single(reader, children, "MultiRequests")),
  };
};
