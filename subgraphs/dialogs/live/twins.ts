import {
  type LiveItem,
  type LivePage,
  type LiveQuestion,
  type LiveSource,
  readLiveItemId,
} from "../../../schema/history-source/source.js";
import { identifierOf, identifiersOf } from "../rules/identifiers.js";
import { isShownAsAnother, type Thing } from "../rules/twins.js";
import type { HistoryRow, Selection } from "../store/selection.js";
import type { NamedDialog, TwinStore } from "../store/twins/twin-store.js";
import { meets } from "./filtering.js";
import { rightsOf } from "./rights.js";
import type { LiveRow } from "./rows.js";

const MAX_IDENTIFIERS = 200;
const MAX_PARTIES = 100;
const MAX_FIRST = 200;

/** Asks a source within the same time; `null`: it gave nothing that can be used. */
export type AskSource = (source: LiveSource, question: LiveQuestion) => Promise<LivePage | null>;

/** With what twins are looked for among live sources. */
export interface LiveAround {
  readonly sources: readonly LiveSource[];
  readonly ask: AskSource;
  /** Those of some parties whom a source may know. */
  partiesOf(source: LiveSource, parties: readonly string[]): readonly string[];
}

/** The same for what a search finds. */
export interface SearchedAround extends LiveAround {
  /** As it was typed; `null`: no search. */
  readonly search: string | null;
  hasWords(row: LiveRow): boolean;
}

/**
 * Which of some live items are shown elsewhere already, as they are the same thing: their ids. It does not depend on the
 * page.
 */
export type FindTwins = (
  selection: Selection,
  rows: readonly LiveRow[],
  around: SearchedAround,
) => Promise<ReadonlySet<string>>;

/** A live item as one that others may be the same as. */
export const thingOfLive = (row: LiveRow): Thing & { readonly row: LiveRow } => ({
  id: row.id,
  source: row.sourceId,
  isIndexed: false,
  party: row.party,
  owner: row.org,
  identifiers: identifiersOf([row.id, ...row.live.item.sameAs]),
  row,
});

/** The same of a dialog. @param identifiers what it is called, as far as that is asked */
export const thingOfDialog = <Row extends Pick<HistoryRow, "id" | "sourceId" | "party" | "org">>(
  row: Row,
  identifiers: readonly string[],
): Thing & { readonly row: Row } => ({
  id: row.id,
  source: row.sourceId,
  isIndexed: true,
  party: row.party,
  owner: row.org,
  identifiers,
  row,
});

/** Names of something of one party, that sources are asked for. */
export interface Sought {
  readonly party: string;
  readonly names: readonly string[];
}

/** Names of a live item as it wrote them, and as they are compared: a source looks for them letter by letter. */
export const soughtOf = ({ party, id, live }: LiveRow): Sought => ({
  party,
  names: [...new Set([id, ...live.item.sameAs.flatMap((name) => [name, identifierOf(name) ?? name])])],
});

const chunksOf = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size));

/** A name as its own source knows it. */
const askedNamesOf = (source: LiveSource, name: string): string[] => {
  const own = readLiveItemId(name);
  return own?.source === source.id ? [name, own.id] : [name];
};

/** What a source has under any of these names. What can't be had of it is not known to be there. */
export const itemsNamed = async (
  source: LiveSource,
  sought: readonly Sought[],
  { ask, partiesOf }: Pick<LiveAround, "ask" | "partiesOf">,
  search: string | null = null,
): Promise<LiveItem[]> => {
  const known = partiesOf(source, [...new Set(sought.map(({ party }) => party))].sort());
  const questions = chunksOf(known, MAX_PARTIES).flatMap((parties) => {
    const among = new Set(parties);
    const names = sought
      .filter(({ party }) => among.has(party))
      .flatMap((one) => one.names.flatMap((name) => askedNamesOf(source, name)));
    return chunksOf([...new Set(names)], MAX_IDENTIFIERS).map((identifiers) => ({ parties, identifiers }));
  });
  const pages = await Promise.all(
    questions.map((question) =>
      ask(source, {
        ...question,
        first: MAX_FIRST,
        after: null,
        updatedAfter: null,
        updatedBefore: null,
        search: source.searches ? search : null,
      }),
    ),
  );
  return pages.flatMap((page) => page?.items ?? []);
};

/**
 * What of a filter is asked of what is shown instead: which platform, and whose it is. Its status, folder and moments are
 * the thing's own, whatever the other platform says: what lies in the bin does not come back by its twin.
 */
const shownFilterOf = ({ filter: { source, owner } }: Selection) => ({
  ...(source === undefined ? {} : { source }),
  ...(owner === undefined ? {} : { owner }),
});

/** Things of other sources, and of the same one, that the viewer is shown and that come before some items. */
const liveThingsBefore = async (
  selection: Selection,
  rows: readonly LiveRow[],
  around: SearchedAround,
): Promise<Thing[]> => {
  const filter = shownFilterOf(selection);
  const rights = rightsOf(selection.scope);
  const found = await Promise.all(
    around.sources.map(async (source) => {
      const behind = rows.filter(({ sourceId }) => source.id <= sourceId);
      if (behind.length === 0 || filter.source?.includes(source.id) === false) return [];
      const items = await itemsNamed(source, behind.map(soughtOf), around, around.search);
      return items.flatMap((item) => {
        const admitted = rights.admit(source, item);
        if (admitted.kind !== "SHOWN" || !meets(admitted.row, filter)) return [];
        return source.searches || around.hasWords(admitted.row) ? [thingOfLive(admitted.row)] : [];
      });
    }),
  );
  return found.flat();
};

/**
 * Finds the twins of live items: among dialogs in one statement, whatever the number of items, and among other live items
 * with one question to each source that may know the party. Items that name nothing cost nothing. Where a source is away
 * it can't be known: the item is shown, and the history's sources tell.
 */
export const createTwinFinder =
  (dialogs: Pick<TwinStore, "named">): FindTwins =>
  async (selection, rows, around) => {
    const naming = rows.filter(({ live }) => live.item.sameAs.length > 0);
    if (naming.length === 0) return new Set();
    const things = naming.map(thingOfLive);
    const named: readonly NamedDialog[] = await dialogs.named(
      { ...selection, filter: shownFilterOf(selection) },
      things.flatMap(({ party, identifiers }) => identifiers.map((identifier) => ({ party, identifier }))),
    );
    const indexed = named.map(({ row, identifiers }) => thingOfDialog(row, identifiers));
    const hidden = new Set(things.flatMap((thing) => (isShownAsAnother(thing, indexed) ? [thing.id] : [])));
    const left = things.filter(({ id }) => !hidden.has(id));
    const others = await liveThingsBefore(
      selection,
      left.map(({ row }) => row),
      around,
    );
    for (const thing of left) if (isShownAsAnother(thing, others)) hidden.add(thing.id);
    return hidden;
  };
