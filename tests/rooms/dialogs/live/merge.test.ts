import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  END,
  type LiveStretch,
  mergeStretches,
  type Stretch,
} from "../../../../subgraphs/dialogs/live/merge.js";
import {
  dialogPlaceOf,
  ownPlaceOf,
  type Place,
  type PlaceOrder,
  placesBy,
} from "../../../../subgraphs/dialogs/live/places.js";
import {
  BEGINNING,
  isLackingIn,
  type Progress,
  placeIn,
  positionOf,
  progressOf,
} from "../../../../subgraphs/dialogs/live/progress.js";

const SOURCES = ["a", "b", "b-old", "c"];
const uuidOf = (n: number): string => `0197${String(n).padStart(4, "0")}-0000-7000-8000-000000000000`;
const liveIdOf = (source: string, n: number): string => `urn:tunet:source:${source}:${n}`;

/** Of few moments, so that ties are common; null is what has no due date. */
const moment = fc.option(fc.integer({ min: 0, max: 6 }), { freq: 6 });
const holdings = fc.array(moment, { maxLength: 12 });

/** What becomes of a source on one page: it is well, away, or has time for so many of its items only. */
const fate = fc.oneof(
  fc.constant<"WELL" | "AWAY" | number>("WELL"),
  fc.constant<"WELL" | "AWAY" | number>("AWAY"),
  fc.integer({ min: 1, max: 4 }),
);
const page = fc.record({
  first: fc.integer({ min: 1, max: 5 }),
  fates: fc.array(fate, { minLength: SOURCES.length, maxLength: SOURCES.length }),
  /** After so many of its items the walk goes on, by that item's own cursor. */
  taken: fc.integer({ min: 1, max: 5 }),
  /** Where something new comes in before it. */
  inserted: fc.option(fc.record({ source: fc.nat({ max: SOURCES.length }), at: moment })),
  /** The index runs out of time after so many. */
  stops: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 3 }),
});

interface World {
  readonly indexed: Place[];
  readonly live: Map<string, Place[]>;
}

const rowsAfter = (places: readonly Place[], after: Place | null, { compare }: PlaceOrder) =>
  places
    .filter((place) => after === null || compare(place, after) > 0)
    .sort(compare)
    .map((place) => ({ row: place.id, place }));

const indexedStretch = (
  { indexed }: World,
  order: PlaceOrder,
  { common }: Progress,
  take: number,
  stops: number | null,
): Stretch<string> => {
  const rest = rowsAfter(indexed, common && dialogPlaceOf(common), order);
  const rows = rest.slice(0, Math.min(take, stops ?? take));
  return { rows, reach: rows.length === rest.length ? END : (rows.at(-1)?.place ?? END) };
};

const liveStretch = (
  { live }: World,
  order: PlaceOrder,
  from: Progress,
  source: string,
  take: number,
  became: "WELL" | "AWAY" | number,
): LiveStretch<string> => {
  const before = placeIn(from, source);
  if (became === "AWAY") return { source, rows: [], reach: before, isLacking: false };
  const rest = rowsAfter(live.get(source) ?? [], before, order);
  const rows = rest.slice(0, became === "WELL" ? take : became);
  return {
    source,
    rows,
    reach: rows.length === rest.length ? END : (rows.at(-1)?.place ?? END),
    isLacking: false,
  };
};

const encoded = (progress: Progress, order: PlaceOrder): Progress =>
  progressOf(JSON.parse(JSON.stringify(positionOf(progress))), order);

describe("merging the index and live sources", () => {
  it("shows everything once whatever sources do, late items first and marked, in one order, from any item's cursor", () => {
    fc.assert(
      fc.property(
        fc.record({
          direction: fc.constantFrom("ASC" as const, "DESC" as const),
          indexed: holdings,
          live: fc.tuple(holdings, holdings, holdings, holdings),
          pages: fc.array(page, { maxLength: 12 }),
        }),
        ({ direction, indexed, live, pages }) => {
          const order = placesBy({ direction });
          let n = 0;
          const world: World = {
            indexed: indexed.map((at) => ({ key: [at], id: uuidOf(n++) })),
            live: new Map(
              SOURCES.map((source, index) => [
                source,
                (live[index] ?? []).map((at) => ({ key: [at], id: liveIdOf(source, n++) })),
              ]),
            ),
          };
          const original = [...world.indexed, ...[...world.live.values()].flat()].map(({ id }) => id);
          const shown: string[] = [];
          let from = BEGINNING;

          const turn = (
            first: number,
            fates: readonly ("WELL" | "AWAY" | number)[],
            taken: number,
            stops: number | null,
          ): boolean => {
            const take = first + 1;
            const merged = mergeStretches<string>({
              order,
              from,
              indexed: indexedStretch(world, order, from, take, stops),
              live: SOURCES.map((source, index) =>
                liveStretch(world, order, from, source, take, fates[index] ?? "WELL"),
              ),
              take,
            });
            const { common } = from;
            const onPage = merged.rows.slice(0, first);
            // Late is exactly what lies above what was shown; all of the page is in order, the late ones thereby first.
            for (const { place, isLate } of onPage) {
              expect(isLate).toBe(common !== null && order.compare(place, common) < 0);
            }
            expect(onPage.map(({ row }) => row)).toEqual(
              [...onPage].sort((a, b) => order.compare(a.place, b.place)).map(({ row }) => row),
            );
            const used = onPage.slice(0, taken);
            shown.push(...used.map(({ row }) => row));
            const isWhole = used.length === onPage.length;
            const hasMore = merged.rows.length > first || merged.stoppedAt !== null;
            const next =
              isWhole && merged.rows.length <= first && merged.stoppedAt !== null
                ? merged.stoppedAt
                : used.at(-1)?.progress;
            if (next !== undefined) from = encoded(next, order);
            return isWhole && !hasMore;
          };

          for (const { first, fates, taken, inserted, stops } of pages) {
            if (inserted !== null) {
              const source = SOURCES[inserted.source];
              const id = source === undefined ? uuidOf(n++) : liveIdOf(source, n++);
              (source === undefined ? world.indexed : (world.live.get(source) ?? [])).push({
                key: [inserted.at],
                id,
              });
            }
            turn(first, fates, taken, stops);
          }
          // All are back: the walk comes to an end, in as many pages as there are items and one more, at most.
          let pagesLeft = n + 1;
          while (!turn(2, [], 2, null)) expect(--pagesLeft).toBeGreaterThan(0);

          expect(new Set(shown).size).toBe(shown.length);
          expect(shown.filter((id) => original.includes(id)).sort()).toEqual([...original].sort());
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("has in a cursor the place alone where there are no live sources, as before there were any", () => {
    const place = { key: [5], id: uuidOf(1) };
    expect(positionOf({ common: place, places: new Map() })).toEqual([5, uuidOf(1)]);
    expect(progressOf([5, uuidOf(1)], placesBy({ direction: "DESC" }))).toEqual({
      common: place,
      places: new Map(),
    });
  });

  it("remembers on every later page that something of a source was missing for good", () => {
    const order = placesBy({ direction: "DESC" });
    const rows = [7, 3].map((at) => ({ row: String(at), place: { key: [at], id: liveIdOf("a", at) } }));
    const turn = (from: Progress, isLacking: boolean): Progress => {
      const before = placeIn(from, "a");
      const live = {
        source: "a",
        rows: rows.filter(({ place }) => before === null || order.compare(place, before) > 0),
        reach: END,
        isLacking,
      } as const;
      const merged = mergeStretches<string>({
        order,
        from,
        indexed: { rows: [], reach: END },
        live: [live],
        take: 1,
      });
      return encoded(merged.rows[0]?.progress ?? from, order);
    };
    const first = turn(BEGINNING, true);
    expect([isLackingIn(first, "a"), isLackingIn(first, "b"), placeIn(first, "a")?.key]).toEqual([
      true,
      false,
      [7],
    ]);
    expect(isLackingIn(turn(first, false), "a")).toBe(true);
    expect(isLackingIn(turn(BEGINNING, false), "a")).toBe(false);
  });

  it("brings what a source has that joined after the first page, marked as late", () => {
    const order = placesBy({ direction: "DESC" });
    const from = progressOf([5, uuidOf(1)], order);
    const rows = [7, 3].map((at) => ({ row: String(at), place: { key: [at], id: liveIdOf("a", at) } }));
    const merged = mergeStretches<string>({
      order,
      from,
      indexed: { rows: [], reach: END },
      live: [{ source: "a", rows, reach: END, isLacking: false }],
      take: 11,
    });
    expect(merged.rows.map(({ row, isLate }) => [row, isLate])).toEqual([
      ["7", true],
      ["3", false],
    ]);
  });

  it("asks each source for exactly what lies after a place, whoever's item the place is of", () => {
    const { compare } = placesBy({ direction: "DESC" });
    const place = fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom("", ...SOURCES), fc.nat({ max: 3 }))
      .map(
        ([at, source, n]): Place => ({
          key: [at],
          id: source === "" ? uuidOf(n) : liveIdOf(source, n),
        }),
      );
    fc.assert(
      fc.property(
        place,
        fc.constantFrom(...SOURCES),
        fc.integer({ min: 0, max: 3 }),
        fc.nat({ max: 3 }),
        (after, source, at, n) => {
          const own = ownPlaceOf(after, liveIdOf(source, 0).slice(0, -1));
          const isAfterOwn = at < own.updatedAt || (at === own.updatedAt && String(n) < own.id);
          expect(isAfterOwn).toBe(compare({ key: [at], id: liveIdOf(source, n) }, after) > 0);
          const dialog = { key: [at], id: uuidOf(n) };
          expect(compare(dialog, dialogPlaceOf(after)) > 0).toBe(compare(dialog, after) > 0);
        },
      ),
      { numRuns: 500 },
    );
  });
});
