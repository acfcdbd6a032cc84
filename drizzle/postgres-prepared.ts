import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type pg from "pg";
import { withClient } from "./postgres-client.js";

/*
 * Statements that are prepared by name: a connection reads and plans a text once, not each time. Of a page of one party
 * that took longer than finding it.
 */

/** Runs a statement on a connection that knows it, or gets to know it now. */
export type Prepared = <Row extends object>(
  text: string,
  values: readonly unknown[],
) => Promise<pg.QueryResult<Row>>;

/** What a connection keeps at most: a page of the history takes 600 kB of the server's memory there, text and plan. */
const MOST_STATEMENTS = 64;

const namesOn = new WeakMap<pg.PoolClient, Set<string>>();

const names = new LRUCache<string, string>({ max: 1_000 });

/** The same for the same text, and short enough for PostgreSQL. */
const nameOf = (text: string): string => {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `tunet_${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
  names.set(text, name);
  return name;
};

/** On one connection. */
export const prepare =
  (client: pg.PoolClient): Prepared =>
  (text, values) => {
    const name = nameOf(text);
    const names = namesOn.get(client) ?? new Set();
    namesOn.set(client, names.add(name));
    return client.query({ name, text, values: [...values] });
  };

/** Whether a connection has enough statements: the next one begins with none. */
export const isFull = (client: pg.PoolClient): boolean => (namesOn.get(client)?.size ?? 0) >= MOST_STATEMENTS;

/** On any connection of a pool. One that fails is not used again, nor is one that has enough statements. */
export const onPool =
  (pool: pg.Pool): Prepared =>
  (text, values) =>
    withClient(pool, isFull, (client) => prepare(client)(text, values));
