import { and, desc, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import {
  type FormDefinitionRow,
  type FormInstanceRow,
  type FormsTables,
  formsTables,
} from "../../drizzle/forms/tables.js";
import { jsonList, jsonRows } from "../../drizzle/json-rows.js";
import { excludedOf, inChunks } from "../../drizzle/statements.js";
import type { Scope } from "../../schema/scope.js";
import { scopeRelations } from "./store/scope-relations.js";

/** Who looks, and when: an instance that is to be shown later is not there yet. */
export interface FormsView {
  readonly scope: Scope;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
}

/** A list of instances, newest change first, without deleted ones. Drafts are not archived, receipts are. */
export interface FormsList extends FormsView {
  readonly kind: "DRAFTS" | "RECEIPTS";
}

/** Where an instance lies in a list. */
export interface FormsPosition {
  readonly lastChangedAt: number;
  readonly id: string;
}

/** Names a version of a definition. */
export type FormDefinitionKey = Pick<FormDefinitionRow, "id" | "version">;

/** The forms room's SQL. Whatever gives instances asks for the scope in the same statement. */
export class FormsStore {
  readonly #database: Database;
  readonly #tables: FormsTables;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = formsTables(columnsOf(database.dialect));
  }

  /**
   * Instances by id, in no order; unknown and hidden ones alike are left out, deleted ones are not.
   * @param ids at most 1,000
   */
  async instancesByIds(ids: readonly string[], view: FormsView): Promise<FormInstanceRow[]> {
    const { instances: i } = this.#tables;
    const { parties, services, instances } = scopeRelations(this.#database.dialect, view.scope);
    const named = jsonList(this.#database.dialect, ids);
    // `wanted` first: PostgreSQL would read the whole table, and SQLite make every pair of party and service that the
    // scope has, half a million for an accountant.
    const given = sql`
      WITH wanted AS MATERIALIZED (
        SELECT ${i.id} AS id, ${i.party} AS party, ${i.serviceResource} AS service FROM ${i} WHERE ${i.id} IN ${named})
      SELECT w.id FROM wanted AS w
      WHERE (w.id, w.party, w.service) IN ${instances} OR (w.party, w.service) IN (
        SELECT p.party, s.service FROM ${parties} AS p CROSS JOIN ${services} AS s
        WHERE s.grp = p.grp AND p.party IN (SELECT party FROM wanted))`;
    return this.#database.read
      .select()
      .from(i)
      .where(and(sql`${i.id} IN (${given})`, this.#isShown(view.now)));
  }

  /** One page of a list: at most `take` instances after a position. */
  async instances(
    list: FormsList,
    page: { after: FormsPosition | null; take: number },
  ): Promise<FormInstanceRow[]> {
    const { instances: i } = this.#tables;
    const { after, take } = page;
    const isAfter = after && sql`(${i.lastChangedAt}, ${i.id}) < (${after.lastChangedAt}, ${after.id})`;
    const ids = sql`SELECT id FROM (${this.#listed(list, isAfter)}) AS listed
      ORDER BY last_changed_at DESC, id DESC LIMIT ${take}`;
    return this.#database.read
      .select()
      .from(i)
      .where(sql`${i.id} IN (${ids})`)
      .orderBy(desc(i.lastChangedAt), desc(i.id));
  }

  /** How many instances `instances` gives over all pages of a list. */
  async countInstances(list: FormsList): Promise<number> {
    const [row] = await this.#database.read.rows<{ total: number }>(
      sql`SELECT count(*) AS total FROM (${this.#listed(list, null)}) AS listed`,
    );
    return row?.total ?? 0;
  }

  /** Definitions by id and version, in no order; unknown ones are left out. Public: they depend on nobody. */
  async definitionsByKeys(keys: readonly FormDefinitionKey[]): Promise<FormDefinitionRow[]> {
    const { definitions: d } = this.#tables;
    const rows = keys.map(({ id, version }) => [id, String(version)]);
    const wanted = jsonRows(this.#database.dialect, ["id", "version"], rows);
    return this.#database.read
      .select()
      .from(d)
      .where(sql`(${d.id}, ${d.version}) IN (SELECT k.id, CAST(k.version AS integer) FROM ${wanted} AS k)`);
  }

  /** Adds definitions and instances, or brings them up to date. All or nothing. */
  async upsert(entries: {
    definitions: readonly FormDefinitionRow[];
    instances: readonly FormInstanceRow[];
  }): Promise<void> {
    const { definitions, instances } = this.#tables;
    await this.#database.transaction(async (tx) => {
      for (const rows of inChunks(entries.definitions)) {
        const target = [definitions.id, definitions.version];
        await tx
          .insert(definitions)
          .values(rows)
          .onConflictDoUpdate({ target, set: excludedOf(definitions) });
      }
      for (const rows of inChunks(entries.instances)) {
        const target = instances.id;
        await tx
          .insert(instances)
          .values(rows)
          .onConflictDoUpdate({ target, set: excludedOf(instances) });
      }
    });
  }

  ping(): Promise<void> {
    return this.#database.ping();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  /** `id` and `last_changed_at` of a list's instances, each once. */
  #listed(list: FormsList, isAfter: SQL | null): SQL {
    const { instances: i } = this.#tables;
    const { parties, services, instances } = scopeRelations(this.#database.dialect, list.scope);
    const isListed = and(
      list.kind === "DRAFTS" ? isNull(i.archivedAt) : isNotNull(i.archivedAt),
      isNull(i.softDeletedAt),
      this.#isShown(list.now),
      isAfter ?? undefined,
    );
    return sql`
      SELECT ${i.id} AS id, ${i.lastChangedAt} AS last_changed_at FROM ${parties} AS p CROSS JOIN ${i}
      WHERE ${i.party} = p.party AND (p.grp, ${i.serviceResource}) IN ${services} AND ${isListed}
      UNION
      SELECT ${i.id}, ${i.lastChangedAt} FROM ${instances} AS alone CROSS JOIN ${i}
      WHERE ${i.id} = alone.ref AND ${i.party} = alone.party AND ${i.serviceResource} = alone.service AND ${isListed}`;
  }

  #isShown(now: number): SQL | undefined {
    const { visibleAfter, hardDeletedAt } = this.#tables.instances;
    return and(isNull(hardDeletedAt), or(isNull(visibleAfter), lte(visibleAfter, now)));
  }
}
