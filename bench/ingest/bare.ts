import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import type { DatabaseOptions } from "../../drizzle/database.js";
import { openDatabase } from "../../drizzle/open.js";
import { placeOf } from "../../subgraphs/dialogs/store/search/place.js";
import { partyNumberOf } from "../../subgraphs/dialogs/store/search/tokens.js";
import type { Row, Written } from "./ours.js";

/** The same rows and indexes, inserted by the database's own driver and nothing else. */
export interface Bare {
  /** Makes ready what is to be inserted; not measured. */
  prepare(written: Written): Prepared;
  close(): Promise<void>;
}

/** Rows that are ready to go. */
export interface Prepared {
  /** All in one transaction. */
  insertMany(): Promise<void>;
}

const TABLES = {
  bodies: "dialog_body",
  transmissions: "transmission",
  activities: "activity",
  events: "event",
} as const;

const KINDS = Object.keys(TABLES) as (keyof typeof TABLES)[];

const without = (row: Row, name: string): Row =>
  Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));

const migrate = async (location: DatabaseOptions["location"]): Promise<void> => {
  const database = await openDatabase({ room: "dialogs", location });
  await database.close();
};

const SOURCE = `INSERT INTO source (id, name, delivery, held_count) VALUES ('altinn3', '{}', 'PUSH', 0)`;

/** Prepared statements, a row each: what the driver is fastest with. */
export const openBareSqlite = async (directory: string): Promise<Bare> => {
  await migrate({ dialect: "sqlite", directory });
  const database = new BetterSqlite(join(directory, "dialogs.db"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("temp_store = MEMORY");
  database.pragma("cache_size = -65536");
  database.exec(SOURCE);
  const statements = new Map<string, BetterSqlite.Statement>();
  const into = (table: string, row: Row): BetterSqlite.Statement => {
    const columns = Object.keys(row);
    const known = statements.get(table);
    if (known !== undefined) return known;
    const places = columns.map(() => "?").join(", ");
    const statement = database.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})`);
    statements.set(table, statement);
    return statement;
  };
  const search = database.prepare(
    "INSERT INTO dialog_search (rowid, scope, open, closed) VALUES (?, ?, ?, ?)",
  );
  const searchPlace = database.prepare("INSERT INTO search_place (place, seq, party) VALUES (?, ?, ?)");
  const identifier = database.prepare(
    "INSERT INTO dialog_identifier (identifier, party, dialog_seq) VALUES (?, ?, ?)",
  );
  const count = database.prepare("UPDATE source SET held_count = held_count + ?");

  return {
    prepare(written) {
      const dialogs = written.dialogs.map((row) => without(row, "seq"));
      const ready = dialogs.map((row, index) => ({
        statement: into("dialog", row),
        values: Object.values(row),
        party: partyNumberOf(String(row["party"])),
        changedAt: Number(row["content_updated_at"]),
        document: written.documents[index] ?? [],
        identifiers: written.identifiers[index] ?? [],
      }));
      const others = KINDS.flatMap((key) =>
        written[key].map((row) => {
          const own = key === "events" ? without(row, "seq") : row;
          return { statement: into(TABLES[key], own), values: Object.values(own) };
        }),
      );
      return {
        async insertMany() {
          database.exec("BEGIN IMMEDIATE");
          const placed = ready.map(({ statement, values, changedAt, party, document, identifiers }) => {
            const seq = Number(statement.run(...values).lastInsertRowid);
            for (const row of identifiers) identifier.run(row["identifier"], row["party"], seq);
            return { place: placeOf(changedAt, seq), seq, party, document };
          });
          placed.sort((a, b) => a.place - b.place);
          for (const { place, seq, party, document } of placed) {
            searchPlace.run(place, seq, party);
            search.run(BigInt(place), ...document);
          }
          for (const { statement, values } of others) statement.run(...values);
          count.run(ready.length);
          database.exec("COMMIT");
        },
      };
    },
    close: async () => {
      database.close();
    },
  };
};

const columnsIn = (rows: readonly Row[]): string => Object.keys(rows[0] ?? {}).join(", ");

/** A statement a table, with all its rows as one value; two round trips a transaction. */
export const openBarePostgres = async (url: string): Promise<Bare> => {
  await migrate({ dialect: "postgres", url });
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    pipeline: true,
    options: "-c search_path=dialogs",
  });
  await pool.query(SOURCE);
  const insert = (table: string, rows: readonly Row[], end = ""): string =>
    `INSERT INTO ${table} (${columnsIn(rows)}) SELECT ${columnsIn(rows)}
      FROM json_populate_recordset(NULL::${table}, $1::json)${end}`;
  return {
    prepare(written) {
      const dialogs = written.dialogs.map((row) => without(row, "seq"));
      const dialogsJson = JSON.stringify(dialogs);
      const documents = written.documents.map(([document]) => document);
      const others = KINDS.map((key) => {
        const rows = key === "events" ? written[key].map((row) => without(row, "seq")) : written[key];
        return {
          name: `${key} ${columnsIn(rows)}`.slice(0, 60),
          text: insert(TABLES[key], rows),
          json: JSON.stringify(rows),
        };
      });
      const first = { name: "dialogs", text: insert("dialog", dialogs, " RETURNING seq") };
      return {
        async insertMany() {
          const client = await pool.connect();
          try {
            const begun = client.query("BEGIN");
            const { rows } = await client.query<{ seq: number }>({ ...first, values: [dialogsJson] });
            const named = rows.flatMap(({ seq }, index) =>
              (written.identifiers[index] ?? []).map((row) => [row["identifier"], row["party"], seq]),
            );
            const sent: Promise<unknown>[] = [begun];
            const send = (query: pg.QueryConfig): void => void sent.push(client.query(query));
            send({
              name: "search",
              text: `INSERT INTO dialog_search
                SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::int[], $4::tsvector[])`,
              values: [
                rows.map(({ seq }) => seq),
                rows.map(({ seq }, index) => placeOf(Number(dialogs[index]?.["content_updated_at"]), seq)),
                dialogs.map((row) => partyNumberOf(String(row["party"]))),
                documents,
              ],
            });
            send({
              name: "identifiers",
              text: `INSERT INTO dialog_identifier (identifier, party, dialog_seq)
                SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])`,
              values: [0, 1, 2].map((column) => named.map((row) => row[column])),
            });
            for (const { name, text, json } of others) send({ name, text, values: [json] });
            send({
              name: "count",
              text: "UPDATE source SET held_count = held_count + $1",
              values: [rows.length],
            });
            send({ text: "COMMIT" });
            await Promise.all(sent);
          } finally {
            client.release();
          }
        },
      };
    },
    close: () => pool.end(),
  };
};
