import { LRUCache } from "lru-cache";
import type { AuditEntryRow } from "../../../drizzle/authorization/tables-audit.js";
import { type Clock, DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { Call } from "../../../schema/call.js";
import { type AuditEntry, actorOf, auditEntry } from "./entry.js";
import type { AuditQuery, AuditStore } from "./store.js";

/** A decision, as far as the trail tells of it. */
export interface DecisionTold {
  readonly service: string;
  readonly action: string;
  /** PERMIT, DENY or NOT_APPLICABLE; INDETERMINATE where a policy could not say. */
  readonly outcome: string;
  /** The party that it is about; `null` where whoever wanted in has nothing to do with it. */
  readonly partyId: string | null;
  /** Who wanted in; `null` where the register does not know them. */
  readonly subjectId: string | null;
  readonly requiredLevel: number;
}

export const DEFAULT_RETENTION_DAYS = 730;

/** Services that need a high level are sensitive, whoever they belong to. */
const SENSITIVE_LEVEL = 4;
const FLUSH_MILLIS = SECOND_MILLIS;
const SENSITIVE_AGE_MILLIS = MINUTE_MILLIS;
/** Lookups whose moment is known: pages are looked at many times an hour. */
const MAX_LOOKUPS = 10_000;
/** Lines that may wait to be written; beyond it, whoever makes another waits for the database. */
const MAX_WAITING = 10_000;
const REMOVED_AT_ONCE = 1_000;

export interface AccessTrailOptions {
  readonly store: AuditStore;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly retentionDays?: number;
  /** Told of work that failed; it is tried again. */
  onFailure?(error: unknown): void;
}

/** The trail of what was done with somebody's access. */
export interface AccessTrail {
  page(query: AuditQuery): Promise<AuditEntryRow[]>;
  /**
   * Keeps decisions on sensitive services about others than whoever wanted in. They are written together, a moment
   * later: whoever decides does not wait, unless the database has not kept up. A process that dies loses the last
   * second of them.
   * @param viewerId who asked; `null` where the register does not know them
   */
  decided(
    call: Pick<Call, "viewer">,
    viewerId: string | null,
    decisions: readonly DecisionTold[],
  ): Promise<void>;
  /** Keeps that a service owner looked up whom a party may act for; the same within an hour is one line. */
  lookedUp(call: Pick<Call, "viewer">, partyId: string): Promise<void>;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Removes what is older than its time of keeping. @returns how many lines */
  removeOld(): Promise<number>;
  startWork(): void;
  /** Ends the work, and writes what waits. */
  close(): Promise<void>;
}

export const openAccessTrail = (options: AccessTrailOptions): AccessTrail => {
  const { store, clock, newId, retentionDays = DEFAULT_RETENTION_DAYS, onFailure } = options;
  const timers: NodeJS.Timeout[] = [];
  /** By what it tells: the same decision over and over within a moment is one line. */
  let waiting = new Map<string, AuditEntry>();
  const lookups = new LRUCache<string, number>({ max: MAX_LOOKUPS });
  let writing: Promise<void> = Promise.resolve();
  let sensitive: { readonly services: Promise<ReadonlySet<string>>; readonly readAt: number } | null = null;

  const sensitiveServices = (): Promise<ReadonlySet<string>> => {
    if (sensitive !== null && clock() - sensitive.readAt < SENSITIVE_AGE_MILLIS) return sensitive.services;
    const services = store.sensitiveServices();
    const read = { services, readAt: clock() };
    sensitive = read;
    services.catch(() => {
      if (sensitive === read) sensitive = null;
    });
    return services;
  };

  const write = async (): Promise<void> => {
    const entries = waiting;
    if (entries.size === 0) return;
    waiting = new Map();
    try {
      await store.append([...entries.values()]);
    } catch (error) {
      waiting = new Map([...entries, ...waiting]);
      throw error;
    }
  };

  const flush = (): Promise<void> => {
    writing = writing.then(write, write);
    return writing;
  };

  const removeOld = async (): Promise<number> => {
    let total = 0;
    for (;;) {
      const removed = await store.removeBefore(clock() - retentionDays * DAY_MILLIS, REMOVED_AT_ONCE);
      total += removed;
      if (removed < REMOVED_AT_ONCE) return total;
    }
  };

  const every = (millis: number, work: () => Promise<unknown>): void => {
    const timer = setInterval(() => void work().catch((error: unknown) => onFailure?.(error)), millis);
    timer.unref();
    timers.push(timer);
  };

  const keep = async (entries: readonly AuditEntry[]): Promise<void> => {
    for (const { id, at, ...told } of entries) {
      const key = JSON.stringify(told);
      if (!waiting.has(key)) waiting.set(key, { id, at, ...told });
    }
    if (waiting.size > MAX_WAITING) await flush();
  };

  return {
    page: (query) => store.page(query),
    async decided(call, viewerId, decisions) {
      const services = await sensitiveServices();
      const actor = actorOf(call, viewerId);
      const at = clock();
      const isTold = ({ service, partyId, subjectId, requiredLevel }: DecisionTold): boolean =>
        partyId !== subjectId && (requiredLevel >= SENSITIVE_LEVEL || services.has(service));
      await keep(
        decisions.filter(isTold).flatMap(({ service: subject, action, outcome, partyId, subjectId }) => {
          if (partyId === null) return [];
          const told = { subject, action, outcome, partyId, counterpartId: subjectId };
          return auditEntry(actor, { ...told, id: newId(at), at, kind: "DECISION" });
        }),
      );
    },
    async lookedUp(call, partyId) {
      const actor = actorOf(call, null);
      const at = clock();
      const key = JSON.stringify([actor, partyId]);
      const last = lookups.get(key);
      if (last !== undefined && at - last < HOUR_MILLIS) return;
      lookups.set(key, at);
      await keep([auditEntry(actor, { id: newId(at), at, kind: "LOOKUP", partyId })]);
    },
    flush,
    removeOld,
    startWork() {
      every(FLUSH_MILLIS, flush);
      every(HOUR_MILLIS, removeOld);
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      await flush();
    },
  };
};
