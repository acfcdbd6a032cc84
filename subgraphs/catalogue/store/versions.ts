import { and, desc, eq } from "drizzle-orm";
import type { CatalogueTables, ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";

/** Keeps what services were, in the transaction that changes them. */
export const keepVersions = async (
  tx: Queries,
  { serviceVersions }: CatalogueTables,
  superseded: readonly ServiceResourceRow[],
): Promise<void> => {
  const rows = superseded.map((row) => ({
    serviceId: row.id,
    version: row.version,
    changedAt: row.updatedAt,
    changedBy: row.changedBy,
    document: row,
  }));
  for (const chunk of inChunks(rows)) await tx.insert(serviceVersions).values(chunk);
};

/** A version that was kept is a row as it stood; columns that came later have what they stand for by default. */
const asRow = (
  document: Readonly<Record<string, unknown>>,
  current: ServiceResourceRow,
): ServiceResourceRow => ({
  ...current,
  ...document,
});

/** A service as it is and as it was, newest first. @param current as it is */
export const versionsOf = async (
  read: Queries,
  { serviceVersions }: CatalogueTables,
  current: ServiceResourceRow,
  limit: number,
): Promise<ServiceResourceRow[]> => {
  const past = await read
    .select({ document: serviceVersions.document })
    .from(serviceVersions)
    .where(eq(serviceVersions.serviceId, current.id))
    .orderBy(desc(serviceVersions.version))
    .limit(limit);
  return [current, ...past.map(({ document }) => asRow(document, current))].slice(0, limit);
};

/** A service as it was in one version; `null` where it never had it. */
export const versionOf = async (
  read: Queries,
  { serviceVersions }: CatalogueTables,
  current: ServiceResourceRow,
  version: number,
): Promise<ServiceResourceRow | null> => {
  if (version === current.version) return current;
  const [past] = await read
    .select({ document: serviceVersions.document })
    .from(serviceVersions)
    .where(and(eq(serviceVersions.serviceId, current.id), eq(serviceVersions.version, version)));
  return past === undefined ? null : asRow(past.document, current);
};
