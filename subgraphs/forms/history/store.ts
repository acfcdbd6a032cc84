import { and, asc, eq, lte } from "drizzle-orm";
import type { Database } from "../../../drizzle/database.js";
import type {
  FormDecisionRow,
  FormDefinitionRow,
  FormInstanceRow,
  FormSubmissionRow,
  FormsTables,
  InstanceEventRow,
} from "../../../drizzle/forms/tables.js";
import type { OutboxRow } from "../../../drizzle/forms/tables-parts.js";
import { settleDelivered, settleFailed, takeDue } from "../store/outbox.js";

/** An instance with all that its dialog tells of it. */
export interface InstanceHistory {
  readonly instance: FormInstanceRow;
  readonly definition: FormDefinitionRow;
  /** As they happened. */
  readonly events: readonly InstanceEventRow[];
  readonly submissions: readonly FormSubmissionRow[];
  readonly decisions: readonly FormDecisionRow[];
}

/** What the way from instances to dialogs reads and writes. Nobody's scope: it is the program that asks. */
export class HistoryStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database, tables: FormsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** What never changes of an instance; `null` where there is none. */
  async placeOf(
    instanceId: string,
  ): Promise<Pick<FormInstanceRow, "id" | "createdAt" | "serviceResource" | "party"> | null> {
    const { instances: i } = this.#tables;
    const [row] = await this.#database.read
      .select({ id: i.id, createdAt: i.createdAt, serviceResource: i.serviceResource, party: i.party })
      .from(i)
      .where(eq(i.id, instanceId));
    return row ?? null;
  }

  /** @returns `null` where there is no such instance, or its definition is not here */
  async historyOf(instanceId: string): Promise<InstanceHistory | null> {
    const { instances: i, definitions: d, instanceEvents: e, submissions: s, decisions: c } = this.#tables;
    const { read } = this.#database;
    // The instance last: what it says is never older than the events that are told with it.
    const events = await read.select().from(e).where(eq(e.instanceId, instanceId)).orderBy(asc(e.sequence));
    const submissions = await read
      .select()
      .from(s)
      .where(eq(s.instanceId, instanceId))
      .orderBy(asc(s.number));
    const decisions = await read.select().from(c).where(eq(c.instanceId, instanceId)).orderBy(asc(c.number));
    const [instance] = await read.select().from(i).where(eq(i.id, instanceId));
    if (instance === undefined) return null;
    const { definitionId, definitionVersion } = instance;
    const [definition] = await read
      .select()
      .from(d)
      .where(and(eq(d.id, definitionId), eq(d.version, definitionVersion)));
    return definition === undefined ? null : { instance, definition, events, submissions, decisions };
  }

  /** {@link takeDue}. Begins no transaction where nothing is due: each one that ends is a reason to look again. */
  async takeDue(lease: {
    readonly now: number;
    readonly until: number;
    readonly take: number;
  }): Promise<OutboxRow[]> {
    const { dialect, read } = this.#database;
    const { outbox } = this.#tables;
    const due = await read
      .select({ dueAt: outbox.dueAt })
      .from(outbox)
      .where(lte(outbox.dueAt, lease.now))
      .limit(1);
    if (due.length === 0) return [];
    return this.#database.transaction((tx) => takeDue(tx, this.#tables, dialect, lease));
  }

  /** {@link settleDelivered} */
  settleDelivered(taken: Pick<OutboxRow, "instanceId" | "changes">): Promise<void> {
    return this.#database.transaction((tx) => settleDelivered(tx, this.#tables, taken));
  }

  /** {@link settleFailed} */
  settleFailed(
    taken: Pick<OutboxRow, "instanceId" | "changes">,
    failure: { readonly dueAt: number; readonly reason: string },
  ): Promise<void> {
    return this.#database.transaction((tx) => settleFailed(tx, this.#tables, taken, failure));
  }

  /** Told after each transaction of this process. @returns ends it */
  onCommit(listener: () => void): () => void {
    return this.#database.onCommit(listener);
  }
}
