import type BetterSqlite from "better-sqlite3";

/** A table of rows that statements are given again and again, each statement once. */
export interface KeptTable {
  readonly name: string;
  /** With their types. */
  readonly columns: string;
  /** Those of them that a row is looked up by. */
  readonly key: string;
  /** A select of the columns, in their order, from the text of the rows, which is bound once. */
  readonly select: string;
}

/**
 * Rows of a kept table as a bound value of a statement on SQLite: what the statement is given is their number, by which it
 * finds them as `kept` in the table. Others who bind their number read other rows.
 */
export class KeptRows {
  readonly table: KeptTable;
  /** What the rows are made of. The same text is the same rows. */
  readonly text: string;

  constructor(table: KeptTable, text: string) {
    this.table = table;
    this.text = text;
  }
}

/** So many letters of texts are kept of a table; their rows take one to three times as many bytes. */
const MOST_LETTERS = 8 * 1_024 * 1_024;

/** Keeps rows on a connection, in temporary tables of its own: those that were asked for last. */
export interface RowKeeper {
  /** Bound values as SQLite takes them: those that are rows are there when it returns, and go by their number. */
  bind(values: readonly unknown[]): unknown[];
  /** To be told after a rollback: what was kept within the transaction is gone. */
  forget(): void;
}

/** One table's rows. */
const openTable = (connection: BetterSqlite.Database, { name, columns, key, select }: KeptTable) => {
  connection.exec(`CREATE TEMP TABLE IF NOT EXISTS ${name} (kept INTEGER, ${columns}, PRIMARY KEY (kept, ${key}))
    WITHOUT ROWID; DELETE FROM temp.${name}`);
  const insert = connection.prepare(
    `INSERT OR IGNORE INTO temp.${name} SELECT ?, made.* FROM (${select}) AS made`,
  );
  const remove = connection.prepare(`DELETE FROM temp.${name} WHERE kept = ?`);
  const kept = new Map<string, { readonly number: number; askedLast: number }>();
  let letters = 0;
  let last = 0;
  let asked = 0;

  /** Takes those out that were asked for longest ago, until no more than so many letters are left. */
  const shrinkTo = (most: number): void => {
    const oldestFirst = [...kept].sort(([, a], [, b]) => a.askedLast - b.askedLast);
    for (const [text, { number }] of oldestFirst) {
      if (letters <= most) return;
      remove.run(number);
      kept.delete(text);
      letters -= text.length;
    }
  };

  return {
    /** The number of rows that are there. A map that is written with each call would keep each call's text. */
    known(text: string): number | null {
      const rows = kept.get(text);
      if (rows === undefined) return null;
      asked += 1;
      rows.askedLast = asked;
      return rows.number;
    },
    /** Makes room first, where there is none: much at once, as it looks at all that is kept. */
    add(text: string): number {
      if (letters + text.length > MOST_LETTERS)
        shrinkTo(Math.min(MOST_LETTERS / 2, MOST_LETTERS - text.length));
      last += 1;
      asked += 1;
      insert.run(last, text);
      kept.set(text, { number: last, askedLast: asked });
      letters += text.length;
      return last;
    },
  };
};

export const createRowKeeper = (connection: BetterSqlite.Database): RowKeeper => {
  const tables = new Map<KeptTable, ReturnType<typeof openTable>>();

  /** A connection that may only read is let write what is its own. */
  const writing = <T>(work: () => T): T => {
    const isReader = connection.pragma("query_only", { simple: true }) === 1;
    if (isReader) connection.pragma("query_only = OFF");
    try {
      return work();
    } finally {
      if (isReader) connection.pragma("query_only = ON");
    }
  };

  const numberOf = ({ table, text }: KeptRows): number => {
    const known = tables.get(table)?.known(text) ?? null;
    if (known !== null) return known;
    return writing(() => {
      const opened = tables.get(table) ?? openTable(connection, table);
      tables.set(table, opened);
      return opened.add(text);
    });
  };

  return {
    bind: (values) => values.map((value) => (value instanceof KeptRows ? numberOf(value) : value)),
    forget: () => tables.clear(),
  };
};
