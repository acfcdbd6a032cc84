import { and, desc, eq, inArray, lt, ne } from "drizzle-orm";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type { AccessRequestRow } from "../../../drizzle/authorization/tables-requests.js";
import type { Queries } from "../../../drizzle/database.js";
import type { RequestSide, RequestStatus } from "./rules.js";

export const insertRequest = async (
  tx: Queries,
  { accessRequests }: AuthorizationTables,
  row: AccessRequestRow,
): Promise<void> => {
  await tx.insert(accessRequests).values(row);
};

export const requestById = async (
  queries: Queries,
  { accessRequests }: AuthorizationTables,
  id: string,
): Promise<AccessRequestRow | null> => {
  const [row] = await queries.select().from(accessRequests).where(eq(accessRequests.id, id));
  return row ?? null;
};

/** Whether rights to a service can be given to others; `null` where there is no such service. */
export const isDelegableService = async (
  queries: Queries,
  { services }: AuthorizationTables,
  urn: string,
): Promise<boolean | null> => {
  const [service] = await queries.select().from(services).where(eq(services.urn, urn));
  return service?.isDelegable ?? null;
};

/** Requests between two parties that are still open. */
export const openRequests = (
  queries: Queries,
  { accessRequests }: AuthorizationTables,
  { requesterId, giverId }: Pick<AccessRequestRow, "requesterId" | "giverId">,
): Promise<AccessRequestRow[]> =>
  Promise.resolve(
    queries
      .select()
      .from(accessRequests)
      .where(
        and(
          eq(accessRequests.requesterId, requesterId),
          eq(accessRequests.giverId, giverId),
          inArray(accessRequests.status, ["DRAFT", "PENDING"]),
        ),
      ),
  );

/**
 * Takes a request from one of some statuses to another.
 * @returns whether it was in one of them: of two that try at once, one does
 */
export const moveRequest = async (
  tx: Queries,
  { accessRequests }: AuthorizationTables,
  move: {
    readonly id: string;
    readonly from: readonly RequestStatus[];
    readonly to: RequestStatus;
    readonly at: number;
    readonly byId: string;
  },
): Promise<boolean> => {
  const isSent = move.to === "PENDING";
  const moved = await tx
    .update(accessRequests)
    .set({
      status: move.to,
      ...(isSent ? { sentAt: move.at } : { closedAt: move.at, closedById: move.byId }),
    })
    .where(and(eq(accessRequests.id, move.id), inArray(accessRequests.status, [...move.from])))
    .returning({ id: accessRequests.id });
  return moved.length > 0;
};

/** A party's requests on one side, newest first. One statement. */
export const requestPage = (
  queries: Queries,
  { accessRequests }: AuthorizationTables,
  page: {
    readonly partyId: string;
    readonly side: RequestSide;
    readonly statuses: readonly RequestStatus[] | null;
    readonly afterId: string | null;
    readonly take: number;
  },
): Promise<AccessRequestRow[]> => {
  const { id, requesterId, giverId, status } = accessRequests;
  const onSide =
    page.side === "REQUESTER"
      ? eq(requesterId, page.partyId)
      : and(eq(giverId, page.partyId), ne(status, "DRAFT"));
  return Promise.resolve(
    queries
      .select()
      .from(accessRequests)
      .where(
        and(
          onSide,
          page.statuses === null ? undefined : inArray(status, [...page.statuses]),
          page.afterId === null ? undefined : lt(id, page.afterId),
        ),
      )
      .orderBy(desc(id))
      .limit(page.take),
  );
};
