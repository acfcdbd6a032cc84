import { LRUCache } from "lru-cache";

/** Letters of documents that are remembered. */
const MAX_LETTERS = 2_000_000;
/** What an entry weighs beside its document. */
const ENTRY_LETTERS = 200;

/** An operation that was run. */
export interface KnownOperation {
  /** SHA-256 of the document, in hex. */
  readonly queryHash: string;
  readonly query: string;
  /** The name that it was asked for by; `null` where the document has one operation and nobody named it. */
  readonly operationName: string | null;
}

interface Entry {
  readonly operation: KnownOperation;
  count: number;
}

/** Which operations are run, and how often: what a new snapshot has to be ready for. */
export interface OperationRegister {
  /** @param client which program sent it; `null` where that is not known */
  record(operation: KnownOperation, client: string | null): void;
  /** The most used ones, the most used first; of equals, the last used. */
  mostUsed(limit: number): KnownOperation[];
  /** Halves all counts, so that what nobody runs any more makes room. Called when a new snapshot is in place. */
  fade(): void;
}

/** A register of the operations that were run last, as far as they fit. */
export const createOperationRegister = (
  onUse?: (operation: KnownOperation, client: string | null) => void,
): OperationRegister => {
  const entries = new LRUCache<string, Entry>({
    maxSize: MAX_LETTERS,
    sizeCalculation: ({ operation }) => operation.query.length + ENTRY_LETTERS,
  });
  return {
    record(operation, client) {
      onUse?.(operation, client);
      const key = `${operation.queryHash}${operation.operationName ?? ""}`;
      const known = entries.get(key);
      if (known === undefined) entries.set(key, { operation, count: 1 });
      else known.count += 1;
    },
    mostUsed: (limit) =>
      [...entries.values()]
        .sort((a, b) => b.count - a.count)
        .slice(0, limit)
        .map(({ operation }) => operation),
    fade() {
      for (const entry of entries.values()) entry.count /= 2;
    },
  };
};
