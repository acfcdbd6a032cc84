import { sql } from "drizzle-orm";
import type { CatalogueTables } from "../../../drizzle/catalogue/tables.js";
import type { Dialect } from "../../../drizzle/columns.js";
import type { Queries } from "../../../drizzle/database.js";

/**
 * The moment that a change is told under: later than all before it, whoever is quicker. Whoever follows the catalogue goes
 * on from the last moment that they have read; a change that came in under an earlier one would never reach them. So
 * changes are made one after the other: on SQLite they are anyway.
 * @param tx of the change; ask before anything is written in it
 * @param now milliseconds since 1970 UTC
 */
export const nextMoment = async (
  tx: Queries,
  { dialect, tables }: { readonly dialect: Dialect; readonly tables: CatalogueTables },
  now: number,
): Promise<number> => {
  if (dialect === "postgres") {
    await tx.rows(
      sql`SELECT pg_advisory_xact_lock(hashtext('changes of the catalogue'), hashtext(current_schema()))`,
    );
  }
  const { serviceResources, policySubjects } = tables;
  const [row] = await tx.rows<{ latest: number | string | null }>(
    sql`SELECT MAX(at) AS latest FROM (
      SELECT MAX(updated_at) AS at FROM ${serviceResources} UNION ALL SELECT MAX(updated_at) FROM ${policySubjects}
    ) AS told`,
  );
  return row?.latest == null ? now : Math.max(now, Number(row.latest) + 1);
};
