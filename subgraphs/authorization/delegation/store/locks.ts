import { sql } from "drizzle-orm";
import type { Dialect } from "../../../../drizzle/columns.js";
import type { Queries } from "../../../../drizzle/database.js";

/**
 * Holds parties until the transaction ends, so that nobody else changes who has access on their behalf meanwhile.
 * Always in one order, so that two writers never wait for each other. On SQLite the transaction itself holds them: it
 * is the only one that writes.
 */
export const holdParties = async (
  tx: Queries,
  dialect: Dialect,
  partyIds: readonly (string | null)[],
): Promise<void> => {
  if (dialect === "sqlite") return;
  const ids = [...new Set(partyIds)].filter((id) => id !== null).sort();
  if (ids.length === 0) return;
  const list = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  await tx.rows(sql`SELECT id FROM party WHERE id IN (${list}) ORDER BY id FOR NO KEY UPDATE`);
};
