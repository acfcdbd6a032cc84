export type { LocalSubgraph } from "./datasource/local.js";
export { SubgraphError } from "./datasource/subgraph-error.js";
export type { SubgraphLimits } from "./datasource/subgraph-source.js";
export { type GatewayErrorCode, gatewayErrors } from "./error-catalogue.js";
export { GatewayError } from "./errors.js";
export type { FetchEvent } from "./execution/request-scope.js";
export { type CheckBearer, createBearerCheck } from "./identity/check-bearer.js";
export {
  CALL_HEADER,
  type IdentityOptions,
  type TrustedIssuer,
  type VerifiedClaims,
} from "./identity/options.js";
export { completeHeaders, type StandInHeaders } from "./identity/stand-in-headers.js";
export type { MarkedAnswer, MarkedAsking, MarkedQuestion } from "./marked/ask-marked.js";
export type { MarkedRootField } from "./marked/marked-fields.js";
export type { OperationUses } from "./observability/operation-uses.js";
export type { TracingOptions } from "./observability/tracing.js";
export type {
  Gateway,
  GatewayOptions,
  ReadinessCheck,
  SandboxOptions,
  SwapChanges,
} from "./options.js";
export { defaultLimits, type Limits } from "./protection/limits.js";
export type { RateLimit } from "./protection/rate-limit.js";
export type { TrustedDocuments } from "./protection/trusted-documents.js";
export { defaultOverloadLimits, type OverloadLimits } from "./protection/turnstile.js";
export { startGateway } from "./start-gateway.js";
export { checkSupergraph } from "./supergraph/check-supergraph.js";
export { SwapError, type SwapResult } from "./supergraph/swap.js";
