import { keptWith } from "../../../../lib/kept-with.js";
import { partiesOf, restrictScope, type Scope } from "../../../../schema/scope.js";
import type { PartiesSought } from "./search-index.js";
import { partyNumberOf } from "./tokens.js";

/** Up to so many parties are named to the index of words; of more, what is found is looked through by party. */
const MAX_NAMED = 300;

interface Sought {
  readonly parties: PartiesSought;
  /** Ids of the parties with a number. */
  readonly idsByNumber: ReadonlyMap<number, readonly string[]>;
}

const soughtOf = (scope: Scope): Sought => {
  const idsByNumber = new Map<number, string[]>();
  const urns: string[] = [];
  for (const { urn, id } of partiesOf(scope).values()) {
    urns.push(urn);
    const number = partyNumberOf(urn);
    const others = idsByNumber.get(number);
    if (others === undefined) idsByNumber.set(number, [id]);
    else others.push(id);
  }
  const parties: PartiesSought =
    urns.length <= MAX_NAMED
      ? { kind: "FEW", parties: urns }
      : { kind: "MANY", numbers: [...idsByNumber.keys()] };
  return { parties, idsByNumber };
};

const remembered = keptWith(soughtOf);

/** Whose dialogs a scope may give; gathered once for each scope. */
export const partiesSought = (scope: Scope): PartiesSought => remembered(scope).parties;

/** The part of a scope that concerns the parties with these numbers: it says of few dialogs what all of it would say. */
export const scopeOfNumbers = (scope: Scope, numbers: Iterable<number>): Scope => {
  const { parties, idsByNumber } = remembered(scope);
  if (parties.kind === "FEW") return scope;
  return restrictScope(scope, new Set([...numbers].flatMap((number) => idsByNumber.get(number) ?? [])));
};
