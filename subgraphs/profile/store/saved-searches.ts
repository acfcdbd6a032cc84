import { and, asc, eq, type SQL } from "drizzle-orm";
import type { SavedSearchRow } from "../../../drizzle/profile/tables.js";
import type { Owned, OwnRows } from "./own-rows.js";

/** How many searches one owner may save. */
export const MAX_SAVED_SEARCHES = 100;

/** What is saved of a search. */
export type SearchContent = Pick<SavedSearchRow, "name" | "search" | "filter" | "partyIds" | "asked">;

/** Which one: by its id, or by the number that Arbeidsflate's clients use. */
export type SearchKey = { readonly id: string } | { readonly number: number };

export class SavedSearchStore {
  readonly #rows: OwnRows;

  constructor(rows: OwnRows) {
    this.#rows = rows;
  }

  /** An owner's saved searches, oldest first. */
  async all(owner: string): Promise<SavedSearchRow[]> {
    const { savedSearches } = this.#rows.tables;
    return this.#rows.read
      .select()
      .from(savedSearches)
      .where(eq(savedSearches.owner, owner))
      .orderBy(asc(savedSearches.number));
  }

  async create(by: Owned, id: string, content: SearchContent): Promise<SavedSearchRow | "LIMIT_REACHED"> {
    const { savedSearches } = this.#rows.tables;
    return this.#rows.change(by, async (tx, profile) => {
      const count = await tx.$count(savedSearches, eq(savedSearches.owner, by.owner));
      if (count >= MAX_SAVED_SEARCHES) return "LIMIT_REACHED";
      const row: SavedSearchRow = {
        id,
        owner: by.owner,
        number: await this.#rows.takeNumber(tx, profile),
        ...content,
        revision: 1,
        createdAt: by.at,
        updatedAt: by.at,
        lastOpenedAt: null,
      };
      await tx.insert(savedSearches).values(row);
      return row;
    });
  }

  /**
   * Changes one, if it is still as whoever changes it last saw it.
   * @param expected the revision that they saw; `null`: whichever it is
   * @returns `null` where the owner has none such
   */
  async update(
    by: Owned,
    key: SearchKey,
    expected: number | null,
    changes: Partial<SearchContent>,
  ): Promise<SavedSearchRow | "CONFLICT" | null> {
    const { savedSearches } = this.#rows.tables;
    return this.#rows.change(by, async (tx) => {
      const [row] = await tx.select().from(savedSearches).where(this.#is(by.owner, key));
      if (row === undefined) return null;
      if (expected !== null && row.revision !== expected) return "CONFLICT";
      const changed = { ...row, ...changes, revision: row.revision + 1, updatedAt: by.at };
      await tx.update(savedSearches).set(changed).where(this.#is(by.owner, key));
      return changed;
    });
  }

  /** Notes that its owner looks at it now. It is no change: the revision stays. */
  async open({ owner, at }: Owned, id: string): Promise<SavedSearchRow | null> {
    const { savedSearches } = this.#rows.tables;
    return this.#rows.database.transaction(async (tx) => {
      const [row] = await tx
        .update(savedSearches)
        .set({ lastOpenedAt: at })
        .where(this.#is(owner, { id }))
        .returning();
      return row ?? null;
    });
  }

  /** @returns whether the owner had it */
  async remove(owner: string, key: SearchKey): Promise<boolean> {
    const { savedSearches } = this.#rows.tables;
    return this.#rows.database.transaction(async (tx) => {
      const rows = await tx
        .delete(savedSearches)
        .where(this.#is(owner, key))
        .returning({ id: savedSearches.id });
      return rows.length > 0;
    });
  }

  #is(owner: string, key: SearchKey): SQL | undefined {
    const { savedSearches } = this.#rows.tables;
    const isIt = "id" in key ? eq(savedSearches.id, key.id) : eq(savedSearches.number, key.number);
    return and(eq(savedSearches.owner, owner), isIt);
  }
}
