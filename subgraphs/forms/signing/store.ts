import { and, asc, eq, isNull, not, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { FormsTables } from "../../../drizzle/forms/tables.js";
import type { SignatureRow, SigneeRow } from "../../../drizzle/forms/tables-parts.js";
import { jsonList } from "../../../drizzle/json-rows.js";
import type { PartyUrn } from "../../../schema/urns.js";
import { accessOf, type WantedAccess } from "./signees.js";

/** A person who is named to sign. */
export interface NamedSignee {
  readonly party: PartyUrn;
  readonly name: string;
}

/** SQL of signatures and of who is named to give them. Whether anybody may see one is another's to know. */
export class SignatureStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database, tables: FormsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** Signatures of visible instances that count, as they were given: neither thrown away nor withdrawn. */
  ofInstances(ids: readonly string[]): Promise<SignatureRow[]> {
    const { signatures: s, instanceEvents: e } = this.#tables;
    const isDiscarded = sql`EXISTS (SELECT 1 FROM ${e} WHERE ${e.instanceId} = ${s.instanceId}
      AND ${e.kind} = 'SIGNATURES_DISCARDED' AND ${e.round} > ${s.round})`;
    return this.#database.read
      .select()
      .from(s)
      .where(
        and(
          sql`${s.instanceId} IN ${jsonList(this.#database.dialect, ids)}`,
          isNull(s.withdrawnAt),
          not(isDiscarded),
        ),
      )
      .orderBy(asc(s.instanceId), asc(s.signedAt), asc(s.id));
  }

  /** Signatures of a visit to a task that count, in the transaction that holds the instance. */
  ofRound(tx: Queries, instanceId: string, round: number): Promise<SignatureRow[]> {
    const { signatures: s } = this.#tables;
    return tx
      .select()
      .from(s)
      .where(and(eq(s.instanceId, instanceId), eq(s.round, round), isNull(s.withdrawnAt)))
      .orderBy(asc(s.signedAt), asc(s.id));
  }

  async add(tx: Queries, signature: SignatureRow): Promise<void> {
    await tx.insert(this.#tables.signatures).values(signature);
  }

  async withdraw(tx: Queries, id: string, now: number): Promise<void> {
    const { signatures: s } = this.#tables;
    await tx.update(s).set({ withdrawnAt: now }).where(eq(s.id, id));
  }

  /** Who is on the lists of visible instances, as they were named. */
  signeesOf(ids: readonly string[]): Promise<SigneeRow[]> {
    const { signees: n } = this.#tables;
    return this.#database.read
      .select()
      .from(n)
      .where(and(sql`${n.instanceId} IN ${jsonList(this.#database.dialect, ids)}`, isNull(n.removedAt)))
      .orderBy(asc(n.instanceId), asc(n.taskId), asc(n.namedAt), asc(n.party));
  }

  /** Everybody who is or was named for an instance, in the transaction that holds it. */
  allSigneesOf(queries: Queries, instanceId: string): Promise<SigneeRow[]> {
    const { signees: n } = this.#tables;
    return queries.select().from(n).where(eq(n.instanceId, instanceId)).orderBy(asc(n.namedAt), asc(n.party));
  }

  /** Makes these the list of a task, and no others. */
  async nameSignees(
    tx: Queries,
    { instanceId, taskId }: Pick<SigneeRow, "instanceId" | "taskId">,
    list: readonly NamedSignee[],
    { at, by }: { readonly at: number; readonly by: PartyUrn },
  ): Promise<void> {
    const { signees: n } = this.#tables;
    const parties = list.map(({ party }) => party);
    const ofTask = and(eq(n.instanceId, instanceId), eq(n.taskId, taskId));
    await tx
      .update(n)
      .set({ removedAt: at })
      .where(
        and(ofTask, isNull(n.removedAt), sql`${n.party} NOT IN ${jsonList(this.#database.dialect, parties)}`),
      );
    if (list.length === 0) return;
    const nothing = { removedAt: null, declinedAt: null, declinedRound: null, declinedReason: null };
    await tx
      .insert(n)
      .values(
        list.map((one) => ({
          ...one,
          instanceId,
          taskId,
          namedAt: at,
          namedBy: by,
          accessAskedAt: null,
          ...nothing,
        })),
      )
      .onConflictDoUpdate({ target: [n.instanceId, n.taskId, n.party], set: { removedAt: null } });
  }

  async decline(
    tx: Queries,
    { instanceId, taskId, party }: Pick<SigneeRow, "instanceId" | "taskId" | "party">,
    declined: { readonly at: number; readonly round: number; readonly reason: string | null },
  ): Promise<void> {
    const { signees: n } = this.#tables;
    const { at: declinedAt, round: declinedRound, reason: declinedReason } = declined;
    await tx
      .update(n)
      .set({ declinedAt, declinedRound, declinedReason })
      .where(and(eq(n.instanceId, instanceId), eq(n.taskId, taskId), eq(n.party, party)));
  }

  /**
   * What everybody who is or was named for an instance may do with it now, as far as authorization knows of them or must.
   * Nobody's scope: it is the program that asks.
   */
  async accessOf(instanceId: string): Promise<readonly (WantedAccess & { readonly isKnown: boolean })[]> {
    const { instances: i, definitions: d } = this.#tables;
    const { read } = this.#database;
    const rows = await this.allSigneesOf(read, instanceId);
    if (rows.length === 0) return [];
    const signatures = await this.ofInstances([instanceId]);
    const [found] = await read
      .select({ instance: i, tasks: d.tasks })
      .from(i)
      .innerJoin(d, and(eq(d.id, i.definitionId), eq(d.version, i.definitionVersion)))
      .where(eq(i.id, instanceId));
    if (found === undefined) return [];
    const known = new Set(
      rows.flatMap(({ party, accessAskedAt }) => (accessAskedAt === null ? [] : [party])),
    );
    return accessOf(found.instance, found, rows, signatures)
      .map((wanted) => ({ ...wanted, isKnown: known.has(wanted.party) }))
      .filter(({ actions, isKnown }) => isKnown || actions.length > 0);
  }

  /** Notes that authorization is about to be told of somebody: from then on it is told of everything. */
  async noteAccess(instanceId: string, party: PartyUrn, now: number): Promise<void> {
    const { signees: n } = this.#tables;
    await this.#database.transaction((tx) =>
      tx
        .update(n)
        .set({ accessAskedAt: now })
        .where(and(eq(n.instanceId, instanceId), eq(n.party, party), isNull(n.accessAskedAt))),
    );
  }
}
