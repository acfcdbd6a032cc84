import type { AccessRequestRow } from "../../../drizzle/authorization/tables-requests.js";
import { eventParty } from "../audit/present.js";
import { packagesByUrns } from "../delegation/store/subjects.js";
import type { AuthorizationStore } from "../store.js";
import type { AccessPackage } from "../types/access-package.js";
import type { AccessRequest, AccessRequestStatus } from "../types/access-request.js";

/** Requests with the names of whom and what they are about, in two statements. */
export const presentRequests = async (
  store: AuthorizationStore,
  rows: readonly AccessRequestRow[],
): Promise<AccessRequest[]> => {
  const { database, tables } = store.open;
  const packageUrns = rows.flatMap(({ kind, subject }) => (kind === "PACKAGE" ? [subject] : []));
  const [partyRows, packageRows] = await Promise.all([
    store.partiesByIds([...new Set(rows.flatMap(({ requesterId, giverId }) => [requesterId, giverId]))]),
    packageUrns.length === 0 ? [] : packagesByUrns(database.read, tables, packageUrns),
  ]);
  const parties = new Map(partyRows.map((party) => [party.id, party]));
  const packages = new Map(packageRows.map((row) => [row.urn, row as unknown as AccessPackage]));
  return rows.map((row) => ({
    id: row.id,
    status: row.status as AccessRequestStatus,
    requester: eventParty(parties.get(row.requesterId)),
    giver: eventParty(parties.get(row.giverId)),
    accessPackage: packages.get(row.subject) ?? null,
    serviceResource: row.kind === "SERVICE" ? { id: row.subject } : null,
    actions: row.actions,
    createdAt: row.createdAt,
    sentAt: row.sentAt,
    closedAt: row.closedAt,
  }));
};
