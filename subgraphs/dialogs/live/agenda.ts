import type { AgendaRow, DeadlineFilter, DeadlineKindCount } from "../store/deadlines/selection.js";
import { deadlinesOf } from "./deadlines.js";
import { END, type LiveStretch } from "./merge.js";
import { type Place, type PlaceOrder, placesBy } from "./places.js";
import { type Progress, placeIn } from "./progress.js";
import type { LiveRow } from "./rows.js";
import type { WholeReading } from "./selection.js";

/** Agendas begin with what is due first. */
export const SOONEST_FIRST: PlaceOrder = placesBy({ direction: "ASC" });

export const placeInAgenda = ({ deadline }: AgendaRow): Place => ({ key: [deadline.dueAt], id: deadline.id });

/** As the store's statements ask it of deadlines. Nothing is put away of what is live. */
const meets = ({ deadline }: AgendaRow, { from, to, kinds, isMet }: DeadlineFilter, now: number): boolean => {
  const { dueAt, kind, metAt } = deadline;
  return (
    (isMet === null || (metAt !== null) === isMet) &&
    (from === null || dueAt >= from) &&
    (to === null || dueAt <= to) &&
    (kinds === null || (kind !== null && kinds.includes(kind))) &&
    // When the time for an appeal is over nothing is left to be done.
    (from !== null || isMet !== false || kind !== "APPEAL" || dueAt >= now)
  );
};

/** The deadlines of live items, in no order. @param now milliseconds since 1970 UTC */
export const agendaOf = (rows: readonly LiveRow[], filter: DeadlineFilter, now: number): AgendaRow[] =>
  rows
    .flatMap((item) => deadlinesOf(item).map((deadline): AgendaRow => ({ deadline, item })))
    .filter((row) => meets(row, filter, now));

/** What each source has of an agenda after its own place. What one had no time for is not waited for: it is told of. */
export const agendaStretches = (
  whole: readonly WholeReading[],
  filter: DeadlineFilter,
  now: number,
  from: Progress,
): LiveStretch<AgendaRow>[] =>
  whole.map(({ rows, truth }) => {
    const { id } = truth.source;
    const before = placeIn(from, id);
    const placed = agendaOf(rows, filter, now).map((row) => ({ row, place: placeInAgenda(row) }));
    return {
      source: id,
      isLacking: truth.isLacking,
      rows: placed.filter(({ place }) => before === null || SOONEST_FIRST.compare(place, before) > 0),
      // Without an answer it stays where it was, and what it has comes when it is back.
      reach: truth.asOf === null && truth.isSearched ? before : END,
    };
  });

/** How many there are of each kind, those of the store and live ones. */
export const withLiveKinds = (
  counts: readonly DeadlineKindCount[],
  rows: readonly AgendaRow[],
  now: number,
): DeadlineKindCount[] => {
  const byKind = new Map(counts.map((count) => [count.kind, count]));
  for (const { deadline } of rows) {
    const { kind, metAt, dueAt } = deadline;
    const known = byKind.get(kind) ?? { kind, count: 0, overdue: 0 };
    const isOverdue = metAt === null && dueAt < now && kind !== "APPEAL";
    byKind.set(kind, { kind, count: known.count + 1, overdue: known.overdue + (isOverdue ? 1 : 0) });
  }
  return [...byKind.values()];
};
