import { and, asc, eq, inArray, notInArray } from "drizzle-orm";
import type { CatalogueTables, LifeEventRow, LifeEventStepRow } from "../../../drizzle/catalogue/tables.js";
import type { Database } from "../../../drizzle/database.js";
import { importRows } from "../../../drizzle/import-rows.js";
import { inChunks } from "../../../drizzle/statements.js";
import type { ImportChanges } from "../../../schema/import-report.js";
import { indexServices } from "./indexing.js";

/** A life event with its steps, in order. */
export interface LifeEventEntry {
  readonly event: LifeEventRow;
  readonly steps: readonly LifeEventStepRow[];
}

/** The statements of life events: what happens in a life, and what there is to do then. */
export const createLifeEvents = (database: Database, tables: CatalogueTables) => {
  const { lifeEvents, lifeEventSteps } = tables;
  return {
    /** All of them, in their own order. There are some dozens. */
    all: async (): Promise<LifeEventRow[]> =>
      database.read.select().from(lifeEvents).orderBy(asc(lifeEvents.position), asc(lifeEvents.id)),

    /** Their steps, in order. @param ids at most 1,000 */
    stepsByLifeEventIds: async (ids: readonly string[]): Promise<LifeEventStepRow[]> =>
      database.read
        .select()
        .from(lifeEventSteps)
        .where(inArray(lifeEventSteps.lifeEventId, [...ids]))
        .orderBy(asc(lifeEventSteps.lifeEventId), asc(lifeEventSteps.position)),

    /** The steps that these services are. @param ids at most 1,000 */
    stepsByServiceIds: async (ids: readonly string[]): Promise<LifeEventStepRow[]> =>
      database.read
        .select()
        .from(lifeEventSteps)
        .where(inArray(lifeEventSteps.serviceId, [...ids]))
        .orderBy(asc(lifeEventSteps.lifeEventId), asc(lifeEventSteps.position)),

    /**
     * Brings life events up to date, with all their steps. Others stay. All or nothing.
     * @returns what that changed: a life event with other steps than before is changed
     */
    save: (entries: readonly LifeEventEntry[]): Promise<ImportChanges[]> =>
      database.transaction(async (tx) => {
        const ids = entries.map(({ event }) => event.id);
        const events = await importRows<LifeEventRow>(tx, {
          table: lifeEvents,
          target: [lifeEvents.id],
          rows: entries.map(({ event }) => event),
          keyOf: ({ id }) => id,
        });
        const steps = await importRows<LifeEventStepRow>(tx, {
          table: lifeEventSteps,
          target: [lifeEventSteps.lifeEventId, lifeEventSteps.position],
          rows: entries.flatMap((entry) => entry.steps),
          keyOf: ({ lifeEventId, position }) => `${lifeEventId} ${String(position).padStart(4, "0")}`,
        });
        const gone = steps.missing.filter((key) => ids.includes(key.split(" ")[0] ?? ""));
        const touched = new Set(entries.flatMap((entry) => entry.steps.map(({ serviceId }) => serviceId)));
        for (const { event, steps: kept } of entries) {
          const positions = kept.map(({ position }) => position);
          const dropped = await tx
            .delete(lifeEventSteps)
            .where(
              positions.length === 0
                ? inArray(lifeEventSteps.lifeEventId, [event.id])
                : isOf(event.id, positions),
            )
            .returning({ serviceId: lifeEventSteps.serviceId });
          for (const { serviceId } of dropped) touched.add(serviceId);
        }
        for (const chunk of inChunks([...touched])) await indexServices(tx, tables, chunk);
        return [
          { kind: "life events", ...events },
          { kind: "steps of life events", ...steps, changed: [...steps.changed, ...gone], missing: [] },
        ];
      }),
  };

  function isOf(lifeEventId: string, positions: readonly number[]) {
    return and(
      eq(lifeEventSteps.lifeEventId, lifeEventId),
      notInArray(lifeEventSteps.position, [...positions]),
    );
  }
};

export type LifeEvents = ReturnType<typeof createLifeEvents>;
