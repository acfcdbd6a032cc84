import { eq, sql } from "drizzle-orm";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../drizzle/database.js";
import type { PartyUrn } from "../../../schema/urns.js";

/** What is counted for everybody; a party's own topic is its id. */
export const TOPICS = { rules: "rules", register: "register" } as const;

/** How often each topic has changed. Two that are equal mean that nothing has. */
export type Versions = ReadonlyMap<string, number>;

/** @param topics any number; those that never changed are left out */
export const versionsOf = async (
  read: Queries,
  { changes }: AuthorizationTables,
  topics: readonly string[],
): Promise<Versions> => {
  if (topics.length === 0) return new Map();
  const rows = await read.rows<{ topic: string; version: number }>(
    sql`SELECT topic, version FROM ${changes} WHERE topic IN ${topics}`,
  );
  return new Map(rows.map(({ topic, version }) => [topic, version]));
};

/** The versions of what holds for everybody, and of a party that is known by its URN so far. */
export const versionsFor = async (
  read: Queries,
  { changes, parties }: AuthorizationTables,
  urn: PartyUrn,
): Promise<Versions> => {
  const id = read
    .select({ id: sql<string>`CAST(${parties.id} AS TEXT)` })
    .from(parties)
    .where(eq(parties.urn, urn));
  const rows = await read
    .select()
    .from(changes)
    .where(sql`${changes.topic} IN (${TOPICS.rules}, ${TOPICS.register}) OR ${changes.topic} IN ${id}`);
  return new Map(rows.map(({ topic, version }) => [topic, version]));
};
