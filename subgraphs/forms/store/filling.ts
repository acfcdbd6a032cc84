import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type {
  FormAnswersRow,
  FormDecisionRow,
  FormInstanceRow,
  FormSubmissionRow,
  FormsTables,
  InstanceEventRow,
} from "../../../drizzle/forms/tables.js";
import { jsonList } from "../../../drizzle/json-rows.js";
import { formsError } from "../errors.js";
import type { Receipt } from "../receipts/page.js";
import type { NewInstanceEvent } from "../rules/process.js";
import type {
  HeldInstance,
  InstanceChange,
  InstanceGuard,
  InstanceWork,
  Moment,
  NewInstance,
  Refused,
} from "./instance-change.js";
import { markChanged } from "./outbox.js";
import { type FormsView, isVisible } from "./visible.js";

/** SQL of what is filled in. Every change of an instance goes through `change`, and leaves its events in order. */
export class FillingStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database, tables: FormsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /**
   * Changes an instance, alone. `work` decides by what is there now, and must not wait for anything but `tx`.
   * @returns the row as it is then; the refusal; `null` where there is no such instance for whoever asks
   */
  change<R>(
    id: string,
    guard: InstanceGuard,
    { now, newId }: Moment,
    work: InstanceWork<R>,
  ): Promise<FormInstanceRow | Refused<R> | null> {
    return this.#database.transaction(async (tx) => {
      const row = await this.#hold(tx, id, guard);
      if (row === null) return null;
      const held = { now, ...(await this.#heldOf(tx, row)) };
      const change = await work(held, tx);
      if (change === null) return row;
      if ("refused" in change) return change;
      const changed: FormInstanceRow = {
        ...row,
        ...change.set,
        changeCount: row.changeCount + 1,
        lastChangedAt: now,
        revision: newId(now),
      };
      await this.#write(tx, changed, change, held.submissionCount, now);
      await change.also?.(tx, changed);
      return changed;
    });
  }

  /**
   * Begins an instance. The same key of the same caller again begins nothing: it gives the one that it began.
   * @returns `null` where the key was used for something else
   */
  start({ row, filling, events, key }: NewInstance): Promise<FormInstanceRow | null> {
    const { instances, answers, startKeys } = this.#tables;
    return this.#database.transaction(async (tx) => {
      if (key !== null) {
        const [taken] = await tx
          .insert(startKeys)
          .values({ ...key, instanceId: row.id, createdAt: row.createdAt })
          .onConflictDoNothing()
          .returning();
        if (taken === undefined) return this.#startedBy(tx, key);
      }
      await tx.insert(instances).values(row);
      await tx.insert(answers).values({ instanceId: row.id, ...filling });
      await this.#append(tx, row, events, row.createdAt);
      return row;
    });
  }

  /** What was filled in, by instance; nothing for one that was never filled in here. Ask for visible instances only. */
  answersOf(ids: readonly string[]): Promise<FormAnswersRow[]> {
    const { answers } = this.#tables;
    return this.#database.read.select().from(answers).where(this.#among(answers.instanceId, ids));
  }

  /** What was sent, oldest first. Ask for visible instances only. */
  submissionsOf(ids: readonly string[]): Promise<FormSubmissionRow[]> {
    const { submissions: s } = this.#tables;
    return this.#database.read
      .select()
      .from(s)
      .where(this.#among(s.instanceId, ids))
      .orderBy(asc(s.instanceId), asc(s.number));
  }

  /** One receipt, whole. Ask for one of a visible instance only. `null` where there is none, or it was thrown away. */
  async receipt(instanceId: string, number: number): Promise<Receipt | null> {
    const { submissions: s, decisions: d, instances: i, definitions: f } = this.#tables;
    const [row] = await this.#database.read
      .select({ instance: i, definition: f, submission: s, decision: d })
      .from(s)
      .innerJoin(i, and(eq(i.id, s.instanceId), isNull(i.hardDeletedAt)))
      .innerJoin(f, and(eq(f.id, i.definitionId), eq(f.version, i.definitionVersion)))
      .leftJoin(d, and(eq(d.instanceId, s.instanceId), eq(d.number, s.number)))
      .where(and(eq(s.instanceId, instanceId), eq(s.number, number)));
    return row ?? null;
  }

  /** What rules decided, oldest first. Ask for visible instances only. */
  decisionsOf(ids: readonly string[]): Promise<FormDecisionRow[]> {
    const { decisions: d } = this.#tables;
    return this.#database.read
      .select()
      .from(d)
      .where(this.#among(d.instanceId, ids))
      .orderBy(asc(d.instanceId), asc(d.number));
  }

  /** What happened to an instance after one of its events, oldest first. Ask for a visible instance only. */
  eventsOf(instanceId: string, afterSequence = 0): Promise<InstanceEventRow[]> {
    const { instanceEvents: e } = this.#tables;
    return this.#database.read
      .select()
      .from(e)
      .where(and(eq(e.instanceId, instanceId), sql`${e.sequence} > ${afterSequence}`))
      .orderBy(asc(e.sequence));
  }

  /** A party's latest submission of a form, where whoever looks may see it; `null` where there is none. */
  async latestSubmission(
    party: string,
    definitionId: string,
    view: FormsView,
  ): Promise<FormSubmissionRow | null> {
    const { submissions: s, instances: i } = this.#tables;
    const { read, dialect } = this.#database;
    const [latest] = await read
      .select({ id: s.instanceId, number: s.number })
      .from(s)
      .innerJoin(i, eq(i.id, s.instanceId))
      .where(and(eq(i.party, party), eq(i.definitionId, definitionId), isNull(i.softDeletedAt)))
      .orderBy(desc(s.submittedAt), desc(s.instanceId), desc(s.number))
      .limit(1);
    if (latest === undefined) return null;
    const [row] = await read
      .select({ submission: s })
      .from(s)
      .innerJoin(i, eq(i.id, s.instanceId))
      .where(and(isVisible(dialect, this.#tables, [latest.id], view), eq(s.number, latest.number)));
    return row?.submission ?? null;
  }

  #among(column: unknown, ids: readonly string[]): SQL {
    return sql`${column} IN ${jsonList(this.#database.dialect, ids)}`;
  }

  async #startedBy(tx: Queries, key: NonNullable<NewInstance["key"]>): Promise<FormInstanceRow | null> {
    const { instances, startKeys: k } = this.#tables;
    const [known] = await tx
      .select({ row: instances, requestHash: k.requestHash })
      .from(k)
      .innerJoin(instances, eq(instances.id, k.instanceId))
      .where(and(eq(k.caller, key.caller), eq(k.key, key.key)));
    return known === undefined || known.requestHash !== key.requestHash ? null : known.row;
  }

  /** On SQLite the transaction itself holds the row: it is the only one that writes. */
  async #hold(tx: Queries, id: string, guard: InstanceGuard): Promise<FormInstanceRow | null> {
    const { instances: i } = this.#tables;
    const { dialect } = this.#database;
    if (dialect === "postgres") await tx.rows(sql`SELECT 1 FROM ${i} WHERE ${i.id} = ${id} FOR UPDATE`);
    const mayChange =
      "view" in guard
        ? isVisible(dialect, this.#tables, [id], guard.view)
        : and(eq(i.id, id), isNull(i.hardDeletedAt), "org" in guard ? eq(i.org, guard.org) : undefined);
    const [row] = await tx.select().from(i).where(mayChange);
    return row ?? null;
  }

  async #heldOf(tx: Queries, row: FormInstanceRow): Promise<Omit<HeldInstance, "now">> {
    const { answers: a, definitions: d, submissions: s, signatures } = this.#tables;
    const [definition] = await tx
      .select()
      .from(d)
      .where(and(eq(d.id, row.definitionId), eq(d.version, row.definitionVersion)));
    if (definition === undefined) {
      throw formsError(
        "FORM_INSTANCE_INCONSISTENT",
        `The submission ${row.id} was begun on version ${row.definitionVersion} of ${row.definitionId}, which is not ` +
          "here. Tell the service owner.",
      );
    }
    const [filled] = await tx.select().from(a).where(eq(a.instanceId, row.id));
    const submissionCount = await tx.$count(s, eq(s.instanceId, row.id));
    const { answers = {}, changedAt = {}, prefilled = {}, unfilled = {} } = filled ?? {};
    const ofRound = and(
      eq(signatures.instanceId, row.id),
      eq(signatures.round, row.round),
      isNull(signatures.withdrawnAt),
    );
    const isSigned = definition.tasks.some(
      ({ elementId, type }) => elementId === row.currentTaskId && type === "SIGNING",
    );
    const signatureCount = isSigned ? await tx.$count(signatures, ofRound) : 0;
    const filling = { changedAt, prefilled, unfilled };
    return { row, definition, answers, submissionCount, signatureCount, filling };
  }

  async #write(
    tx: Queries,
    changed: FormInstanceRow,
    { filling, submission, decision, events }: InstanceChange,
    submissionCount: number,
    now: number,
  ): Promise<void> {
    const { instances, answers, submissions, decisions } = this.#tables;
    const { id, ...columns } = changed;
    await tx.update(instances).set(columns).where(eq(instances.id, id));
    if (filling !== undefined) {
      await tx
        .insert(answers)
        .values({ instanceId: id, ...filling })
        .onConflictDoUpdate({ target: answers.instanceId, set: filling });
    }
    const number = submissionCount + 1;
    if (submission !== undefined) {
      const { text, hash, taskId, submittedBy } = submission;
      await tx
        .insert(submissions)
        .values({ instanceId: id, number, taskId, snapshot: text, hash, submittedAt: now, submittedBy });
    }
    if (decision !== undefined) {
      await tx.insert(decisions).values({ ...decision, instanceId: id, number, decidedAt: now });
    }
    await this.#append(tx, changed, events, now);
  }

  /** Writes events behind those that are there; the row is held, so nobody else is writing any. */
  async #append(
    tx: Queries,
    { id, round, changeCount }: FormInstanceRow,
    events: readonly NewInstanceEvent[],
    now: number,
  ): Promise<void> {
    if (events.length === 0) return;
    const { instanceEvents: e } = this.#tables;
    const [last] = await tx
      .select({ sequence: sql<number | null>`max(${e.sequence})` })
      .from(e)
      .where(eq(e.instanceId, id));
    const from = Number(last?.sequence ?? 0);
    await tx.insert(e).values(
      events.map(({ kind, actor, taskId, details = {} }, index) => ({
        instanceId: id,
        sequence: from + 1 + index,
        kind,
        at: now,
        actorKind: actor.kind,
        actor: actor.urn,
        taskId,
        round,
        changeCount,
        details,
      })),
    );
    await markChanged(tx, this.#tables, id, now);
  }
}
