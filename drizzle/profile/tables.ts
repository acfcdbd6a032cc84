import type { Columns } from "../columns.js";

/** What a client of Arbeidsflate's saved a search as, kept word for word to be given back. */
export interface AskedSearch {
  readonly searchString: string | null;
  readonly fromView: string | null;
  readonly filters: readonly { readonly id: string | null; readonly value: string | null }[] | null;
}

/** A filter of the history as it was given, without its parties: what `Workspace.history(filter:)` takes. */
export type SavedFilter = Readonly<Record<string, unknown>>;

/**
 * What people have set up for themselves. Every row has its owner (party URN of who signed in), and is never looked up
 * without. Parties are named by their UUIDs. Rows that several tabs may change have a revision.
 */
export const profileTables = (c: Columns) => {
  /** One row an owner, made with the first thing that they keep: whoever changes anything of theirs locks it. */
  const profiles = c.table("profile", {
    owner: c.text("owner").primaryKey(),
    /** nb, nn, en or se. */
    language: c.text("language"),
    preselectedPartyId: c.id("preselected_party_id"),
    showDeletedParties: c.bool("show_deleted_parties").notNull().default(false),
    showClientUnits: c.bool("show_client_units").notNull().default(false),
    promptForParty: c.bool("prompt_for_party").notNull().default(true),
    /** What frontends keep for themselves, by a name of their own. */
    ownSettings: c.json<Readonly<Record<string, string>>>("own_settings").notNull().default({}),
    username: c.text("username"),
    /** The username in small letters: no two owners have one that differs in case only. */
    usernameKey: c.text("username_key").unique(),
    /** The verified number that is shown as theirs. */
    phone: c.text("phone"),
    /** The next number that a saved search or a group of this owner gets. */
    nextNumber: c.int("next_number").notNull().default(1),
    revision: c.int("revision").notNull().default(0),
    updatedAt: c.moment("updated_at").notNull(),
  });

  const ofProfile = () =>
    c
      .text("owner")
      .notNull()
      .references(() => profiles.owner, { onDelete: "cascade" });

  const savedSearches = c.table(
    "saved_search",
    {
      id: c.id("id").primaryKey(),
      owner: ofProfile(),
      /** What Arbeidsflate's clients name it by; an owner's own, never given twice. */
      number: c.int("number").notNull(),
      name: c.text("name").notNull(),
      search: c.text("search"),
      /** `null`: a client of Arbeidsflate's asked for something that the history has no filter for. */
      filter: c.json<SavedFilter>("filter"),
      /** `null`: whoever the workspace is about. */
      partyIds: c.json<readonly string[]>("party_ids"),
      asked: c.json<AskedSearch>("asked"),
      revision: c.int("revision").notNull(),
      createdAt: c.moment("created_at").notNull(),
      updatedAt: c.moment("updated_at").notNull(),
      lastOpenedAt: c.moment("last_opened_at"),
    },
    (table) => [c.uniqueIndex("saved_search_by_owner").on(table.owner, table.number)],
  );

  /** Parties that their owner has put together; the favourites are one of the groups. */
  const partyGroups = c.table(
    "party_group",
    {
      id: c.id("id").primaryKey(),
      owner: ofProfile(),
      number: c.int("number").notNull(),
      name: c.text("name").notNull(),
      /** The name in small letters: of two that differ in case only there is one. Empty for the favourites. */
      nameKey: c.text("name_key").notNull(),
      isFavorites: c.bool("is_favorites").notNull(),
      position: c.int("position").notNull(),
      revision: c.int("revision").notNull(),
      createdAt: c.moment("created_at").notNull(),
    },
    (table) => [c.uniqueIndex("party_group_by_name").on(table.owner, table.nameKey)],
  );

  const groupMembers = c.table(
    "party_group_member",
    {
      owner: ofProfile(),
      groupId: c
        .id("group_id")
        .notNull()
        .references(() => partyGroups.id, { onDelete: "cascade" }),
      partyId: c.id("party_id").notNull(),
      /** The owner's own words for it. */
      label: c.text("label"),
      position: c.int("position").notNull(),
      addedAt: c.moment("added_at").notNull(),
    },
    (table) => [
      c.primaryKey({ columns: [table.groupId, table.partyId] }),
      c.index("party_group_member_by_owner").on(table.owner, table.groupId, table.position),
    ],
  );

  const addresses = c.table(
    "notification_address",
    {
      id: c.id("id").primaryKey(),
      owner: ofProfile(),
      /** EMAIL or SMS. */
      channel: c.text("channel").notNull(),
      value: c.text("value").notNull(),
      /** When its owner showed that it is theirs; it is not used before. */
      verifiedAt: c.moment("verified_at"),
      createdAt: c.moment("created_at").notNull(),
    },
    (table) => [c.uniqueIndex("notification_address_by_value").on(table.owner, table.channel, table.value)],
  );

  /** The code that an address waits for: one at a time. Only its keyed hash is kept. */
  const verifications = c.table("verification", {
    addressId: c
      .id("address_id")
      .primaryKey()
      .references(() => addresses.id, { onDelete: "cascade" }),
    owner: ofProfile(),
    codeHash: c.text("code_hash").notNull(),
    sentAt: c.moment("sent_at").notNull(),
    expiresAt: c.moment("expires_at").notNull(),
    attempts: c.int("attempts").notNull(),
  });

  /** That codes were sent, for a day: by whom and to where only as keyed hashes. Outlives whatever it was about. */
  const codeSendings = c.table(
    "code_sending",
    {
      id: c.serial("id"),
      ownerKey: c.text("owner_key").notNull(),
      recipientKey: c.text("recipient_key").notNull(),
      sentAt: c.moment("sent_at").notNull(),
    },
    (table) => [
      c.index("code_sending_by_owner").on(table.ownerKey, table.sentAt),
      c.index("code_sending_by_recipient").on(table.recipientKey, table.sentAt),
      c.index("code_sending_by_moment").on(table.sentAt),
    ],
  );

  /** Messages that are to be delivered; a row goes when its message has. */
  const outbox = c.table(
    "outgoing_message",
    {
      id: c.id("id").primaryKey(),
      owner: ofProfile(),
      /** EMAIL or SMS. */
      channel: c.text("channel").notNull(),
      recipient: c.text("recipient").notNull(),
      language: c.text("language").notNull(),
      createdAt: c.moment("created_at").notNull(),
      /** When it is tried next; whoever tries it moves that on first, so that nobody else does meanwhile. */
      dueAt: c.moment("due_at").notNull(),
      /** It is of no use after this moment. */
      giveUpAt: c.moment("give_up_at").notNull(),
      attempts: c.int("attempts").notNull(),
    },
    (table) => [c.index("outgoing_message_by_due").on(table.dueAt)],
  );

  /** How somebody wants to be told what comes to a party. */
  const notificationSettings = c.table(
    "notification_setting",
    {
      owner: ofProfile(),
      partyId: c.id("party_id").notNull(),
      emailId: c.id("email_id").references(() => addresses.id, { onDelete: "set null" }),
      phoneId: c.id("phone_id").references(() => addresses.id, { onDelete: "set null" }),
      /** URNs of services; `[]`: all of them. */
      services: c.json<readonly string[]>("services").notNull(),
      revision: c.int("revision").notNull(),
      updatedAt: c.moment("updated_at").notNull(),
    },
    (table) => [c.primaryKey({ columns: [table.owner, table.partyId] })],
  );

  /** Where organisations themselves are told, as a register has it; nobody's own. */
  const organizationAddresses = c.table(
    "organization_address",
    {
      id: c.serial("id"),
      organizationNumber: c.text("organization_number").notNull(),
      email: c.text("email"),
      phone: c.text("phone"),
      /** Of the phone number, e.g. `+47`. */
      countryCode: c.text("country_code"),
    },
    (table) => [c.index("organization_address_by_number").on(table.organizationNumber, table.id)],
  );

  return {
    profiles,
    savedSearches,
    partyGroups,
    groupMembers,
    addresses,
    verifications,
    codeSendings,
    outbox,
    notificationSettings,
    organizationAddresses,
  };
};

export type ProfileTables = ReturnType<typeof profileTables>;
export type ProfileRow = ProfileTables["profiles"]["$inferSelect"];
export type SavedSearchRow = ProfileTables["savedSearches"]["$inferSelect"];
export type PartyGroupRow = ProfileTables["partyGroups"]["$inferSelect"];
export type GroupMemberRow = ProfileTables["groupMembers"]["$inferSelect"];
export type AddressRow = ProfileTables["addresses"]["$inferSelect"];
export type VerificationRow = ProfileTables["verifications"]["$inferSelect"];
export type OutgoingMessageRow = ProfileTables["outbox"]["$inferSelect"];
export type NotificationSettingRow = ProfileTables["notificationSettings"]["$inferSelect"];
export type OrganizationAddressRow = ProfileTables["organizationAddresses"]["$inferSelect"];
