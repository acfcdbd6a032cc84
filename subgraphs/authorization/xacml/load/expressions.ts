import { parameterAt, printType, type Runtime, type XacmlFunction } from "../functions/function.js";
import { functionById, higherOrderFunctionById } from "../functions/registry.js";
import type { Designator, Expression, Literal, Selector, Variable } from "../model/policy.js";
import { type DataType, dataTypeById } from "../values/data-types.js";
import { ValueError } from "../values/value-error.js";
import { XPathExpression } from "../values/xpath-expression.js";
import type { XmlElement } from "../xml/node.js";
import { compilePath, PathError } from "../xml/xpath.js";
import { ElementReader, named, refuse, type Source } from "./place.js";

export const EXPRESSIONS = [
  "Apply",
  "AttributeValue",
  "AttributeDesignator",
  "AttributeSelector",
  "VariableReference",
  "Function",
] as const;

/** Variables of the policy that an expression stands in. */
export interface Variables {
  find(id: string, from: ElementReader): Variable;
}

const dataTypeOf = (reader: ElementReader): { readonly id: string; readonly type: DataType } => {
  const id = reader.required("DataType");
  const type = dataTypeById(id);
  if (type === null) {
    throw refuse(
      "POLICY_UNSUPPORTED",
      reader.source,
      reader.element,
      `the data type "${id}" is not supported.`,
    );
  }
  return { id, type };
};

export const illTyped = (reader: ElementReader, problem: string): Error =>
  refuse("POLICY_ILL_TYPED", reader.source, reader.element, problem);

/** Core §5.31. */
export const readLiteral = (source: Source, element: XmlElement): Literal => {
  const reader = new ElementReader(source, element);
  const { id, type } = dataTypeOf(reader);
  if (element.elements.length > 0) {
    throw refuse("POLICY_UNSUPPORTED", source, element, "a value made of elements is not supported.");
  }
  const text = element.text;
  if (type.name === "xpathExpression") {
    const category = reader.required("XPathCategory");
    const value = new XPathExpression(text.trim(), category, element.namespaces(), false);
    return {
      kind: "literal",
      type: { name: type.name, isBag: false },
      value,
      text: text.trim(),
      dataType: id,
    };
  }
  try {
    const value = type.read(text);
    return { kind: "literal", type: { name: type.name, isBag: false }, value, text, dataType: id };
  } catch (error) {
    if (error instanceof ValueError) throw illTyped(reader, `the value is ${error.message}.`);
    throw error;
  }
};

/** Core §5.29. XACML 2.0's name for a subject's category is read too, where it says nothing else. */
export const readDesignator = (source: Source, element: XmlElement): Designator => {
  const reader = new ElementReader(source, element);
  const older = reader.optional("SubjectCategory");
  const category = reader.optional("Category") ?? older;
  if (category === null) throw reader.invalid("the attribute Category is missing.");
  if (older !== null && older !== category) throw reader.invalid("SubjectCategory and Category differ.");
  const { id, type } = dataTypeOf(reader);
  const designator: Designator = {
    kind: "designator",
    type: { name: type.name, isBag: true },
    category,
    attributeId: reader.required("AttributeId"),
    dataType: id,
    issuer: reader.optional("Issuer"),
    mustBePresent: reader.boolean("MustBePresent"),
  };
  reader.children([]);
  reader.noOtherAttributes();
  return designator;
};

/** Core §5.30. */
export const readSelector = (source: Source, element: XmlElement): Selector => {
  const reader = new ElementReader(source, element);
  const { id, type } = dataTypeOf(reader);
  const path = reader.required("Path");
  const namespaces = element.namespaces();
  if (type.name === "xpathExpression") {
    throw refuse("POLICY_UNSUPPORTED", source, element, "selecting xpathExpression values is not supported.");
  }
  try {
    compilePath(path, namespaces);
  } catch (error) {
    if (error instanceof PathError) throw illTyped(reader, `${error.message}.`);
    throw error;
  }
  const selector: Selector = {
    kind: "selector",
    type: { name: type.name, isBag: true },
    category: reader.required("Category"),
    path,
    namespaces,
    contextSelectorId: reader.optional("ContextSelectorId"),
    dataType: id,
    mustBePresent: reader.boolean("MustBePresent"),
  };
  reader.children([]);
  reader.noOtherAttributes();
  return selector;
};

/** The function that an element names, as `MatchId` or `FunctionId`. */
export const readFunction = (reader: ElementReader, attribute: "MatchId" | "FunctionId"): XacmlFunction => {
  const id = reader.required(attribute);
  const found = functionById(id);
  if (found !== null) return found;
  throw refuse("POLICY_UNSUPPORTED", reader.source, reader.element, `the function "${id}" is not supported.`);
};

const checkArguments = (reader: ElementReader, called: XacmlFunction, args: readonly Expression[]): void => {
  const { id, parameters, rest } = called;
  if (args.length < parameters.length || (rest === null && args.length > parameters.length)) {
    const least = rest === null ? "" : "at least ";
    throw illTyped(reader, `"${id}" takes ${least}${parameters.length} arguments, not ${args.length}.`);
  }
  for (const [index, { type }] of args.entries()) {
    const parameter = parameterAt(called, index);
    if (parameter === null || parameter.name !== type.name || parameter.isBag !== type.isBag) {
      const wanted = parameter === null ? "nothing" : printType(parameter);
      throw illTyped(reader, `"${id}" takes ${wanted} as argument ${index + 1}, not ${printType(type)}.`);
    }
  }
  const literals = args.map((arg): Runtime | null => (arg.kind === "literal" ? arg.value : null));
  const problem = called.problemWith?.(literals) ?? null;
  if (problem !== null) throw illTyped(reader, `${problem}.`);
};

const readApply = (source: Source, element: XmlElement, variables: Variables): Expression => {
  const reader = new ElementReader(source, element);
  const id = reader.required("FunctionId");
  reader.noOtherAttributes();
  const parts = named(reader.children(["Description", ...EXPRESSIONS]), ...EXPRESSIONS);
  const higherOrder = higherOrderFunctionById(id);
  if (higherOrder === null) {
    const called = readFunction(reader, "FunctionId");
    const args = parts.map((part) => readExpression(source, part, variables));
    checkArguments(reader, called, args);
    return { kind: "apply", type: called.result, function: called, args };
  }
  const [first, ...others] = parts;
  if (first?.localName !== "Function") throw illTyped(reader, `"${id}" takes a <Function> first.`);
  const inner = readFunction(new ElementReader(source, first), "FunctionId");
  const args = others.map((part) => readExpression(source, part, variables));
  const type = higherOrder.check(
    inner,
    args.map((arg) => arg.type),
  );
  if (typeof type === "string") throw illTyped(reader, `"${id}": ${type}.`);
  return { kind: "apply-higher-order", type, function: higherOrder, inner, args };
};

/**
 * Reads and checks an expression (core §5.25).
 * @throws DomainError
 */
export const readExpression = (source: Source, element: XmlElement, variables: Variables): Expression => {
  const reader = new ElementReader(source, element);
  switch (element.localName) {
    case "Apply":
      return readApply(source, element, variables);
    case "AttributeValue":
      return readLiteral(source, element);
    case "AttributeDesignator":
      return readDesignator(source, element);
    case "AttributeSelector":
      return readSelector(source, element);
    case "VariableReference":
      return variables.find(reader.required("VariableId"), reader);
    default:
      throw illTyped(
        reader,
        `<${element.localName}> is not a value; it stands only before the arguments of its caller.`,
      );
  }
};

/**
 * The one expression inside an element such as `<Condition>`.
 * @throws DomainError
 */
export const readOnlyExpression = (reader: ElementReader, variables: Variables): Expression => {
  const [first, ...more] = reader.children(EXPRESSIONS);
  if (first === undefined || more.length > 0) throw reader.invalid("exactly one expression belongs here.");
  return readExpression(reader.source, first, variables);
};
