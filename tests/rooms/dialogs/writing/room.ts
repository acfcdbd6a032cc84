import { getTableName, sql } from "drizzle-orm";
import type { Dialect } from "../../../../drizzle/columns.js";
import { columnsOf } from "../../../../drizzle/columns.js";
import type { Database, Queries, Transaction } from "../../../../drizzle/database.js";
import { type DialogsTables, dialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { uuidFromName } from "../../../../lib/ids.js";
import { DialogStore } from "../../../../subgraphs/dialogs/index.js";
import { parseSearch } from "../../../../subgraphs/dialogs/rules/search-query.js";
import { openDialogWriter } from "../../../../subgraphs/dialogs/writing/index.js";
import { openTestDatabase } from "../../../kit/databases.js";
import { NOW, scopeOf } from "../dialogs.js";
import { countingIds } from "./bodies.js";

/** A writer on an empty database of its own, with a clock that stands still until it is moved. */
export const openTestWriter = async (dialect: Dialect) => {
  const { database, statements } = await openTestDatabase(dialect, "dialogs");
  let areEventsBroken = false;
  const store = new DialogStore(failingAtEvents(database, () => areEventsBroken));
  let now = NOW;
  const writer = openDialogWriter({ store, clock: () => now, newId: countingIds() });
  const tables: DialogsTables = dialogsTables(columnsOf(dialect));
  return {
    database,
    statements,
    store,
    writer,
    tables,
    now: () => now,
    setNow(moment: number) {
      now = moment;
    },
    rows: rowsOf(database, tables),
    /** From now on whatever is written fails when all but its events is written. */
    breakEvents() {
      areEventsBroken = true;
    },
    /** Ids of the dialogs of everybody that a search finds. */
    async found(search: string): Promise<string[]> {
      const all = await database.read.select().from(tables.dialogs);
      const parties = [...new Set(all.map(({ party }) => party))].map((urn) => ({
        urn,
        id: uuidFromName(urn),
      }));
      const services = Object.fromEntries(all.map(({ serviceResource }) => [serviceResource, 0]));
      const selection = { scope: scopeOf(parties, services), now, filter: {}, search: parseSearch(search) };
      const order = { field: "CONTENT_UPDATED_AT", direction: "DESC" } as const;
      const rows = await store.history(selection, order, { after: null, take: 100 });
      return rows.map(({ id }) => id);
    },
  };
};

export type TestWriter = Awaited<ReturnType<typeof openTestWriter>>;

/** The database, whose transactions fail when they insert events where that is wanted. */
const failingAtEvents = (database: Database, isBroken: () => boolean): Database => ({
  ...database,
  transaction: (work) =>
    database.transaction((tx) => {
      const insertAll: Queries["insertAll"] = async (insert) => {
        if (isBroken() && getTableName(insert.table) === "event") {
          throw new Error("The table of events is away.");
        }
        return tx.insertAll(insert);
      };
      // Told to the database, which fails when it comes to it: after what stands before the events.
      const atEnd: Transaction["atEnd"] = (...statements) =>
        tx.atEnd(
          ...statements.map((statement) =>
            isBroken() && "table" in statement && getTableName(statement.table) === "event"
              ? sql`DELETE FROM table_of_events_that_is_away`
              : statement,
          ),
        );
      const failing: Partial<Transaction> = { insertAll, atEnd };
      return work(
        new Proxy(tx, {
          get: (target, name) => Reflect.get(name in failing ? failing : target, name, target),
        }),
      );
    }),
});

/** Everything that a table holds, in no order. */
const rowsOf =
  (database: Database, tables: DialogsTables) =>
  async <Name extends keyof DialogsTables>(name: Name): Promise<DialogsTables[Name]["$inferSelect"][]> =>
    (await database.read.select().from(tables[name])) as DialogsTables[Name]["$inferSelect"][];
