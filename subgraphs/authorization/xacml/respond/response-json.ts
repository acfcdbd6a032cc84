import type { PathContext, RequestCategory } from "../model/request.js";
import type {
  DecisionResponse,
  DecisionResult,
  Notice,
  PolicyIdentifier,
  Status,
} from "../model/response.js";
import { DATA_TYPES, dataTypeById } from "../values/data-types.js";

type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

export interface JsonResponse {
  readonly Response: readonly { readonly [member: string]: Json }[];
}

/** Leaves out what is absent. */
const object = (members: Readonly<Record<string, Json | undefined>>): { readonly [member: string]: Json } =>
  Object.fromEntries(
    Object.entries(members).filter(
      (entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null,
    ),
  );

const pathValue = (text: string, { category, namespaces }: PathContext): Json => ({
  XPathCategory: category,
  Namespaces: Object.entries(namespaces).map(([Prefix, Namespace]) => ({ Prefix, Namespace })),
  XPath: text,
});

/** A JSON number or boolean where that says exactly the same, else the text (JSON profile 1.1 §3.3). */
const jsonValue = (text: string, dataType: string, path: PathContext | null): Json => {
  if (path !== null) return pathValue(text, path);
  const name = dataTypeById(dataType)?.name;
  try {
    if (name === "boolean") return DATA_TYPES.boolean.read(text);
    if (name === "integer") {
      const number = Number(DATA_TYPES.integer.read(text));
      return Number.isSafeInteger(number) ? number : text;
    }
    if (name === "double") {
      const number = DATA_TYPES.double.read(text);
      return Number.isFinite(number) ? number : text;
    }
  } catch {
    // A value of the request that is not of its type goes back as it came.
  }
  return text;
};

const status = ({ code, message, missing }: Status): Json =>
  object({
    StatusCode: { Value: code },
    StatusMessage: message ?? undefined,
    StatusDetail:
      missing.length === 0
        ? undefined
        : {
            MissingAttributeDetail: missing.map(({ category, attributeId, dataType, issuer }) =>
              object({
                Category: category,
                AttributeId: attributeId,
                DataType: dataType,
                Issuer: issuer ?? undefined,
              }),
            ),
          },
  });

const notice = ({ id, assignments }: Notice): Json =>
  object({
    Id: id,
    AttributeAssignment: assignments.map(({ attributeId, category, issuer, dataType, text, path }) =>
      object({
        AttributeId: attributeId,
        Value: jsonValue(text, dataType, path),
        Category: category ?? undefined,
        DataType: dataType,
        Issuer: issuer ?? undefined,
      }),
    ),
  });

const category = ({ category: id, id: reference, attributes }: RequestCategory): Json =>
  object({
    CategoryId: id,
    Id: reference ?? undefined,
    Attribute: attributes.flatMap(({ attributeId, issuer, values }) =>
      values.map(({ dataType, text, path }) =>
        object({
          AttributeId: attributeId,
          Value: jsonValue(text, dataType, path),
          DataType: dataType,
          Issuer: issuer ?? undefined,
          IncludeInResult: true,
        }),
      ),
    ),
  });

const identifiers = (policies: readonly PolicyIdentifier[], kind: PolicyIdentifier["kind"]) => {
  const found = policies.filter((policy) => policy.kind === kind);
  return found.length === 0 ? undefined : found.map(({ id, version }) => ({ Id: id, Version: version }));
};

const listed = <T>(items: readonly T[], write: (item: T) => Json): Json | undefined =>
  items.length === 0 ? undefined : items.map(write);

const result = (one: DecisionResult) =>
  object({
    Decision: one.decision,
    Status: status(one.status),
    Obligations: listed(one.obligations, notice),
    AssociatedAdvice: listed(one.advice, notice),
    Category: listed(one.categories, category),
    PolicyIdentifierList:
      one.policies.length === 0
        ? undefined
        : object({
            PolicyIdReference: identifiers(one.policies, "policy"),
            PolicySetIdReference: identifiers(one.policies, "policy-set"),
          }),
  });

/** The response of the JSON profile (JSON profile 1.1 §5). */
export const toJsonResponse = ({ results }: DecisionResponse): JsonResponse => ({
  Response: results.map(result),
});
