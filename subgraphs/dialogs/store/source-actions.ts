import { and, asc, desc, eq, inArray, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import type { DialogsTables, SourceActionRow } from "../../../drizzle/dialogs/tables.js";
import type { SourceActionState } from "../../../drizzle/dialogs/tables-actions.js";
import { lostRaceOf } from "../../../drizzle/lost-race.js";
import type { DialogsDialect } from "./dialect.js";

/** How many of one viewer's may wait at a time. */
export const MAX_WAITING = 100;

/** What came of asking for an action. */
export type Requested =
  /** `isNew`: it was not there before. `isFirst`: nothing else waits for the same item. */
  | {
      readonly outcome: "KEPT";
      readonly row: SourceActionRow;
      readonly isNew: boolean;
      readonly isFirst: boolean;
    }
  | { readonly outcome: "KEY_REUSED" }
  | { readonly outcome: "TOO_MANY" };

/** Who tries an action, and until when nobody else does. */
export interface Hold {
  readonly by: string;
  readonly until: number;
}

/** How an action ended. */
export interface Ended {
  readonly state: Exclude<SourceActionState, "WAITING" | "CANCELLED">;
  readonly at: number;
  readonly code: string | null;
  readonly message: SourceActionRow["message"];
}

const isSame = (a: SourceActionRow, b: SourceActionRow): boolean =>
  a.itemId === b.itemId && a.party === b.party && a.action === b.action && a.text === b.text;

/** What viewers have asked live sources to do. What is told to anybody is looked up by its owner. */
export class SourceActionStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;

  constructor(database: Database, tables: DialogsTables, dialect: DialogsDialect) {
    this.#database = database;
    this.#tables = tables;
    this.#dialect = dialect;
  }

  /**
   * Keeps an action that is to be done. The same key of the same owner again is the same action.
   * @param row `dueAt` is null where it must not wait: nobody tries it later
   * @param hold of whoever tries it at once; it is not held where another of the same item waits
   */
  async request(row: SourceActionRow, hold: Hold): Promise<Requested> {
    try {
      return await this.#database.transaction(async (tx): Promise<Requested> => {
        const { sourceActions: a } = this.#tables;
        const isOwn = eq(a.owner, row.owner);
        const [known] = await tx
          .select()
          .from(a)
          .where(and(isOwn, eq(a.idempotencyKey, row.idempotencyKey)));
        if (known !== undefined) {
          if (!isSame(known, row)) return { outcome: "KEY_REUSED" };
          return { outcome: "KEPT", row: known, isNew: false, isFirst: false };
        }
        const waiting = await tx
          .select({ itemId: a.itemId })
          .from(a)
          .where(and(isOwn, eq(a.state, "WAITING")));
        if (waiting.length >= MAX_WAITING) return { outcome: "TOO_MANY" };
        const isFirst = !waiting.some(({ itemId }) => itemId === row.itemId);
        const kept = isFirst ? { ...row, heldBy: hold.by, dueAt: row.dueAt && hold.until } : row;
        await tx.insert(a).values(kept);
        return { outcome: "KEPT", row: kept, isNew: true, isFirst };
      });
    } catch (error) {
      // The same key at the same moment: by now the other one is there.
      if (lostRaceOf(error) === "CONFLICT") return this.request(row, hold);
      throw error;
    }
  }

  /**
   * Takes actions that are due, the longest due first; of one viewer and item only the oldest that waits. Begins no
   * transaction where nothing is due.
   */
  async takeDue(hold: Hold, at: { readonly now: number; readonly take: number }): Promise<SourceActionRow[]> {
    const { sourceActions: a } = this.#tables;
    const isDue = lte(a.dueAt, at.now);
    const any = await this.#database.read.select({ id: a.id }).from(a).where(isDue).limit(1);
    if (any.length === 0) return [];
    const isOldest = sql`NOT EXISTS (SELECT 1 FROM source_action older WHERE older.item_id = ${a.itemId}
      AND older.owner = ${a.owner} AND older.state = 'WAITING'
      AND (older.requested_at, older.id) < (${a.requestedAt}, ${a.id}))`;
    return this.#database.transaction(async (tx) => {
      const due = tx
        .select({ id: a.id })
        .from(a)
        .where(and(isDue, isOldest))
        .orderBy(asc(a.dueAt), asc(a.id))
        .limit(at.take);
      const taken: SQL = this.#dialect.name === "sqlite" ? sql`${due}` : sql`${due} FOR UPDATE SKIP LOCKED`;
      return tx
        .update(a)
        .set({ heldBy: hold.by, dueAt: hold.until })
        .where(sql`${a.id} IN (${taken})`)
        .returning();
    });
  }

  /** Notes how an action that one holds has ended. @returns whether one still held it */
  async end(id: string, heldBy: string, ended: Ended): Promise<boolean> {
    const { state, at, code, message } = ended;
    return this.#settle(id, heldBy, { state, code, message, finishedAt: at, dueAt: null, lastTriedAt: at });
  }

  /** Notes that the source did not answer, and when to try again. @returns whether one still held it */
  async putOff(
    id: string,
    heldBy: string,
    at: { readonly now: number; readonly dueAt: number },
  ): Promise<boolean> {
    return this.#settle(id, heldBy, { dueAt: at.dueAt, lastTriedAt: at.now });
  }

  /** Gives back an action that one holds and has not tried; it is tried later. */
  async letGo(id: string, heldBy: string, dueAt: number): Promise<void> {
    const { sourceActions: a } = this.#tables;
    await this.#database.transaction(async (tx) => {
      await tx
        .update(a)
        .set({ heldBy: null, dueAt })
        .where(and(eq(a.id, id), eq(a.heldBy, heldBy)));
    });
  }

  async #settle(id: string, heldBy: string, set: Partial<SourceActionRow>): Promise<boolean> {
    const { sourceActions: a } = this.#tables;
    return this.#database.transaction(async (tx) => {
      const rows = await tx
        .update(a)
        .set({ ...set, heldBy: null, attempts: sql`${a.attempts} + 1` })
        .where(and(eq(a.id, id), eq(a.heldBy, heldBy)))
        .returning({ id: a.id });
      return rows.length > 0;
    });
  }

  /** Calls one of an owner's actions off, where it waits and nobody is about to do it. */
  async cancel(
    owner: string,
    id: string,
    now: number,
  ): Promise<SourceActionRow | "UNKNOWN" | "UNDER_WAY" | "OVER"> {
    const { sourceActions: a } = this.#tables;
    return this.#database.transaction(async (tx) => {
      const isIt = and(eq(a.id, id), eq(a.owner, owner));
      const isFree = or(isNull(a.heldBy), isNull(a.dueAt), lte(a.dueAt, now));
      const [cancelled] = await tx
        .update(a)
        .set({ state: "CANCELLED", finishedAt: now, dueAt: null, heldBy: null })
        .where(and(isIt, eq(a.state, "WAITING"), isFree))
        .returning();
      if (cancelled !== undefined) return cancelled;
      const [row] = await tx.select({ state: a.state }).from(a).where(isIt);
      if (row === undefined) return "UNKNOWN";
      return row.state === "WAITING" ? "UNDER_WAY" : "OVER";
    });
  }

  /** One of an owner's actions. */
  async byId(owner: string, id: string): Promise<SourceActionRow | null> {
    const { sourceActions: a } = this.#tables;
    const [row] = await this.#database.read
      .select()
      .from(a)
      .where(and(eq(a.id, id), eq(a.owner, owner)));
    return row ?? null;
  }

  /** An owner's actions for these parties, the newest first. @param states `null`: any */
  async ofOwner(
    owner: string,
    asked: {
      readonly parties: readonly string[];
      readonly states: readonly SourceActionState[] | null;
      readonly after: { readonly requestedAt: number; readonly id: string } | null;
      readonly take: number;
    },
  ): Promise<SourceActionRow[]> {
    const { sourceActions: a } = this.#tables;
    const { parties, states, after, take } = asked;
    const isAfter =
      after === null ? undefined : sql`(${a.requestedAt}, ${a.id}) < (${after.requestedAt}, ${after.id})`;
    return this.#database.read
      .select()
      .from(a)
      .where(
        and(
          eq(a.owner, owner),
          states === null ? undefined : inArray(a.state, [...states]),
          this.#dialect.isIn(sql`${a.party}`, parties, "text"),
          isAfter,
        ),
      )
      .orderBy(desc(a.requestedAt), desc(a.id))
      .limit(take);
  }

  /** An owner's actions with items, by the item's id, the oldest first. One statement. */
  async ofItems(owner: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, SourceActionRow[]>> {
    const { sourceActions: a } = this.#tables;
    const rows = await this.#database.read
      .select()
      .from(a)
      .where(and(eq(a.owner, owner), inArray(a.itemId, [...itemIds])))
      .orderBy(asc(a.requestedAt), asc(a.id));
    const byItem = new Map<string, SourceActionRow[]>();
    for (const row of rows) byItem.set(row.itemId, [...(byItem.get(row.itemId) ?? []), row]);
    return byItem;
  }

  /** Forgets what ended before a moment. */
  async forget(before: number): Promise<void> {
    const { sourceActions: a } = this.#tables;
    const old = lt(a.finishedAt, before);
    const any = await this.#database.read.select({ id: a.id }).from(a).where(old).limit(1);
    if (any.length === 0) return;
    await this.#database.transaction(async (tx) => {
      await tx.delete(a).where(old);
    });
  }
}
