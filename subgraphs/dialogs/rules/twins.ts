/** Something in the history, as far as it is asked whether something else is the same. */
export interface Thing {
  /** Its id in the graph. */
  readonly id: string;
  /** The source's. */
  readonly source: string;
  /** Whether it is one of this installation's own dialogs. */
  readonly isIndexed: boolean;
  /** URN. */
  readonly party: string;
  /** The owner's short code. */
  readonly owner: string;
  /** All that it is called, as `identifierOf` spells it: what it is here among them. */
  readonly identifiers: readonly string[];
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/**
 * Whether a name that could be guessed can be believed: both are of one owner, and who says so is known. A dialog's owner
 * is, and a source may speak of its own items; what two live sources say of whose an item is, nobody has checked.
 */
const isVouchedFor = (a: Thing, b: Thing): boolean =>
  a.owner.toLowerCase() === b.owner.toLowerCase() && (a.isIndexed || b.isIndexed || a.source === b.source);

/**
 * By which name two things are the same; `null` where they are not, or it can't be known. Both are of one party. Otherwise
 * than between things that are vouched for, only a name with a UUID counts: who was not told it can't make it up. Of
 * several it is the first in order, so that the evidence is the same whoever is asked first.
 */
export const sharedIdentifier = (a: Thing, b: Thing): string | null => {
  if (a.id === b.id || a.party.toLowerCase() !== b.party.toLowerCase()) return null;
  const names = new Set(b.identifiers);
  const isAny = isVouchedFor(a, b);
  const shared = a.identifiers.filter((name) => names.has(name) && (isAny || UUID.test(name)));
  return shared.sort()[0] ?? null;
};

const inOrder = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/**
 * Which of two things that are the same is shown: below zero, the first is. It follows from the two alone, so every page
 * of every walk comes to the same: what is indexed before what is asked live, then the source's id, then its own.
 */
export const compareRank = (a: Thing, b: Thing): number =>
  Number(b.isIndexed) - Number(a.isIndexed) || inOrder(a.source, b.source) || inOrder(a.id, b.id);

/** One thing as another platform has it too: the evidence that two were made one. */
export interface Twin<T extends Thing> {
  readonly thing: T;
  /** The name that both have. */
  readonly identifier: string;
}

/** The twins of a thing among others, in order of their rank. */
export const twinsOf = <T extends Thing>(thing: Thing, others: Iterable<T>): Twin<T>[] =>
  [...others]
    .flatMap((other): Twin<T>[] => {
      const identifier = sharedIdentifier(thing, other);
      return identifier === null ? [] : [{ thing: other, identifier }];
    })
    .sort((a, b) => compareRank(a.thing, b.thing));

/** Whether something else that is the same is shown instead. @param others all of which the viewer is shown */
export const isShownAsAnother = (thing: Thing, others: Iterable<Thing>): boolean => {
  for (const other of others) {
    if (compareRank(other, thing) < 0 && sharedIdentifier(thing, other) !== null) return true;
  }
  return false;
};
