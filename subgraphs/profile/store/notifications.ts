import { and, asc, eq } from "drizzle-orm";
import type { NotificationSettingRow, OrganizationAddressRow } from "../../../drizzle/profile/tables.js";
import type { Owned, OwnRows } from "./own-rows.js";

/** For how many parties one owner may say how they want to be told. */
export const MAX_SETTINGS = 1_000;

/** Somewhere that an organisation itself is told. */
export type OrganizationAddress = Pick<OrganizationAddressRow, "email" | "phone" | "countryCode">;

export type NewSetting = Pick<NotificationSettingRow, "partyId" | "emailId" | "phoneId" | "services">;

export class NotificationStore {
  readonly #rows: OwnRows;

  constructor(rows: OwnRows) {
    this.#rows = rows;
  }

  /** An owner's settings, by party. */
  async all(owner: string): Promise<NotificationSettingRow[]> {
    const { notificationSettings: s } = this.#rows.tables;
    return this.#rows.read.select().from(s).where(eq(s.owner, owner)).orderBy(asc(s.partyId));
  }

  /**
   * Sets how the owner wants to be told what comes to a party.
   * @param expected the revision that they saw, 0 where there was none; `null`: whichever it is
   * @returns `ADDRESS_UNKNOWN` where an address is none of theirs
   */
  async set(
    by: Owned,
    expected: number | null,
    setting: NewSetting,
  ): Promise<NotificationSettingRow | "CONFLICT" | "LIMIT_REACHED" | "ADDRESS_UNKNOWN"> {
    const { notificationSettings: s, addresses: a } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      const isIt = and(eq(s.owner, by.owner), eq(s.partyId, setting.partyId));
      const [before] = await tx.select().from(s).where(isIt);
      if (expected !== null && expected !== (before?.revision ?? 0)) return "CONFLICT";
      if (before === undefined && (await tx.$count(s, eq(s.owner, by.owner))) >= MAX_SETTINGS) {
        return "LIMIT_REACHED";
      }
      for (const [id, channel] of [
        [setting.emailId, "EMAIL"],
        [setting.phoneId, "SMS"],
      ] as const) {
        if (id === null) continue;
        const isOwn = and(eq(a.owner, by.owner), eq(a.id, id), eq(a.channel, channel));
        if ((await tx.$count(a, isOwn)) === 0) return "ADDRESS_UNKNOWN";
      }
      const row = { owner: by.owner, ...setting, revision: (before?.revision ?? 0) + 1, updatedAt: by.at };
      await tx
        .insert(s)
        .values(row)
        .onConflictDoUpdate({ target: [s.owner, s.partyId], set: row });
      return row;
    });
  }

  /** @returns whether there was one */
  async remove(owner: string, partyId: string): Promise<boolean> {
    const { notificationSettings: s } = this.#rows.tables;
    return this.#rows.database.transaction(async (tx) => {
      const rows = await tx
        .delete(s)
        .where(and(eq(s.owner, owner), eq(s.partyId, partyId)))
        .returning({ partyId: s.partyId });
      return rows.length > 0;
    });
  }

  /** Where an organisation itself is told. The caller sees to it that whoever asks acts for it. */
  async ofOrganization(organizationNumber: string): Promise<OrganizationAddressRow[]> {
    const { organizationAddresses: o } = this.#rows.tables;
    return this.#rows.read
      .select()
      .from(o)
      .where(eq(o.organizationNumber, organizationNumber))
      .orderBy(asc(o.id));
  }

  /** Puts what a register has of these organisations, by number, in the place of what was there. All or nothing. */
  async setOrganizations(
    wanted: ReadonlyMap<string, readonly OrganizationAddress[]>,
  ): Promise<{ readonly added: string[]; readonly changed: string[]; readonly unchanged: number }> {
    const { organizationAddresses: o } = this.#rows.tables;
    return this.#rows.database.transaction(async (tx) => {
      const [added, changed]: [string[], string[]] = [[], []];
      for (const [organizationNumber, addresses] of wanted) {
        const isIt = eq(o.organizationNumber, organizationNumber);
        const before = await tx.select().from(o).where(isIt).orderBy(asc(o.id));
        const kept = before.map(({ email, phone, countryCode }) => ({ email, phone, countryCode }));
        if (JSON.stringify(kept) === JSON.stringify(addresses)) continue;
        (before.length === 0 ? added : changed).push(organizationNumber);
        await tx.delete(o).where(isIt);
        const rows = addresses.map((address) => ({ organizationNumber, ...address }));
        if (rows.length > 0) await tx.insert(o).values(rows);
      }
      return { added, changed, unchanged: wanted.size - added.length - changed.length };
    });
  }
}
