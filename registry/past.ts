import { LRUCache } from "lru-cache";
import type { SupergraphRow } from "../drizzle/registry/tables.js";
import { type Clock, DAY_MILLIS } from "../lib/clock.js";
import type { SchemaChange } from "./check/changes.js";
import type { CheckParts } from "./check/check.js";
import { registryError } from "./errors.js";
import type { OperationText } from "./recorded-use.js";
import type { RegistryStore } from "./store.js";

/** Comparisons that are kept: supergraphs never change. */
const KEPT_COMPARISONS = 100;

export interface PastOptions {
  readonly store: RegistryStore;
  readonly parts: Pick<CheckParts, "schemas">;
  /** How far back recorded use counts, in days. */
  readonly windowDays: number;
  readonly clock: Clock;
}

/** What was served, and who has used it. */
export class Past {
  readonly #options: PastOptions;
  readonly #comparisons = new LRUCache<string, readonly SchemaChange[]>({ max: KEPT_COMPARISONS });

  constructor(options: PastOptions) {
    this.#options = options;
  }

  /** @throws DomainError `SUPERGRAPH_NOT_FOUND` */
  async supergraph(number: number): Promise<SupergraphRow> {
    const row = await this.#options.store.supergraph(number);
    if (row !== null) return row;
    throw registryError("SUPERGRAPH_NOT_FOUND", `There is no supergraph ${number}.`);
  }

  /** What of a later supergraph may break those who use an earlier one. @throws DomainError `SUPERGRAPH_NOT_FOUND` */
  async changes(from: number, to: number): Promise<readonly SchemaChange[]> {
    const key = `${from}-${to}`;
    const kept = this.#comparisons.get(key);
    if (kept !== undefined) return kept;
    const [earlier, later] = [await this.supergraph(from), await this.supergraph(to)];
    const { schemas } = this.#options.parts;
    const changes = await schemas.changes({ older: earlier.apiSdl, newer: later.apiSdl });
    this.#comparisons.set(key, changes);
    return changes;
  }

  /** Operations within the window, and trusted ones, that touch e.g. `Dialog.title`. */
  async users(coordinate: string): Promise<readonly OperationText[]> {
    const { store, parts } = this.#options;
    const { supergraph } = await store.head();
    if (supergraph === null) return [];
    const operations = await store.uses.since(this.keptSince());
    return parts.schemas.users({ apiSdl: supergraph.apiSdl, coordinate, operations });
  }

  /** The first day whose use counts; days since 1970 UTC. */
  keptSince(): number {
    const { clock, windowDays } = this.#options;
    return Math.floor(clock() / DAY_MILLIS) - windowDays;
  }
}
