import { XACML_NAMESPACE } from "../model/names.js";
import type { PathContext, RequestCategory } from "../model/request.js";
import type {
  DecisionResponse,
  DecisionResult,
  Notice,
  PolicyIdentifier,
  Status,
} from "../model/response.js";
import { writeXml, type XmlTag } from "../xml/write.js";

/** The attributes that an xpathExpression's element needs. */
const pathAttributes = (path: PathContext | null): Readonly<Record<string, string>> => {
  if (path === null) return {};
  const prefixes = Object.entries(path.namespaces).map(([prefix, uri]) => [`xmlns:${prefix}`, uri] as const);
  return { XPathCategory: path.category, ...Object.fromEntries(prefixes) };
};

const statusTag = ({ code, message, missing }: Status): XmlTag => ({
  name: "Status",
  children: [
    { name: "StatusCode", attributes: { Value: code } },
    ...(message === null ? [] : [{ name: "StatusMessage", text: message }]),
    ...(missing.length === 0
      ? []
      : [
          {
            name: "StatusDetail",
            children: missing.map(({ category, attributeId, dataType, issuer }) => ({
              name: "MissingAttributeDetail",
              attributes: {
                Category: category,
                AttributeId: attributeId,
                DataType: dataType,
                Issuer: issuer,
              },
            })),
          },
        ]),
  ],
});

const noticeTag = (name: "Obligation" | "Advice", { id, assignments }: Notice): XmlTag => ({
  name,
  attributes: { [name === "Obligation" ? "ObligationId" : "AdviceId"]: id },
  children: assignments.map(({ attributeId, category, issuer, dataType, text, path }) => ({
    name: "AttributeAssignment",
    attributes: {
      AttributeId: attributeId,
      Category: category,
      Issuer: issuer,
      DataType: dataType,
      ...pathAttributes(path),
    },
    text,
  })),
});

const categoryTag = ({ category, id, attributes }: RequestCategory): XmlTag => ({
  name: "Attributes",
  attributes: { Category: category, "xml:id": id },
  children: attributes.map(({ attributeId, issuer, values }) => ({
    name: "Attribute",
    attributes: { AttributeId: attributeId, Issuer: issuer, IncludeInResult: "true" },
    children: values.map(({ dataType, text, path }) => ({
      name: "AttributeValue",
      attributes: { DataType: dataType, ...pathAttributes(path) },
      text,
    })),
  })),
});

const policyTag = ({ kind, id, version }: PolicyIdentifier): XmlTag => ({
  name: kind === "policy" ? "PolicyIdReference" : "PolicySetIdReference",
  attributes: { Version: version },
  text: id,
});

const group = (name: string, children: readonly XmlTag[]): readonly XmlTag[] =>
  children.length === 0 ? [] : [{ name, children }];

const resultTag = (result: DecisionResult): XmlTag => ({
  name: "Result",
  children: [
    { name: "Decision", text: result.decision },
    statusTag(result.status),
    ...group(
      "Obligations",
      result.obligations.map((notice) => noticeTag("Obligation", notice)),
    ),
    ...group(
      "AssociatedAdvice",
      result.advice.map((notice) => noticeTag("Advice", notice)),
    ),
    ...result.categories.map(categoryTag),
    ...group("PolicyIdentifierList", result.policies.map(policyTag)),
  ],
});

/** The `<Response>` of core §5.47, as a document in UTF-8. */
export const writeXmlResponse = ({ results }: DecisionResponse): string =>
  writeXml({ name: "Response", attributes: { xmlns: XACML_NAMESPACE }, children: results.map(resultTag) });
