import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { ConsentRow } from "../../../drizzle/authorization/tables-consents.js";
import type { Queries } from "../../../drizzle/database.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import { type AuditKind, actorOf, auditEntry } from "../audit/entry.js";
import { appendAudit } from "../audit/store.js";
import { partyByUrn } from "../delegation/store/parties.js";
import { done, notDone, type Problem, problem, type Result, Undone, undoing } from "../requests/problems.js";
import { mayAdministerAccess } from "../rules/administration.js";
import type { Connections } from "../rules/connections.js";
import { type ConsentTools, receiverOf } from "./request.js";
import {
  type ConsentStatus,
  type ConsentStep,
  consentStatusAfter,
  consentStepRule,
  isInForce,
  type Standing,
  shownStatus,
} from "./rules.js";
import { consentById, markUsed, moveConsent, type WholeConsent } from "./store.js";

const WRITE_SCOPE = "altinn:consentrequests.write";
const READ_SCOPE = "altinn:consentrequests.read";

const notFound = problem("NOT_FOUND", "There is no such consent that you may see.");

export const standingOf = ({ status, validTo, isOneTime, usedAt }: ConsentRow): Standing => ({
  status: status as ConsentStatus,
  validTo,
  isOneTime,
  usedAt,
});

/** Whether the viewer has to do with the one who is asked, so that they may see the question. */
const actsForGiver = (connections: Connections, { fromId, requiredDelegatorId }: ConsentRow): boolean => {
  const viewerId = connections.viewer?.id ?? null;
  return (
    viewerId !== null &&
    (viewerId === fromId || viewerId === requiredDelegatorId || mayAdministerAccess(connections, fromId))
  );
};

/** What the viewer lacks to give consent in a service, on behalf of whom is asked. */
const rightsProblem = async (
  { call, authorization }: ConsentTools,
  { consent, rights }: WholeConsent,
  connections: Connections,
): Promise<Problem | null> => {
  const requests = rights.flatMap(({ service, actions }) =>
    actions.map((action) => ({
      party: PARTY_UUID_PREFIX + consent.fromId,
      service,
      action,
      instanceRef: null,
    })),
  );
  const isOneself = connections.viewer?.id === consent.fromId;
  const decisions = await authorization.decide(call, requests);
  // A person's own details are theirs to share; on behalf of others one must have the right oneself.
  if (!isOneself && decisions.some(({ decision }) => decision !== "PERMIT")) {
    return problem(
      "NOT_AUTHORISED",
      "You do not have the right to give consent to all of this on their behalf. Ask somebody who leads them.",
    );
  }
  const level = Math.max(0, ...decisions.map(({ requiredLevel }) => requiredLevel));
  return level > call.viewer.level
    ? problem(
        "LEVEL_TOO_LOW",
        `Sign in at level ${level} or higher to answer this; you signed in at level ${call.viewer.level}.`,
        level,
      )
    : null;
};

/** Why the viewer may not take a step; `null` where they may. */
const stepProblem = async (
  tx: Queries,
  tools: ConsentTools,
  whole: WholeConsent,
  step: ConsentStep,
): Promise<Problem | null> => {
  const { consent } = whole;
  if (consentStepRule(step).side === "RECEIVER") {
    const receiver = await receiverOf(tx, tools, WRITE_SCOPE);
    return receiver?.id === consent.toId ? null : notFound;
  }
  const connections = await tools.authorization.connections(tools.call);
  const { kind } = tools.call.viewer;
  if (!actsForGiver(connections, consent)) {
    const lacking = await rightsProblem(tools, whole, connections);
    if (lacking?.code !== "LEVEL_TOO_LOW" && lacking !== null) return notFound;
  }
  if (kind !== "PERSON" && kind !== "SELF_IDENTIFIED") {
    return problem("NOT_AUTHORISED", "Consent is given and taken back by people, not by machines.");
  }
  const { requiredDelegatorId } = consent;
  if (step !== "REVOKE" && requiredDelegatorId !== null && requiredDelegatorId !== connections.viewer?.id) {
    return problem("NOT_AUTHORISED", "This question is for one person to answer, and it is not you.");
  }
  // Whoever administers access may take back what somebody else gave.
  const mayRevoke = step === "REVOKE" && mayAdministerAccess(connections, consent.fromId);
  return mayRevoke ? null : rightsProblem(tools, whole, connections);
};

const KINDS: Readonly<Record<ConsentStep, AuditKind>> = {
  ACCEPT: "CONSENT_ACCEPTED",
  REJECT: "CONSENT_REJECTED",
  REVOKE: "CONSENT_REVOKED",
  DELETE: "CONSENT_REVOKED",
};

const PAST: Readonly<Record<ConsentStep, string>> = {
  ACCEPT: "accepted",
  REJECT: "rejected",
  REVOKE: "revoked",
  DELETE: "taken back",
};

const cantNow = (step: ConsentStep, status: string): Problem =>
  problem("STATUS_CONFLICT", `The consent is ${status}; it can't be ${PAST[step]} now. Fetch it again.`);

const tell = (
  tx: Queries,
  { call, newId }: ConsentTools,
  { consent, rights }: WholeConsent,
  told: { readonly kind: AuditKind; readonly at: number; readonly actorId: string | null },
): Promise<void> =>
  appendAudit(
    tx,
    auditEntry(actorOf(call, told.actorId), {
      id: newId(told.at),
      at: told.at,
      kind: told.kind,
      partyId: consent.fromId,
      counterpartId: consent.toId,
      subject: rights.map(({ service }) => service).join(" "),
      referenceId: consent.id,
    }),
  );

/** Takes a consent a step on. */
export const takeConsentStep = (
  tools: ConsentTools,
  id: string,
  step: ConsentStep,
): Promise<Result<WholeConsent>> => {
  const { database, tables } = tools.store.open;
  return undoing(async () => {
    // What the answer rests on is asked before the write begins: it is asked of the register, not of the consent.
    const before = await consentById(database.read, tables, id);
    if (before === null) return notDone(notFound);
    const wrong = await stepProblem(database.read, tools, before, step);
    if (wrong !== null) return notDone(wrong);
    return database.transaction(async (tx) => {
      const at = tools.clock();
      const whole = (await consentById(tx, tables, id)) ?? before;
      const standing = standingOf(whole.consent);
      if (consentStatusAfter(standing, step, at) === null)
        return notDone(cantNow(step, shownStatus(standing, at)));
      const { from, to } = consentStepRule(step);
      const { viewer } = await tools.authorization.connections(tools.call);
      const byId = viewer?.id ?? whole.consent.toId;
      if (!(await moveConsent(tx, tables, { id, from, to, at, byId }))) {
        throw new Undone([cantNow(step, "changed meanwhile")]);
      }
      await tell(tx, tools, whole, { kind: KINDS[step], at, actorId: byId });
      return done((await consentById(tx, tables, id)) ?? whole);
    });
  });
};

/**
 * What the receiver may fetch by a consent, now. It is told in the giver's trail, and uses a one-time consent up.
 * @param from whom the receiver believes to have it of: a consent of anybody else is not found
 */
export const lookUpConsent = (
  tools: ConsentTools,
  id: string,
  from: PartyUrn,
): Promise<Result<WholeConsent>> => {
  const { database, tables } = tools.store.open;
  return database.transaction(async (tx) => {
    const receiver = await receiverOf(tx, tools, READ_SCOPE);
    if (receiver === null) {
      return notDone(
        problem("NOT_AUTHORISED", `Consents are looked up by organisations, with the scope ${READ_SCOPE}.`),
      );
    }
    const whole = await consentById(tx, tables, id);
    const giver: PartyRow | null = await partyByUrn(tx, tables, from);
    if (whole === null || whole.consent.toId !== receiver.id || whole.consent.fromId !== giver?.id) {
      return notDone(notFound);
    }
    const at = tools.clock();
    const standing = standingOf(whole.consent);
    const isFound = isInForce(standing, at) && (await markUsed(tx, tables, { consent: whole.consent, at }));
    if (!isFound) {
      const status = isInForce(standing, at) ? "USED" : shownStatus(standing, at);
      return notDone(problem("STATUS_CONFLICT", `The consent is ${status}: nothing may be fetched by it.`));
    }
    await tell(tx, tools, whole, { kind: "CONSENT_USED", at, actorId: receiver.id });
    return done(whole);
  });
};

/** A consent as the viewer may see it; `null` where there is none that they may. */
export const findConsent = async (tools: ConsentTools, id: string): Promise<WholeConsent | null> => {
  const { database, tables } = tools.store.open;
  const whole = await consentById(database.read, tables, id);
  if (whole === null) return null;
  const receiver =
    (await receiverOf(database.read, tools, READ_SCOPE)) ??
    (await receiverOf(database.read, tools, WRITE_SCOPE));
  if (receiver?.id === whole.consent.toId) return whole;
  if (whole.consent.status === "DELETED") return null;
  const connections = await tools.authorization.connections(tools.call);
  if (actsForGiver(connections, whole.consent)) return whole;
  if (connections.viewer === null) return null;
  const lacking = await rightsProblem(tools, whole, connections);
  return lacking === null || lacking.code === "LEVEL_TOO_LOW" ? whole : null;
};
