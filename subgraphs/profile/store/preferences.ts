import { eq } from "drizzle-orm";
import { lostRaceOf } from "../../../drizzle/lost-race.js";
import type { ProfileRow } from "../../../drizzle/profile/tables.js";
import type { Owned, OwnRows } from "./own-rows.js";

/** What one can set. */
export type PreferenceChange = Partial<
  Pick<
    ProfileRow,
    | "language"
    | "preselectedPartyId"
    | "showDeletedParties"
    | "showClientUnits"
    | "promptForParty"
    | "ownSettings"
    | "phone"
  >
>;

export class PreferenceStore {
  readonly #rows: OwnRows;

  constructor(rows: OwnRows) {
    this.#rows = rows;
  }

  /** `null` where nothing was ever kept. */
  async of(owner: string): Promise<ProfileRow | null> {
    const { profiles } = this.#rows.tables;
    const [row] = await this.#rows.read.select().from(profiles).where(eq(profiles.owner, owner));
    return row ?? null;
  }

  /**
   * Changes them, if they are still as whoever changes them last saw them.
   * @param expected the revision that they saw, 0 where there were none; `null`: whichever it is
   * @param change what follows from how they are now; `null`: more than is kept
   */
  async update(
    by: Owned,
    expected: number | null,
    change: (now: ProfileRow) => PreferenceChange | null,
  ): Promise<ProfileRow | "CONFLICT" | "LIMIT_REACHED"> {
    const { profiles } = this.#rows.tables;
    return this.#rows.change(by, async (tx, profile) => {
      if (expected !== null && expected !== profile.revision) return "CONFLICT";
      const changes = change(profile);
      if (changes === null) return "LIMIT_REACHED";
      const changed = { ...profile, ...changes, revision: profile.revision + 1, updatedAt: by.at };
      await tx.update(profiles).set(changed).where(eq(profiles.owner, by.owner));
      return changed;
    });
  }

  /** Gives the owner a username, which nobody else has then: the database says so. `null` takes it away. */
  async setUsername(by: Owned, username: string | null): Promise<"SET" | "TAKEN"> {
    const { profiles } = this.#rows.tables;
    const named = { username, usernameKey: username?.toLowerCase() ?? null };
    try {
      return await this.#rows.change(by, async (tx) => {
        await tx
          .update(profiles)
          .set({ ...named, updatedAt: by.at })
          .where(eq(profiles.owner, by.owner));
        return "SET" as const;
      });
    } catch (error) {
      if (lostRaceOf(error) === "CONFLICT") return "TAKEN";
      throw error;
    }
  }
}
