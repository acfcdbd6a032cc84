import { eq } from "drizzle-orm";
import { columnsOf } from "../columns.js";
import type { Database } from "../database.js";
import { demoTables, type SeedingRow } from "./tables.js";

const ID = "demo";

/** The record of what the demo was filled with. */
export class SeedingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * What is to be filled: the record that is there, grown to the wanted size, or the given one where there is none.
   * @returns `finishedAt` is null unless all dialogs are there already
   */
  async begin(wanted: Pick<SeedingRow, "seed" | "now" | "dialogs">): Promise<SeedingRow> {
    const { seedings } = demoTables(columnsOf(this.#database.dialect));
    return this.#database.transaction(async (tx) => {
      await tx
        .insert(seedings)
        .values({ id: ID, ...wanted, finishedAt: null, given: null })
        .onConflictDoNothing();
      const [kept] = await tx.select().from(seedings).where(eq(seedings.id, ID));
      if (kept === undefined) throw new Error("The demo's seeding record vanished while it was being read.");
      if (kept.dialogs >= wanted.dialogs) return kept;
      const grown = { ...kept, dialogs: wanted.dialogs, finishedAt: null };
      await tx.update(seedings).set(grown).where(eq(seedings.id, ID));
      return grown;
    });
  }

  /** Notes that all of it is there. @param at milliseconds since 1970 UTC @param given names of what was given */
  async finish(at: number, given: readonly string[]): Promise<void> {
    const { seedings } = demoTables(columnsOf(this.#database.dialect));
    await this.#database.transaction(async (tx) => {
      await tx.update(seedings).set({ finishedAt: at, given }).where(eq(seedings.id, ID));
    });
  }
}
