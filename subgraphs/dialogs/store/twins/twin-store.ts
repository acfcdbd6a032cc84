import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../../../drizzle/database.js";
import type { DialogsTables } from "../../../../drizzle/dialogs/tables.js";
import { dialogIdOf } from "../../rules/dialog-refs.js";
import { namesOfDialog } from "../../rules/identifiers.js";
import type { DialogsDialect } from "../dialect.js";
import { armsFromHits, found, rowsOf } from "../page.js";
import { type createRowReader, historyRowOf } from "../rows.js";
import { conditionsOf, fromDialogs, relationsOf } from "../scope-sql.js";
import type { SearchStore } from "../search/search-store.js";
import type { HistoryRow, Selection } from "../selection.js";

/** A name that is looked for, among the dialogs of one party. */
export interface AskedName {
  /** URN. */
  readonly party: string;
  /** As `identifierOf` spells it. */
  readonly identifier: string;
}

/** A dialog that is called by names that were looked for. */
export interface NamedDialog {
  readonly row: HistoryRow;
  /** Those names. */
  readonly identifiers: readonly string[];
}

/** Rows (party, identifier, dialog_id), as one bound value; the last is NULL where the name is no dialog's own. */
const askedRows = ({ name }: DialogsDialect, asked: readonly AskedName[]): SQL => {
  const json = JSON.stringify(
    asked.map(({ party, identifier }) => [party.toLowerCase(), identifier, dialogIdOf(identifier)]),
  );
  return name === "sqlite"
    ? sql`SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${json})`
    : sql`SELECT value ->> 0, value ->> 1, (value ->> 2)::uuid FROM jsonb_array_elements(${json}::jsonb)`;
};

/** What is called by names, party by party, in each name's own index. */
const namedStatement = (
  dialect: DialogsDialect,
  columns: SQL,
  selection: Selection,
  asked: readonly AskedName[],
): SQL => {
  const { level } = selection.scope;
  const start = fromDialogs(sql`SELECT DISTINCT seq FROM named`);
  const arms = armsFromHits({
    dialect,
    scope: selection.scope,
    start,
    key: sql`x.content_updated_at`,
    condition: conditionsOf(dialect, selection),
  });
  // Cross joins with the condition beside them: so SQLite keeps to the order in which the tables stand.
  const relations = [
    {
      name: "asked",
      body: sql`(party, identifier, dialog_id) AS MATERIALIZED (${askedRows(dialect, asked)})`,
    },
    {
      name: "named",
      body: sql`(seq, identifier) AS MATERIALIZED (
        SELECT i.dialog_seq, i.identifier FROM asked CROSS JOIN dialog_identifier i
        WHERE i.identifier = asked.identifier AND i.party = asked.party
        UNION
        SELECT x.seq, asked.identifier FROM asked ${dialect.joinDialogs("x", sql`x.id = asked.dialog_id`)}
        WHERE x.party = asked.party)`,
    },
    ...relationsOf(dialect, selection, start),
    found(arms, sql``),
  ];
  return rowsOf(
    dialect,
    relations,
    sql`${columns}, named.identifier AS named`,
    level,
    sql`JOIN named ON named.seq = found.seq ORDER BY found.id`,
  );
};

/** What dialogs are called on other platforms, and which are called so. */
export class TwinStore {
  readonly #database: Database;
  readonly #tables: DialogsTables;
  readonly #dialect: DialogsDialect;
  readonly #rows: ReturnType<typeof createRowReader>;
  readonly #search: SearchStore;

  constructor(
    database: Database,
    tables: DialogsTables,
    dialect: DialogsDialect,
    rows: ReturnType<typeof createRowReader>,
    search: SearchStore,
  ) {
    this.#database = database;
    this.#tables = tables;
    this.#dialect = dialect;
    this.#rows = rows;
    this.#search = search;
  }

  /**
   * The dialogs of a selection that are called by these names, each name looked for in its party alone; in order of
   * their ids. One statement, however many names; with a search the words are asked of what it found.
   */
  async named(selection: Selection, asked: readonly AskedName[]): Promise<NamedDialog[]> {
    if (asked.length === 0) return [];
    const raw = await this.#database.read.rows<Record<string, unknown>>(
      namedStatement(this.#dialect, this.#rows.columns, { ...selection, search: null }, asked),
    );
    const bySeq = new Map<number, { row: HistoryRow; identifiers: string[] }>();
    for (const one of raw) {
      const seq = Number(one["seq"]);
      const known = bySeq.get(seq);
      const identifier = String(one["named"]);
      if (known !== undefined) known.identifiers.push(identifier);
      else {
        const row = historyRowOf(this.#rows, one, selection.scope.level);
        bySeq.set(seq, { row, identifiers: [identifier] });
      }
    }
    const dialogs = [...bySeq.values()].map(({ row, identifiers }) => ({
      row,
      identifiers: identifiers.sort(),
    }));
    const { search } = selection;
    if (search === null || dialogs.length === 0) return dialogs;
    const matching = await this.#search.matchingRows(
      search,
      dialogs.map(({ row }) => row),
    );
    return dialogs.filter(({ row }) => matching.has(row.seq));
  }

  /** All names of dialogs that the viewer is known to see, sorted, by `seq`. One statement. */
  async namesOf(dialogs: readonly Pick<HistoryRow, "seq" | "id">[]): Promise<Map<number, string[]>> {
    const { identifiers: table } = this.#tables;
    const names = new Map(dialogs.map(({ seq, id }) => [seq, namesOfDialog(id, [])]));
    if (dialogs.length === 0) return names;
    const rows = await this.#database.read
      .select()
      .from(table)
      .where(sql`${table.dialogSeq} IN (${this.#dialect.numbers([...names.keys()])})`);
    for (const { dialogSeq, identifier } of rows) names.get(dialogSeq)?.push(identifier);
    for (const all of names.values()) all.sort();
    return names;
  }
}
