import type { PathContext, RequestCategory } from "../model/request.js";
import type {
  Assignment,
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

const issuedBy = (issuer: string | null): { readonly Issuer?: string } =>
  issuer === null ? {} : { Issuer: issuer };

const status = ({ code, message, missing }: Status): Json => ({
  StatusCode: { Value: code },
  ...(message === null ? {} : { StatusMessage: message }),
  ...(missing.length === 0
    ? {}
    : {
        StatusDetail: {
          MissingAttributeDetail: missing.map(({ category, attributeId, dataType, issuer }) => ({
            Category: category,
            AttributeId: attributeId,
            DataType: dataType,
            ...issuedBy(issuer),
          })),
        },
      }),
});

const assignment = ({ attributeId, category: id, issuer, dataType, text, path }: Assignment): Json => ({
  AttributeId: attributeId,
  Value: jsonValue(text, dataType, path),
  ...(id === null ? {} : { Category: id }),
  DataType: dataType,
  ...issuedBy(issuer),
});

const notice = ({ id, assignments }: Notice): Json => ({
  Id: id,
  AttributeAssignment: assignments.map(assignment),
});

const category = ({ category: id, id: reference, attributes }: RequestCategory): Json => ({
  CategoryId: id,
  ...(reference === null ? {} : { Id: reference }),
  Attribute: attributes.flatMap(({ attributeId, issuer, values }) =>
    values.map(({ dataType, text, path }) => ({
      AttributeId: attributeId,
      Value: jsonValue(text, dataType, path),
      DataType: dataType,
      ...issuedBy(issuer),
      IncludeInResult: true,
    })),
  ),
});

const identifiers = (policies: readonly PolicyIdentifier[]): Json => {
  const of = (kind: PolicyIdentifier["kind"]) =>
    policies.filter((one) => one.kind === kind).map(({ id, version }) => ({ Id: id, Version: version }));
  const [ofPolicies, ofSets] = [of("policy"), of("policy-set")];
  return {
    ...(ofPolicies.length === 0 ? {} : { PolicyIdReference: ofPolicies }),
    ...(ofSets.length === 0 ? {} : { PolicySetIdReference: ofSets }),
  };
};

const result = (one: DecisionResult): { readonly [member: string]: Json } => ({
  Decision: one.decision,
  Status: status(one.status),
  ...(one.obligations.length === 0 ? {} : { Obligations: one.obligations.map(notice) }),
  ...(one.advice.length === 0 ? {} : { AssociatedAdvice: one.advice.map(notice) }),
  ...(one.categories.length === 0 ? {} : { Category: one.categories.map(category) }),
  ...(one.policies.length === 0 ? {} : { PolicyIdentifierList: identifiers(one.policies) }),
});

/** The response of the JSON profile (JSON profile 1.1 §5). */
export const toJsonResponse = ({ results }: DecisionResponse): JsonResponse => ({
  Response: results.map(result),
});
