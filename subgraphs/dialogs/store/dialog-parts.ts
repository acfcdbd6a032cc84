import { sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type {
  ActivityRow,
  DialogBodyRow,
  DialogsTables,
  LabelAssignmentLogRow,
  SeenLogRow,
  TransmissionRow,
} from "../../../drizzle/dialogs/tables.js";
import type { DialogsDialect } from "./dialect.js";

/** What belongs to dialogs, by their ids. Of such only that the viewer is known to have access to. One statement each. */
export class DialogPartStore {
  readonly #read: Queries;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;

  constructor({ read }: Database, tables: DialogsTables, dialect: DialogsDialect) {
    this.#read = read;
    this.#tables = tables;
    this.#dialect = dialect;
  }

  /** What lists do not show, in no order. */
  bodies(ids: readonly string[]): Promise<DialogBodyRow[]> {
    const { bodies } = this.#tables;
    return this.#read
      .select()
      .from(bodies)
      .where(this.#dialect.isIn(sql`${bodies.dialogId}`, ids, "id"));
  }

  /** Transmissions, oldest first. */
  transmissions(ids: readonly string[]): Promise<TransmissionRow[]> {
    const { transmissions: table } = this.#tables;
    return this.#read
      .select()
      .from(table)
      .where(this.#dialect.isIn(sql`${table.dialogId}`, ids, "id"))
      .orderBy(table.dialogId, table.createdAt, table.id);
  }

  /** Activities, oldest first. */
  activities(ids: readonly string[]): Promise<ActivityRow[]> {
    const { activities: table } = this.#tables;
    return this.#read
      .select()
      .from(table)
      .where(this.#dialect.isIn(sql`${table.dialogId}`, ids, "id"))
      .orderBy(table.dialogId, table.createdAt, table.id);
  }

  /** The newest activity of each dialog that has any. */
  latestActivities(ids: readonly string[]): Promise<ActivityRow[]> {
    const { activities: table } = this.#tables;
    const newest = sql`(SELECT a.id FROM activity a WHERE a.dialog_id = ${table.dialogId}
      ORDER BY a.created_at DESC, a.id DESC LIMIT 1)`;
    return this.#read
      .select()
      .from(table)
      .where(sql`${this.#dialect.isIn(sql`${table.dialogId}`, ids, "id")} AND ${table.id} = ${newest}`);
  }

  /** Who has seen them, oldest first. */
  seenLog(ids: readonly string[]): Promise<SeenLogRow[]> {
    const { seenLog: table } = this.#tables;
    return this.#read
      .select()
      .from(table)
      .where(this.#dialect.isIn(sql`${table.dialogId}`, ids, "id"))
      .orderBy(table.dialogId, table.seenAt, table.id);
  }

  /** Which labels were put on and taken off, oldest first. */
  labelLog(ids: readonly string[]): Promise<LabelAssignmentLogRow[]> {
    const { labelAssignmentLog: table } = this.#tables;
    return this.#read
      .select()
      .from(table)
      .where(this.#dialect.isIn(sql`${table.dialogId}`, ids, "id"))
      .orderBy(table.dialogId, table.createdAt, table.id);
  }
}
