import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { AccessRequestRow } from "../../../drizzle/authorization/tables-requests.js";
import type { Queries } from "../../../drizzle/database.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import { type AuditKind, actorOf, auditEntry } from "../audit/entry.js";
import { appendAudit } from "../audit/store.js";
import type { AuthorizationContext } from "../context.js";
import type { Change } from "../delegation/change.js";
import { givePackages, giveRights } from "../delegation/give.js";
import { isConnected, partyByUrn } from "../delegation/store/parties.js";
import { packagesByUrns } from "../delegation/store/subjects.js";
import { mayAdministerAccess } from "../rules/administration.js";
import type { Connections } from "../rules/connections.js";
import {
  done,
  notDone,
  type Problem,
  problem,
  problemOfRefusal,
  type Result,
  Undone,
  undoing,
} from "./problems.js";
import {
  isSeenBy,
  type RequestSide,
  type RequestStatus,
  type RequestStep,
  statusAfter,
  stepRule,
} from "./rules.js";
import { insertRequest, isDelegableService, moveRequest, openRequests, requestById } from "./store.js";

/** Machines ask for access by this scope only. */
const REQUEST_SCOPE = "altinn:accessmanagement/enduser:requests.write";
const MAX_ACTIONS = 20;
const MAX_OPEN_REQUESTS = 50;

type Tools = Pick<AuthorizationContext, "call" | "authorization" | "store" | "clock" | "newId">;

/** What somebody asks for. */
export interface RequestOrder {
  /** On whose behalf the access would be. */
  readonly from: PartyUrn;
  /** Who would get it; `null` for the viewer. */
  readonly to: PartyUrn | null;
  readonly packageUrn: string | null;
  readonly service: string | null;
  readonly actions: readonly string[] | null;
  readonly isDraft: boolean;
}

const mayNotAsk = problem(
  "NOT_AUTHORISED",
  "You may not ask for access on behalf of this party. Ask somebody who leads it, or its access manager.",
);

const notConnected = problem(
  "NOT_CONNECTED",
  "Access can be asked for from those only who have given some already. Ask them to give the first of it themselves.",
);

const notFound = problem("NOT_FOUND", "There is no such request that you may see. Fetch the list again.");

/** Whether a viewer acts for one side of a request. */
const actsFor = (connections: Connections, partyId: string): boolean =>
  connections.viewer?.id === partyId || mayAdministerAccess(connections, partyId);

const mayUseRequests = ({ call: { viewer } }: Tools): boolean =>
  viewer.kind === "PERSON" || viewer.kind === "SELF_IDENTIFIED" || viewer.scopes.includes(REQUEST_SCOPE);

/** What is asked for, checked as far as asking needs; whoever approves is checked against all the rest. */
const subjectOf = async (
  tx: Queries,
  { store }: Tools,
  { packageUrn, service, actions }: RequestOrder,
): Promise<Result<Pick<AccessRequestRow, "kind" | "subject" | "actions">>> => {
  if ((packageUrn === null) === (service === null)) {
    return notDone(problem("VALIDATION", "Name either an access package or a service, not both."));
  }
  const { tables } = store.open;
  if (packageUrn !== null) {
    const urn = packageUrn.toLowerCase();
    const [known] = await packagesByUrns(tx, tables, [urn]);
    if (known === undefined) {
      return notDone(problem("UNKNOWN_SUBJECT", `There is no access package ${urn}. Check its spelling.`));
    }
    return known.isAssignable
      ? done({ kind: "PACKAGE", subject: urn, actions: null })
      : notDone(
          problem("NOT_DELEGABLE", `The access package ${urn} can't be given to others; ask for a service.`),
        );
  }
  const urn = (service ?? "").toLowerCase();
  const wanted = [...new Set((actions ?? []).map((action) => action.trim()))].filter(Boolean).sort();
  if (wanted.length === 0 || wanted.length > MAX_ACTIONS) {
    return notDone(
      problem("VALIDATION", `Name from 1 to ${MAX_ACTIONS} actions that you want to do in the service.`),
    );
  }
  const isDelegable = await isDelegableService(tx, tables, urn);
  if (isDelegable === null) {
    return notDone(problem("UNKNOWN_SUBJECT", `There is no service ${urn}. Check its spelling.`));
  }
  return isDelegable
    ? done({ kind: "SERVICE", subject: urn, actions: wanted })
    : notDone(problem("NOT_DELEGABLE", `Rights to ${urn} can't be given to others.`));
};

interface RequestParties {
  readonly viewer: PartyRow;
  readonly requester: PartyRow;
  readonly giver: PartyRow;
}

const partiesOf = async (
  tx: Queries,
  tools: Tools,
  { from, to }: RequestOrder,
): Promise<Result<RequestParties>> => {
  const { tables } = tools.store.open;
  const connections = await tools.authorization.connections(tools.call);
  const { viewer } = connections;
  if (viewer === null || !mayUseRequests(tools)) return notDone(mayNotAsk);
  const requester = to === null ? viewer : await partyByUrn(tx, tables, to);
  if (requester === null || !actsFor(connections, requester.id)) return notDone(mayNotAsk);
  const giver = await partyByUrn(tx, tables, from);
  if (giver === null || giver.id === requester.id) return notDone(notConnected);
  const isKnown =
    (requester.id === viewer.id && connections.byPartyId.has(giver.id)) ||
    (await isConnected(tx, tables, [giver.id, giver.parentId], requester.id));
  return isKnown ? done({ viewer, requester, giver }) : notDone(notConnected);
};

const tell = (
  tx: Queries,
  { call, newId }: Tools,
  row: AccessRequestRow,
  told: { readonly kind: AuditKind; readonly at: number; readonly viewerId: string },
): Promise<void> =>
  appendAudit(
    tx,
    auditEntry(actorOf(call, told.viewerId), {
      id: newId(told.at),
      at: told.at,
      kind: told.kind,
      partyId: row.giverId,
      counterpartId: row.requesterId,
      subject: row.subject,
      action: row.actions?.join(" ") ?? null,
      referenceId: row.id,
    }),
  );

/** Asks for access; a draft is sent when it is confirmed. The same request while one is open is that one. */
export const requestAccess = (tools: Tools, order: RequestOrder): Promise<Result<AccessRequestRow>> => {
  const { database, tables } = tools.store.open;
  return database.transaction(async (tx) => {
    const parties = await partiesOf(tx, tools, order);
    if (parties.done === null) return parties;
    const subject = await subjectOf(tx, tools, order);
    if (subject.done === null) return subject;
    const { viewer, requester, giver } = parties.done;
    const open = await openRequests(tx, tables, { requesterId: requester.id, giverId: giver.id });
    const same = open.find(
      (row) => row.subject === subject.done.subject && String(row.actions) === String(subject.done.actions),
    );
    if (same !== undefined) return done(same);
    if (open.length >= MAX_OPEN_REQUESTS) {
      return notDone(
        problem("LIMIT_REACHED", "They have not answered so many requests yet; withdraw some first."),
      );
    }
    const at = tools.clock();
    const row: AccessRequestRow = {
      id: tools.newId(at),
      requesterId: requester.id,
      giverId: giver.id,
      ...subject.done,
      status: order.isDraft ? "DRAFT" : "PENDING",
      createdAt: at,
      createdById: viewer.id,
      sentAt: order.isDraft ? null : at,
      closedAt: null,
      closedById: null,
    };
    await insertRequest(tx, tables, row);
    if (!order.isDraft) await tell(tx, tools, row, { kind: "REQUEST_SENT", at, viewerId: viewer.id });
    return done(row);
  });
};

const KINDS: Readonly<Record<RequestStep, AuditKind>> = {
  CONFIRM: "REQUEST_SENT",
  WITHDRAW: "REQUEST_WITHDRAWN",
  APPROVE: "REQUEST_APPROVED",
  REJECT: "REQUEST_REJECTED",
};

/** Gives what was asked for, by the rules that hold for everybody who gives. */
const give = async (
  tx: Queries,
  { store, call, newId }: Tools,
  row: AccessRequestRow,
  at: number,
): Promise<readonly Problem[]> => {
  const { database, tables } = store.open;
  const change: Change = {
    tx,
    tables,
    dialect: database.dialect,
    deed: { viewer: call.viewer, at, newId },
  };
  const parties = { from: PARTY_UUID_PREFIX + row.giverId, to: { partyId: row.requesterId } };
  const outcome =
    row.kind === "PACKAGE"
      ? await givePackages(change, { ...parties, packages: [row.subject] })
      : await giveRights(change, { ...parties, service: row.subject, rights: row.actions ?? [] });
  return outcome.outcome === "DONE" ? [] : outcome.refusals.map(problemOfRefusal);
};

const cantNow = (step: RequestStep, status: string): Problem =>
  problem("STATUS_CONFLICT", `The request is ${status}; it can't be ${PAST[step]} now. Fetch it again.`);

const PAST: Readonly<Record<RequestStep, string>> = {
  CONFIRM: "confirmed",
  WITHDRAW: "withdrawn",
  APPROVE: "approved",
  REJECT: "rejected",
};

/**
 * Takes a request a step on. Approving gives the access in the same transaction: where that is refused the request is
 * as it was.
 */
export const takeStep = (tools: Tools, id: string, step: RequestStep): Promise<Result<AccessRequestRow>> => {
  const { database, tables } = tools.store.open;
  const { side, from, to } = stepRule(step);
  return undoing(() =>
    database.transaction(async (tx) => {
      const connections = await tools.authorization.connections(tools.call);
      const { viewer } = connections;
      const row = await requestById(tx, tables, id);
      if (row === null || viewer === null) return notDone(notFound);
      const sides = sidesOf(connections, row);
      if (!sides.some((own) => isSeenBy(row.status as RequestStatus, own))) return notDone(notFound);
      if (!sides.includes(side)) {
        return notDone(
          problem("NOT_AUTHORISED", `A request is ${PAST[step]} by the other side; you can't do it.`),
        );
      }
      if (!mayUseRequests(tools)) return notDone(mayNotAsk);
      if (statusAfter(row.status as RequestStatus, step) === null) return notDone(cantNow(step, row.status));
      const at = tools.clock();
      if (!(await moveRequest(tx, tables, { id, from, to, at, byId: viewer.id }))) {
        throw new Undone([cantNow(step, "changed meanwhile")]);
      }
      if (step === "APPROVE") {
        const problems = await give(tx, tools, row, at);
        if (problems.length > 0) throw new Undone(problems);
      }
      // A draft that is withdrawn was never heard of.
      if (row.status !== "DRAFT" || step === "CONFIRM") {
        await tell(tx, tools, row, { kind: KINDS[step], at, viewerId: viewer.id });
      }
      return done((await requestById(tx, tables, id)) ?? row);
    }),
  );
};

/** The sides of a request that the viewer acts for. */
export const sidesOf = (
  connections: Connections,
  { requesterId, giverId }: Pick<AccessRequestRow, "requesterId" | "giverId">,
): RequestSide[] => [
  ...(actsFor(connections, requesterId) ? (["REQUESTER"] as const) : []),
  ...(mayAdministerAccess(connections, giverId) ? (["GIVER"] as const) : []),
];
