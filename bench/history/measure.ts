import type { Database } from "../../drizzle/database.js";
import { randomFromSeed } from "../../lib/random.js";
import type { DialogStore } from "../../subgraphs/dialogs/store.js";
import type { Explain } from "./explain.js";
import type { Pattern } from "./patterns.js";

/** What one pattern took, in milliseconds. */
export interface Figures {
  readonly name: string;
  readonly times: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /**
   * Processor time of this process, as a mean; on SQLite that is all, on PostgreSQL the server's comes beside it. Figures
   * that were kept before it was measured have none.
   */
  readonly processor?: number;
  /** Rows that came, or were counted, as a rule. */
  readonly rows: number;
  /** Dialogs that were looked at for that. */
  readonly touched: number;
  readonly statements: number;
  readonly plan: readonly string[];
}

/** How long a pattern is asked for, and how often at least and at most. */
export interface Lengths {
  readonly seconds: number;
  readonly least: number;
  readonly most: number;
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** A process that serves has compiled what it runs: the first pages of one have a longer tail than those after them. */
const WARM_UP = { times: 5, millis: 1_000 } as const;

/** A store that is measured, and what it sends to its database. */
export interface Measured {
  readonly store: DialogStore;
  readonly database: Database;
  /** Statements since it was last emptied. */
  readonly sent: { text: string; parameters: readonly unknown[] }[];
  readonly explain: Explain;
}

export const measure = async (
  { store, sent, explain }: Measured,
  pattern: Pattern,
  { seconds, least, most }: Lengths,
): Promise<Figures> => {
  const random = randomFromSeed(7);
  const warm = performance.now() + WARM_UP.millis;
  for (let time = 0; time < WARM_UP.times || performance.now() < warm; time++)
    await pattern.ask(store, random);
  const took: number[] = [];
  const rows: number[] = [];
  const before = process.cpuUsage();
  const end = performance.now() + seconds * 1_000;
  while (took.length < most && (took.length < least || performance.now() < end)) {
    const began = performance.now();
    rows.push(await pattern.ask(store, random));
    took.push(performance.now() - began);
  }
  const { user, system } = process.cpuUsage(before);
  sent.length = 0;
  await pattern.ask(store, random);
  const statements = [...sent];
  const { touched, plan } = await explain(statements);
  const sorted = took.sort((a, b) => a - b);
  return {
    name: pattern.name,
    times: took.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    processor: (user + system) / 1_000 / took.length,
    rows: percentile(
      rows.sort((a, b) => a - b),
      0.5,
    ),
    touched,
    statements: statements.length,
    plan,
  };
};
