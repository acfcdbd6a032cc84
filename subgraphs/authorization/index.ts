export type { AccessTrail } from "./audit/trail.js";
export type { AuthorizationConfig } from "./config.js";
export { authorizationErrors } from "./errors.js";
export { readAccessPackages, readRoles } from "./import/metadata.js";
export {
  type ImportedPolicy,
  importAccessPackages,
  importRoles,
  importServiceOwners,
  importServices,
} from "./import/store.js";
export { createInstanceAccessPort } from "./instance-access/port.js";
export { openAuthorizationPort } from "./open-port.js";
export { createPartiesPort } from "./parties-port.js";
export { createPoliciesPort } from "./policies/port.js";
export { type Authorization, createAuthorizationPort } from "./port.js";
export { type AuthorizationSeed, SEEDED_TABLES, seedAuthorization } from "./seed.js";
export { AuthorizationStore } from "./store.js";
export { buildAuthorizationSubgraph, openAuthorizationRoom } from "./subgraph.js";
