import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import { profileTables } from "../../drizzle/profile/tables.js";
import { AddressStore } from "./store/addresses.js";
import { NotificationStore } from "./store/notifications.js";
import { OutboxStore } from "./store/outbox.js";
import { OwnRows } from "./store/own-rows.js";
import { PartyGroupStore } from "./store/party-groups.js";
import { PreferenceStore } from "./store/preferences.js";
import { SavedSearchStore } from "./store/saved-searches.js";
import { WholeProfileStore } from "./store/whole-profile.js";

/** The profile room's SQL. Every statement on what is somebody's own names its owner. */
export class ProfileStore {
  readonly searches: SavedSearchStore;
  readonly groups: PartyGroupStore;
  readonly preferences: PreferenceStore;
  readonly addresses: AddressStore;
  readonly notifications: NotificationStore;
  readonly outbox: OutboxStore;
  /** All that one owner has, to be given out or deleted. */
  readonly whole: WholeProfileStore;
  readonly #database: Database;

  constructor(database: Database) {
    const rows = new OwnRows(database, profileTables(columnsOf(database.dialect)));
    this.#database = database;
    this.searches = new SavedSearchStore(rows);
    this.groups = new PartyGroupStore(rows);
    this.preferences = new PreferenceStore(rows);
    this.addresses = new AddressStore(rows);
    this.notifications = new NotificationStore(rows);
    this.outbox = new OutboxStore(rows);
    this.whole = new WholeProfileStore(rows);
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
