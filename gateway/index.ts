export { type GatewayErrorCode, gatewayErrors } from "./errors.js";
export {
  CALL_HEADER,
  type IdentityOptions,
  type TrustedIssuer,
  type VerifiedClaims,
} from "./identity/options.js";
export type {
  FetchEvent,
  Gateway,
  GatewayOptions,
  LocalSubgraph,
  ReadinessCheck,
  SandboxOptions,
} from "./options.js";
export { defaultLimits, type Limits } from "./protection/limits.js";
export { startGateway } from "./start-gateway.js";
