import type { Database } from "../../../drizzle/database.js";
import type { DialogsTables } from "../../../drizzle/dialogs/tables.js";
import type { SourceSeed } from "../seed.js";
import type { DialogsDialect } from "./dialect.js";
import { type Creation, createOwned, type NewDialog, registerSource } from "./owner-writes/create.js";

/** What writing/ asks of the database: each method is one transaction. */
export class WriteStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;

  constructor(database: Database, tables: DialogsTables, dialect: DialogsDialect) {
    this.#database = database;
    this.#tables = tables;
    this.#dialect = dialect;
  }

  /** Registers the source that pushed dialogs are of, where it is not yet; what is there stays as it is. */
  registerSource(source: SourceSeed): Promise<void> {
    return registerSource(this.#database, this.#tables, source);
  }

  /**
   * Makes dialogs with all that belongs to them and what is told of them; those whose ids and keys are free.
   * @returns what became of each, in order
   */
  create(dialogs: readonly NewDialog[]): Promise<Creation[]> {
    return createOwned(this.#database, this.#tables, this.#dialect, dialogs);
  }
}
