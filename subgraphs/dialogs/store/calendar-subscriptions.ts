import { createHash } from "node:crypto";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import type { CalendarSubscriptionRow, DialogsTables } from "../../../drizzle/dialogs/tables.js";
import { DAY_MILLIS, MINUTE_MILLIS } from "../../../lib/clock.js";

/** How many one viewer may have, and for how long an address that nobody fetches is good. */
export const CALENDAR_LIMITS = { subscriptions: 20, unusedMillis: 180 * DAY_MILLIS } as const;

/** Of a secret only this is kept: it can't be found from it, as it is long and random. */
export const hashOfSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Addresses for calendar programs. What is a viewer's own is never looked up without its owner. */
export class CalendarSubscriptionStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;

  constructor(database: Database, tables: DialogsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** @returns whether there was room for it */
  create(row: CalendarSubscriptionRow): Promise<boolean> {
    const { calendarSubscriptions: table } = this.#tables;
    return this.#database.transaction(async (tx) => {
      const own = await tx.select({ id: table.id }).from(table).where(eq(table.owner, row.owner));
      if (own.length >= CALENDAR_LIMITS.subscriptions) return false;
      await tx.insert(table).values(row);
      return true;
    });
  }

  /** The viewer's own, the oldest first. */
  async ofOwner(owner: string): Promise<CalendarSubscriptionRow[]> {
    const { calendarSubscriptions: table } = this.#tables;
    return this.#database.read
      .select()
      .from(table)
      .where(eq(table.owner, owner))
      .orderBy(asc(table.createdAt), asc(table.id));
  }

  /** @returns whether the viewer had it */
  async revoke(owner: string, id: string): Promise<boolean> {
    const { calendarSubscriptions: table } = this.#tables;
    return this.#database.transaction(async (tx) => {
      const gone = await tx
        .delete(table)
        .where(and(eq(table.id, id), eq(table.owner, owner)))
        .returning({ id: table.id });
      return gone.length > 0;
    });
  }

  /** The one that a secret opens, where it is still good; notes that it was used. */
  async open(secret: string, now: number): Promise<CalendarSubscriptionRow | null> {
    const { calendarSubscriptions: table } = this.#tables;
    const [row] = await this.#database.read
      .select()
      .from(table)
      .where(
        and(
          eq(table.secretHash, hashOfSecret(secret)),
          sql`coalesce(${table.lastUsedAt}, ${table.createdAt}) > ${now - CALENDAR_LIMITS.unusedMillis}`,
        ),
      );
    if (row === undefined) return null;
    // Programs come often; the minute is enough.
    if ((row.lastUsedAt ?? 0) < now - MINUTE_MILLIS) {
      await this.#database.transaction(async (tx) => {
        await tx.update(table).set({ lastUsedAt: now }).where(eq(table.id, row.id));
      });
    }
    return row;
  }
}
