import { and, eq } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { FormDefinitionRow, FormInstanceRow, FormsTables } from "../../../drizzle/forms/tables.js";
import { excludedOf } from "../../../drizzle/statements.js";
import { markChanged } from "../store/outbox.js";

/** What an import did to an instance. */
export type Imported = "ADDED" | "CHANGED" | "UNCHANGED";

/** SQL of instances that another platform keeps: they come whole, and are only shown here. */
export class StorageStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database, tables: FormsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  async definition(id: string, version: number): Promise<FormDefinitionRow | null> {
    const { definitions: d } = this.#tables;
    const [row] = await this.#database.read
      .select()
      .from(d)
      .where(and(eq(d.id, id), eq(d.version, version)));
    return row ?? null;
  }

  async putDefinition(definition: FormDefinitionRow): Promise<void> {
    const { definitions: d } = this.#tables;
    await this.#database.transaction(async (tx) => {
      await tx
        .insert(d)
        .values(definition)
        .onConflictDoUpdate({ target: [d.id, d.version], set: excludedOf(d) });
    });
  }

  /** Takes an instance over as it is, if it is not here like that already; its dialog follows. */
  put(instance: FormInstanceRow, now: number): Promise<Imported> {
    const { instances: i } = this.#tables;
    return this.#database.transaction(async (tx) => {
      const [there] = await tx.select({ revision: i.revision }).from(i).where(eq(i.id, instance.id));
      if (there?.revision === instance.revision) return "UNCHANGED";
      await tx
        .insert(i)
        .values(instance)
        .onConflictDoUpdate({ target: i.id, set: excludedOf(i) });
      await this.#tell(tx, instance);
      await markChanged(tx, this.#tables, instance.id, now);
      return there === undefined ? "ADDED" : "CHANGED";
    });
  }

  /** What happened to it, as far as it says so itself: each once, when it happened. */
  async #tell(
    tx: Queries,
    { id, createdAt, archivedAt, confirmedAt, party }: FormInstanceRow,
  ): Promise<void> {
    const { instanceEvents: e } = this.#tables;
    const told = new Set(
      (await tx.select({ kind: e.kind }).from(e).where(eq(e.instanceId, id))).map(({ kind }) => kind),
    );
    const happened = [
      { kind: "STARTED" as const, at: createdAt, actorKind: "PARTY" as const, actor: party },
      { kind: "ENDED" as const, at: archivedAt, actorKind: "PARTY" as const, actor: party },
      { kind: "CONFIRMED" as const, at: confirmedAt, actorKind: "OWNER" as const, actor: null },
    ].filter(({ kind }) => !told.has(kind));
    let sequence = told.size;
    for (const { at, ...event } of happened) {
      if (at === null) continue;
      sequence += 1;
      const rest = { taskId: null, round: 0, changeCount: 0, details: {} };
      await tx.insert(e).values({ instanceId: id, sequence, at, ...event, ...rest });
    }
  }
}
