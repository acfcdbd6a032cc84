import { and, desc, eq, gt, inArray, isNull, lt, ne, or } from "drizzle-orm";
import type { AuthorizationTables } from "../../../drizzle/authorization/tables.js";
import type {
  ConsentRightRow,
  ConsentRow,
  ConsentServiceRow,
} from "../../../drizzle/authorization/tables-consents.js";
import type { Queries } from "../../../drizzle/database.js";
import { PARTY_UUID_PREFIX } from "../../../schema/urns.js";
import type { ConsentStatus } from "./rules.js";

/** A consent with what it is to. */
export interface WholeConsent {
  readonly consent: ConsentRow;
  /** In the order of the request. */
  readonly rights: readonly ConsentRightRow[];
}

/** What is said of services that are given access to by consent, in no order; others are left out. */
export const consentServicesOf = (
  queries: Queries,
  { consentServices }: AuthorizationTables,
  services: readonly string[],
): Promise<ConsentServiceRow[]> =>
  services.length === 0
    ? Promise.resolve([])
    : Promise.resolve(
        queries
          .select()
          .from(consentServices)
          .where(inArray(consentServices.service, [...services])),
      );

export const insertConsent = async (
  tx: Queries,
  { consents, consentRights }: AuthorizationTables,
  { consent, rights }: WholeConsent,
): Promise<void> => {
  await tx.insert(consents).values(consent);
  await tx.insert(consentRights).values([...rights]);
};

/** Rights of many consents, in one statement, each in the order of its request. */
const withRights = async (
  queries: Queries,
  { consentRights }: AuthorizationTables,
  rows: readonly ConsentRow[],
): Promise<WholeConsent[]> => {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const rights = await queries
    .select()
    .from(consentRights)
    .where(inArray(consentRights.consentId, ids))
    .orderBy(consentRights.consentId, consentRights.position);
  return rows.map((consent) => ({
    consent,
    rights: rights.filter(({ consentId }) => consentId === consent.id),
  }));
};

export const consentById = async (
  queries: Queries,
  tables: AuthorizationTables,
  id: string,
): Promise<WholeConsent | null> => {
  const { consents } = tables;
  const rows = await queries.select().from(consents).where(eq(consents.id, id));
  return (await withRights(queries, tables, rows))[0] ?? null;
};

/**
 * Takes a consent from one of some statuses to another.
 * @returns whether it was in one of them: of two that try at once, one does
 */
export const moveConsent = async (
  tx: Queries,
  { consents }: AuthorizationTables,
  move: {
    readonly id: string;
    readonly from: readonly ConsentStatus[];
    readonly to: ConsentStatus;
    readonly at: number;
    readonly byId: string;
  },
): Promise<boolean> => {
  const isAnswer = move.to === "ACCEPTED" || move.to === "REJECTED";
  const moved = await tx
    .update(consents)
    .set({
      status: move.to,
      ...(isAnswer ? { answeredAt: move.at, answeredById: move.byId } : { endedAt: move.at }),
    })
    .where(and(eq(consents.id, move.id), inArray(consents.status, [...move.from])))
    .returning({ id: consents.id });
  return moved.length > 0;
};

/**
 * Notes that the receiver looked up a consent that is in force. A one-time consent is used up by it.
 * @returns whether it was in force: of two that look it up at once, one finds a one-time consent
 */
export const markUsed = async (
  tx: Queries,
  { consents }: AuthorizationTables,
  { consent, at }: { readonly consent: ConsentRow; readonly at: number },
): Promise<boolean> => {
  const used = await tx
    .update(consents)
    .set({ usedAt: consent.usedAt ?? at })
    .where(
      and(
        eq(consents.id, consent.id),
        eq(consents.status, "ACCEPTED"),
        gt(consents.validTo, at),
        consent.isOneTime ? isNull(consents.usedAt) : undefined,
      ),
    )
    .returning({ id: consents.id });
  return used.length > 0;
};

/** A party's consents on both sides, newest first: those that it is asked for, and those that it asks for. */
export const consentPage = async (
  queries: Queries,
  tables: AuthorizationTables,
  page: {
    readonly partyId: string;
    readonly side: "GIVER" | "RECEIVER";
    readonly after: { readonly createdAt: number; readonly id: string } | null;
    readonly take: number;
  },
): Promise<WholeConsent[]> => {
  const { id, createdAt, fromId, toId, status, portalViewMode } = tables.consents;
  // What is found by its link only is listed from when it was answered.
  const isListed = or(ne(portalViewMode, "HIDE"), ne(status, "CREATED"));
  const onSide =
    page.side === "RECEIVER"
      ? eq(toId, page.partyId)
      : and(eq(fromId, page.partyId), ne(status, "DELETED"), isListed);
  const { after } = page;
  const isAfter =
    after === null
      ? undefined
      : or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)));
  const rows = await queries
    .select()
    .from(tables.consents)
    .where(and(onSide, isAfter))
    .orderBy(desc(createdAt), desc(id))
    .limit(page.take);
  return withRights(queries, tables, rows);
};

/** Ids of parties by any of their URNs, in one statement; unknown ones are left out. @param urns at most 1,000 */
export const partyIdsByUrns = async (
  queries: Queries,
  { parties }: AuthorizationTables,
  urns: readonly string[],
): Promise<Map<string, string>> => {
  const ids = urns.flatMap((urn) =>
    urn.startsWith(PARTY_UUID_PREFIX) ? [urn.slice(PARTY_UUID_PREFIX.length)] : [],
  );
  const rows = await queries
    .select({ id: parties.id, urn: parties.urn })
    .from(parties)
    .where(or(inArray(parties.urn, [...urns]), inArray(parties.id, ids)));
  return new Map(
    rows.flatMap(({ id, urn }) => [
      [urn, id],
      [PARTY_UUID_PREFIX + id, id],
    ]),
  );
};

/** A service that one party may fetch of another by consent. */
export interface ConsentedService {
  readonly fromId: string;
  readonly service: string;
  readonly actions: readonly string[];
}

/**
 * What a receiver may do by consents that are in force now. One statement.
 * @param fromIds parties that are asked about
 */
export const consentedServices = async (
  queries: Queries,
  { consents, consentRights }: AuthorizationTables,
  {
    toId,
    fromIds,
    now,
  }: { readonly toId: string; readonly fromIds: readonly string[]; readonly now: number },
): Promise<ConsentedService[]> =>
  queries
    .select({ fromId: consents.fromId, service: consentRights.service, actions: consentRights.actions })
    .from(consents)
    .innerJoin(consentRights, eq(consentRights.consentId, consents.id))
    .where(
      and(
        eq(consents.toId, toId),
        inArray(consents.fromId, [...fromIds]),
        eq(consents.status, "ACCEPTED"),
        gt(consents.validTo, now),
        or(eq(consents.isOneTime, false), isNull(consents.usedAt)),
      ),
    );
