import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import type { ActivityRow, DialogRow, DialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { ActivityType } from "../../../drizzle/dialogs/values.js";
import type { DialogsDialect } from "./dialect.js";
import {
  type OwnerFilter,
  type OwnerOrder,
  type OwnerPosition,
  onlyChecked,
  ownerPageStatement,
} from "./owners-search.js";
import type { SearchStore } from "./search/search-store.js";

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

  /** A page of a search, in its order; at most `take` dialogs after a position. Two statements, and those that words take. */
  async search(
    filter: OwnerFilter,
    order: OwnerOrder,
    page: { readonly after: OwnerPosition | null; readonly take: number },
  ): Promise<DialogRow[]> {
    const kinds = { dialect: this.#database.dialect, ours: this.#dialect };
    const search = filter.search == null ? null : await this.#search.expanded(filter.search);
    const found = await this.#database.read.rows<{ id: string }>(
      ownerPageStatement(kinds, filter, search, order, page),
    );
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) return [];
    const rows = new Map((await this.dialogsByIds(ids, filter.org)).map((row) => [row.id, row]));
    return ids.flatMap((id) => rows.get(id) ?? []);
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
}
