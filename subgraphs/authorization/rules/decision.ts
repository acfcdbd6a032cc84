import type { LocalizedText } from "../../../schema/localization.js";
import type { AccessDecision, AccessGrant, AccessRequest, GrantType } from "../../../schema/ports.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import type { Named } from "../pdp/attribute-names.js";
import type { FlatRights } from "../pdp/flat-rights.js";
import { type Levels, NO_LEVELS, requiredLevel } from "../pdp/levels.js";
import { askPolicy, type Held, heldBy, type PolicyAnswer } from "../pdp/policy-request.js";
import { inheritedLevel, isLetIn } from "../pdp/rule-book.js";
import type { ServicePolicy } from "../pdp/service-policy.js";
import type { Connection, Connections } from "./connections.js";
import { type ActedFor, type Basis, heldThrough, NOBODY } from "./decision-basis.js";

/** One reason why access is given, with the way that it came. */
export interface FoundGrant {
  readonly grantType: GrantType;
  /** URN of the role, package, service or instance. */
  readonly subject: string;
  readonly connection: Connection;
}

/** A decision, before its reasons have names. */
export interface Finding {
  readonly partyId: string | null;
  readonly decision: AccessDecision["decision"];
  readonly requiredLevel: number;
  /** Empty where the decision is no. */
  readonly grants: readonly FoundGrant[];
}

/** Finds a party acted for by any URN of its. */
export const partyFinder = (connections: Connections): ((urn: PartyUrn) => string | null) => {
  let byUrn: Map<string, string> | null = null;
  return (urn) => {
    if (urn.startsWith(PARTY_UUID_PREFIX)) {
      const id = urn.slice(PARTY_UUID_PREFIX.length);
      return connections.byPartyId.has(id) ? id : null;
    }
    byUrn ??= new Map(
      [...connections.byPartyId.keys()].map((id) => [connections.parties.get(id)?.urn ?? "", id]),
    );
    return byUrn.get(urn) ?? null;
  };
};

/** Rights by name: to the service, and to the one thing. */
const grantsByName = (
  connection: Connection,
  { service, action, instanceRef }: AccessRequest,
  isNamed: boolean,
): FoundGrant[] => {
  const grants: FoundGrant[] = [];
  const actions = connection.source.services.get(service);
  if (actions === null ? isNamed : actions?.includes(action) === true) {
    grants.push({ grantType: "RESOURCE_DELEGATION", subject: service, connection });
  }
  for (const instance of connection.instances) {
    if (instanceRef === null || instance.instanceRef !== instanceRef || instance.service !== service)
      continue;
    if (instance.actions.includes(action)) {
      grants.push({ grantType: "INSTANCE_DELEGATION", subject: instanceRef, connection });
    }
  }
  return grants;
};

/** Rights by role or package: those of the connections that are among the subjects. */
const grantsBySubject = (list: readonly Connection[], subjectUrns: Iterable<string>): FoundGrant[] => {
  const grants: FoundGrant[] = [];
  for (const urn of subjectUrns) {
    for (const connection of list) {
      const subject = connection.source.subjects.get(urn);
      if (subject !== undefined)
        grants.push({ grantType: subject.grantType, subject: subject.urn, connection });
    }
  }
  return grants;
};

const TYPE_ORDER: Readonly<Record<GrantType, number>> = {
  ROLE: 0,
  ACCESS_PACKAGE: 1,
  RESOURCE_DELEGATION: 2,
  INSTANCE_DELEGATION: 3,
};

/** How far a right has come: the nearest is the best reason. */
const distance = ({ connection: { through, inheritance } }: FoundGrant): number =>
  (through === null ? 0 : 2) + (inheritance === null ? 0 : 1);

/** What makes a reason: a role named by both its URNs, or a key role held twice over, is still one. */
const reasonKey = ({ grantType, subject, connection: { role, through, giverId } }: FoundGrant): string =>
  JSON.stringify([grantType, subject, role.urn, through?.partyId ?? "", giverId]);

/** A grant with what it is compared by, made once: to make it at each comparison took longer than all else here. */
const keyed = (grant: FoundGrant) => {
  const key = reasonKey(grant);
  return { grant, key, place: distance(grant), tie: key + (grant.connection.through?.roleUrn ?? "") };
};

type Keyed = ReturnType<typeof keyed>;

const nearestFirst = (a: Keyed, b: Keyed): number =>
  a.place - b.place ||
  TYPE_ORDER[a.grant.grantType] - TYPE_ORDER[b.grant.grantType] ||
  (a.tie < b.tie ? -1 : 1);

/** Each reason once, nearest first. */
const distinct = (grants: readonly FoundGrant[]): readonly FoundGrant[] => {
  if (grants.length < 2) return grants;
  const byReason = new Map<string, FoundGrant>();
  for (const { key, grant } of grants.map(keyed).sort(nearestFirst)) {
    if (!byReason.has(key)) byReason.set(key, grant);
  }
  return [...byReason.values()];
};

/** Where a policy asks for nothing that was given, the ways to the party are the reason. */
const grantsByConnection = (list: readonly Connection[]): FoundGrant[] =>
  list.map((connection) => ({ grantType: "ROLE", subject: connection.role.urn, connection }));

interface ByPolicy extends PolicyAnswer {
  readonly grants: readonly FoundGrant[];
}

const SILENT: ByPolicy = { decision: "NOT_APPLICABLE", levels: NO_LEVELS, grants: [] };

/** What a policy that is a list of rights says. */
const byRights = (
  { flat, levels }: { readonly flat: FlatRights; readonly levels: Levels },
  { list }: ActedFor,
  action: string,
  identity: readonly Named[],
): ByPolicy => {
  const subjects = flat.get(action);
  if (subjects === undefined) return SILENT;
  const grants = grantsBySubject(list, subjects);
  if (grants.length > 0) return { decision: "PERMIT", levels, grants };
  const isNamed = identity.some(([id, value]) => subjects.has(`${id}:${value}`.toLowerCase()));
  return isNamed ? { decision: "PERMIT", levels, grants: grantsByConnection(list) } : SILENT;
};

/** What an evaluation says, and which of the subjects would have done by itself. */
const byEvaluation = (
  policy: ServicePolicy,
  { party, list }: ActedFor,
  { service, action, attribute = null }: AccessRequest,
  { identity, now }: Basis,
): ByPolicy => {
  const ask = (held: Held) => askPolicy(policy, { service, action, attribute, held, party, now });
  const answer = ask(heldThrough(list, identity));
  if (answer.decision !== "PERMIT") return { ...answer, grants: [] };
  const held = new Set(list.flatMap(({ source }) => [...source.subjects.keys()]));
  const mentioned = [...policy.mentions.subjectUrns].filter((urn) => held.has(urn));
  const enough = mentioned.filter((urn) => ask(heldBy([urn], identity)).decision === "PERMIT");
  const grants = grantsBySubject(list, enough.length > 0 ? enough : mentioned);
  return { ...answer, grants: grants.length > 0 ? grants : grantsByConnection(list) };
};

/** Whether something was given by name that says yes where the policy says nothing. */
export const isGivenByName = (
  list: readonly Connection[],
  request: AccessRequest,
  policy: ServicePolicy | null,
): boolean => {
  const isNamed = policy?.mentions.actions.has(request.action) === true;
  return list.some((connection) => grantsByName(connection, request, isNamed).length > 0);
};

const byPolicy = (acted: ActedFor, request: AccessRequest, basis: Basis): ByPolicy => {
  const policy = basis.policies.get(request.service) ?? null;
  if (policy === null) return SILENT;
  const { flat, levels } = policy;
  return flat !== null && (request.attribute ?? null) === null
    ? byRights({ flat, levels }, acted, request.action, basis.identity)
    : byEvaluation(policy, acted, request, basis);
};

const decideFor = (acted: ActedFor, request: AccessRequest, basis: Basis): Omit<Finding, "partyId"> => {
  const { service, action } = request;
  const { book, isServiceOwner } = basis;
  const inherited = inheritedLevel(book, service, isServiceOwner);
  const found = byPolicy(acted, request, basis);
  if (found.decision === "DENY") return { decision: "DENY", requiredLevel: inherited, grants: [] };

  const isNamed = basis.policies.get(service)?.mentions.actions.has(action) === true;
  const byName = acted.list.flatMap((connection) => grantsByName(connection, request, isNamed));
  const grants = [...found.grants, ...byName];
  if (grants.length === 0) return { decision: "NOT_APPLICABLE", requiredLevel: inherited, grants };
  if (!isLetIn(book, service, action, acted.party)) {
    return { decision: "DENY", requiredLevel: inherited, grants: [] };
  }
  const level =
    found.decision === "PERMIT"
      ? requiredLevel(found.levels, book.services.get(service) ?? 0, isServiceOwner)
      : inherited;
  return { decision: "PERMIT", requiredLevel: level, grants: distinct(grants) };
};

/**
 * Whether a viewer may do something, with every reason, nearest first. The service's policy decides; where it says
 * nothing, what was given by name does. A service that the register does not know is nobody's, whatever was delegated.
 */
export const decideOn = (
  request: AccessRequest,
  basis: Basis,
  partyIdOf: (urn: PartyUrn) => string | null,
): Finding => {
  const { connections, book, isServiceOwner } = basis;
  const partyId = partyIdOf(request.party);
  const party = partyId === null ? undefined : connections.parties.get(partyId);
  if (party === undefined || !book.services.has(request.service)) {
    const requiredLevel = inheritedLevel(book, request.service, isServiceOwner);
    return { partyId, decision: "NOT_APPLICABLE", requiredLevel, grants: [] };
  }
  const list = connections.byPartyId.get(party.id) ?? NOBODY;
  return { partyId, ...decideFor({ party, list }, request, basis) };
};

/** A grant as other rooms see it, with what a sentence about it needs. */
export interface ReasonedGrant extends AccessGrant {
  readonly connection: Connection;
  /** The party of `via`, by id. */
  readonly viaId: string | null;
  /** The name of the role that was given; of the role that it came through. */
  readonly roleName: LocalizedText;
  readonly throughRoleName: LocalizedText | null;
}

export interface ReasonedDecision extends AccessDecision {
  /** The party that was asked about; `null` where the viewer may not act for it. */
  readonly partyId: string | null;
  readonly grants: readonly ReasonedGrant[];
}

/** Names by URN, of roles and packages. */
export type Names = ReadonlyMap<string, LocalizedText>;

const DELEGATION_NAMES: Readonly<Record<"RESOURCE_DELEGATION" | "INSTANCE_DELEGATION", LocalizedText>> = {
  RESOURCE_DELEGATION: {
    nb: "Fullmakt til tjenesten",
    nn: "Fullmakt til tenesta",
    en: "Authorisation for the service",
  },
  INSTANCE_DELEGATION: {
    nb: "Fullmakt til denne ene saken",
    nn: "Fullmakt til denne eine saka",
    en: "Authorisation for this one case",
  },
};

/** Where a right came by way of, as far as it can be said in one party: whom the viewer stands in for comes first. */
const viaOf = ({ through, inheritance, giverId }: Connection): string | null =>
  through?.partyId ?? (inheritance === null ? null : giverId);

const withNames = (
  { grantType, subject, connection }: FoundGrant,
  connections: Connections,
  names: Names,
): ReasonedGrant => {
  const via = viaOf(connection);
  const throughRole = connection.through?.roleUrn ?? null;
  const isByName = grantType === "RESOURCE_DELEGATION" || grantType === "INSTANCE_DELEGATION";
  return {
    grantType,
    subject,
    name: isByName ? DELEGATION_NAMES[grantType] : (names.get(subject) ?? {}),
    via: via === null ? null : (connections.parties.get(via)?.urn ?? null),
    connection,
    viaId: via,
    roleName: names.get(connection.role.urn) ?? {},
    throughRoleName: throughRole === null ? null : (names.get(throughRole) ?? {}),
  };
};

/** The finding as it is given out. */
export const reasoned = (finding: Finding, connections: Connections, names: Names): ReasonedDecision => ({
  decision: finding.decision,
  partyId: finding.partyId,
  requiredLevel: finding.requiredLevel,
  grants: finding.grants.map((grant) => withNames(grant, connections, names)),
});
