import { type SQL, sql } from "drizzle-orm";
import type { DialogsDialect } from "./dialect.js";
import { rememberedFor } from "./scope-parameters.js";
import { sqliteIndex } from "./search/sqlite-index.js";

const bind = rememberedFor(({ parties, services, instances }) => ({
  parties: JSON.stringify(parties),
  services: JSON.stringify(services),
  instances: JSON.stringify(instances),
}));

/** Rows of a JSON array of arrays. */
const rowsOf = (json: string, width: number): SQL => {
  const values = Array.from({ length: width }, (_, index) => sql`value ->> ${sql.raw(String(index))}`);
  return sql`SELECT ${sql.join(values, sql`, `)} FROM json_each(${json})`;
};

const fifteenDigits = (number: SQL): SQL => sql`printf('%015d', ${number})`;

export const sqliteDialect: DialogsDialect = {
  name: "sqlite",

  scope(parameters) {
    const { parties, services, instances } = bind(parameters);
    return [
      { name: "scope_party", body: sql`(party, g) AS MATERIALIZED (${rowsOf(parties, 2)})` },
      { name: "scope_service", body: sql`(g, service, level) AS MATERIALIZED (${rowsOf(services, 3)})` },
      {
        name: "scope_instance",
        body: sql`(party, service, ref, dialog_id, level) AS MATERIALIZED (${rowsOf(instances, 5)})`,
      },
    ];
  },

  isIn: (column, values) => sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`,

  joinDialogs: (alias, condition) => sql`CROSS JOIN dialog ${sql.raw(alias)} ON ${condition}`,

  // A correlated `IN (… LIMIT n)` is SQLite's lateral join. The heads are compared as one text, so that each costs one
  // step in the index and never opens a row: a moment in milliseconds has at most 15 digits.
  topOfParties: ({ key, isText, direction, condition, take, name }) => {
    const order = sql.raw(direction);
    const heads = sql.identifier(`${name}_heads`);
    return {
      relations: [
        {
          name: `${name}_heads`,
          body: sql`(party, g, rank) AS MATERIALIZED (
            SELECT p.party, p.g, (
              SELECT ${isText ? key : fifteenDigits(sql`coalesce(${key}, 0)`)} || x.id FROM dialog x
              WHERE x.party = p.party AND ${condition} ORDER BY ${key} ${order}, x.id ${order} LIMIT 1)
            FROM scope_party p)`,
        },
        {
          name,
          body: sql`(party, g) AS MATERIALIZED (
            SELECT party, g FROM ${heads} WHERE rank IS NOT NULL ORDER BY rank ${order} LIMIT ${take})`,
        },
      ],
      select: sql`SELECT d.seq, d.sort_key, d.id, p.g FROM ${sql.identifier(name)} p
        CROSS JOIN (SELECT x.seq, ${key} AS sort_key, x.id FROM dialog x) d ON d.seq IN (
          SELECT x.seq FROM dialog x WHERE x.party = p.party AND ${condition}
          ORDER BY ${key} ${order}, x.id ${order} LIMIT ${take})`,
    };
  },

  ofParties: ({ columns, condition }) =>
    sql`SELECT ${columns} FROM scope_party p CROSS JOIN dialog x WHERE x.party = p.party AND ${condition}`,

  topDeadlines: ({ condition, take }) => {
    const first = (column: SQL, limit: number) => sql`(
      SELECT ${column} FROM deadline t CROSS JOIN dialog x ON x.seq = t.dialog_seq
      WHERE t.party = p.party AND ${condition} ORDER BY t.due_at, t.id LIMIT ${limit})`;
    return {
      relations: [
        {
          name: "deadline_heads",
          body: sql`(party, g, rank) AS MATERIALIZED (
            SELECT p.party, p.g, ${first(sql`${fifteenDigits(sql`t.due_at`)} || t.id`, 1)} FROM scope_party p)`,
        },
        {
          name: "deadline_party",
          body: sql`(party, g) AS MATERIALIZED (
            SELECT party, g FROM deadline_heads WHERE rank IS NOT NULL ORDER BY rank LIMIT ${take})`,
        },
      ],
      select: sql`SELECT d.dialog_seq AS seq, d.due_at AS sort_key, d.id, p.g FROM deadline_party p
        CROSS JOIN deadline d ON d.id IN ${first(sql`t.id`, take)}`,
    };
  },

  deadlinesOfParties: ({ columns, condition, limit }) =>
    sql`SELECT * FROM (SELECT ${columns} FROM scope_party p CROSS JOIN deadline t CROSS JOIN dialog x
      WHERE t.party = p.party AND x.seq = t.dialog_seq AND ${condition} LIMIT ${limit})`,

  fifteenDigits,

  yearOf: (moment) => sql`strftime('%Y', ${moment} / 1000 + 3600, 'unixepoch')`,

  search: sqliteIndex,

  forUpdate: sql``,
};
