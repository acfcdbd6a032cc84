export type {
  NewServiceOwner,
  NewServiceResource,
  ServiceOwnerRow,
  ServiceResourceRow,
} from "../../drizzle/catalogue/tables.js";
export type { CatalogueConfig } from "./config.js";
export { catalogueErrors } from "./errors.js";
export { importServiceOwners, importServiceResources } from "./import.js";
export { importLifeEvents, readLifeEvents } from "./import-life-events.js";
export { createServiceWriter } from "./owners/writer.js";
export { createServicesPort } from "./port.js";
export { type CatalogueSeed, seedCatalogue } from "./seed.js";
export { CatalogueStore } from "./store.js";
export { buildCatalogueSubgraph, openCatalogueRoom } from "./subgraph.js";
