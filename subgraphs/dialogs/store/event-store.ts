import type { Database } from "../../../drizzle/database.js";
import type { DialogsTables, EventRow } from "../../../drizzle/dialogs/tables.js";
import { createFeedSignal, type FeedSignal } from "../events/feed-signal.js";
import { changesBetween, completeUpTo, type EventFilter, eventsBetween } from "./event-feed.js";

/** The SQL of the change feed, of who is told, and of what is to be announced. */
export class EventStore {
  /** Wakes whoever reads the feed. */
  readonly signal: FeedSignal;
  readonly #database: Database;
  readonly #tables: DialogsTables;

  constructor(database: Database, tables: DialogsTables) {
    this.#database = database;
    this.#tables = tables;
    this.signal = createFeedSignal(database);
  }

  /** The place up to which the feed is complete; to be asked before `between`. */
  completeUpTo(): Promise<number> {
    return completeUpTo(this.#database.read, this.#database.dialect);
  }

  /** An owner's events, in order. One statement. */
  between(
    filter: EventFilter,
    range: { readonly after: number; readonly upTo: number; readonly take: number },
  ): Promise<EventRow[]> {
    return eventsBetween(this.#database.read, this.#tables, filter, range);
  }

  /** What happened to which dialog, whoever owns it, in order. One statement. */
  changesBetween(range: {
    readonly after: number;
    readonly upTo: number;
    readonly take: number;
  }): Promise<Pick<EventRow, "seq" | "dialogId" | "type">[]> {
    return changesBetween(this.#database.read, this.#tables, range);
  }
}
