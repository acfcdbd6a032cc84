import type { ServiceOwnerRow, ServiceResourceRow } from "../../drizzle/catalogue/tables.js";
import type { CatalogueStore } from "./store.js";

/** What the catalogue is filled with. Seeding twice changes nothing. */
export interface CatalogueSeed {
  readonly serviceOwners: readonly ServiceOwnerRow[];
  readonly serviceResources: readonly ServiceResourceRow[];
}

export const seedCatalogue = (store: CatalogueStore, seed: CatalogueSeed): Promise<void> =>
  store.upsert(seed);
