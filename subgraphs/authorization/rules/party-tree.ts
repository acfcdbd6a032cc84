import type { PartyRow } from "../../../drizzle/authorization/tables.js";
import { partiesOf, type Scope } from "../../../schema/scope.js";
import type { Connections } from "./connections.js";
import { groupBy } from "./grouping.js";
import { compareParties } from "./parties.js";

/** Parties of a scope as main units and subunits. */
export interface PartyTree {
  isActedFor(partyId: string): boolean;
  /** Subunits that are acted for, by name. */
  subunitsOf(partyId: string): readonly PartyRow[];
}

/** Worked out once a scope: a page asks for every party's. */
const known = new WeakMap<Scope, PartyTree>();

export const partyTreeOf = (connections: Connections, scope: Scope): PartyTree => {
  const there = known.get(scope);
  if (there !== undefined) return there;
  const actedFor = partiesOf(scope);
  const subunits = groupBy(
    [...actedFor.keys()].flatMap((id) => connections.parties.get(id) ?? []),
    ({ parentId }) => parentId ?? "",
  );
  const viewerId = connections.viewer?.id ?? null;
  const tree: PartyTree = {
    isActedFor: (id) => actedFor.has(id),
    subunitsOf: (id) => (subunits.get(id) ?? []).sort((a, b) => compareParties(a, b, viewerId)),
  };
  known.set(scope, tree);
  return tree;
};

/** Ids of main units that have to be read, to stand for subunits that are acted for without them. */
export const mainUnitIdsToRead = (parties: readonly PartyRow[], connections: Connections): string[] => [
  ...new Set(parties.flatMap(({ parentId }) => parentId ?? []).filter((id) => !connections.parties.has(id))),
];

/**
 * Main units instead of their subunits, each once, in the order of lists.
 * @param mainUnits those that `mainUnitIdsToRead` named; a subunit whose main unit is not among them stays
 */
export const withoutSubunits = (
  parties: readonly PartyRow[],
  connections: Connections,
  mainUnits: readonly PartyRow[],
): PartyRow[] => {
  const read = new Map(mainUnits.map((row) => [row.id, row]));
  const tops = parties.map((party) => {
    if (party.parentId === null) return party;
    return connections.parties.get(party.parentId) ?? read.get(party.parentId) ?? party;
  });
  const viewerId = connections.viewer?.id ?? null;
  return [...new Map(tops.map((party) => [party.id, party])).values()].sort((a, b) =>
    compareParties(a, b, viewerId),
  );
};
