import type { AssignmentExpression, Effect, NoticeExpression } from "../model/policy.js";
import type { XmlElement } from "../xml/node.js";
import { readOnlyExpression, type Variables } from "./expressions.js";
import { ElementReader, type Source } from "./place.js";

export const readEffect = (reader: ElementReader, attribute: string): Effect => {
  const effect = reader.required(attribute);
  if (effect !== "Permit" && effect !== "Deny") {
    throw reader.invalid(`the attribute ${attribute} must be Permit or Deny, not "${effect}".`);
  }
  return effect;
};

/** Core §5.41. */
const readAssignment = (source: Source, element: XmlElement, variables: Variables): AssignmentExpression => {
  const reader = new ElementReader(source, element);
  const assignment: AssignmentExpression = {
    attributeId: reader.required("AttributeId"),
    category: reader.optional("Category"),
    issuer: reader.optional("Issuer"),
    expression: readOnlyExpression(reader, variables),
  };
  reader.noOtherAttributes();
  return assignment;
};

const KINDS = {
  obligation: { child: "ObligationExpression", id: "ObligationId", on: "FulfillOn" },
  advice: { child: "AdviceExpression", id: "AdviceId", on: "AppliesTo" },
} as const;

/**
 * Core §5.37 to §5.40.
 * @throws DomainError
 */
export const readNotices = (
  source: Source,
  element: XmlElement | null,
  kind: keyof typeof KINDS,
  variables: Variables,
): readonly NoticeExpression[] => {
  if (element === null) return [];
  const names = KINDS[kind];
  return new ElementReader(source, element).children([names.child]).map((child) => {
    const reader = new ElementReader(source, child);
    const notice: NoticeExpression = {
      id: reader.required(names.id),
      on: readEffect(reader, names.on),
      assignments: reader
        .children(["AttributeAssignmentExpression"])
        .map((assignment) => readAssignment(source, assignment, variables)),
    };
    reader.noOtherAttributes();
    return notice;
  });
};
