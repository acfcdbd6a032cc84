export type { CheckParts } from "./check/check.js";
export type { Contract } from "./check/contract.js";
export { finding } from "./check/finding.js";
export { fieldNameOf, typePrefixOf } from "./check/namespace.js";
export type { CheckReport } from "./check-report.js";
export {
  type ComposedSupergraph,
  CompositionError,
  type CompositionPlace,
  type CompositionRemark,
  composeSupergraph,
  type SubgraphSdl,
} from "./compose/compose.js";
export { type RegistryErrorCode, registryErrors } from "./errors.js";
export { type HealthProbe, openHealthProbe, type SubgraphHealth } from "./health.js";
export { mountRegistry, type RegistryRoutesOptions } from "./http/routes.js";
export { isSubgraphName } from "./ownership.js";
export { OWN, ownPublisher, type Publisher } from "./publisher.js";
export { countedUse } from "./recorded-use.js";
export { type Publication, Registry, type RegistryOptions } from "./registry.js";
export { isGenuine, type SignedSupergraph } from "./signing.js";
export { RegistryStore } from "./store.js";
export { type SchemaWork, schemaJobs } from "./thread/jobs.js";
export {
  defaultSchemaThreadLimits,
  openSchemaThread,
  type SchemaThread,
  type SchemaThreadLimits,
} from "./thread/schema-thread.js";
