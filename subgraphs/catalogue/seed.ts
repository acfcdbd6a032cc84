import type { NewServiceOwner, NewServiceResource } from "../../drizzle/catalogue/tables.js";
import type { CatalogueStore } from "./store.js";

/** What the catalogue is filled with. Seeding twice changes nothing. */
export interface CatalogueSeed {
  readonly serviceOwners: readonly NewServiceOwner[];
  readonly serviceResources: readonly NewServiceResource[];
}

export const seedCatalogue = (store: CatalogueStore, seed: CatalogueSeed): Promise<void> =>
  store.upsert(seed);
