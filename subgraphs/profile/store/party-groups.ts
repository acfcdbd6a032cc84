import { and, asc, eq } from "drizzle-orm";
import type { Queries } from "../../../drizzle/database.js";
import type { GroupMemberRow, PartyGroupRow, ProfileRow } from "../../../drizzle/profile/tables.js";
import type { Owned, OwnRows } from "./own-rows.js";

export const GROUP_LIMITS = { groups: 50, parties: 1_000 } as const;

/** A group with its members, in the owner's order. */
export interface PartyGroupEntry {
  readonly group: PartyGroupRow;
  readonly members: readonly GroupMemberRow[];
}

/** One party of a group, as it is to be. @param label `undefined`: what it was */
export interface NewMember {
  readonly partyId: string;
  readonly label?: string | null;
}

/** A name as it is shown, and as it is compared. */
export interface GroupName {
  readonly name: string;
  readonly nameKey: string;
}

/** The favourites' own: no name that somebody types is empty. */
export const FAVORITES: GroupName = { name: "favorites", nameKey: "" };

export interface GroupChange {
  readonly named?: GroupName;
  /** All of them, in order. */
  readonly members?: readonly NewMember[];
}

export type GroupRefusal = "NAME_TAKEN" | "GROUPS_FULL" | "GROUP_FULL" | "CONFLICT" | "NOT_FOUND";

export class PartyGroupStore {
  readonly #rows: OwnRows;

  constructor(rows: OwnRows) {
    this.#rows = rows;
  }

  /** An owner's groups in their order, the favourites first. Two statements. */
  async all(owner: string): Promise<PartyGroupEntry[]> {
    return this.#read(this.#rows.read, owner);
  }

  async create(
    by: Owned,
    id: string,
    named: GroupName,
    members: readonly NewMember[],
  ): Promise<PartyGroupRow | GroupRefusal> {
    return this.#rows.change(by, async (tx, profile) => {
      const groups = await this.#read(tx, by.owner);
      if (groups.some(({ group }) => group.nameKey === named.nameKey)) return "NAME_TAKEN";
      if (groups.length >= GROUP_LIMITS.groups) return "GROUPS_FULL";
      if (members.length > GROUP_LIMITS.parties) return "GROUP_FULL";
      const group = await this.#insert(tx, by, profile, id, named);
      await this.#setMembers(tx, by, group.id, [], members);
      return group;
    });
  }

  /** Changes a group, if it is still as whoever changes it last saw it. @param expected `null`: whichever it is */
  async update(
    by: Owned,
    id: string,
    expected: number | null,
    { named, members }: GroupChange,
  ): Promise<PartyGroupRow | GroupRefusal> {
    const { partyGroups: g } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      const groups = await this.#read(tx, by.owner);
      const entry = groups.find(({ group }) => group.id === id);
      if (entry === undefined) return "NOT_FOUND";
      if (expected !== null && entry.group.revision !== expected) return "CONFLICT";
      const isTaken = groups.some(({ group }) => group.id !== id && group.nameKey === named?.nameKey);
      if (isTaken) return "NAME_TAKEN";
      if ((members ?? []).length > GROUP_LIMITS.parties) return "GROUP_FULL";
      const changed = { ...entry.group, ...named, revision: entry.group.revision + 1 };
      await tx
        .update(g)
        .set(changed)
        .where(and(eq(g.owner, by.owner), eq(g.id, id)));
      if (members !== undefined) await this.#setMembers(tx, by, id, entry.members, members);
      return changed;
    });
  }

  /** Puts one party into a group that is found by its name, and made where there is none. Twice changes nothing. */
  async addTo(
    by: Owned,
    newId: string,
    named: GroupName,
    member: NewMember,
  ): Promise<PartyGroupRow | GroupRefusal> {
    const { partyGroups: g } = this.#rows.tables;
    return this.#rows.change(by, async (tx, profile) => {
      const groups = await this.#read(tx, by.owner);
      const entry = groups.find(({ group }) => group.nameKey === named.nameKey);
      if (entry === undefined && groups.length >= GROUP_LIMITS.groups) return "GROUPS_FULL";
      const group = entry?.group ?? (await this.#insert(tx, by, profile, newId, named));
      const before = entry?.members ?? [];
      const known = before.find(({ partyId }) => partyId === member.partyId);
      if (known !== undefined && (member.label === undefined || member.label === known.label)) return group;
      if (known === undefined && before.length >= GROUP_LIMITS.parties) return "GROUP_FULL";
      const after =
        known === undefined
          ? [...before.map(({ partyId }) => ({ partyId })), member]
          : before.map(({ partyId }) => (partyId === member.partyId ? member : { partyId }));
      await this.#setMembers(tx, by, group.id, before, after);
      const revision = entry === undefined ? group.revision : group.revision + 1;
      await tx
        .update(g)
        .set({ revision })
        .where(and(eq(g.owner, by.owner), eq(g.id, group.id)));
      return { ...group, revision };
    });
  }

  /** Takes a party out of the favourites. @returns whether it was there */
  async removeFavorite(by: Owned, partyId: string): Promise<boolean> {
    const { partyGroups: g, groupMembers: m } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      const favorites = (await this.#read(tx, by.owner)).find(({ group }) => group.isFavorites);
      if (favorites?.members.some((member) => member.partyId === partyId) !== true) return false;
      const { id, revision } = favorites.group;
      await tx.delete(m).where(and(eq(m.owner, by.owner), eq(m.groupId, id), eq(m.partyId, partyId)));
      await tx
        .update(g)
        .set({ revision: revision + 1 })
        .where(and(eq(g.owner, by.owner), eq(g.id, id)));
      return true;
    });
  }

  /** @returns whether the owner had it */
  async remove(by: Owned, id: string): Promise<boolean> {
    const { partyGroups: g } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      const rows = await tx
        .delete(g)
        .where(and(eq(g.owner, by.owner), eq(g.id, id)))
        .returning({ id: g.id });
      return rows.length > 0;
    });
  }

  /** Puts groups into an order; those that are not named come after, as they were. @returns false where one is unknown */
  async order(by: Owned, ids: readonly string[]): Promise<boolean> {
    const { partyGroups: g } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      const known = (await this.#read(tx, by.owner)).map(({ group }) => group.id);
      if (ids.some((id) => !known.includes(id))) return false;
      const inOrder = [...ids, ...known.filter((id) => !ids.includes(id))];
      for (const [position, id] of inOrder.entries()) {
        await tx
          .update(g)
          .set({ position })
          .where(and(eq(g.owner, by.owner), eq(g.id, id)));
      }
      return true;
    });
  }

  async #read(queries: Queries, owner: string): Promise<PartyGroupEntry[]> {
    const { partyGroups: g, groupMembers: m } = this.#rows.tables;
    const groups = await queries
      .select()
      .from(g)
      .where(eq(g.owner, owner))
      .orderBy(asc(g.position), asc(g.number));
    if (groups.length === 0) return [];
    const members = await queries
      .select()
      .from(m)
      .where(eq(m.owner, owner))
      .orderBy(asc(m.groupId), asc(m.position));
    const byGroup = new Map(groups.map(({ id }) => [id, [] as GroupMemberRow[]]));
    for (const member of members) byGroup.get(member.groupId)?.push(member);
    return groups
      .map((group) => ({ group, members: byGroup.get(group.id) ?? [] }))
      .sort((a, b) => Number(b.group.isFavorites) - Number(a.group.isFavorites));
  }

  async #insert(
    tx: Queries,
    { owner, at }: Owned,
    profile: ProfileRow,
    id: string,
    named: GroupName,
  ): Promise<PartyGroupRow> {
    const number = await this.#rows.takeNumber(tx, profile);
    const isFavorites = named.nameKey === FAVORITES.nameKey;
    const group = { id, owner, number, ...named, isFavorites, position: number, revision: 1, createdAt: at };
    await tx.insert(this.#rows.tables.partyGroups).values(group);
    return group;
  }

  /** What stays keeps its words, where there are no new ones, and its moment. */
  async #setMembers(
    tx: Queries,
    { owner, at }: Owned,
    groupId: string,
    before: readonly GroupMemberRow[],
    after: readonly NewMember[],
  ): Promise<void> {
    const { groupMembers: m } = this.#rows.tables;
    const known = new Map(before.map((member) => [member.partyId, member]));
    if (before.length > 0) await tx.delete(m).where(and(eq(m.owner, owner), eq(m.groupId, groupId)));
    const rows = after.map(({ partyId, label }, position) => ({
      owner,
      groupId,
      partyId,
      label: label === undefined ? (known.get(partyId)?.label ?? null) : label,
      position,
      addedAt: known.get(partyId)?.addedAt ?? at,
    }));
    if (rows.length > 0) await tx.insert(m).values(rows);
  }
}
