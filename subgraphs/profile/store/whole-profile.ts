import { eq } from "drizzle-orm";
import type {
  AddressRow,
  GroupMemberRow,
  NotificationSettingRow,
  OutgoingMessageRow,
  PartyGroupRow,
  ProfileRow,
  SavedSearchRow,
  VerificationRow,
} from "../../../drizzle/profile/tables.js";
import type { OwnRows } from "./own-rows.js";

/** Everything that is kept of one owner. */
export interface WholeProfile {
  readonly profile: ProfileRow | null;
  readonly savedSearches: readonly SavedSearchRow[];
  readonly groups: readonly PartyGroupRow[];
  readonly members: readonly GroupMemberRow[];
  readonly addresses: readonly AddressRow[];
  readonly verifications: readonly Omit<VerificationRow, "codeHash">[];
  readonly messages: readonly OutgoingMessageRow[];
  readonly notificationSettings: readonly NotificationSettingRow[];
}

export class WholeProfileStore {
  readonly #rows: OwnRows;

  constructor(rows: OwnRows) {
    this.#rows = rows;
  }

  /** All of it, as it is at one moment. */
  async read(owner: string): Promise<WholeProfile> {
    const t = this.#rows.tables;
    return this.#rows.database.transaction(async (tx) => {
      const [profile] = await tx.select().from(t.profiles).where(eq(t.profiles.owner, owner));
      const waiting = await tx.select().from(t.verifications).where(eq(t.verifications.owner, owner));
      return {
        profile: profile ?? null,
        savedSearches: await tx.select().from(t.savedSearches).where(eq(t.savedSearches.owner, owner)),
        groups: await tx.select().from(t.partyGroups).where(eq(t.partyGroups.owner, owner)),
        members: await tx.select().from(t.groupMembers).where(eq(t.groupMembers.owner, owner)),
        addresses: await tx.select().from(t.addresses).where(eq(t.addresses.owner, owner)),
        verifications: waiting.map(({ codeHash: _, ...row }) => row),
        messages: await tx.select().from(t.outbox).where(eq(t.outbox.owner, owner)),
        notificationSettings: await tx
          .select()
          .from(t.notificationSettings)
          .where(eq(t.notificationSettings.owner, owner)),
      };
    });
  }

  /** Deletes all of it: whatever has an owner goes with their profile. @returns whether there was anything */
  async delete(owner: string): Promise<boolean> {
    const { profiles } = this.#rows.tables;
    return this.#rows.database.transaction(async (tx) => {
      const rows = await tx
        .delete(profiles)
        .where(eq(profiles.owner, owner))
        .returning({ owner: profiles.owner });
      return rows.length > 0;
    });
  }
}
