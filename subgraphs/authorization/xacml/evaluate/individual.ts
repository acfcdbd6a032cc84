import { policyError } from "../errors.js";
import { ATTRIBUTE, CATEGORY } from "../model/names.js";
import type { DecisionRequest, RequestAttribute, RequestCategory, RequestValue } from "../model/request.js";
import { DATA_TYPES } from "../values/data-types.js";
import { compilePath, isSimplePath, PathError } from "../xml/xpath.js";

/** How many decisions one request may ask for. */
export const MAX_DECISIONS = 10_000;

const tooMany = () =>
  policyError("REQUEST_UNSUPPORTED", `The request asks for more than ${MAX_DECISIONS} decisions; split it.`);

/** Core §5.51: each reference names the categories of one decision. */
const byReference = ({
  categories,
  references,
}: DecisionRequest): readonly (readonly RequestCategory[])[] => {
  const byId = new Map(categories.map((category) => [category.id, category]));
  return (references ?? []).map((ids) =>
    ids.map((id) => {
      const found = byId.get(id);
      if (found === undefined) {
        throw policyError(
          "REQUEST_INVALID",
          `The request refers to attributes with the id "${id}", and has none.`,
        );
      }
      return found;
    }),
  );
};

/** Multiple Decision Profile §2.3: each way of taking one of every category, the last category varying fastest. */
const byRepetition = (categories: readonly RequestCategory[]): readonly (readonly RequestCategory[])[] => {
  if (new Set(categories.map(({ category }) => category)).size === categories.length) return [categories];
  const groups = new Map<string, RequestCategory[]>();
  for (const one of categories) groups.set(one.category, [...(groups.get(one.category) ?? []), one]);
  let requests: RequestCategory[][] = [[]];
  for (const group of groups.values()) {
    if (requests.length * group.length > MAX_DECISIONS) throw tooMany();
    requests = requests.flatMap((request) => group.map((one) => [...request, one]));
  }
  return requests;
};

const isMultipleSelector = ({ attributeId }: RequestAttribute): boolean =>
  attributeId === ATTRIBUTE.multipleContentSelector;

/** How many nodes of the content a selector of the request chooses. */
const countNodes = ({ content }: RequestCategory, { path, text }: RequestValue): number => {
  if (content === null || path === null) return 0;
  if (!isSimplePath(text)) {
    throw policyError(
      "REQUEST_UNSUPPORTED",
      "A content selector of the request may have only plain steps and two searches (//).",
    );
  }
  try {
    return compilePath(text, path.namespaces)(content).length;
  } catch (error) {
    if (error instanceof PathError)
      throw policyError("REQUEST_INVALID", `A content selector: ${error.message}.`);
    throw error;
  }
};

/** Multiple Decision Profile §2.2: one decision for each node that a selector of the category chooses. */
const byContent = (category: RequestCategory): readonly RequestCategory[] => {
  const [selector, ...others] = category.attributes.filter(isMultipleSelector);
  if (selector === undefined) return [category];
  const [value, ...values] = selector.values;
  if (others.length > 0 || value === undefined || values.length > 0) {
    throw policyError("REQUEST_INVALID", "A category may have one multiple:content-selector with one value.");
  }
  const count = value.dataType === DATA_TYPES.xpathExpression.id ? countNodes(category, value) : 0;
  if (count === 0) {
    throw policyError("REQUEST_INVALID", "The request's multiple:content-selector chooses nothing.");
  }
  if (count > MAX_DECISIONS) throw tooMany();
  return Array.from({ length: count }, (_, index) => ({
    ...category,
    attributes: category.attributes.map((attribute) =>
      isMultipleSelector(attribute)
        ? {
            ...attribute,
            attributeId: ATTRIBUTE.contentSelector,
            values: [{ ...value, text: nthOf(value.text, index + 1) }],
          }
        : attribute,
    ),
  }));
};

/** The path to the nth node that `path` chooses. */
const nthOf = (path: string, n: number): string => `(${path})[${n}]`;

const expandContent = (request: readonly RequestCategory[]): readonly (readonly RequestCategory[])[] => {
  if (!request.some(({ attributes }) => attributes.some(isMultipleSelector))) return [request];
  let requests: RequestCategory[][] = [[]];
  for (const category of request) {
    const parts = byContent(category);
    if (requests.length * parts.length > MAX_DECISIONS) throw tooMany();
    requests = requests.flatMap((done) => parts.map((part) => [...done, part]));
  }
  return requests;
};

/** Multiple Decision Profile §2.1 asks for a hierarchy of resources, which no request carries. */
const refuseScope = (categories: readonly RequestCategory[]): void => {
  for (const { category, attributes } of categories) {
    const scope = attributes.find(({ attributeId }) => attributeId === ATTRIBUTE.scope);
    const wider = scope?.values.find(({ text }) => text.trim() !== "Immediate");
    if (category === CATEGORY.resource && wider !== undefined) {
      throw policyError(
        "REQUEST_UNSUPPORTED",
        `The resource scope "${wider.text.trim()}" is not supported: ask for each resource by itself.`,
      );
    }
  }
};

/**
 * The decisions that a request asks for, each with the categories that it is about, in the order of the answers.
 * @throws DomainError `REQUEST_INVALID`, `REQUEST_UNSUPPORTED`
 */
export const individualRequests = (request: DecisionRequest): readonly (readonly RequestCategory[])[] => {
  refuseScope(request.categories);
  const bases = request.references === null ? [request.categories] : byReference(request);
  if (bases.length > MAX_DECISIONS) throw tooMany();
  const all = bases.flatMap(byRepetition).flatMap(expandContent);
  if (all.length > MAX_DECISIONS) throw tooMany();
  return all;
};
