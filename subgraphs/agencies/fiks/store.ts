import Database from "better-sqlite3";
import { DEFAULT_CAPABILITIES, type Municipality, type MunicipalityCapabilities } from "./municipality.js";
import type { PlatformRecord } from "./records.js";
import { itemsOf, searchedText } from "./rules/items.js";
import { createHistoryReads, folded, type HistoryReads } from "./store/history.js";
import { TABLES } from "./store/tables.js";

/** What came of an action, as it is remembered. */
export interface DoneAction {
  /** What was asked, by whom: the same key with another question is no repetition. */
  readonly asked: string;
  readonly outcome: "DONE" | "REFUSED";
  readonly code: string | null;
}

/** A reply that the municipality has not fetched yet. */
export interface WaitingReply {
  readonly id: string;
  readonly letterId: string;
  readonly at: number;
  /** JSON, as SvarInn gives it. */
  readonly reply: string;
}

type RecordOf<K> = Extract<PlatformRecord, { readonly kind: K }>;

/** The platform's own records, in a SQLite file of its own. */
export class PlatformStore {
  readonly #database: Database.Database;
  /** What is read of the history. */
  readonly history: HistoryReads;

  /** @param file `:memory:` for none */
  constructor(file: string) {
    this.#database = new Database(file);
    this.#database.pragma("journal_mode = WAL");
    this.#database.exec(TABLES);
    this.history = createHistoryReads(this.#database);
  }

  /** All of it, or nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work).immediate();
  }

  /** Adds a municipality; one that is there stays as it is. @returns whether it was added */
  addMunicipality(municipality: Municipality): boolean {
    return (
      this.#database
        .prepare("INSERT INTO municipality VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .run(municipality.id, JSON.stringify(municipality), JSON.stringify(DEFAULT_CAPABILITIES)).changes ===
      1
    );
  }

  municipalities(): Municipality[] {
    const rows = this.#database.prepare("SELECT municipality FROM municipality ORDER BY id").pluck().all();
    return rows.map((row) => JSON.parse(row as string) as Municipality);
  }

  municipality(id: string): Municipality | null {
    const row = this.#database.prepare("SELECT municipality FROM municipality WHERE id = ?").pluck().get(id);
    return row === undefined ? null : (JSON.parse(row as string) as Municipality);
  }

  capabilities(id: string): MunicipalityCapabilities {
    const row = this.#database.prepare("SELECT capabilities FROM municipality WHERE id = ?").pluck().get(id);
    return row === undefined ? DEFAULT_CAPABILITIES : (JSON.parse(row as string) as MunicipalityCapabilities);
  }

  keepCapabilities(id: string, capabilities: MunicipalityCapabilities): void {
    this.#database
      .prepare("UPDATE municipality SET capabilities = ? WHERE id = ?")
      .run(JSON.stringify(capabilities), id);
  }

  record<K extends PlatformRecord["kind"]>(kind: K, id: string): RecordOf<K> | null {
    const row = this.#database
      .prepare("SELECT record FROM record WHERE kind = ? AND id = ?")
      .pluck()
      .get(kind, id);
    return row === undefined ? null : (JSON.parse(row as string) as RecordOf<K>);
  }

  /** Keeps a record, and the items that it comes to, together. @throws Error where its municipality is not here */
  keepRecord(record: PlatformRecord): void {
    const municipality = this.municipality(record.municipalityId);
    if (municipality === null) throw new Error(`No municipality is ${record.municipalityId}.`);
    this.transaction(() => {
      this.#database
        .prepare("INSERT OR REPLACE INTO record VALUES (?, ?, ?)")
        .run(record.kind, record.id, JSON.stringify(record));
      this.#keepItems(record, municipality);
    });
  }

  #keepItems(record: PlatformRecord, municipality: Municipality): void {
    const items = itemsOf(record, municipality);
    const kept = JSON.stringify(items.map(({ source, item }) => [source, item.id]));
    const of = { kind: record.kind, id: record.id, kept };
    const gone = `SELECT source, id FROM item WHERE record_kind = @kind AND record_id = @id`;
    this.#database.prepare(`DELETE FROM item_identifier WHERE (source, id) IN (${gone})`).run({
      kind: record.kind,
      id: record.id,
    });
    this.#database
      .prepare(
        `DELETE FROM item WHERE record_kind = @kind AND record_id = @id
         AND (source, id) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(@kept))`,
      )
      .run(of);
    const insert = this.#database.prepare(`
      INSERT INTO item VALUES (@source, @id, @recordKind, @recordId, @municipalityId, @party, @service, @updatedAt,
        @requiredLevel, @availableUntil, @readAt, @canBeAnswered, @words, @item)
      ON CONFLICT (source, id) DO UPDATE SET party = excluded.party, service = excluded.service,
        updated_at = excluded.updated_at, required_level = excluded.required_level,
        available_until = excluded.available_until, can_be_answered = excluded.can_be_answered,
        words = excluded.words, item = excluded.item,
        read_at = CASE WHEN excluded.read_at IS NULL OR read_at > excluded.read_at THEN read_at ELSE excluded.read_at END`);
    const identify = this.#database.prepare("INSERT OR IGNORE INTO item_identifier VALUES (?, ?, ?)");
    for (const derived of items) {
      const { source, item, readAt, availableUntil, canBeAnswered } = derived;
      const { id, party, service, updatedAt, requiredLevel, sameAs } = item;
      insert.run({
        source,
        id,
        recordKind: record.kind,
        recordId: record.id,
        municipalityId: municipality.id,
        party,
        service,
        updatedAt,
        requiredLevel,
        availableUntil,
        readAt,
        canBeAnswered: canBeAnswered ? 1 : 0,
        words: folded(searchedText(derived)),
        item: JSON.stringify(item),
      });
      for (const identifier of [id, ...sameAs]) identify.run(source, identifier, id);
    }
  }

  /** Notes that an item was read. */
  markRead(source: string, id: string, at: number): void {
    this.#database
      .prepare("UPDATE item SET read_at = max(coalesce(read_at, 0), ?) WHERE source = ? AND id = ?")
      .run(at, source, id);
  }

  /** Whether a party has said that the index may not have anything of it. */
  hasRefusedConsent(party: string): boolean {
    return this.#database.prepare("SELECT 1 FROM no_consent WHERE party = ?").get(party) !== undefined;
  }

  keepConsent(party: string, isGiven: boolean): void {
    const statement = isGiven
      ? "DELETE FROM no_consent WHERE party = ?"
      : "INSERT OR IGNORE INTO no_consent VALUES (?)";
    this.#database.prepare(statement).run(party);
  }

  /** What came of an action before; `null` where the key is new. */
  doneAction(idempotencyKey: string): DoneAction | null {
    const row = this.#database
      .prepare("SELECT asked, outcome, code FROM done_action WHERE idempotency_key = ?")
      .get(idempotencyKey);
    return (row as DoneAction | undefined) ?? null;
  }

  keepAction(idempotencyKey: string, at: number, by: string, { asked, outcome, code }: DoneAction): void {
    this.#database
      .prepare("INSERT INTO done_action VALUES (?, ?, ?, ?, ?, ?)")
      .run(idempotencyKey, at, by, asked, outcome, code);
  }

  addReply(municipalityId: string, { id, letterId, at, reply }: WaitingReply): void {
    this.#database
      .prepare("INSERT INTO reply_waiting VALUES (?, ?, ?, ?, ?)")
      .run(id, municipalityId, letterId, at, reply);
  }

  /** Replies that a municipality has not said that it has, the oldest first. */
  waitingReplies(municipalityId: string, limit: number): WaitingReply[] {
    return this.#database
      .prepare(
        `SELECT id, letter_id AS letterId, at, reply FROM reply_waiting
         WHERE municipality_id = ? ORDER BY at, id LIMIT ?`,
      )
      .all(municipalityId, limit) as WaitingReply[];
  }

  /** @returns whether it waited */
  removeReply(municipalityId: string, id: string): boolean {
    return (
      this.#database
        .prepare("DELETE FROM reply_waiting WHERE municipality_id = ? AND id = ?")
        .run(municipalityId, id).changes === 1
    );
  }

  /** Something that is remembered from one start to the next. */
  kept(name: string): string | null {
    return (
      (this.#database.prepare("SELECT value FROM kept WHERE name = ?").pluck().get(name) as string) ?? null
    );
  }

  keep(name: string, value: string): void {
    this.#database.prepare("INSERT OR REPLACE INTO kept VALUES (?, ?)").run(name, value);
  }

  /** @throws Error where the file can't be read */
  ping(): void {
    this.#database.prepare("SELECT 1 FROM record LIMIT 1").get();
  }

  close(): void {
    this.#database.close();
  }
}
