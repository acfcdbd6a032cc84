import { eq, inArray } from "drizzle-orm";
import type { AuthorizationTables, PartyRow } from "../../../../drizzle/authorization/tables.js";
import type { Queries } from "../../../../drizzle/database.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../../schema/urns.js";

/** A party by any of its URNs; `null` where there is none. */
export const partyByUrn = async (
  queries: Queries,
  { parties }: AuthorizationTables,
  urn: PartyUrn,
): Promise<PartyRow | null> => {
  const isNamed = urn.startsWith(PARTY_UUID_PREFIX)
    ? eq(parties.id, urn.slice(PARTY_UUID_PREFIX.length))
    : eq(parties.urn, urn);
  const [party] = await queries.select().from(parties).where(isNamed);
  return party ?? null;
};

/** Parties by id. */
export const partiesByIds = async (
  queries: Queries,
  { parties }: AuthorizationTables,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PartyRow>> => {
  if (ids.length === 0) return new Map();
  const rows: PartyRow[] = await queries
    .select()
    .from(parties)
    .where(inArray(parties.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row]));
};

/** Whether one of these parties has assigned anything to another. */
export const isConnected = async (
  queries: Queries,
  { assignments }: AuthorizationTables,
  fromIds: readonly (string | null)[],
  toId: string,
): Promise<boolean> => {
  const edges = await queries
    .select({ fromId: assignments.fromId })
    .from(assignments)
    .where(eq(assignments.toId, toId));
  return edges.some(({ fromId }) => fromIds.includes(fromId));
};
