import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { AuthorizationTables, PartyRow } from "../../../drizzle/authorization/tables.js";
import type { AccessListRow, AccessListServiceRow } from "../../../drizzle/authorization/tables-policies.js";
import type { Queries } from "../../../drizzle/database.js";
import { inChunks } from "../../../drizzle/statements.js";
import type { PartyUrn } from "../../../schema/urns.js";

/** An owner's list; `null` where it has none of that name. */
export const listOf = async (
  queries: Queries,
  { accessLists }: AuthorizationTables,
  owner: string,
  identifier: string,
): Promise<AccessListRow | null> => {
  const [row] = await queries
    .select()
    .from(accessLists)
    .where(and(eq(accessLists.owner, owner), eq(accessLists.identifier, identifier)));
  return row ?? null;
};

/** An owner's lists, by identifier. */
export const listPage = async (
  queries: Queries,
  { accessLists }: AuthorizationTables,
  page: { readonly owner: string; readonly after: string | null; readonly take: number },
): Promise<AccessListRow[]> =>
  queries
    .select()
    .from(accessLists)
    .where(
      and(
        eq(accessLists.owner, page.owner),
        page.after === null ? undefined : gt(accessLists.identifier, page.after),
      ),
    )
    .orderBy(asc(accessLists.identifier))
    .limit(page.take);

/** Adds a list, or changes what it is called. */
export const saveList = async (
  tx: Queries,
  { accessLists }: AuthorizationTables,
  row: AccessListRow,
): Promise<void> => {
  const { name, description } = row;
  await tx
    .insert(accessLists)
    .values(row)
    .onConflictDoUpdate({ target: accessLists.id, set: { name, description } });
};

/** Takes a list away, with its members and its services. */
export const removeList = async (tx: Queries, tables: AuthorizationTables, id: string): Promise<void> => {
  const { accessLists, accessListMembers, accessListServices } = tables;
  await tx.delete(accessListMembers).where(eq(accessListMembers.listId, id));
  await tx.delete(accessListServices).where(eq(accessListServices.listId, id));
  await tx.delete(accessLists).where(eq(accessLists.id, id));
};

export const memberIdsOf = async (
  queries: Queries,
  { accessListMembers }: AuthorizationTables,
  listId: string,
): Promise<ReadonlySet<string>> => {
  const rows = await queries
    .select({ partyId: accessListMembers.partyId })
    .from(accessListMembers)
    .where(eq(accessListMembers.listId, listId));
  return new Set(rows.map(({ partyId }) => partyId));
};

/** Members of a list with what they are called, by id of the party. */
export const memberPage = async (
  queries: Queries,
  { accessListMembers, parties }: AuthorizationTables,
  page: { readonly listId: string; readonly after: string | null; readonly take: number },
): Promise<{ party: PartyRow; since: number }[]> =>
  queries
    .select({ party: parties, since: accessListMembers.since })
    .from(accessListMembers)
    .innerJoin(parties, eq(parties.id, accessListMembers.partyId))
    .where(
      and(
        eq(accessListMembers.listId, page.listId),
        page.after === null ? undefined : gt(accessListMembers.partyId, page.after),
      ),
    )
    .orderBy(asc(accessListMembers.partyId))
    .limit(page.take);

export const addMembers = async (
  tx: Queries,
  { accessListMembers }: AuthorizationTables,
  { listId, partyIds, since }: { listId: string; partyIds: readonly string[]; since: number },
): Promise<void> => {
  for (const chunk of inChunks(partyIds)) {
    await tx.insert(accessListMembers).values(chunk.map((partyId) => ({ listId, partyId, since })));
  }
};

export const removeMembers = async (
  tx: Queries,
  { accessListMembers }: AuthorizationTables,
  { listId, partyIds }: { listId: string; partyIds: readonly string[] },
): Promise<void> => {
  for (const chunk of inChunks(partyIds)) {
    await tx
      .delete(accessListMembers)
      .where(and(eq(accessListMembers.listId, listId), inArray(accessListMembers.partyId, chunk)));
  }
};

/** Services that lists open, by list and service. */
export const servicesOfLists = async (
  queries: Queries,
  { accessListServices }: AuthorizationTables,
  listIds: readonly string[],
): Promise<AccessListServiceRow[]> =>
  listIds.length === 0
    ? []
    : queries
        .select()
        .from(accessListServices)
        .where(inArray(accessListServices.listId, [...listIds]))
        .orderBy(asc(accessListServices.listId), asc(accessListServices.service));

/** Which of these services are for those on lists only. */
export const restrictedAmong = async (
  queries: Queries,
  { restrictedServices }: AuthorizationTables,
  services: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (services.length === 0) return new Set();
  const rows = await queries
    .select()
    .from(restrictedServices)
    .where(inArray(restrictedServices.service, [...services]));
  return new Set(rows.map(({ service }) => service));
};

export const connectService = async (
  tx: Queries,
  { accessListServices }: AuthorizationTables,
  row: AccessListServiceRow,
): Promise<void> => {
  await tx
    .insert(accessListServices)
    .values(row)
    .onConflictDoUpdate({
      target: [accessListServices.listId, accessListServices.service],
      set: { actions: row.actions },
    });
};

export const disconnectService = async (
  tx: Queries,
  { accessListServices }: AuthorizationTables,
  { listId, service }: { listId: string; service: string },
): Promise<void> => {
  await tx
    .delete(accessListServices)
    .where(and(eq(accessListServices.listId, listId), eq(accessListServices.service, service)));
};

/** Says whether a service is for those on lists only. */
export const setRestricted = async (
  tx: Queries,
  { restrictedServices }: AuthorizationTables,
  service: string,
  isRestricted: boolean,
): Promise<void> => {
  if (isRestricted) await tx.insert(restrictedServices).values({ service }).onConflictDoNothing();
  else await tx.delete(restrictedServices).where(eq(restrictedServices.service, service));
};

/** Organisations by URN, in one statement; unknown ones and others than organisations are left out. */
export const organizationsByUrns = async (
  queries: Queries,
  { parties }: AuthorizationTables,
  urns: readonly PartyUrn[],
): Promise<PartyRow[]> =>
  queries
    .select()
    .from(parties)
    .where(and(inArray(parties.urn, [...urns]), eq(parties.type, "ORGANIZATION")));
