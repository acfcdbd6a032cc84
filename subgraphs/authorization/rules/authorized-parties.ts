import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { tableOf } from "../../../lib/table-of.js";
import { hasKeyRole, isAccessManager, isMainAdministrator } from "./administration.js";
import type { Connection, Connections } from "./connections.js";
import { compareParties, publicUrn } from "./parties.js";

/** A party that the viewer may act for, as Dialogporten's `parties` shows it. */
export interface AuthorizedPartyFacts {
  readonly party: string;
  readonly partyUuid: string;
  readonly partyId: number;
  readonly name: string;
  readonly dateOfBirth: string | null;
  readonly partyType: string;
  readonly isDeleted: boolean;
  readonly hasKeyRole: boolean;
  readonly isCurrentEndUser: boolean;
  readonly isMainAdministrator: boolean;
  readonly isAccessManager: boolean;
}

/** The same with its subunits. */
export interface AuthorizedPartyTree extends AuthorizedPartyFacts {
  /** A main unit that is here for its subunits only. */
  readonly hasOnlyAccessToSubParties: boolean;
  readonly subParties: readonly AuthorizedPartyFacts[];
}

/** Dialogporten's words for what kind of party it is. */
const PARTY_TYPES: Readonly<Record<string, string>> = tableOf({
  PERSON: "Person",
  ORGANIZATION: "Organization",
  SELF_IDENTIFIED: "SelfIdentified",
  SYSTEM_USER: "SystemUser",
});

/** Whether anything can be done by way of a connection; an agent's or a supplier's role gives nothing by itself. */
const givesAnything = ({ source, instances }: Connection): boolean =>
  source.subjects.size > 0 || source.services.size > 0 || instances.length > 0;

/** Ids of those for whom the viewer can do anything at all. */
const usablePartyIds = ({ byPartyId }: Connections): Set<string> =>
  new Set([...byPartyId].flatMap(([id, list]) => (list.some(givesAnything) ? [id] : [])));

const factsOf = (party: PartyRow, connections: Connections): AuthorizedPartyFacts => ({
  party: publicUrn(party),
  partyUuid: party.id,
  partyId: party.partyId,
  name: party.name,
  dateOfBirth: party.dateOfBirth,
  partyType: PARTY_TYPES[party.type] ?? party.type,
  isDeleted: party.deletedAt !== null,
  hasKeyRole: hasKeyRole(connections, party.id),
  isCurrentEndUser: connections.viewer?.id === party.id,
  isMainAdministrator: isMainAdministrator(connections, party.id),
  isAccessManager: isAccessManager(connections, party.id),
});

/** Ids of main units that have to be read, to hang subunits under that are given without them. */
export const missingMainUnitIds = (connections: Connections): string[] => {
  const usable = usablePartyIds(connections);
  const ids = [...usable].flatMap((id) => connections.parties.get(id)?.parentId ?? []);
  return [...new Set(ids)].filter((id) => !connections.parties.has(id));
};

/**
 * Everyone whom the viewer may act for, subunits under their main units: the viewer first, then by name.
 * @param mainUnits those that `missingMainUnitIds` named
 */
export const authorizedPartyTrees = (
  connections: Connections,
  mainUnits: readonly PartyRow[],
): AuthorizedPartyTree[] => {
  const usable = usablePartyIds(connections);
  const rows = new Map(connections.parties);
  for (const row of mainUnits) rows.set(row.id, row);
  const viewerId = connections.viewer?.id ?? null;

  const subunitsOf = new Map<string, PartyRow[]>();
  const tops = new Map<string, PartyRow>();
  for (const id of usable) {
    const row = rows.get(id);
    if (row === undefined) continue;
    const mainUnit = row.parentId === null ? undefined : rows.get(row.parentId);
    const top = mainUnit ?? row;
    tops.set(top.id, top);
    if (mainUnit !== undefined) subunitsOf.set(top.id, [...(subunitsOf.get(top.id) ?? []), row]);
  }
  const inOrder = (a: PartyRow, b: PartyRow): number => compareParties(a, b, viewerId);
  return [...tops.values()].sort(inOrder).map((top) => ({
    ...factsOf(top, connections),
    hasOnlyAccessToSubParties: !usable.has(top.id),
    subParties: (subunitsOf.get(top.id) ?? []).sort(inOrder).map((row) => factsOf(row, connections)),
  }));
};
