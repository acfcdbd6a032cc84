import { sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { ProfileRow, ProfileTables } from "../../../drizzle/profile/tables.js";

/** Whose rows a change is about, and when it is made. */
export interface Owned {
  /** Party URN of who signed in. */
  readonly owner: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** The room's database, and the one way in which what is somebody's own is changed. */
export class OwnRows {
  readonly database: Database;
  readonly tables: ProfileTables;

  constructor(database: Database, tables: ProfileTables) {
    this.database = database;
    this.tables = tables;
  }

  get read(): Queries {
    return this.database.read;
  }

  /**
   * Changes what one owner has, in one transaction that nobody else's change of the same owner runs beside: their
   * profile's row is made where there is none, and locked. So limits hold however many tabs write at once.
   */
  change<T>({ owner, at }: Owned, work: (tx: Queries, profile: ProfileRow) => Promise<T>): Promise<T> {
    const { profiles } = this.tables;
    return this.database.transaction(async (tx) => {
      const [profile] = await tx
        .insert(profiles)
        .values({ owner, updatedAt: at })
        .onConflictDoUpdate({ target: profiles.owner, set: { owner: sql`excluded.owner` } })
        .returning();
      if (profile === undefined) throw new Error("An insert that updates on conflict returned no row.");
      return work(tx, profile);
    });
  }

  /** The next number of an owner, within a change. */
  async takeNumber(tx: Queries, profile: ProfileRow): Promise<number> {
    const { profiles } = this.tables;
    await tx
      .update(profiles)
      .set({ nextNumber: profile.nextNumber + 1 })
      .where(sql`${profiles.owner} = ${profile.owner}`);
    return profile.nextNumber;
  }
}
