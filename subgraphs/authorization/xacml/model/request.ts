import type { XmlDocument } from "../xml/node.js";

/** Which category's content an xpathExpression is about, and the prefixes in scope where it stood. */
export interface PathContext {
  readonly category: string;
  readonly namespaces: Readonly<Record<string, string>>;
}

/** A request as it was read, from XML or from JSON. Values keep their text: they are read when a policy asks. */
export interface RequestValue {
  readonly dataType: string;
  readonly text: string;
  /** For an xpathExpression. */
  readonly path: PathContext | null;
}

export interface RequestAttribute {
  readonly attributeId: string;
  readonly issuer: string | null;
  readonly includeInResult: boolean;
  readonly values: readonly RequestValue[];
}

/** `<Attributes>` (core §5.44). */
export interface RequestCategory {
  readonly category: string;
  /** `xml:id`, for references. */
  readonly id: string | null;
  readonly content: XmlDocument | null;
  readonly attributes: readonly RequestAttribute[];
}

export interface DecisionRequest {
  readonly returnPolicyIdList: boolean;
  readonly combinedDecision: boolean;
  readonly categories: readonly RequestCategory[];
  /** For each decision that is asked for, the ids of its categories; `null` where no references are used. */
  readonly references: readonly (readonly string[])[] | null;
}
