import { policyError } from "../errors.js";
import { CATEGORY, XPATH_1 } from "../model/names.js";
import type { DecisionRequest, RequestAttribute, RequestCategory, RequestValue } from "../model/request.js";
import { DATA_TYPES, type TypeName } from "../values/data-types.js";
import type { XmlDocument } from "../xml/node.js";
import { parseXml, XmlError } from "../xml/parse.js";
import { MAX_CONTENT_NODES } from "./request-xml.js";

/** The objects that the JSON profile has for the standard's categories (JSON profile 1.1 §4.2). */
const SHORT_CATEGORIES = new Map<string, string>([
  ["AccessSubject", CATEGORY.accessSubject],
  ["RecipientSubject", CATEGORY.recipientSubject],
  ["IntermediarySubject", CATEGORY.intermediarySubject],
  ["Codebase", CATEGORY.codebase],
  ["RequestingMachine", CATEGORY.requestingMachine],
  ["Resource", CATEGORY.resource],
  ["Action", CATEGORY.action],
  ["Environment", CATEGORY.environment],
]);

const invalid = (problem: string) => policyError("REQUEST_INVALID", `The request: ${problem}`);

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The members that an object may have; each may also begin with a small letter, as some of Altinn's clients write. */
class MemberNames {
  readonly known: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.known = new Set(names.flatMap((name) => [name, camel(name)]));
  }
}

/** An object's members. */
class Members {
  readonly #value: Readonly<Record<string, unknown>>;

  constructor(
    value: unknown,
    readonly path: string,
    names: MemberNames,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw invalid(`${path} must be an object.`);
    }
    this.#value = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(value)) {
      if (!names.known.has(name)) throw invalid(`${path} has a member "${name}", which is not known.`);
    }
  }

  /** `null` where it is absent, or null. */
  get(name: string): unknown {
    return this.#value[name] ?? this.#value[camel(name)] ?? null;
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

const NAMES = {
  body: new MemberNames(["Request"]),
  request: new MemberNames([
    ...SHORT_CATEGORIES.keys(),
    "ReturnPolicyIdList",
    "CombinedDecision",
    "XPathVersion",
    "Category",
    "MultiRequests",
  ]),
  category: new MemberNames(["CategoryId", "Id", "Content", "Attribute"]),
  attribute: new MemberNames(["AttributeId", "Value", "Issuer", "DataType", "IncludeInResult"]),
  path: new MemberNames(["XPathCategory", "Namespaces", "XPath"]),
  namespace: new MemberNames(["Prefix", "Namespace"]),
  multiRequests: new MemberNames(["RequestReference"]),
  requestReference: new MemberNames(["ReferenceId"]),
} as const;

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
  const members = new Members(value, path, NAMES.path);
  const namespaces: Record<string, string> = {};
  for (const declaration of members.list("Namespaces")) {
    const one = new Members(declaration, `${path}.Namespaces`, NAMES.namespace);
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
  const members = new Members(value, path, NAMES.attribute);
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

const categoryIdOf = (id: string): string => SHORT_CATEGORIES.get(id) ?? id;

const readCategory = (value: unknown, path: string, short: string | null): RequestCategory => {
  const members = new Members(value, path, NAMES.category);
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
  const requests = new Members(value, "MultiRequests", NAMES.multiRequests).list("RequestReference");
  return requests.map((request) =>
    new Members(request, path, NAMES.requestReference).list("ReferenceId").map((id) => {
      if (typeof id !== "string") throw invalid(`${path}.ReferenceId must be texts.`);
      return id;
    }),
  );
};

/**
 * Takes a request of the JSON profile from parsed JSON (JSON profile 1.1 §4), Altinn's shape included.
 * @param body `{ Request: {…} }`
 * @throws DomainError `REQUEST_INVALID`, `REQUEST_UNSUPPORTED`
 */
export const readJsonRequest = (body: unknown): DecisionRequest => {
  const outer = new Members(body, "the body", NAMES.body);
  const request = new Members(outer.get("Request"), "Request", NAMES.request);
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
