import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import type { DatabaseOptions } from "../../drizzle/database.js";
import { createRowKeeper } from "../../drizzle/kept-rows.js";

/** A statement as it was sent. */
export interface Sent {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** How a database went about statements: dialogs looked at, and the plan's words about them. */
export type Explain = (statements: readonly Sent[]) => Promise<{ touched: number; plan: string[] }>;

/** Every statement about dialogs asks this of each that it looks at, after the index has found it; lanes' steps of `y`. */
const OF_EACH = /\b([xy])\.deleted_at IS NULL/g;

/** The plan's lines that say which index of dialogs is read how; each once. */
const linesOf = (plan: readonly string[]): string[] => [
  ...new Set(plan.filter((line) => /dialog|search_/.test(line)).map((line) => line.trim())),
];

/**
 * SQLite tells no row counts: a function of ours, asked of each dialog that is looked at, counts them. It is given the
 * dialog, or SQLite would ask it only once for each row of what comes before the dialogs in a join.
 */
const onSqlite = (directory: string): Explain & { close(): void } => {
  const connection = new BetterSqlite(join(directory, "dialogs.db"), { readonly: true });
  const keeper = createRowKeeper(connection);
  let touched = 0;
  connection.function("look", { deterministic: false }, (_seq: unknown) => {
    touched += 1;
    return 1;
  });
  const explain: Explain = async (statements) => {
    touched = 0;
    const plan: string[] = [];
    for (const { text, parameters } of statements) {
      const values = keeper.bind(parameters);
      const rows = connection.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values) as {
        detail: string;
      }[];
      plan.push(...rows.map(({ detail }) => detail));
      connection.prepare(text.replaceAll(OF_EACH, "$& AND look($1.seq)")).all(...values);
    }
    return { touched, plan: linesOf(plan) };
  };
  return Object.assign(explain, { close: () => connection.close() });
};

interface PlanNode {
  readonly "Node Type": string;
  readonly "Index Name"?: string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const onPostgres = (url: string): Explain & { close(): Promise<void> } => {
  const client = new pg.Client({
    connectionString: url,
    options: "-c search_path=dialogs -c jit=off -c random_page_cost=1.1",
  });
  const connected = client.connect();
  const explain: Explain = async (statements) => {
    await connected;
    let touched = 0;
    const plan: string[] = [];
    for (const { text, parameters } of statements) {
      const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...parameters]);
      const [{ Plan: root }] = rows[0]["QUERY PLAN"] as [{ Plan: PlanNode }];
      for (const node of nodesOf(root)) {
        if (node["Index Name"] === undefined && node["Relation Name"] === undefined) continue;
        touched += (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
        plan.push(`${node["Node Type"]} ${node["Index Name"] ?? node["Relation Name"]} of dialog`);
      }
    }
    return { touched: Math.round(touched), plan: linesOf(plan) };
  };
  return Object.assign(explain, { close: () => client.end() });
};

export const explainOn = (
  location: DatabaseOptions["location"],
): Explain & { close(): void | Promise<void> } =>
  location.dialect === "sqlite" ? onSqlite(location.directory) : onPostgres(location.url);
