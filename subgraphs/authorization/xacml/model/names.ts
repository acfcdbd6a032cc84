/** Identifiers of XACML 3.0 core and of the profiles that are supported. */
export const XACML_NAMESPACE = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";

/** Core §B.2 and §B.3. */
export const CATEGORY = {
  accessSubject: "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
  recipientSubject: "urn:oasis:names:tc:xacml:1.0:subject-category:recipient-subject",
  intermediarySubject: "urn:oasis:names:tc:xacml:1.0:subject-category:intermediary-subject",
  codebase: "urn:oasis:names:tc:xacml:1.0:subject-category:codebase",
  requestingMachine: "urn:oasis:names:tc:xacml:1.0:subject-category:requesting-machine",
  resource: "urn:oasis:names:tc:xacml:3.0:attribute-category:resource",
  action: "urn:oasis:names:tc:xacml:3.0:attribute-category:action",
  environment: "urn:oasis:names:tc:xacml:3.0:attribute-category:environment",
} as const;

/** Core §B.5 to §B.8, and the Multiple Decision Profile. */
export const ATTRIBUTE = {
  subjectId: "urn:oasis:names:tc:xacml:1.0:subject:subject-id",
  resourceId: "urn:oasis:names:tc:xacml:1.0:resource:resource-id",
  actionId: "urn:oasis:names:tc:xacml:1.0:action:action-id",
  currentTime: "urn:oasis:names:tc:xacml:1.0:environment:current-time",
  currentDate: "urn:oasis:names:tc:xacml:1.0:environment:current-date",
  currentDateTime: "urn:oasis:names:tc:xacml:1.0:environment:current-dateTime",
  scope: "urn:oasis:names:tc:xacml:2.0:resource:scope",
  contentSelector: "urn:oasis:names:tc:xacml:3.0:content-selector",
  multipleContentSelector: "urn:oasis:names:tc:xacml:3.0:multiple:content-selector",
} as const;

/** Core §B.8. */
export const STATUS = {
  ok: "urn:oasis:names:tc:xacml:1.0:status:ok",
  missingAttribute: "urn:oasis:names:tc:xacml:1.0:status:missing-attribute",
  syntaxError: "urn:oasis:names:tc:xacml:1.0:status:syntax-error",
  processingError: "urn:oasis:names:tc:xacml:1.0:status:processing-error",
} as const;

export type StatusCode = (typeof STATUS)[keyof typeof STATUS];

/** XPath 1.0. The conformance suite writes it with another case, so it is compared without. */
export const XPATH_1 = "http://www.w3.org/TR/1999/REC-xpath-19991116";
