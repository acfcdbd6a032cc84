import { Column, getTableName, Name, SQL, StringChunk, Table } from "drizzle-orm";
import type { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";

/** A statement as the driver takes it. */
export interface StatementText {
  readonly sql: string;
  readonly params: unknown[];
}

/** A value that is bound as it is. */
const isValue = (chunk: unknown): boolean =>
  chunk === null || typeof chunk === "string" || typeof chunk === "number" || typeof chunk === "boolean";

/**
 * The text of a hand-written statement on SQLite, and what it binds: as Drizzle has it, which asks of each piece what kind
 * it is by way of its classes, and takes longer for a page's statement than SQLite for many an answer. What is seldom in
 * a statement is left to Drizzle, piece by piece: on SQLite bound values have no numbers. `inlineParams()` binds here too.
 */
export const createStatementText = (dialect: SQLiteSyncDialect): ((statement: SQL) => StatementText) => {
  const nameOf = (name: string): string => dialect.escapeName(name);

  const write = (chunks: readonly unknown[], params: unknown[]): string => {
    let text = "";
    for (const chunk of chunks) {
      if (chunk instanceof StringChunk)
        text += chunk.value.length === 1 ? chunk.value[0] : chunk.value.join("");
      else if (chunk instanceof SQL) text += write(chunk.queryChunks, params);
      else if (isValue(chunk)) {
        params.push(chunk);
        text += "?";
      } else if (chunk instanceof Name) text += nameOf(chunk.value);
      else if (chunk instanceof Column && !chunk.keyAsName)
        text += `${nameOf(getTableName(chunk.table))}.${nameOf(chunk.name)}`;
      else if (chunk instanceof Table) text += nameOf(getTableName(chunk));
      else if (Array.isArray(chunk)) {
        text += `(${chunk.map((one) => write([one], params)).join(", ")})`;
      } else {
        const query = dialect.sqlToQuery(new SQL([chunk as SQL]));
        params.push(...query.params);
        text += query.sql;
      }
    }
    return text;
  };

  return ({ queryChunks }) => {
    const params: unknown[] = [];
    return { sql: write(queryChunks, params), params };
  };
};
