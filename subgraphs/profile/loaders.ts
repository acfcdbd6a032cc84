import type { SavedSearchRow } from "../../drizzle/profile/tables.js";
import type { Call } from "../../schema/call.js";
import type { AuthorizationPort } from "../../schema/ports.js";
import type { AddressEntry } from "./rules/addresses.js";
import { type KnownParties, knownPartiesOf } from "./rules/parties.js";
import type { PartyGroupEntry } from "./store/party-groups.js";
import type { ProfileStore } from "./store.js";

/** One set per request: whatever the viewer has is read once, whole, for there is not much of it. */
export interface ProfileLoaders {
  parties(): Promise<KnownParties>;
  savedSearches(): Promise<SavedSearchRow[]>;
  groups(): Promise<PartyGroupEntry[]>;
  /** UUIDs of the viewer's favourites. */
  favorites(): Promise<ReadonlySet<string>>;
  preferences(): ReturnType<ProfileStore["preferences"]["of"]>;
  addresses(): Promise<AddressEntry[]>;
  notificationSettings(): ReturnType<ProfileStore["notifications"]["all"]>;
  /** Forgets what was read: something was changed. */
  forget(): void;
}

interface LoaderSources {
  readonly store: ProfileStore;
  readonly authorization: AuthorizationPort;
  readonly call: Call;
}

export const createLoaders = ({ store, authorization, call }: LoaderSources): ProfileLoaders => {
  const owner = call.viewer.party;
  let read = new Map<string, Promise<unknown>>();
  const once = <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    const known = (read.get(what) as Promise<T> | undefined) ?? ask();
    read.set(what, known);
    return known;
  };
  const groups = () => once("groups", () => store.groups.all(owner));
  return {
    parties: () => once("parties", async () => knownPartiesOf(await authorization.scope(call), owner)),
    savedSearches: () => once("savedSearches", () => store.searches.all(owner)),
    groups,
    favorites: () =>
      once("favorites", async () => {
        const favorites = (await groups()).find(({ group }) => group.isFavorites);
        return new Set((favorites?.members ?? []).map(({ partyId }) => partyId));
      }),
    preferences: () => once("preferences", () => store.preferences.of(owner)),
    addresses: () =>
      once("addresses", async () => {
        const [addresses, waiting] = await Promise.all([
          store.addresses.all(owner),
          store.addresses.waiting(owner),
        ]);
        const byAddress = new Map(waiting.map((code) => [code.addressId, code]));
        return addresses.map((address) => ({ address, waiting: byAddress.get(address.id) ?? null }));
      }),
    notificationSettings: () => once("notificationSettings", () => store.notifications.all(owner)),
    forget() {
      read = new Map();
    },
  };
};
