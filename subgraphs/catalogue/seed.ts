import type { NewServiceOwner, NewServiceResource } from "../../drizzle/catalogue/tables.js";
import type { LifeEventEntry } from "./store/life-events.js";
import type { CatalogueStore } from "./store.js";

/** What the catalogue is filled with. Seeding twice changes nothing. */
export interface CatalogueSeed {
  readonly serviceOwners: readonly NewServiceOwner[];
  readonly serviceResources: readonly NewServiceResource[];
  readonly lifeEvents?: readonly LifeEventEntry[];
}

export const seedCatalogue = async (store: CatalogueStore, seed: CatalogueSeed): Promise<void> => {
  await store.upsert(seed);
  if (seed.lifeEvents !== undefined) await store.lifeEvents.save(seed.lifeEvents);
};
