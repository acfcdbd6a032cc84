import type { LocalizedText } from "../../../schema/localization.js";
import type { AccessDecision, AccessGrant, AccessRequest, GrantType } from "../../../schema/ports.js";
import { PARTY_UUID_PREFIX, type PartyUrn } from "../../../schema/urns.js";
import type { Connection, Connections } from "./connections.js";

/** What the register says of the services that are asked about. */
export interface Policies {
  /** Level by service; a service that is not here is nobody's. */
  readonly levels: ReadonlyMap<string, number>;
  /** Who may: subject URNs by service, then action. */
  readonly subjects: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
}

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
  readonly requiredLevel: number;
  /** Empty where nobody says yes. */
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

const grantsOf = (
  connection: Connection,
  { service, action, instanceRef }: AccessRequest,
  subjects: ReadonlySet<string>,
): FoundGrant[] => {
  const grants: FoundGrant[] = [];
  for (const urn of subjects) {
    const subject = connection.source.subjects.get(urn);
    if (subject !== undefined)
      grants.push({ grantType: subject.grantType, subject: subject.urn, connection });
  }
  const byName = connection.source.services.get(service);
  if (
    byName !== undefined &&
    (byName.actions === null ? subjects.size > 0 : byName.actions.includes(action))
  ) {
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

const tieBreak = (grant: FoundGrant): string => reasonKey(grant) + (grant.connection.through?.roleUrn ?? "");

const nearestFirst = (a: FoundGrant, b: FoundGrant): number =>
  distance(a) - distance(b) ||
  TYPE_ORDER[a.grantType] - TYPE_ORDER[b.grantType] ||
  (tieBreak(a) < tieBreak(b) ? -1 : 1);

/** Each reason once, nearest first. */
const distinct = (grants: FoundGrant[]): FoundGrant[] => {
  const byReason = new Map<string, FoundGrant>();
  for (const grant of grants.sort(nearestFirst)) {
    const key = reasonKey(grant);
    if (!byReason.has(key)) byReason.set(key, grant);
  }
  return [...byReason.values()];
};

/**
 * Whether a viewer may do something, with every reason, nearest first. A service that the register does not know is
 * nobody's, whatever was delegated.
 */
export const decideOn = (
  request: AccessRequest,
  connections: Connections,
  policies: Policies,
  partyIdOf: (urn: PartyUrn) => string | null,
): Finding => {
  const requiredLevel = policies.levels.get(request.service);
  const partyId = partyIdOf(request.party);
  if (requiredLevel === undefined || partyId === null) {
    return { partyId, requiredLevel: requiredLevel ?? 0, grants: [] };
  }
  const subjects = policies.subjects.get(request.service)?.get(request.action) ?? new Set<string>();
  const grants = (connections.byPartyId.get(partyId) ?? []).flatMap((connection) =>
    grantsOf(connection, request, subjects),
  );
  return { partyId, requiredLevel, grants: distinct(grants) };
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

/** URNs of everything that grants need names of. */
export const namesNeeded = (findings: readonly Finding[]): { roleUrns: string[]; packageUrns: string[] } => {
  const roleUrns = new Set<string>();
  const packageUrns = new Set<string>();
  for (const { grantType, subject, connection } of findings.flatMap(({ grants }) => grants)) {
    if (grantType === "ROLE") roleUrns.add(subject);
    if (grantType === "ACCESS_PACKAGE") packageUrns.add(subject);
    roleUrns.add(connection.role.urn);
    if (connection.through?.roleUrn) roleUrns.add(connection.through.roleUrn);
  }
  return { roleUrns: [...roleUrns].sort(), packageUrns: [...packageUrns].sort() };
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

/** The finding as it is given out. Nobody is ever refused by name yet, so it is yes or "nobody said yes". */
export const reasoned = (finding: Finding, connections: Connections, names: Names): ReasonedDecision => ({
  decision: finding.grants.length > 0 ? "PERMIT" : "NOT_APPLICABLE",
  partyId: finding.partyId,
  requiredLevel: finding.requiredLevel,
  grants: finding.grants.map((grant) => withNames(grant, connections, names)),
});
