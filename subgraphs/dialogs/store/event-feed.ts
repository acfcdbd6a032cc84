import { and, asc, eq, gt, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";
import type { DialogsTables, EventRow } from "../../../drizzle/dialogs/tables.js";

/*
 * Places in the feed are given when an event is written, and on PostgreSQL transactions end in another order. A reader
 * that took the newest place it sees for "everything up to here" would miss what is still being written below it. So
 * each transaction holds a lock, which makes nobody wait, that says where the feed ended before its first event; a
 * reader reads up to the lowest of them. On SQLite transactions run one after the other: there is nothing to hold.
 */

/** Tells our advisory locks from others': the upper 16 of 64 bits; the place takes the rest. */
const LOCK_SPACE = 0x7d09;

/** Says in a transaction that events are about to be written. To be run before each insert of events. */
export const placeInFeed = (dialect: Dialect): readonly SQL[] =>
  dialect === "sqlite"
    ? []
    : [
        sql`SELECT pg_advisory_xact_lock_shared((${LOCK_SPACE}::bigint << 48) | last_value) FROM event_seq_seq`,
      ];

/**
 * The place up to which the feed is complete: no event will appear at it or below. To be read before the events, by a
 * statement of its own.
 */
export const completeUpTo = async (read: Queries, dialect: Dialect): Promise<number> => {
  if (dialect === "sqlite") {
    const [row] = await read.rows<{ place: number | null }>(sql`SELECT max(seq) AS place FROM event`);
    return row?.place ?? 0;
  }
  // The end is read first: whoever holds a place only after that writes above it.
  const [end] = await read.rows<{ place: number }>(
    sql`SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS place FROM event_seq_seq`,
  );
  const [held] = await read.rows<{ place: number | null }>(
    sql`SELECT min(((classid::bigint & 65535) << 32) | objid::bigint) AS place FROM pg_locks
      WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = ${LOCK_SPACE}
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  const last = Number(end?.place ?? 0);
  return held?.place == null ? last : Math.min(last, Number(held.place));
};

/** Which events; null: whatever it is. */
export interface EventFilter {
  readonly org: string;
  readonly resources: readonly string[] | null;
  readonly types: readonly string[] | null;
  readonly party: string | null;
  readonly dialogId: string | null;
  /** Leaves out what webhooks are not told. */
  readonly isAloud: boolean;
}

/** Events after a place and up to another, in order; at most `take`. One statement, from an index of the owner's. */
export const eventsBetween = (
  read: Queries,
  { events }: DialogsTables,
  filter: EventFilter,
  range: { readonly after: number; readonly upTo: number; readonly take: number },
): Promise<EventRow[]> =>
  read
    .select()
    .from(events)
    .where(
      and(
        eq(events.org, filter.org),
        gt(events.seq, range.after),
        lte(events.seq, range.upTo),
        filter.resources === null ? undefined : inArray(events.serviceResource, [...filter.resources]),
        filter.types === null ? undefined : inArray(events.type, [...filter.types]),
        filter.party === null ? undefined : eq(events.party, filter.party),
        filter.dialogId === null ? undefined : eq(events.dialogId, filter.dialogId),
        filter.isAloud ? eq(events.isSilent, false) : undefined,
      ),
    )
    .orderBy(asc(events.seq))
    .limit(range.take);

/** What happened to which dialog, of whichever owner, in order; at most `take`. */
export const changesBetween = (
  read: Queries,
  { events }: DialogsTables,
  range: { readonly after: number; readonly upTo: number; readonly take: number },
): Promise<Pick<EventRow, "seq" | "dialogId" | "type">[]> =>
  read
    .select({ seq: events.seq, dialogId: events.dialogId, type: events.type })
    .from(events)
    .where(and(gt(events.seq, range.after), lte(events.seq, range.upTo)))
    .orderBy(asc(events.seq))
    .limit(range.take);
