import { policyError } from "../errors.js";
import { CATEGORY, XPATH_1 } from "../model/names.js";
import type { DecisionRequest, RequestAttribute, RequestCategory, RequestValue } from "../model/request.js";
import { DATA_TYPES, type TypeName } from "../values/data-types.js";
import type { XmlDocument } from "../xml/node.js";
import { parseXml, XmlError } from "../xml/parse.js";
import { MAX_CONTENT_NODES } from "./request-xml.js";

/** The objects that the JSON profile has for the standard's categories (JSON profile 1.1 §4.2). */
const SHORT_CATEGORIES = new Map<string, string>([
  ["accesssubject", CATEGORY.accessSubject],
  ["recipientsubject", CATEGORY.recipientSubject],
  ["intermediarysubject", CATEGORY.intermediarySubject],
  ["codebase", CATEGORY.codebase],
  ["requestingmachine", CATEGORY.requestingMachine],
  ["resource", CATEGORY.resource],
  ["action", CATEGORY.action],
  ["environment", CATEGORY.environment],
]);

const invalid = (problem: string) => policyError("REQUEST_INVALID", `The request: ${problem}`);

/** An object's members. Names are read without regard to case, as Altinn's own clients write them both ways. */
class Members {
  readonly #members: ReadonlyMap<string, unknown>;

  constructor(
    value: unknown,
    readonly path: string,
    known: readonly string[],
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalid(`${path} must be an object.`);
    }
    this.#members = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
    const other = Object.keys(value).find((name) => !known.includes(name.toLowerCase()));
    if (other !== undefined) throw invalid(`${path} has a member "${other}", which is not known.`);
  }

  /** `null` where it is absent, or null. */
  get(name: string): unknown {
    return this.#members.get(name.toLowerCase()) ?? null;
  }

  /** One thing or a list of them; nothing is an empty list. */
  list(name: string): readonly unknown[] {
    const member = this.get(name);
    if (member === null) return [];
    return Array.isArray(member) ? member : [member];
  }

  text(name: string): string | null {
    const member = this.get(name);
    if (member === null || typeof member === "string") return member;
    throw invalid(`${this.path}.${name} must be a text.`);
  }

  requiredText(name: string): string {
    const member = this.text(name);
    if (member === null) throw invalid(`${this.path}.${name} is missing.`);
    return member;
  }

  boolean(name: string): boolean {
    const member = this.get(name);
    if (member === null) return false;
    if (typeof member === "boolean") return member;
    throw invalid(`${this.path}.${name} must be true or false.`);
  }
}

const isTypeName = (name: string): name is TypeName => Object.hasOwn(DATA_TYPES, name);

/** A short name as the profile has them (§3.3.1), or any other identifier as it is. */
const dataTypeIdOf = (name: string): string => (isTypeName(name) ? DATA_TYPES[name].id : name);

/** What a value's type is where the request does not say (§3.3.2). */
const inferred = (value: unknown): TypeName => {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "double";
  return "string";
};

const inferType = (values: readonly unknown[], path: string): string => {
  const types = new Set(values.map(inferred));
  const [first = "string"] = types;
  const isNumeric = [...types].every((type) => type === "integer" || type === "double");
  if (types.size > 1 && !isNumeric) throw invalid(`${path}.Value mixes types; say the DataType.`);
  return DATA_TYPES[types.size > 1 ? "double" : first].id;
};

const readPath = (value: unknown, dataType: string, path: string): RequestValue => {
  const members = new Members(value, path, ["xpathcategory", "namespaces", "xpath"]);
  const namespaces: Record<string, string> = {};
  for (const declaration of members.list("Namespaces")) {
    const one = new Members(declaration, `${path}.Namespaces`, ["prefix", "namespace"]);
    const prefix = one.text("Prefix");
    if (prefix !== null) namespaces[prefix] = one.requiredText("Namespace");
  }
  const category = categoryIdOf(members.requiredText("XPathCategory"));
  return { dataType, text: members.requiredText("XPath").trim(), path: { category, namespaces } };
};

const readValue = (value: unknown, dataType: string, path: string): RequestValue => {
  if (dataType === DATA_TYPES.xpathExpression.id) return readPath(value, dataType, path);
  if (typeof value === "string" || typeof value === "boolean")
    return { dataType, text: String(value), path: null };
  if (typeof value !== "number") throw invalid(`${path} must be a text, a number or true or false.`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw invalid(`${path} is too large to be exact as a JSON number; write it as a text with its DataType.`);
  }
  return { dataType, text: DATA_TYPES.double.print(value), path: null };
};

const readAttribute = (value: unknown, path: string): RequestAttribute => {
  const known = ["attributeid", "value", "issuer", "datatype", "includeinresult"];
  const members = new Members(value, path, known);
  const values = members.list("Value");
  const dataType = members.text("DataType");
  const id = dataType === null ? inferType(values, path) : dataTypeIdOf(dataType);
  return {
    attributeId: members.requiredText("AttributeId"),
    issuer: members.text("Issuer"),
    includeInResult: members.boolean("IncludeInResult"),
    values: values.map((one) => readValue(one, id, `${path}.Value`)),
  };
};

/** XML as it is, or in base 64 (§4.2.3). */
const readContent = (text: string | null, path: string): XmlDocument | null => {
  if (text === null) return null;
  const isXml = text.trimStart().startsWith("<");
  try {
    const document = parseXml(isXml ? text : Buffer.from(text, "base64"));
    if (document.size <= MAX_CONTENT_NODES) return document;
  } catch (error) {
    if (error instanceof XmlError) throw invalid(`${path}.Content cannot be read as XML: ${error.message}.`);
    throw error;
  }
  throw policyError("REQUEST_UNSUPPORTED", `${path}.Content has more than ${MAX_CONTENT_NODES} nodes.`);
};

const categoryIdOf = (id: string): string => SHORT_CATEGORIES.get(id.toLowerCase()) ?? id;

const readCategory = (value: unknown, path: string, short: string | null): RequestCategory => {
  const members = new Members(value, path, ["categoryid", "id", "content", "attribute"]);
  const id = members.text("CategoryId");
  const category = id === null ? short : categoryIdOf(id);
  if (category === null) throw invalid(`${path}.CategoryId is missing.`);
  return {
    category,
    id: members.text("Id"),
    content: readContent(members.text("Content"), path),
    attributes: members
      .list("Attribute")
      .map((one, index) => readAttribute(one, `${path}.Attribute[${index}]`)),
  };
};

const readReferences = (value: unknown): readonly (readonly string[])[] | null => {
  if (value === null) return null;
  const path = "MultiRequests.RequestReference";
  const requests = new Members(value, "MultiRequests", ["requestreference"]).list("RequestReference");
  return requests.map((request) =>
    new Members(request, path, ["referenceid"]).list("ReferenceId").map((id) => {
      if (typeof id !== "string") throw invalid(`${path}.ReferenceId must be texts.`);
      return id;
    }),
  );
};

const OTHER_MEMBERS = ["returnpolicyidlist", "combineddecision", "xpathversion", "category", "multirequests"];

/**
 * Takes a request of the JSON profile from parsed JSON (JSON profile 1.1 §4), Altinn's shape included.
 * @param body `{ Request: {…} }`
 * @throws DomainError `REQUEST_INVALID`, `REQUEST_UNSUPPORTED`
 */
export const readJsonRequest = (body: unknown): DecisionRequest => {
  const outer = new Members(body, "the body", ["request"]);
  const request = new Members(outer.get("Request"), "Request", [
    ...SHORT_CATEGORIES.keys(),
    ...OTHER_MEMBERS,
  ]);
  const version = request.text("XPathVersion");
  if (version !== null && version.toLowerCase() !== XPATH_1.toLowerCase()) {
    throw policyError("REQUEST_UNSUPPORTED", `The XPath version "${version}" is not supported.`);
  }
  const short = [...SHORT_CATEGORIES].flatMap(([name, id]) =>
    request.list(name).map((one, index) => readCategory(one, `${name}[${index}]`, id)),
  );
  const general = request.list("Category").map((one, index) => readCategory(one, `Category[${index}]`, null));
  return {
    returnPolicyIdList: request.boolean("ReturnPolicyIdList"),
    combinedDecision: request.boolean("CombinedDecision"),
    categories: [...short, ...general],
    references: readReferences(request.get("MultiRequests")),
  };
};
