import { and, eq, gt, lte } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";

/** A copy as it is kept: what it is of is in its name, and can't be read from it. */
export interface SealedCopy {
  readonly name: string;
  readonly sealed: string;
  /** Milliseconds since 1970 UTC. */
  readonly takenAt: number;
  readonly expiresAt: number;
}

/** Last good copies of live sources' answers. */
export class LiveCopyStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;

  constructor(database: Database, tables: DialogsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** Keeps a copy in place of an older one. */
  async keep(copy: SealedCopy): Promise<void> {
    const { liveCopies } = this.#tables;
    const { name, ...set } = copy;
    await this.#database.transaction(async (tx) => {
      await tx.insert(liveCopies).values(copy).onConflictDoUpdate({ target: liveCopies.name, set });
    });
  }

  /** @returns `null` where there is none that is still good */
  async find(name: string, now: number): Promise<SealedCopy | null> {
    const { liveCopies } = this.#tables;
    const [copy] = await this.#database.read
      .select()
      .from(liveCopies)
      .where(and(eq(liveCopies.name, name), gt(liveCopies.expiresAt, now)));
    return copy ?? null;
  }

  /** Deletes what is too old to be shown. */
  async forget(now: number): Promise<void> {
    const { liveCopies } = this.#tables;
    await this.#database.transaction(async (tx) => {
      await tx.delete(liveCopies).where(lte(liveCopies.expiresAt, now));
    });
  }
}
