import { and, asc, eq, not, sql } from "drizzle-orm";
import type { Database, Queries } from "../../../drizzle/database.js";
import type { FormsTables } from "../../../drizzle/forms/tables.js";
import type { SignatureRow } from "../../../drizzle/forms/tables-parts.js";
import { jsonList } from "../../../drizzle/json-rows.js";

/** SQL of signatures. Rows are only added. Whether anybody may see one is another's to know. */
export class SignatureStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database, tables: FormsTables) {
    this.#database = database;
    this.#tables = tables;
  }

  /** Signatures of visible instances, as they were given; those that were thrown away are left out. */
  ofInstances(ids: readonly string[]): Promise<SignatureRow[]> {
    const { signatures: s, instanceEvents: e } = this.#tables;
    const isDiscarded = sql`EXISTS (SELECT 1 FROM ${e} WHERE ${e.instanceId} = ${s.instanceId}
      AND ${e.kind} = 'SIGNATURES_DISCARDED' AND ${e.round} > ${s.round})`;
    return this.#database.read
      .select()
      .from(s)
      .where(and(sql`${s.instanceId} IN ${jsonList(this.#database.dialect, ids)}`, not(isDiscarded)))
      .orderBy(asc(s.instanceId), asc(s.signedAt), asc(s.id));
  }

  /** Who has signed in a visit to a task, in the transaction that holds the instance. */
  ofRound(tx: Queries, instanceId: string, round: number): Promise<SignatureRow[]> {
    const { signatures: s } = this.#tables;
    return tx
      .select()
      .from(s)
      .where(and(eq(s.instanceId, instanceId), eq(s.round, round)))
      .orderBy(asc(s.signedAt), asc(s.id));
  }

  async add(tx: Queries, signature: SignatureRow): Promise<void> {
    await tx.insert(this.#tables.signatures).values(signature);
  }
}
