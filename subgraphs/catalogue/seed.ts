import type { NewServiceOwner, NewServiceResource } from "../../drizzle/catalogue/tables.js";
import type { LifeEventEntry } from "./store/life-events.js";
import type { CatalogueStore } from "./store.js";

/** What the catalogue is filled with. Seeding adds what is missing; what is there stays as it is. */
export interface CatalogueSeed {
  readonly serviceOwners: readonly NewServiceOwner[];
  readonly serviceResources: readonly NewServiceResource[];
  readonly lifeEvents?: readonly LifeEventEntry[];
}

export const seedCatalogue = async (store: CatalogueStore, seed: CatalogueSeed): Promise<void> => {
  await store.add(seed);
  const known = new Set((await store.lifeEvents.all()).map(({ id }) => id));
  const events = (seed.lifeEvents ?? []).filter(({ event }) => !known.has(event.id));
  if (events.length > 0) await store.lifeEvents.save(events);
};
