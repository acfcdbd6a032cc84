import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import type { ActivityRow, DialogRow, DialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { ActivityType } from "../../../drizzle/dialogs/values.js";
import type { ExpandedSearch } from "../rules/expanded-search.js";
import type { DialogsDialect } from "./dialect.js";
import {
  isWalked,
  type OwnerFilter,
  type OwnerOrder,
  type OwnerPosition,
  onlyChecked,
  ownerPageStatement,
  pieceEndStatement,
} from "./owners-search.js";
import type { SearchStore } from "./search/search-store.js";

/** How many dialogs of an owner's list are looked at by one statement. */
const PIECE_SIZE = 4_096;

/** What of a search is asked for. */
export interface OwnerPageRequest {
  readonly after: OwnerPosition | null;
  readonly take: number;
  /** Asked between pieces: whoever asks again goes on from where it stopped. */
  timeLeft(): number;
  readonly pieceSize?: number;
}

/** A page of a search. */
export interface OwnerPage {
  readonly rows: readonly DialogRow[];
  /** Where the time was over before the page was full: the next page goes on from there. `null`: it was not. */
  readonly stoppedAt: OwnerPosition | null;
}

/**
 * What service owners read of their own dialogs, in whatever state these are. Whoever's they must be stands in the
 * statement.
 */
export class OwnerStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;
  readonly #search: Pick<SearchStore, "expanded">;

  constructor(
    database: Database,
    tables: DialogsTables,
    dialect: DialogsDialect,
    search: Pick<SearchStore, "expanded">,
  ) {
    this.#search = search;
    this.#database = database;
    this.#tables = tables;
    this.#dialect = dialect;
  }

  /** Dialogs by id, in no order; unknown ones, and those of others, are left out. @param org `null`: anybody's */
  async dialogsByIds(ids: readonly string[], org: string | null): Promise<DialogRow[]> {
    const { dialogs } = this.#tables;
    return this.#database.read
      .select()
      .from(dialogs)
      .where(
        and(
          this.#dialect.isIn(sql`${dialogs.id}`, ids, "id"),
          org === null
            ? undefined
            : sql`${onlyChecked(this.#database.dialect, sql`${dialogs.org}`)} = ${org}`,
        ),
      );
  }

  /**
   * A page of a search, in its order; at most `take` dialogs after a position. Two statements, and those that words take.
   * An owner's whole list is looked through in bounded pieces instead, as long as there is time.
   * @param page `pieceSize`: how many dialogs a piece has
   */
  async search(filter: OwnerFilter, order: OwnerOrder, page: OwnerPageRequest): Promise<OwnerPage> {
    const search = filter.search == null ? null : await this.#search.expanded(filter.search);
    const isInPieces = search === null && isWalked(filter, order);
    const { ids, stoppedAt } = isInPieces
      ? await this.#walked(filter, order, page)
      : { ids: await this.#idsOf(filter, search, order, page), stoppedAt: null };
    if (ids.length === 0) return { rows: [], stoppedAt };
    const rows = new Map((await this.dialogsByIds(ids, filter.org)).map((row) => [row.id, row]));
    return { rows: ids.flatMap((id) => rows.get(id) ?? []), stoppedAt };
  }

  /** The newest activity of each dialog, by its id. @param ids at most 1,000 */
  async latestActivities(ids: readonly string[]): Promise<ReadonlyMap<string, ActivityRow>> {
    const { activities } = this.#tables;
    const newest = sql`(SELECT y.id FROM activity y WHERE y.dialog_id = ${activities.dialogId}
      ORDER BY y.created_at DESC, y.id DESC LIMIT 1)`;
    const rows = await this.#database.read
      .select()
      .from(activities)
      .where(
        and(this.#dialect.isIn(sql`${activities.dialogId}`, ids, "id"), sql`${activities.id} = ${newest}`),
      );
    return new Map(rows.map((row) => [row.dialogId, row]));
  }

  /** Ids of what a dialog consists of, each in no order. */
  async partIds(
    dialogId: string,
  ): Promise<{ readonly transmissionIds: readonly string[]; readonly activityIds: readonly string[] }> {
    const { transmissions: t, activities: a } = this.#tables;
    const { read } = this.#database;
    const [ofTransmissions, ofActivities] = await Promise.all([
      read.select({ id: t.id }).from(t).where(eq(t.dialogId, dialogId)),
      read.select({ id: a.id }).from(a).where(eq(a.dialogId, dialogId)),
    ]);
    return {
      transmissionIds: ofTransmissions.map(({ id }) => id),
      activityIds: ofActivities.map(({ id }) => id),
    };
  }

  /** Whether a dialog has such an activity, and whether it is there at all. Anybody's: for notifications. */
  async activityOf(
    dialogId: string,
    activity: { readonly type: ActivityType; readonly transmissionId: string | null },
  ): Promise<{ readonly isDeleted: boolean; readonly hasActivity: boolean } | null> {
    const { dialogs, activities } = this.#tables;
    const isOfTransmission: SQL =
      activity.transmissionId === null ? sql`TRUE` : eq(activities.transmissionId, activity.transmissionId);
    const [row] = await this.#database.read
      .select({ deletedAt: dialogs.deletedAt, activityId: activities.id })
      .from(dialogs)
      .leftJoin(
        activities,
        and(eq(activities.dialogId, dialogs.id), eq(activities.type, activity.type), isOfTransmission),
      )
      .where(eq(dialogs.id, dialogId))
      .limit(1);
    return row === undefined
      ? null
      : { isDeleted: row.deletedAt !== null, hasActivity: row.activityId !== null };
  }

  /**
   * The dialog that is about a form instance: also a deleted one, but one that is there before one that is not. The
   * newest of several.
   */
  async dialogByInstance(instanceRef: string): Promise<DialogRow | null> {
    const { dialogs } = this.#tables;
    const [row] = await this.#database.read
      .select()
      .from(dialogs)
      .where(eq(dialogs.instanceRef, instanceRef))
      .orderBy(asc(sql`CASE WHEN ${isNull(dialogs.deletedAt)} THEN 0 ELSE 1 END`), sql`${dialogs.seq} DESC`)
      .limit(1);
    return row ?? null;
  }

  async #idsOf(
    filter: OwnerFilter,
    search: ExpandedSearch | null,
    order: OwnerOrder,
    page: Parameters<typeof ownerPageStatement>[4],
  ): Promise<string[]> {
    const kinds = { dialect: this.#database.dialect, ours: this.#dialect };
    const found = await this.#database.read.rows<{ id: string }>(
      ownerPageStatement(kinds, filter, search, order, page),
    );
    return found.map(({ id }) => id);
  }

  async #walked(
    filter: OwnerFilter,
    order: OwnerOrder,
    { after: from, take, timeLeft, pieceSize: size = PIECE_SIZE }: OwnerPageRequest,
  ): Promise<{ ids: string[]; stoppedAt: OwnerPosition | null }> {
    const ids: string[] = [];
    for (let after = from; ; ) {
      const [end] = await this.#database.read.rows<{ at: number; id: string }>(
        pieceEndStatement(filter, order, { after, size }),
      );
      const upTo: OwnerPosition | null = end === undefined ? null : { values: [Number(end.at)], id: end.id };
      ids.push(...(await this.#idsOf(filter, null, order, { after, upTo, take: take - ids.length })));
      if (upTo === null || ids.length >= take) return { ids, stoppedAt: null };
      if (timeLeft() <= 0) return { ids, stoppedAt: upTo };
      after = upTo;
    }
  }
}
