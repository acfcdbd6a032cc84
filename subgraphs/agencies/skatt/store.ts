import Database from "better-sqlite3";
import type { Assessment } from "./assessment.js";

const TABLES = `
  CREATE TABLE IF NOT EXISTS assessment (
    id TEXT PRIMARY KEY,
    party TEXT NOT NULL,
    income_year INTEGER NOT NULL,
    kind TEXT NOT NULL,
    assessed_at INTEGER NOT NULL,
    taxable_income INTEGER NOT NULL,
    assessed_tax INTEGER NOT NULL,
    prepaid_tax INTEGER NOT NULL,
    pay_by INTEGER,
    dialog_id TEXT UNIQUE
  ) STRICT;
  CREATE INDEX IF NOT EXISTS assessment_of_party ON assessment (party, assessed_at DESC, id DESC);
  CREATE TABLE IF NOT EXISTS outbox (
    assessment_id TEXT PRIMARY KEY REFERENCES assessment,
    state TEXT NOT NULL CHECK (state IN ('WAITING', 'SENT', 'REFUSED')),
    problem TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (assessment_id) WHERE state = 'WAITING';
  CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

const COLUMNS = `
  a.id, a.party, a.income_year AS incomeYear, a.kind, a.assessed_at AS assessedAt, a.taxable_income AS taxableIncome,
  a.assessed_tax AS assessedTax, a.prepaid_tax AS prepaidTax, a.pay_by AS payBy, a.dialog_id AS dialogId`;

/** Whose assessments may be shown: stands in every statement that reads for somebody. */
const VISIBLE = `(a.party IN (SELECT value FROM json_each(@parties))
  OR a.dialog_id IN (SELECT value FROM json_each(@dialogIds)))`;

/** What somebody may see. */
export interface Visible {
  /** Parties by URN: everything of theirs. */
  readonly parties: readonly string[];
  /** Dialogs that they were given by themselves. */
  readonly dialogIds: readonly string[];
}

/** Which assessments a page is of. */
export interface PageOf {
  readonly incomeYear: number | null;
  readonly first: number;
  /** The last one of the page before. */
  readonly after: { readonly assessedAt: number; readonly id: string } | null;
}

export interface Page {
  readonly assessments: readonly Assessment[];
  readonly totalCount: number;
  readonly hasMore: boolean;
}

const named = ({ parties, dialogIds }: Visible) => ({
  parties: JSON.stringify(parties),
  dialogIds: JSON.stringify(dialogIds),
});

/** The agency's own records, in a SQLite file of its own. */
export class AssessmentStore {
  readonly #database: Database.Database;

  /** @param file `:memory:` for none */
  constructor(file: string) {
    this.#database = new Database(file);
    this.#database.pragma("journal_mode = WAL");
    this.#database.exec(TABLES);
  }

  /** Adds what is not there yet. @param dialogIdFor the id of the dialog that is to tell of it; `null`: none is */
  add(assessments: readonly Assessment[], dialogIdFor: (assessment: Assessment) => string | null): void {
    const known = this.#database.prepare("SELECT 1 FROM assessment WHERE id = ?");
    const insert = this.#database.prepare(`INSERT INTO assessment VALUES
      (@id, @party, @incomeYear, @kind, @assessedAt, @taxableIncome, @assessedTax, @prepaidTax, @payBy, @dialogId)`);
    const wait = this.#database.prepare("INSERT INTO outbox VALUES (?, 'WAITING', NULL)");
    this.#database.transaction(() => {
      for (const assessment of assessments) {
        if (known.get(assessment.id) !== undefined) continue;
        const told = dialogIdFor(assessment);
        insert.run({ ...assessment, dialogId: told ?? assessment.dialogId });
        if (told !== null) wait.run(assessment.id);
      }
    })();
  }

  /** Assessments that somebody may see, the newest first. */
  page(visible: Visible, { incomeYear, first, after }: PageOf): Page {
    const where = `${VISIBLE} AND (@incomeYear IS NULL OR a.income_year = @incomeYear)`;
    const of = { ...named(visible), incomeYear };
    const rows = this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM assessment a WHERE ${where}
         AND (@assessedAt IS NULL OR (a.assessed_at, a.id) < (@assessedAt, @id))
         ORDER BY a.assessed_at DESC, a.id DESC LIMIT @limit`,
      )
      .all({ ...of, assessedAt: after?.assessedAt ?? null, id: after?.id ?? null, limit: first + 1 });
    const count = this.#database.prepare(`SELECT count(*) AS count FROM assessment a WHERE ${where}`).get(of);
    return {
      assessments: rows.slice(0, first) as Assessment[],
      totalCount: (count as { count: number }).count,
      hasMore: rows.length > first,
    };
  }

  /** Which of these dialogs tell of an assessment, whoever may see it. */
  ownAmong(dialogIds: readonly string[]): string[] {
    return this.#database
      .prepare("SELECT dialog_id FROM assessment WHERE dialog_id IN (SELECT value FROM json_each(?))")
      .pluck()
      .all(JSON.stringify(dialogIds)) as string[];
  }

  /** The assessments that dialogs tell of, as far as somebody may see them. */
  byDialogIds(visible: Visible, dialogIds: readonly string[]): Assessment[] {
    return this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM assessment a
         WHERE a.dialog_id IN (SELECT value FROM json_each(@asked)) AND ${VISIBLE}`,
      )
      .all({ ...named(visible), asked: JSON.stringify(dialogIds) }) as Assessment[];
  }

  /** Assessments whose dialogs wait to be sent. */
  waiting(limit: number): Assessment[] {
    return this.#database
      .prepare(
        `SELECT ${COLUMNS} FROM outbox o JOIN assessment a ON a.id = o.assessment_id
         WHERE o.state = 'WAITING' ORDER BY a.assessed_at, a.id LIMIT ?`,
      )
      .all(limit) as Assessment[];
  }

  /** @param problem why it was refused for good; `null`: it was taken */
  settle(assessmentId: string, problem: string | null): void {
    this.#database
      .prepare("UPDATE outbox SET state = ?, problem = ? WHERE assessment_id = ?")
      .run(problem === null ? "SENT" : "REFUSED", problem, assessmentId);
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
    this.#database.prepare("SELECT 1 FROM assessment LIMIT 1").get();
  }

  close(): void {
    this.#database.close();
  }
}
