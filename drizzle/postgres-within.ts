import type pg from "pg";
import type { StatementListener } from "./database.js";
import { isFull, prepare } from "./postgres-prepared.js";

/** What PostgreSQL says of a statement that it has ended before its time. */
const QUERY_CANCELED = "57014";

interface Bound {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Whether the connection keeps the plan. */
  readonly isPrepared: boolean;
}

const isCanceled = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === QUERY_CANCELED;

/**
 * Runs a statement that PostgreSQL itself ends when its time is over: nobody who waits any longer, and no work for nobody.
 * @param millis more than 0
 * @returns `null` where it was ended
 */
export const runWithin = async <Row extends object>(
  pool: pg.Pool,
  { text, values, isPrepared }: Bound,
  millis: number,
  onStatement: StatementListener | undefined,
): Promise<Row[] | null> => {
  const client = await pool.connect();
  // A connection that breaks is told of by its statement; without a listener it ends the process.
  const ignore = (): void => undefined;
  client.on("error", ignore);
  const send = async (statement: string): Promise<void> => {
    onStatement?.(statement, []);
    await client.query(statement);
  };
  let isWanted = false;
  try {
    await send(`begin read only; set local statement_timeout = ${Math.max(1, Math.ceil(millis))}`);
    try {
      onStatement?.(text, values);
      const { rows } = isPrepared
        ? await prepare(client)<Row>(text, values)
        : await client.query<Row>(text, [...values]);
      await send("commit");
      isWanted = !isFull(client);
      return rows;
    } catch (error) {
      if (!isCanceled(error)) throw error;
      await send("rollback");
      isWanted = !isFull(client);
      return null;
    }
  } finally {
    client.off("error", ignore);
    client.release(!isWanted);
  }
};
