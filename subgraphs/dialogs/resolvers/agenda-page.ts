import type { Page } from "../../../schema/paging.js";
import { pageInfoOf } from "../../../schema/types/page-info.js";
import type { DialogsContext } from "../context.js";
import {
  agendaOf,
  agendaStretches,
  allOf,
  dialogPlaceOf,
  END,
  type LiveSelection,
  mergeStretches,
  placeInAgenda,
  positionOf,
  progressOf,
  SOONEST_FIRST,
  withLiveKinds,
} from "../live/index.js";
import type { AgendaPosition, AgendaRow, DeadlineSelection } from "../store/deadlines/selection.js";
import type { DeadlineConnection, LoadedAgenda } from "../types/deadline.js";

/** What of an agenda a page is of. */
export interface AgendaPageOf {
  readonly page: Page;
  /** The cursor that it comes after, as it was given. */
  readonly after: string | null;
  readonly selection: DeadlineSelection;
  readonly live: LiveSelection | null;
}

type Loaded = Omit<LoadedAgenda, "latencyMillis">;

const indexedPage = async (
  { store, clock }: DialogsContext,
  { selection, page }: AgendaPageOf,
  after: AgendaPosition | null,
): Promise<{ rows: AgendaRow[]; latencyMillis: number }> => {
  const began = clock();
  const rows = await store.agenda.page(selection, { after, take: page.take });
  return { rows, latencyMillis: Math.round(clock() - began) };
};

const merged = (of: AgendaPageOf, rows: readonly AgendaRow[], live: LiveStretches): Loaded => {
  const { page, after } = of;
  const placed = rows.map((row) => ({ row, place: placeInAgenda(row) }));
  const reach = rows.length < page.take ? END : (placed.at(-1)?.place ?? END);
  const { rows: all } = mergeStretches<AgendaRow>({
    order: SOONEST_FIRST,
    from: progressOf(page.after, SOONEST_FIRST),
    indexed: { rows: placed, reach },
    live,
    take: page.take,
  });
  const { edges, pageInfo } = page.connection(all, ({ progress }) => positionOf(progress));
  return {
    edges,
    // A page that has nothing goes on from where it began: a source that was away may have something by then.
    pageInfo: pageInfoOf(edges, pageInfo, () => pageInfo.endCursor ?? after),
  };
};

type LiveStretches = ReturnType<typeof agendaStretches>;

/** Reads a page of an agenda: of the store, and of the live sources where there are any. */
export const loadAgenda = async (context: DialogsContext, of: AgendaPageOf): Promise<LoadedAgenda> => {
  const { page, selection, live } = of;
  if (live === null) {
    const position = page.after as readonly [number, string] | null;
    const after = position && { dueAt: position[0], id: position[1] };
    const { rows, latencyMillis } = await indexedPage(context, of, after);
    const connection = page.connection(
      rows.map((row) => ({ row, isLate: false })),
      ({ row: { deadline } }) => [deadline.dueAt, deadline.id],
    );
    return { ...connection, latencyMillis };
  }
  const from = progressOf(page.after, SOONEST_FIRST);
  const place = from.common && dialogPlaceOf(from.common);
  const after = place && { dueAt: place.key[0] ?? 0, id: place.id };
  const [whole, { rows, latencyMillis }] = await Promise.all([live.whole(), indexedPage(context, of, after)]);
  const stretches = agendaStretches(whole, selection.filter, selection.now, from);
  return { ...merged(of, rows, stretches), latencyMillis };
};

/** How many deadlines there are of each kind, the store's and live ones. */
export const countAgenda = async (
  { store, countBounds }: DialogsContext,
  selection: DeadlineSelection,
  live: LiveSelection | null,
): ReturnType<DeadlineConnection["counted"]> => {
  const [whole, indexed] = await Promise.all([
    live?.whole() ?? [],
    store.agenda.counts(selection, countBounds),
  ]);
  const { filter, now } = selection;
  const { rows, isExact } = allOf(whole);
  const found = agendaOf(rows, filter, now);
  return {
    count: indexed.count + found.length,
    isExact: indexed.isExact && isExact,
    counts: withLiveKinds(indexed.counts, found, now),
  };
};
