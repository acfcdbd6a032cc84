import type { Query } from "drizzle-orm";
import type pg from "pg";
import type { StatementListener } from "./database.js";
import { gather, withClient } from "./postgres-client.js";
import { isFull } from "./postgres-prepared.js";

/** What PostgreSQL says of a statement that it has ended before its time. */
const QUERY_CANCELED = "57014";

const isCanceled = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === QUERY_CANCELED;

/**
 * Runs a statement that PostgreSQL itself ends when its time is over: nobody who waits any longer, and no work for nobody.
 * One round trip: what begins and ends its transaction goes out with it.
 * @param millis more than 0
 * @returns `null` where it was ended
 */
export const runWithin = <Row extends object>(
  pool: pg.Pool,
  { sql: text, params }: Pick<Query, "sql" | "params">,
  millis: number,
  onStatement: StatementListener | undefined,
): Promise<Row[] | null> =>
  withClient(pool, isFull, async (client) => {
    const send = (statement: string, values: unknown[] = []) => {
      onStatement?.(statement, values);
      return values.length === 0 ? client.query<Row>(statement) : client.query<Row>(statement, values);
    };
    gather(client);
    const begun = send(`begin read only; set local statement_timeout = ${Math.ceil(millis)}`);
    // What follows it would have no end. The fault itself is thrown below.
    begun.catch(() => client.connection.stream.destroy());
    const found = send(text, params);
    const ended = send("commit"); // of one whose statement was ended PostgreSQL makes a rollback
    const [, outcome] = await Promise.allSettled([begun, found, ended]);
    await Promise.all([begun, ended]);
    if (outcome.status === "rejected" && isCanceled(outcome.reason)) return null;
    return (await found).rows;
  });
