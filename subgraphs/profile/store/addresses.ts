import { and, asc, eq, gt, isNotNull, lte } from "drizzle-orm";
import type { Queries } from "../../../drizzle/database.js";
import type { AddressRow, VerificationRow } from "../../../drizzle/profile/tables.js";
import { refusedSending, type Sending } from "../rules/verification.js";
import type { Owned, OwnRows } from "./own-rows.js";

/** How many addresses one owner may have. */
export const MAX_ADDRESSES = 20;
/** How many codes may be tried before a new one must be asked for. */
export const MAX_ATTEMPTS = 5;

/** An e-mail address or a mobile number, as it is kept. */
export interface AddressName {
  readonly channel: "EMAIL" | "SMS";
  readonly value: string;
}

/** A code that is to be sent: what is kept of it, and the message that brings it. */
export interface NewCode {
  /** Id of the message, from which the code itself follows. */
  readonly messageId: string;
  readonly codeHash: (addressId: string) => string;
  readonly expiresAt: number;
  readonly language: string;
  readonly ownerKey: string;
  readonly recipientKey: string;
}

export type SendOutcome =
  | { readonly outcome: "SENT"; readonly address: AddressRow }
  | { readonly outcome: "VERIFIED_ALREADY"; readonly address: AddressRow }
  | { readonly outcome: "TOO_SOON"; readonly retryAfterMillis: number }
  | { readonly outcome: "LIMIT_REACHED" };

export type VerifyOutcome =
  | { readonly outcome: "VERIFIED"; readonly address: AddressRow }
  | { readonly outcome: "NOT_FOUND" | "EXPIRED" | "NO_ATTEMPTS_LEFT" }
  | { readonly outcome: "WRONG"; readonly attemptsLeft: number };

export class AddressStore {
  readonly #rows: OwnRows;

  constructor(rows: OwnRows) {
    this.#rows = rows;
  }

  /** An owner's addresses, oldest first. */
  async all(owner: string): Promise<AddressRow[]> {
    const { addresses: a } = this.#rows.tables;
    return this.#rows.read.select().from(a).where(eq(a.owner, owner)).orderBy(asc(a.createdAt), asc(a.id));
  }

  /** The codes that an owner's addresses wait for. */
  async waiting(owner: string): Promise<VerificationRow[]> {
    const { verifications: v } = this.#rows.tables;
    return this.#rows.read.select().from(v).where(eq(v.owner, owner));
  }

  /**
   * Sends a code to an address, which is kept first where it is not there: the address, the code's hash, the message
   * and the note that it was sent are written in one transaction.
   */
  async sendCode(by: Owned, newId: string, name: AddressName, code: NewCode): Promise<SendOutcome> {
    return this.#rows.change(by, async (tx) => {
      const known = await this.#find(tx, by.owner, name);
      if (known?.verifiedAt != null) return { outcome: "VERIFIED_ALREADY", address: known };
      const { addresses: a } = this.#rows.tables;
      if (known === null && (await tx.$count(a, eq(a.owner, by.owner))) >= MAX_ADDRESSES) {
        return { outcome: "LIMIT_REACHED" };
      }
      const refused = await this.#refusal(tx, by, code);
      if (refused !== null) return { outcome: "TOO_SOON", retryAfterMillis: refused };
      const address = known ?? { id: newId, owner: by.owner, ...name, verifiedAt: null, createdAt: by.at };
      if (known === null) await tx.insert(a).values(address);
      await this.#writeCode(tx, by, address, code);
      return { outcome: "SENT", address };
    });
  }

  /** Keeps an address as it is, unverified where it was not there. */
  async keep(by: Owned, newId: string, name: AddressName): Promise<AddressRow | "LIMIT_REACHED"> {
    const { addresses: a } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      const known = await this.#find(tx, by.owner, name);
      if (known !== null) return known;
      if ((await tx.$count(a, eq(a.owner, by.owner))) >= MAX_ADDRESSES) return "LIMIT_REACHED";
      const address = { id: newId, owner: by.owner, ...name, verifiedAt: null, createdAt: by.at };
      await tx.insert(a).values(address);
      return address;
    });
  }

  /** Tries a code. Each try counts, also where two come at once. @param matches whether it is the one with that hash */
  async verify(
    by: Owned,
    name: AddressName,
    matches: (addressId: string, codeHash: string) => boolean,
  ): Promise<VerifyOutcome> {
    const { addresses: a, verifications: v } = this.#rows.tables;
    return this.#rows.change(by, async (tx): Promise<VerifyOutcome> => {
      const address = await this.#find(tx, by.owner, name);
      if (address === null) return { outcome: "NOT_FOUND" };
      if (address.verifiedAt !== null) return { outcome: "VERIFIED", address };
      const isIt = and(eq(v.owner, by.owner), eq(v.addressId, address.id));
      const [waiting] = await tx.select().from(v).where(isIt);
      if (waiting === undefined || waiting.expiresAt <= by.at) return { outcome: "EXPIRED" };
      if (waiting.attempts >= MAX_ATTEMPTS) return { outcome: "NO_ATTEMPTS_LEFT" };
      const attempts = waiting.attempts + 1;
      if (!matches(address.id, waiting.codeHash)) {
        await tx.update(v).set({ attempts }).where(isIt);
        return { outcome: "WRONG", attemptsLeft: MAX_ATTEMPTS - attempts };
      }
      await tx.delete(v).where(isIt);
      await tx
        .update(a)
        .set({ verifiedAt: by.at })
        .where(and(eq(a.owner, by.owner), eq(a.id, address.id)));
      return { outcome: "VERIFIED", address: { ...address, verifiedAt: by.at } };
    });
  }

  /** Takes an address away, also from the settings that name it and as the number that is shown. */
  async remove(by: Owned, id: string): Promise<boolean> {
    const { addresses: a, profiles } = this.#rows.tables;
    return this.#rows.change(by, async (tx, profile) => {
      const [gone] = await tx
        .delete(a)
        .where(and(eq(a.owner, by.owner), eq(a.id, id)))
        .returning();
      if (gone === undefined) return false;
      if (gone.channel === "SMS" && gone.value === profile.phone) {
        await tx.update(profiles).set({ phone: null }).where(eq(profiles.owner, by.owner));
      }
      return true;
    });
  }

  /** Makes a verified number the one that is shown as the owner's. @returns false where it is none of those */
  async choosePhone(by: Owned, value: string | null): Promise<boolean> {
    const { addresses: a, profiles } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      if (value !== null) {
        const isVerified = and(
          eq(a.owner, by.owner),
          eq(a.channel, "SMS"),
          eq(a.value, value),
          isNotNull(a.verifiedAt),
        );
        if ((await tx.$count(a, isVerified)) === 0) return false;
      }
      await tx.update(profiles).set({ phone: value, updatedAt: by.at }).where(eq(profiles.owner, by.owner));
      return true;
    });
  }

  async #find(tx: Queries, owner: string, { channel, value }: AddressName): Promise<AddressRow | null> {
    const { addresses: a } = this.#rows.tables;
    const [row] = await tx
      .select()
      .from(a)
      .where(and(eq(a.owner, owner), eq(a.channel, channel), eq(a.value, value)));
    return row ?? null;
  }

  /** How long to wait until a code may be sent; `null`: not at all. Old notes go on the way. */
  async #refusal(tx: Queries, { at }: Owned, { ownerKey, recipientKey }: NewCode): Promise<number | null> {
    const { codeSendings: s } = this.#rows.tables;
    const { keptMillis } = refusedSending;
    await tx.delete(s).where(lte(s.sentAt, at - keptMillis));
    const sendings: Sending[] = await tx
      .select({ ownerKey: s.ownerKey, recipientKey: s.recipientKey, sentAt: s.sentAt })
      .from(s)
      .where(and(eq(s.ownerKey, ownerKey), gt(s.sentAt, at - keptMillis)));
    const toRecipient: Sending[] = await tx
      .select({ ownerKey: s.ownerKey, recipientKey: s.recipientKey, sentAt: s.sentAt })
      .from(s)
      .where(and(eq(s.recipientKey, recipientKey), gt(s.sentAt, at - keptMillis)));
    return refusedSending.waitMillis({ byOwner: sendings, toRecipient }, recipientKey, at);
  }

  async #writeCode(tx: Queries, { owner, at }: Owned, address: AddressRow, code: NewCode): Promise<void> {
    const { verifications: v, outbox, codeSendings } = this.#rows.tables;
    const { messageId, expiresAt, language, ownerKey, recipientKey } = code;
    const waiting = {
      addressId: address.id,
      owner,
      codeHash: code.codeHash(address.id),
      sentAt: at,
      expiresAt,
      attempts: 0,
    };
    await tx.insert(v).values(waiting).onConflictDoUpdate({ target: v.addressId, set: waiting });
    await tx.insert(outbox).values({
      id: messageId,
      owner,
      channel: address.channel,
      recipient: address.value,
      language,
      createdAt: at,
      dueAt: at,
      giveUpAt: expiresAt,
      attempts: 0,
    });
    await tx.insert(codeSendings).values({ ownerKey, recipientKey, sentAt: at });
  }
}
