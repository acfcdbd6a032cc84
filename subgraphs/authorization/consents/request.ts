import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import type { ConsentRightRow, ConsentServiceRow } from "../../../drizzle/authorization/tables-consents.js";
import type { Queries } from "../../../drizzle/database.js";
import type { LocalizedText } from "../../../schema/localization.js";
import type { PartyUrn } from "../../../schema/urns.js";
import { actorOf, auditEntry } from "../audit/entry.js";
import { appendAudit } from "../audit/store.js";
import type { AuthorizationContext } from "../context.js";
import { partyByUrn } from "../delegation/store/parties.js";
import { done, notDone, type Problem, problem, type Result } from "../requests/problems.js";
import { isActive } from "../rules/connections.js";
import { metadataProblem } from "./rules.js";
import { consentById, consentServicesOf, insertConsent, type WholeConsent } from "./store.js";
import { consentTemplate } from "./templates.js";

/** Organisations ask for consent by this scope. */
const WRITE_SCOPE = "altinn:consentrequests.write";
/** The action that consent gives, where none is named. */
export const CONSENT_ACTION = "consent";
const MAX_RIGHTS = 20;
const MAX_MESSAGE_LENGTH = 2_000;

export type ConsentTools = Pick<AuthorizationContext, "call" | "authorization" | "store" | "clock" | "newId">;

export interface ConsentRightOrder {
  readonly service: string;
  readonly actions: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** What an organisation asks consent for. */
export interface ConsentOrder {
  /** The asker's own UUID for it; the same again is the same request. `null` for a new one. */
  readonly id: string | null;
  readonly from: PartyUrn;
  readonly requiredDelegator: PartyUrn | null;
  readonly validTo: number;
  readonly rights: readonly ConsentRightOrder[];
  readonly message: LocalizedText;
  readonly redirectUrl: string;
  readonly portalViewMode: "SHOW" | "HIDE";
}

const mayNotAsk = problem(
  "NOT_AUTHORISED",
  `Consent is asked for by organisations, by Maskinporten with the scope ${WRITE_SCOPE}.`,
);

const unknownParty = (what: string): Problem =>
  problem(
    "UNKNOWN_SUBJECT",
    `The register does not know ${what}, or they are dead or deleted. Check the number.`,
  );

/** The organisation behind the machine that asks; `null` where it may not. */
export const receiverOf = async (
  queries: Queries,
  { call: { viewer }, store }: ConsentTools,
  scope: string,
): Promise<PartyRow | null> => {
  if (viewer.organization === null || !viewer.scopes.includes(scope)) return null;
  const party = await partyByUrn(queries, store.open.tables, viewer.organization);
  return party !== null && isActive(party) ? party : null;
};

const rightsProblem = (
  rights: readonly ConsentRightOrder[],
  services: ReadonlyMap<string, ConsentServiceRow>,
): Problem | null => {
  if (rights.length === 0 || rights.length > MAX_RIGHTS) {
    return problem("VALIDATION", `Ask for consent to 1 to ${MAX_RIGHTS} services; it was ${rights.length}.`);
  }
  for (const { service, metadata } of rights) {
    const known = services.get(service);
    if (known === undefined) {
      return problem(
        "UNKNOWN_SUBJECT",
        `There is no service ${service} that is given by consent. Check its spelling.`,
      );
    }
    const wrong = metadataProblem(service, known.metadataKeys, metadata);
    if (wrong !== null) return problem("VALIDATION", wrong);
  }
  const templates = new Set(
    [...services.values()].map(({ template }) => consentTemplate(template)?.id ?? template),
  );
  return templates.size > 1
    ? problem("VALIDATION", "These services have texts of different kinds; ask for each kind by itself.")
    : null;
};

const frameProblem = (order: ConsentOrder, template: string, now: number): Problem | null => {
  const known = consentTemplate(template);
  if (known === null) return problem("UNKNOWN_SUBJECT", `There is no consent template ${template}.`);
  const messages = Object.values(order.message);
  if (known.hasMessage && messages.length === 0) {
    return problem(
      "VALIDATION",
      "Say in a message what the details are for; the person who is asked reads it.",
    );
  }
  if (!known.hasMessage && messages.length > 0) {
    return problem("VALIDATION", "Leave the message out: this template has no place for it.");
  }
  if (messages.some((text) => text.length > MAX_MESSAGE_LENGTH)) {
    return problem("VALIDATION", `A message has at most ${MAX_MESSAGE_LENGTH} characters.`);
  }
  if (order.validTo <= now)
    return problem("VALIDATION", "The consent must hold for some time: validTo is over.");
  return URL.canParse(order.redirectUrl) && new URL(order.redirectUrl).protocol === "https:"
    ? null
    : problem(
        "VALIDATION",
        "redirectUrl must be an https address: the person goes on there when they have answered.",
      );
};

interface ConsentParties {
  readonly from: PartyRow;
  readonly to: PartyRow;
  readonly requiredDelegator: PartyRow | null;
}

const partiesOf = async (
  tx: Queries,
  tools: ConsentTools,
  order: ConsentOrder,
): Promise<Result<ConsentParties>> => {
  const { tables } = tools.store.open;
  const to = await receiverOf(tx, tools, WRITE_SCOPE);
  if (to === null) return notDone(mayNotAsk);
  const from = await partyByUrn(tx, tables, order.from);
  if (from === null || !isActive(from)) return notDone(unknownParty("whom you ask"));
  if (from.id === to.id)
    return notDone(problem("VALIDATION", "An organisation needs no consent of its own."));
  if (order.requiredDelegator === null) return done({ from, to, requiredDelegator: null });
  const requiredDelegator = await partyByUrn(tx, tables, order.requiredDelegator);
  return requiredDelegator?.type === "PERSON" && isActive(requiredDelegator)
    ? done({ from, to, requiredDelegator })
    : notDone(unknownParty("the person who is to answer"));
};

/** Asks for consent. The same id again is the same request, and no other organisation's. */
export const requestConsent = (tools: ConsentTools, order: ConsentOrder): Promise<Result<WholeConsent>> => {
  const { database, tables } = tools.store.open;
  return database.transaction(async (tx) => {
    const parties = await partiesOf(tx, tools, order);
    if (parties.done === null) return parties;
    const { from, to, requiredDelegator } = parties.done;
    const known = order.id === null ? null : await consentById(tx, tables, order.id);
    if (known !== null) {
      return known.consent.toId === to.id && known.consent.fromId === from.id
        ? done(known)
        : notDone(problem("STATUS_CONFLICT", "Another consent has this id; choose another UUID."));
    }
    const rights = order.rights.map((right) => ({ ...right, service: right.service.toLowerCase() }));
    const rows = await consentServicesOf(tx, tables, [...new Set(rights.map(({ service }) => service))]);
    const at = tools.clock();
    const [first] = rows;
    const wrong =
      rightsProblem(rights, new Map(rows.map((row) => [row.service, row]))) ??
      frameProblem(order, first?.template ?? "", at);
    if (wrong !== null) return notDone(wrong);

    const id = order.id ?? tools.newId(at);
    const consent = {
      id,
      fromId: from.id,
      toId: to.id,
      requiredDelegatorId: requiredDelegator?.id ?? null,
      status: "CREATED",
      template: first?.template ?? "",
      message: order.message,
      redirectUrl: order.redirectUrl,
      portalViewMode: order.portalViewMode,
      isOneTime: rows.some(({ isOneTime }) => isOneTime),
      validTo: order.validTo,
      createdAt: at,
      answeredAt: null,
      answeredById: null,
      endedAt: null,
      usedAt: null,
    };
    const rightRows: ConsentRightRow[] = rights.map(({ service, actions, metadata }, position) => ({
      consentId: id,
      position,
      service,
      actions: actions.length === 0 ? [CONSENT_ACTION] : [...new Set(actions)],
      metadata,
    }));
    await insertConsent(tx, tables, { consent, rights: rightRows });
    const told = { at, kind: "CONSENT_REQUESTED" as const, partyId: from.id, counterpartId: to.id };
    await appendAudit(
      tx,
      auditEntry(actorOf(tools.call, to.id), {
        ...told,
        id: tools.newId(at),
        subject: rights.map(({ service }) => service).join(" "),
        referenceId: id,
      }),
    );
    return done({ consent, rights: rightRows });
  });
};
