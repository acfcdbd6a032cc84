import { and, desc, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import {
  type FormAnswersRow,
  type FormDefinitionRow,
  type FormInstanceRow,
  type FormsTables,
  formsTables,
} from "../../drizzle/forms/tables.js";
import { jsonRows } from "../../drizzle/json-rows.js";
import { excludedOf, inChunks } from "../../drizzle/statements.js";
import { type TableRows, tableRows } from "../../drizzle/table-rows.js";
import { BlobStore } from "./attachments/store.js";
import { HistoryStore } from "./history/store.js";
import { PaymentStore } from "./payment/store.js";
import { SignatureStore } from "./signing/store.js";
import { StorageStore } from "./storage/store.js";
import { FillingStore } from "./store/filling.js";
import { scopeRelations } from "./store/scope-relations.js";
import { type FormsView, isShown, isVisible } from "./store/visible.js";

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
  readonly #instanceRows: TableRows<FormsTables["instances"]>;
  readonly #definitionRows: TableRows<FormsTables["definitions"]>;
  /** What is filled in, and every change of an instance. */
  readonly filling: FillingStore;
  /** The attachments' bytes. */
  readonly blobs: BlobStore;
  readonly payments: PaymentStore;
  readonly signatures: SignatureStore;
  /** Instances that another platform keeps. */
  readonly storage: StorageStore;
  /** The way from instances to dialogs. */
  readonly history: HistoryStore;

  constructor(database: Database) {
    this.#database = database;
    this.#tables = formsTables(columnsOf(database.dialect));
    this.#instanceRows = tableRows(this.#tables.instances);
    this.#definitionRows = tableRows(this.#tables.definitions, { isShared: true });
    this.filling = new FillingStore(database, this.#tables);
    this.blobs = new BlobStore(database, this.#tables);
    this.signatures = new SignatureStore(database, this.#tables);
    this.storage = new StorageStore(database, this.#tables);
    this.payments = new PaymentStore(database, this.#tables);
    this.history = new HistoryStore(database, this.#tables);
  }

  /**
   * Instances by id, in no order; unknown and hidden ones alike are left out, deleted ones are not.
   * @param ids at most 1,000
   */
  async instancesByIds(ids: readonly string[], view: FormsView): Promise<FormInstanceRow[]> {
    const { dialect, read } = this.#database;
    const found = await read.rows<Record<string, unknown>>(
      sql`SELECT ${this.#instanceRows.columns} FROM ${this.#tables.instances}
        WHERE ${isVisible(dialect, this.#tables, ids, view)}`,
    );
    return found.map(this.#instanceRows.read);
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
    const found = await this.#database.read.rows<Record<string, unknown>>(
      sql`SELECT ${this.#definitionRows.columns} FROM ${d}
        WHERE (${d.id}, ${d.version}) IN (SELECT k.id, CAST(k.version AS integer) FROM ${wanted} AS k)`,
    );
    return found.map(this.#definitionRows.read);
  }

  /** The newest version of a form; `null` where there is none. Public. */
  async latestDefinition(id: string): Promise<FormDefinitionRow | null> {
    const { definitions: d } = this.#tables;
    const [row] = await this.#database.read
      .select()
      .from(d)
      .where(eq(d.id, id))
      .orderBy(desc(d.version))
      .limit(1);
    return row ?? null;
  }

  /** The newest version of each form that is filled in here, those published last first. Public. */
  async newestDefinitions(limit: number): Promise<FormDefinitionRow[]> {
    const { definitions: d } = this.#tables;
    const newest = sql`(SELECT max(newer.version) FROM ${d} AS newer WHERE newer.id = ${d.id})`;
    return this.#database.read
      .select()
      .from(d)
      .where(and(isNotNull(d.content), sql`${d.version} = ${newest}`))
      .orderBy(desc(d.createdAt), desc(d.id))
      .limit(limit);
  }

  /**
   * Publishes a definition as the next version; the same again as the newest one changes nothing.
   * @returns `null` where somebody else has published meanwhile
   */
  async publish(definition: Omit<FormDefinitionRow, "version">): Promise<FormDefinitionRow | null> {
    const newest = await this.latestDefinition(definition.id);
    if (newest !== null && newest.hash === definition.hash) return newest;
    const row = { ...definition, version: (newest?.version ?? 0) + 1 };
    const [published] = await this.#database.transaction((tx) =>
      tx.insert(this.#tables.definitions).values(row).onConflictDoNothing().returning(),
    );
    return published ?? null;
  }

  /**
   * Adds definitions and instances; what is there already stays as it is, but for definitions that nobody published and
   * that could not be filled in here. All or nothing.
   */
  async add(entries: {
    definitions: readonly FormDefinitionRow[];
    instances: readonly FormInstanceRow[];
    answers?: readonly FormAnswersRow[];
  }): Promise<void> {
    const { definitions, instances, answers } = this.#tables;
    await this.#database.transaction(async (tx) => {
      for (const rows of inChunks(entries.definitions)) {
        await tx
          .insert(definitions)
          .values(rows)
          .onConflictDoUpdate({
            target: [definitions.id, definitions.version],
            set: excludedOf(definitions),
            setWhere: sql`${definitions.content} IS NULL AND ${definitions.publishedBy} IS NULL AND excluded.content IS NOT NULL`,
          });
      }
      for (const rows of inChunks(entries.instances)) {
        await tx.insert(instances).values(rows).onConflictDoNothing({ target: instances.id });
      }
      for (const rows of inChunks(entries.answers ?? [])) {
        await tx.insert(answers).values(rows).onConflictDoNothing();
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
      isShown(this.#tables, list.now),
      isAfter ?? undefined,
    );
    return sql`
      SELECT ${i.id} AS id, ${i.lastChangedAt} AS last_changed_at FROM ${parties} AS p CROSS JOIN ${i}
      WHERE ${i.party} = p.party AND (p.grp, ${i.serviceResource}) IN ${services} AND ${isListed}
      UNION
      SELECT ${i.id}, ${i.lastChangedAt} FROM ${instances} AS alone CROSS JOIN ${i}
      WHERE ${i.id} = alone.ref AND ${i.party} = alone.party AND ${i.serviceResource} = alone.service AND ${isListed}`;
  }
}
