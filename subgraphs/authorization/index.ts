export type { AuthorizationConfig } from "./config.js";
export { authorizationErrors } from "./errors.js";
export { type Authorization, createAuthorizationPort } from "./port.js";
export { type AuthorizationSeed, SEEDED_TABLES, seedAuthorization } from "./seed.js";
export { AuthorizationStore } from "./store.js";
export { buildAuthorizationSubgraph, openAuthorizationRoom } from "./subgraph.js";
