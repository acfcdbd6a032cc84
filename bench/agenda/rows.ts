import { columnsOf } from "../../drizzle/columns.js";
import type { Database } from "../../drizzle/database.js";
import { type DialogRow, dialogsTables } from "../../drizzle/dialogs/tables.js";
import { DAY_MILLIS } from "../../lib/clock.js";
import { idFromName, uuidFromName } from "../../lib/ids.js";
import type { ScopeParty } from "../../schema/scope.js";
import { ORGANIZATION_PREFIX } from "../../schema/urns.js";

export const NOW = Date.parse("2026-06-15T08:00:00Z");

const BATCH = 5_000;
const KINDS = ["PAY", "ANSWER", "SIGN", "SEND_IN", "APPEAL", null] as const;

/** Whose numbers look like organisations', and are none. */
export const partyAt = (index: number): ScopeParty => ({
  urn: `${ORGANIZATION_PREFIX}${800_000_000 + index}`,
  id: uuidFromName(`bench party ${index}`),
});

export const SERVICES = Array.from({ length: 20 }, (_, index) => `urn:altinn:resource:bench-${index}`);

const dialogAt = (index: number, party: string): DialogRow => {
  const createdAt = NOW - (index % 900) * DAY_MILLIS - (index % 86_400) * 1_000;
  const id = idFromName(`bench ${index}`, createdAt);
  return {
    seq: index + 1,
    id,
    sourceId: "bench",
    sourceStatus: "Sendt",
    org: "bench",
    serviceResource: SERVICES[index % SERVICES.length] ?? "",
    serviceResourceType: "genericaccessresource",
    party,
    status: index % 3 === 0 ? "COMPLETED" : "AWAITING",
    extendedStatus: null,
    extendedStatusCode: null,
    externalReference: `2026/${index}`,
    progress: null,
    process: index % 4 === 0 ? `urn:bench:case:${Math.floor(index / 16)}` : null,
    precedingProcess: null,
    instanceRef: null,
    createdAt,
    updatedAt: createdAt,
    contentUpdatedAt: createdAt,
    visibleFrom: null,
    dueAt: createdAt + 30 * DAY_MILLIS,
    expiresAt: null,
    deletedAt: null,
    isApiOnly: false,
    isFrozen: false,
    systemLabels: index % 5 === 0 ? 4 : 1,
    isSeenSinceLastContentUpdate: index % 2 === 0,
    hasUnopenedContent: false,
    fromServiceOwnerTransmissionsCount: 0,
    fromPartyTransmissionsCount: 0,
    guiAttachmentCount: 0,
    title: { nb: `Sak ${index} om noe som skal gjøres` },
    summary: { nb: "Et sammendrag av omtrent den lengden som sammendrag pleier å ha." },
    senderName: null,
    nonSensitiveTitle: null,
    nonSensitiveSummary: null,
    hasNonSensitiveTitle: false,
    revision: id,
    endUserContextRevision: id,
    serviceOwnerContextRevision: id,
    idempotentKey: null,
  };
};

const deadlineOf = (dialog: DialogRow) => ({
  id: `${dialog.id}:due`,
  dialogSeq: dialog.seq,
  party: dialog.party,
  key: "due",
  kind: KINDS[dialog.seq % KINDS.length] ?? null,
  dueAt: dialog.dueAt ?? 0,
  amount: null,
  currency: null,
  kid: null,
  account: null,
  isMetByOwnerOnly: false,
  ownerMetAt: null,
  metAt: dialog.status === "COMPLETED" ? dialog.createdAt : null,
  metBy: dialog.status === "COMPLETED" ? "COMPLETED" : null,
  since: 0,
  changedAt: dialog.createdAt,
  sequence: 0,
});

/**
 * Fills a store with dialogs and their deadlines, and nothing else of them: what lists read. One party has the first
 * `ofOne`, the others thirty each.
 */
export const fill = async (
  database: Database,
  amounts: { readonly ofOne: number; readonly parties: number },
): Promise<number> => {
  const tables = dialogsTables(columnsOf(database.dialect));
  await database.transaction(async (tx) => {
    await tx.insert(tables.sources).values({
      id: "bench",
      name: { nb: "Bench" },
      delivery: "PUSH",
      copiedAt: null,
      staleAfterMillis: null,
      coversFrom: null,
      suppliedCount: null,
      heldCount: 0,
      reason: null,
    });
  });
  const total = amounts.ofOne + amounts.parties * 30;
  for (let start = 0; start < total; start += BATCH) {
    const dialogs = Array.from({ length: Math.min(BATCH, total - start) }, (_, offset) => {
      const index = start + offset;
      const party = index < amounts.ofOne ? 0 : 1 + Math.floor((index - amounts.ofOne) / 30);
      return dialogAt(index, partyAt(party).urn);
    });
    await database.transaction(async (tx) => {
      await tx.insertAll({ table: tables.dialogs, rows: dialogs });
      await tx.insertAll({ table: tables.deadlines, rows: dialogs.map(deadlineOf) });
    });
  }
  return total;
};
