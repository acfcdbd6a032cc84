import { setImmediate } from "node:timers/promises";
import type { Database } from "../../../drizzle/database.js";
import { isAboutLane } from "./conditions.js";
import { type Counted, namedStatement, type Piece, pieceStatement, type TallyKey } from "./counts.js";
import type { DialogsDialect } from "./dialect.js";
import { type CountBounds, countPieces, timedReads } from "./pieces.js";
import { type ScopeParameters, scopeParameters } from "./scope-parameters.js";
import { startOf } from "./scope-sql.js";
import type { FacetKey, Selection } from "./selection.js";
import { boundedField, byLane, byParty } from "./ways.js";

/*
 * Counting the history in pieces (pieces.ts). First the newest of every party are counted, many parties at a time; then,
 * one by one, what is left of those that have more.
 */

/** What was counted. */
export interface Tally {
  readonly total: number;
  /** Whether that is all there is. */
  readonly isExact: boolean;
  /** By key and value. */
  readonly counts: ReadonlyMap<
    TallyKey,
    ReadonlyMap<string, { readonly n: number; readonly unseen: number }>
  >;
}

interface Row {
  readonly facet: TallyKey | "TOTAL" | "EDGE";
  readonly value: string;
  readonly n: number;
  readonly unseen: number;
}

/** More items than any store has. */
export const UNBOUNDED = 1_000_000_000;

/** How big pieces are. */
export interface PieceSizes {
  /** Parties of a piece, at first; pieces grow and shrink with the time that they take. */
  readonly parties: number;
  /** Dialogs of each party that the first pieces look at, and those that follow. */
  readonly firstWindow: number;
  readonly window: number;
}

export const PIECE_SIZES: PieceSizes = { parties: 512, firstWindow: 512, window: 8_192 };

/** Adds up what statements counted. */
const createSums = () => {
  const counts = new Map<TallyKey, Map<string, { n: number; unseen: number }>>();
  let total = 0;
  return {
    counts,
    total: (): number => total,
    /** @returns how far parties that were not looked at whole were looked at */
    add(rows: readonly Row[]): { party: string; edge: number }[] {
      const edges: { party: string; edge: number }[] = [];
      for (const { facet, value, n, unseen } of rows) {
        if (facet === "TOTAL") total += Number(n);
        else if (facet === "EDGE") edges.push({ party: value, edge: Number(n) });
        else if (Number(n) > 0) {
          const values = counts.get(facet) ?? new Map<string, { n: number; unseen: number }>();
          const known = values.get(value) ?? { n: 0, unseen: 0 };
          counts.set(
            facet,
            values.set(value, { n: known.n + Number(n), unseen: known.unseen + Number(unseen) }),
          );
        }
      }
      return edges;
    },
  };
};

/** Counts a selection, all of it and by each of some keys. */
export const tallyOf = async (
  database: Database,
  dialect: DialogsDialect,
  selection: Selection,
  keys: readonly TallyKey[],
  bounds: CountBounds,
  { what = "SHOWN", sizes = PIECE_SIZES }: { readonly what?: Counted; readonly sizes?: PieceSizes } = {},
): Promise<Tally> => {
  const sums = createSums();
  const { limit, limitOfEach = UNBOUNDED } = bounds;
  const reads = timedReads(database.read, bounds);
  const isNamed = startOf(dialect, selection).hit !== null;
  if (what === "SHOWN" && isNamed) {
    sums.add(
      await reads.rows<Row>(namedStatement(dialect, selection, keys as FacetKey[], limit + 1), "ONCE"),
    );
    const total = sums.total();
    return { total: Math.min(total, limit), isExact: total <= limit, counts: sums.counts };
  }

  const all = scopeParameters(selection.scope);
  const field = boundedField(selection, null) ?? "CONTENT_UPDATED_AT";
  const count = async (piece: Pick<Piece, "parameters" | "way" | "before" | "window" | "withGranted">) => {
    const ofParty = piece.parameters.parties.length === 1 ? limitOfEach + 1 : UNBOUNDED;
    const left = Math.max(0, Math.min(limit + 1 - sums.total(), ofParty));
    const statement = pieceStatement(dialect, selection, keys, what, { ...piece, field, limit: left });
    return sums.add(await reads.rows<Row>(statement, "ONCE"));
  };
  const isFull = (): boolean => sums.total() > limit;
  const of = (parties: ScopeParameters["parties"]): ScopeParameters => ({ ...all, parties });

  const rest: { party: string; edge: number }[] = [];
  let isDone = await countPieces(
    { parameters: all, first: sizes.parties, reads, isEnough: () => isFull() || reads.isOver() },
    async (piece) => {
      const way = byParty(field);
      rest.push(...(await count({ ...piece, way, before: null, window: sizes.firstWindow })));
    },
  );

  const groupOf = new Map(rest.length === 0 ? [] : all.parties);
  for (let more = rest.shift(); more !== undefined; more = rest.shift()) {
    if (isFull() || reads.isOver()) {
      isDone = false;
      break;
    }
    await setImmediate();
    const { party, edge } = more;
    const parameters = of([[party, groupOf.get(party) ?? 0]]);
    const piece = { parameters, before: edge, withGranted: false };
    // What the filter leaves of a party's lanes is there all at once; otherwise its dialogs are gone through in order.
    const edges = isAboutLane(selection.filter)
      ? await count({ ...piece, way: byLane(dialect, selection), window: null })
      : await count({ ...piece, way: byParty(field), window: sizes.window });
    rest.unshift(...edges);
  }
  const total = sums.total();
  return { total: Math.min(total, limit), isExact: isDone && total <= limit, counts: sums.counts };
};
