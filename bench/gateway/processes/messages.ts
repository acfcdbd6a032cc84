import type { Buckets } from "./latencies.js";

/** What a process has used since it began. */
export interface Usage {
  /** Of all its threads, in user and in system mode. */
  readonly cpuMicros: number;
  readonly residentBytes: number;
}

/** What the subgraphs have been asked since they began. */
export interface SubgraphCounters {
  readonly fetches: number;
  /** Entities asked for, over all fetches. */
  readonly representations: number;
  /** Fetches whose answer had to be worked out; all others were answered from memory. */
  readonly executed: number;
}

/** One spell of load on one gateway. */
export interface LoadOrder {
  readonly port: number;
  /** The HTTP body. */
  readonly body: string;
  /** Beside those that every request has; no line breaks. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests of one gateway for one query share what is known of its answers. */
  readonly subject: string;
  /** What `data` has to be. */
  readonly right: unknown;
  readonly connections: number;
  readonly millis: number;
  /** Ends the spell early. */
  readonly maxRequests: number;
}

export interface LoadResult {
  readonly requests: number;
  /** From the first request to the last answer. */
  readonly wallMillis: number;
  readonly latencies: Buckets;
  /** SHA-256 of each body that was answered and found right, in the order of appearance. */
  readonly hashes: readonly string[];
  /** Whether every right body had its fields in the order of the query. */
  readonly isOrdered: boolean;
}

/** What every child of the benchmark answers, by kind. */
export interface Answers {
  usage: Usage;
  profileStart: null;
  /** The profile, as JSON for Chromium's DevTools. */
  profileStop: string;
  exit: null;
  /** Where the subgraphs listen, by name. */
  subgraphUrls: Readonly<Record<string, string>>;
  counters: SubgraphCounters;
  /** Where spans are taken. */
  collectorUrl: string;
  /** Spans that have come since it began. */
  spans: number;
  /** The connections of the next spell are open, and were answered over. A spell opens its own where this was not asked. */
  connect: null;
  load: LoadResult;
}

export type Kind = keyof Answers;

/** From the benchmark to a child. */
export interface Order {
  readonly id: number;
  readonly kind: Kind;
  readonly load?: LoadOrder;
}

/** From a child to the benchmark. */
export type Reply =
  | { readonly id: number; readonly answer: Answers[Kind] }
  | { readonly id: number; readonly failure: string };
