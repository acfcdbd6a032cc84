export { type PolicyErrorCode, policyError, policyErrors } from "./errors.js";
export { individualRequests } from "./evaluate/individual.js";
export type { Outcome } from "./evaluate/outcome.js";
export {
  combinedResult,
  type DecisionPoint,
  indeterminateResponse,
  openDecisionPoint,
} from "./evaluate/pdp.js";
export { IndividualRequest } from "./evaluate/request-context.js";
export { type ExplainedPolicy, explainPolicy, writeExplanation } from "./explain/explain.js";
export { type FlatPolicy, type FlatRule, flattenPolicy } from "./explain/flatten.js";
export { type Mentions, mentionsOf } from "./explain/mentions.js";
export { processingError, syntaxError } from "./functions/function.js";
export { functionIds } from "./functions/registry.js";
export { loadPolicies, type Policies, type PolicyDocument } from "./load/policies.js";
export { readRequest } from "./load/request.js";
export { readJsonRequest } from "./load/request-json.js";
export { ATTRIBUTE, CATEGORY, STATUS } from "./model/names.js";
export type { PolicyTree } from "./model/policy.js";
export type { DecisionRequest, RequestAttribute, RequestCategory, RequestValue } from "./model/request.js";
export type {
  Assignment,
  DecisionResponse,
  DecisionResult,
  DecisionValue,
  Notice,
  Status,
} from "./model/response.js";
export { type JsonResponse, toJsonResponse } from "./respond/response-json.js";
export { writeXmlResponse } from "./respond/response-xml.js";
export { DATA_TYPES } from "./values/data-types.js";
