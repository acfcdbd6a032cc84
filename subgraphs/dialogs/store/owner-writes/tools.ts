import type { Database, Queries } from "../../../../drizzle/database.js";
import type { DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import type { NewId } from "../../../../lib/ids.js";
import type { NewDialogEvent } from "../../events/new-event.js";
import type { DialogsDialect } from "../dialect.js";

/** What a change works with. */
export interface Tools {
  readonly database: Database;
  readonly tables: DialogsTables;
  readonly dialect: DialogsDialect;
  readonly newId: NewId;
  /** Writes events in the transaction of what they tell of. */
  tell(tx: Queries, events: readonly NewDialogEvent[]): Promise<void>;
}
