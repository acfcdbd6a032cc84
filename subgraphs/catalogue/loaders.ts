import DataLoader from "dataloader";
import type { ServiceOwnerRow, ServiceResourceRow } from "../../drizzle/catalogue/tables.js";
import type { CatalogueStore } from "./store.js";

/** One set per request. Each answers in the order of its keys, `null` where there is nothing. */
export interface CatalogueLoaders {
  readonly serviceResourceById: DataLoader<string, ServiceResourceRow | null>;
  /** The services that took over from one, by URN; `[]` where none did. */
  readonly successorsById: DataLoader<string, ServiceResourceRow[]>;
  readonly serviceOwnerByCode: DataLoader<string, ServiceOwnerRow | null>;
}

export const createLoaders = (store: CatalogueStore): CatalogueLoaders => ({
  serviceResourceById: new DataLoader(
    async (ids: readonly string[]) => {
      const byId = new Map((await store.serviceResourcesByIds(ids)).map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: 1_000 },
  ),
  successorsById: new DataLoader(
    async (ids: readonly string[]) => {
      const rows = await store.successorsByIds(ids);
      return ids.map((id) => rows.filter((row) => row.replacesId === id));
    },
    { maxBatchSize: 1_000 },
  ),
  serviceOwnerByCode: new DataLoader(
    async (codes: readonly string[]) => {
      const byCode = new Map((await store.serviceOwnersByCodes(codes)).map((row) => [row.code, row]));
      return codes.map((code) => byCode.get(code) ?? null);
    },
    { maxBatchSize: 1_000 },
  ),
});
