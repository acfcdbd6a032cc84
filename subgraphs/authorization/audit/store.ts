import { and, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { AuditEntryRow } from "../../../drizzle/authorization/tables-audit.js";
import { auditTables } from "../../../drizzle/authorization/tables-audit.js";
import { columnsOf } from "../../../drizzle/columns.js";
import type { Database, Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import type { AuditEntry, AuditKind } from "./entry.js";

/**
 * Writes lines of the trail in the transaction of what they tell of: both are there, or neither is.
 * @param tx of a write that is under way, on either database
 */
export const appendAudit = async (tx: Queries, ...entries: readonly AuditEntry[]): Promise<void> => {
  for (const chunk of inChunks(entries)) {
    const rows = chunk.map(
      (entry) => sql`(${entry.id}, ${entry.at}, ${entry.kind}, ${entry.partyId}, ${entry.counterpartId},
        ${entry.actorId}, ${entry.actorOrganization}, ${entry.clientId}, ${entry.level}, ${entry.subject},
        ${entry.action}, ${entry.outcome}, ${entry.referenceId})`,
    );
    // RETURNING: both drivers then take the statement as one that answers with rows.
    await tx.rows(sql`
      INSERT INTO audit_entry (id, at, kind, party_id, counterpart_id, actor_id, actor_organization, client_id,
        level, subject, action, outcome, reference_id)
      VALUES ${sql.join(rows, sql`, `)} RETURNING id`);
  }
};

/** Which lines of a trail are asked for. */
export interface AuditQuery {
  readonly partyId: string;
  /** `null` for all. */
  readonly kinds: readonly AuditKind[] | null;
  /** Milliseconds since 1970 UTC; from this moment on, and before that one. */
  readonly from: number | null;
  readonly until: number | null;
  /** The id of the last line of the page before; `null` for the first page. */
  readonly afterId: string | null;
  readonly take: number;
}

/** The trail's SQL. */
export class AuditStore {
  readonly #database: Database;
  readonly #entries: ReturnType<typeof auditTables>["auditEntries"];
  readonly #sensitive: ReturnType<typeof auditTables>["sensitiveServices"];

  constructor(database: Database) {
    this.#database = database;
    const tables = auditTables(columnsOf(database.dialect));
    this.#entries = tables.auditEntries;
    this.#sensitive = tables.sensitiveServices;
  }

  /** Services that are sensitive at any level, by URN. */
  async sensitiveServices(): Promise<ReadonlySet<string>> {
    return new Set((await this.#database.read.select().from(this.#sensitive)).map(({ service }) => service));
  }

  /** Writes lines that belong to no other write, e.g. decisions. All or nothing. */
  append(entries: readonly AuditEntry[]): Promise<void> {
    return this.#database.transaction((tx) => appendAudit(tx, ...entries));
  }

  /**
   * A page of a party's trail, on whichever side of it the party is; newest first. Two statements, so that each side
   * is read in the order of its index, however long the trail is.
   */
  async page({ partyId, kinds, from, until, afterId, take }: AuditQuery): Promise<AuditEntryRow[]> {
    const { id, at, kind, partyId: ofParty, counterpartId } = this.#entries;
    const side = (isOnSide: SQL) =>
      this.#database.read
        .select()
        .from(this.#entries)
        .where(
          and(
            isOnSide,
            kinds === null ? undefined : inArray(kind, [...kinds]),
            from === null ? undefined : gte(at, from),
            until === null ? undefined : lt(at, until),
            afterId === null ? undefined : lt(id, afterId),
          ),
        )
        .orderBy(desc(id))
        .limit(take);
    const sides = await Promise.all([side(eq(ofParty, partyId)), side(eq(counterpartId, partyId))]);
    const once = new Map(sides.flat().map((entry) => [entry.id, entry]));
    return [...once.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, take);
  }

  /**
   * Removes lines older than a moment, a limited number at a time, so that no write waits long for it.
   * @returns how many were removed; fewer than `limit` means that none is left
   */
  async removeBefore(moment: number, limit: number): Promise<number> {
    const { id, at } = this.#entries;
    return this.#database.transaction(async (tx) => {
      const old = await tx.select({ id }).from(this.#entries).where(lt(at, moment)).limit(limit);
      if (old.length > 0) {
        await tx.delete(this.#entries).where(
          inArray(
            id,
            old.map((entry) => entry.id),
          ),
        );
      }
      return old.length;
    });
  }
}
