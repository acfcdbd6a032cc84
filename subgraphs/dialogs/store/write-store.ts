import { eq } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import { isUuid, type NewId } from "../../../lib/ids.js";
import type { SourceSeed } from "../seed.js";
import type { DialogsDialect } from "./dialect.js";
import { appendEvents } from "./events.js";
import { againWhereCollided } from "./owner-writes/again.js";
import { type ChangeOrder, changeDialog } from "./owner-writes/change.js";
import { type Creation, createOwned, type NewDialog, registerSource } from "./owner-writes/create.js";
import { type LabelOrder, type LabelsOutcome, setLabels } from "./owner-writes/labels.js";
import { noteSight, type Sight } from "./owner-writes/seen.js";
import { CreatedTogether } from "./owner-writes/together.js";
import type { Tools } from "./owner-writes/tools.js";

/** On PostgreSQL the next transaction is made while the one before is written; on SQLite they run one after the other. */
const TRANSACTIONS_AT_A_TIME = { sqlite: 1, postgres: 2 } as const;

/** What writing/ asks of the database: each method is one transaction. */
export class WriteStore {
  readonly #tools: Omit<Tools, "newId">;
  readonly #together: CreatedTogether;

  constructor(database: Database, tables: DialogsTables, dialect: DialogsDialect) {
    this.#tools = {
      database,
      tables,
      dialect,
      tell: (tx, events) => appendEvents(tx, dialect.name, tables, events),
    };
    this.#together = new CreatedTogether(
      (dialogs) => this.#create(dialogs),
      TRANSACTIONS_AT_A_TIME[dialect.name],
    );
  }

  /** Registers the source that pushed dialogs are of, where it is not yet; what is there stays as it is. */
  registerSource(source: SourceSeed): Promise<void> {
    return registerSource(this.#tools, source);
  }

  /**
   * Makes dialogs with all that belongs to them and what is told of them; those whose ids and keys are free. Several in
   * a transaction of their own; one by itself together with others that are asked for at the same time.
   * @returns what became of each, in order
   */
  async create(dialogs: readonly NewDialog[]): Promise<Creation[]> {
    const [only] = dialogs;
    return dialogs.length === 1 && only !== undefined
      ? [await this.#together.create(only)]
      : this.#create(dialogs);
  }

  #create(dialogs: readonly NewDialog[]): Promise<Creation[]> {
    // Hardly ever is an id of theirs taken: it is looked for where one was.
    return againWhereCollided((tries) => createOwned(this.#tools, dialogs, tries > 1));
  }

  /** Whether a dialog is for programs alone; false for one that is not there. */
  async isApiOnly(dialogId: string): Promise<boolean> {
    if (!isUuid(dialogId)) return false;
    const { database, tables } = this.#tools;
    const [row] = await database.read
      .select({ isApiOnly: tables.dialogs.isApiOnly })
      .from(tables.dialogs)
      .where(eq(tables.dialogs.id, dialogId));
    return row?.isApiOnly ?? false;
  }

  /** Changes one dialog: while it is decided nobody else does. */
  change<Answer>(dialogId: string, order: ChangeOrder<Answer>, newId: NewId): Promise<Answer> {
    return againWhereCollided(() => changeDialog({ ...this.#tools, newId }, dialogId, order));
  }

  /** Puts system labels on dialogs and takes them off: on all of them, or on none. */
  setLabels<Answer>(order: LabelOrder<Answer>, newId: NewId): Promise<LabelsOutcome<Answer>> {
    return againWhereCollided(() => setLabels({ ...this.#tools, newId }, order));
  }

  /** Notes that somebody has seen a dialog as it is now; seeing it again writes nothing. @returns whether it wrote */
  noteSight(sight: Sight, newId: NewId): Promise<boolean> {
    return againWhereCollided(() => noteSight({ ...this.#tools, newId }, sight));
  }
}
