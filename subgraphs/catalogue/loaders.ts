import DataLoader from "dataloader";
import type {
  LifeEventRow,
  LifeEventStepRow,
  ServiceOwnerRow,
  ServiceResourceRow,
} from "../../drizzle/catalogue/tables.js";
import type { Call } from "../../schema/call.js";
import { MAX_POLICIES, type PoliciesPort, type PolicyInForce } from "../../schema/policies-port.js";
import { type Lineage, lineageOf } from "./rules/lineage.js";
import type { CatalogueStore } from "./store.js";

/** One set per request. Each answers in the order of its keys, `null` where there is nothing. */
export interface CatalogueLoaders {
  readonly serviceResourceById: DataLoader<string, ServiceResourceRow | null>;
  /** The services that took over from one, by URN; `[]` where none did. */
  readonly successorsById: DataLoader<string, ServiceResourceRow[]>;
  readonly serviceOwnerByCode: DataLoader<string, ServiceOwnerRow | null>;
  /** What a service was and has become, by URN. */
  readonly lineageById: DataLoader<string, Lineage>;
  /** The policy in force for a service; `null` also where the service is deleted. */
  readonly policyByServiceId: DataLoader<string, PolicyInForce | null>;
  /** All of them, once a request. */
  lifeEvents(): Promise<readonly LifeEventRow[]>;
  readonly stepsByLifeEventId: DataLoader<string, LifeEventStepRow[]>;
  readonly lifeEventIdsByServiceId: DataLoader<string, string[]>;
}

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= read();
    return answer;
  };
};

/** @param asked whom authorization is asked for policies, and on whose behalf */
export const createLoaders = (
  store: CatalogueStore,
  asked: { readonly policies: PoliciesPort; readonly call: Call },
): CatalogueLoaders => {
  const serviceResourceById = new DataLoader(
    async (ids: readonly string[]) => {
      const byId = new Map((await store.serviceResourcesByIds(ids)).map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { maxBatchSize: 1_000 },
  );
  return {
    serviceResourceById,
    successorsById: new DataLoader(
      async (ids: readonly string[]) => {
        const rows = await store.successorsByIds(ids);
        return ids.map((id) => rows.filter((row) => row.replacesId === id));
      },
      { maxBatchSize: 1_000 },
    ),
    lineageById: new DataLoader(
      async (ids: readonly string[]) => {
        const rows = await store.lineagesOf(ids);
        return ids.map((id) =>
          lineageOf(
            id,
            rows.filter(({ root }) => root === id),
          ),
        );
      },
      { maxBatchSize: 1_000 },
    ),
    lifeEvents: once(() => store.lifeEvents.all()),
    stepsByLifeEventId: new DataLoader(
      async (ids: readonly string[]) => {
        const rows = await store.lifeEvents.stepsByLifeEventIds(ids);
        return ids.map((id) => rows.filter(({ lifeEventId }) => lifeEventId === id));
      },
      { maxBatchSize: 1_000 },
    ),
    lifeEventIdsByServiceId: new DataLoader(
      async (ids: readonly string[]) => {
        const rows = await store.lifeEvents.stepsByServiceIds(ids);
        return ids.map((id) => rows.flatMap((row) => (row.serviceId === id ? [row.lifeEventId] : [])));
      },
      { maxBatchSize: 1_000 },
    ),
    policyByServiceId: new DataLoader(
      async (ids: readonly string[]) => {
        const rows = await Promise.all(ids.map((id) => serviceResourceById.load(id)));
        const there = rows.flatMap((row) => (row === null || row.deletedAt !== null ? [] : [row.id]));
        const byId = await asked.policies.inForce(asked.call, there);
        return ids.map((id) => byId.get(id) ?? null);
      },
      { maxBatchSize: MAX_POLICIES },
    ),
    serviceOwnerByCode: new DataLoader(
      async (codes: readonly string[]) => {
        const byCode = new Map((await store.serviceOwnersByCodes(codes)).map((row) => [row.code, row]));
        return codes.map((code) => byCode.get(code) ?? null);
      },
      { maxBatchSize: 1_000 },
    ),
  };
};
