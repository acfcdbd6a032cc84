import Database from "better-sqlite3";
import { type HistoryQuestion, IN_WINDOW, NEWEST_FIRST, windowOf } from "../kit/history-source.js";
import {
  type ArchivedService,
  type ArchiveRecord,
  type MigrationPhase,
  namesOf,
  purgedBefore,
} from "./record.js";
import type { Register } from "./register.js";

const TABLES = `
  CREATE TABLE IF NOT EXISTS service (
    service_code TEXT NOT NULL,
    service_edition INTEGER NOT NULL,
    service TEXT NOT NULL,
    owner TEXT NOT NULL,
    required_level INTEGER NOT NULL,
    PRIMARY KEY (service_code, service_edition)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS record (
    id TEXT PRIMARY KEY,
    party TEXT NOT NULL,
    service_code TEXT NOT NULL,
    service_edition INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    is_moved INTEGER NOT NULL,
    content TEXT NOT NULL,
    FOREIGN KEY (service_code, service_edition) REFERENCES service
  ) STRICT;
  CREATE INDEX IF NOT EXISTS record_of_party ON record (party, updated_at DESC, id DESC);
  CREATE TABLE IF NOT EXISTS record_name (
    name TEXT NOT NULL,
    record_id TEXT NOT NULL REFERENCES record ON DELETE CASCADE,
    PRIMARY KEY (name, record_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS record_name_of_record ON record_name (record_id);
  CREATE TABLE IF NOT EXISTS phase (
    name TEXT PRIMARY KEY,
    before INTEGER NOT NULL,
    purged_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** What somebody may see, whatever their login. */
export interface Visible {
  /** Parties by URN, with the services that may be read for them, by URN. */
  readonly services: readonly (readonly [party: string, service: string])[];
  /** What they were given by itself: names of single things. */
  readonly instances: readonly string[];
  /** How sure their login is. */
  readonly level: number;
}

/** A record with the service that it belongs to. */
export interface ArchivedItem {
  readonly record: ArchiveRecord;
  readonly service: ArchivedService;
}

export interface ArchivePage {
  readonly items: readonly ArchivedItem[];
  readonly hasMore: boolean;
  readonly totalCount: number;
  readonly hiddenByLogin: { readonly count: number; readonly requiredLevel: number } | null;
}

/** Whose records may be shown: stands in every statement that reads for somebody. What is purged is not there. */
const VISIBLE = `
  NOT (r.is_moved AND r.updated_at < @purgedBefore)
  AND ((r.party, s.service) IN (SELECT value ->> 0, value ->> 1 FROM json_each(@services))
    OR r.id IN (SELECT n.record_id FROM record_name n WHERE n.name IN (SELECT value FROM json_each(@instances))))`;

const FROM = `
  FROM record r JOIN service s ON s.service_code = r.service_code AND s.service_edition = r.service_edition`;
const COLUMNS = "r.content, s.service_code, s.service_edition, s.service, s.owner, s.required_level";

const OF_PARTIES = "r.party IN (SELECT value FROM json_each(@parties))";
const WITH_IDENTIFIERS = `(r.id IN (SELECT value FROM json_each(@identifiers))
  OR r.id IN (SELECT n.record_id FROM record_name n WHERE n.name IN (SELECT value FROM json_each(@identifiers))))`;
const IN_TIME = "r.updated_at BETWEEN @updatedAfter AND @updatedBefore";

interface Row {
  readonly content: string;
  readonly service_code: string;
  readonly service_edition: number;
  readonly service: string;
  readonly owner: string;
  readonly required_level: number;
}

const itemOf = (row: Row): ArchivedItem => ({
  record: JSON.parse(row.content) as ArchiveRecord,
  service: {
    serviceCode: row.service_code,
    serviceEdition: row.service_edition,
    service: row.service,
    owner: row.owner,
    requiredLevel: row.required_level,
  },
});

const named = ({ services, instances }: Visible) => ({
  services: JSON.stringify(services),
  instances: JSON.stringify(instances),
});

/** The archive's own records, in a SQLite file of its own. */
export class ArchiveStore {
  readonly #database: Database.Database;

  /** @param file `:memory:` for none */
  constructor(file: string) {
    this.#database = new Database(file);
    this.#database.pragma("journal_mode = WAL");
    this.#database.pragma("foreign_keys = ON");
    this.#database.exec(TABLES);
  }

  /** Adds what is not there yet; of services and phases what the register says last counts. */
  add({ closedAt, phases, services, records }: Register, now: number): void {
    const database = this.#database;
    const service = database.prepare(`INSERT INTO service VALUES
      (@serviceCode, @serviceEdition, @service, @owner, @requiredLevel)
      ON CONFLICT DO UPDATE SET service = excluded.service, owner = excluded.owner,
        required_level = excluded.required_level`);
    const phase = database.prepare("INSERT OR REPLACE INTO phase VALUES (@name, @before, @purgedAt)");
    const record = database.prepare(`INSERT INTO record VALUES
      (@archiveReference, @party, @serviceCode, @serviceEdition, @updatedAt, @isMoved, @content)
      ON CONFLICT DO NOTHING`);
    const name = database.prepare("INSERT INTO record_name VALUES (?, ?)");
    database.transaction(() => {
      if (closedAt !== null) this.keep("closed-at", String(closedAt));
      for (const one of services) service.run(one);
      for (const one of phases) phase.run(one);
      const gone = purgedBefore(this.phases(), now) ?? 0;
      for (const one of records) {
        const isMoved = one.movedAt !== null && one.movedTo.length > 0;
        if (isMoved && one.updatedAt < gone) continue;
        const { changes } = record.run({ ...one, isMoved: Number(isMoved), content: JSON.stringify(one) });
        if (changes > 0) for (const called of namesOf(one)) name.run(called, one.archiveReference);
      }
    })();
  }

  /** Deletes what was moved in phases whose time is over. @returns how many there were */
  purge(now: number): number {
    return this.#database
      .prepare("DELETE FROM record WHERE is_moved AND updated_at < ?")
      .run(purgedBefore(this.phases(), now) ?? 0).changes;
  }

  /** The records that somebody may see and that are asked for, the newest first. */
  page(visible: Visible, question: HistoryQuestion, now: number): ArchivePage {
    const { parties, identifiers } = question;
    const where = [OF_PARTIES, VISIBLE, IN_TIME, ...(identifiers === null ? [] : [WITH_IDENTIFIERS])].join(
      " AND ",
    );
    const { limit, afterUpdatedAt, afterId, updatedAfter, updatedBefore } = windowOf(question);
    const of = {
      ...named(visible),
      parties: JSON.stringify(parties),
      purgedBefore: purgedBefore(this.phases(), now) ?? 0,
      updatedAfter,
      updatedBefore,
      level: visible.level,
      ...(identifiers === null ? {} : { identifiers: JSON.stringify(identifiers) }),
    };
    const rows = this.#database
      .prepare(
        `SELECT ${COLUMNS} ${FROM} WHERE ${where} AND s.required_level <= @level AND ${IN_WINDOW}
         ORDER BY ${NEWEST_FIRST} LIMIT @limit`,
      )
      .all({ ...of, afterUpdatedAt, afterId, limit }) as Row[];
    const counts = this.#database
      .prepare(
        `SELECT count(*) FILTER (WHERE s.required_level <= @level) AS shown,
           count(*) FILTER (WHERE s.required_level > @level) AS hidden, max(s.required_level) AS level
         ${FROM} WHERE ${where}`,
      )
      .get(of) as { readonly shown: number; readonly hidden: number; readonly level: number };
    return {
      items: rows.slice(0, question.first).map(itemOf),
      hasMore: rows.length > question.first,
      totalCount: counts.shown,
      hiddenByLogin: counts.hidden === 0 ? null : { count: counts.hidden, requiredLevel: counts.level },
    };
  }

  /** Records by archive reference, as far as somebody may see them; in no order. */
  byReferences(visible: Visible, references: readonly string[], now: number): ArchivedItem[] {
    const rows = this.#database
      .prepare(
        `SELECT ${COLUMNS} ${FROM} WHERE r.id IN (SELECT value FROM json_each(@references)) AND ${VISIBLE}
         AND s.required_level <= @level`,
      )
      .all({
        ...named(visible),
        references: JSON.stringify(references),
        purgedBefore: purgedBefore(this.phases(), now) ?? 0,
        level: visible.level,
      });
    return (rows as Row[]).map(itemOf);
  }

  /** Everyone of whom there is anything. */
  parties(): string[] {
    return this.#database.prepare("SELECT DISTINCT party FROM record").pluck().all() as string[];
  }

  /** The services that there are records of, by their owners. */
  services(): ArchivedService[] {
    const rows = this.#database
      .prepare("SELECT '{}' AS content, service.* FROM service ORDER BY owner, service")
      .all();
    return (rows as Row[]).map((row) => itemOf(row).service);
  }

  phases(): MigrationPhase[] {
    const select = "SELECT name, before, purged_at AS purgedAt FROM phase ORDER BY before";
    return this.#database.prepare(select).all() as MigrationPhase[];
  }

  /** When the old platform took its last; null where that is not said. */
  closedAt(): number | null {
    const kept = this.kept("closed-at");
    return kept === null ? null : Number(kept);
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
