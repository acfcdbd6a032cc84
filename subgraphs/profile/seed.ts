import type { OrganizationAddresses } from "./import.js";
import { FAVORITES } from "./store/party-groups.js";
import type { ProfileStore } from "./store.js";

/** A saved search, of a person who has neither it nor another of that name yet. */
export interface SavedSearchSeed {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly search: string | null;
  readonly filter: Readonly<Record<string, unknown>>;
}

/** What profiles are filled with. Seeding adds what is missing; what is there stays as it is. */
export interface ProfileSeed {
  /** Milliseconds since 1970 UTC: when it was all kept. */
  readonly at: number;
  readonly savedSearches: readonly SavedSearchSeed[];
  /** UUIDs of parties, by the URN of whose favourites they are. */
  readonly favorites: readonly {
    readonly id: string;
    readonly owner: string;
    readonly partyIds: readonly string[];
  }[];
  /** Where organisations themselves are told. */
  readonly organizations: readonly OrganizationAddresses[];
}

export const seedProfiles = async (store: ProfileStore, seed: ProfileSeed): Promise<void> => {
  for (const { owner, id, ...search } of seed.savedSearches) {
    const known = await store.searches.all(owner);
    // One that its person has renamed is there still.
    if (known.some((one) => one.id === id || one.name === search.name)) continue;
    await store.searches.create({ owner, at: seed.at }, id, { ...search, partyIds: null, asked: null });
  }
  for (const { owner, id, partyIds } of seed.favorites) {
    for (const partyId of partyIds) {
      await store.groups.addTo({ owner, at: seed.at }, id, FAVORITES, { partyId });
    }
  }
  for (const { organizationNumber, addresses } of seed.organizations) {
    const known = await store.notifications.ofOrganization(organizationNumber);
    if (known.length > 0) continue;
    await store.notifications.setOrganizations(new Map([[organizationNumber, addresses]]));
  }
};
