import { setImmediate } from "node:timers/promises";
import type { Queries } from "../../../drizzle/database.js";
import { type Clock, systemClock } from "../../../lib/clock.js";
import type { ScopeParameters } from "./scope-parameters.js";

/*
 * Counting in pieces. On SQLite a statement holds the event loop until it ends, so none may be long; and on both
 * databases a count that takes too long ends with what it has come to, which is "at least".
 */

/** When counting ends, whatever is left. */
export interface CountBounds {
  /** More items than this are not counted: the answer is exact up to it. */
  readonly limit: number;
  /** Of one party that has very many, no more than this are counted either; absent: no such bound. */
  readonly limitOfEach?: number;
  /** How long counting may take: looked at between two pieces; absent: as long as it takes. */
  readonly budget?: { readonly millis: number; readonly clock: Clock };
}

/** How many there are: exactly, or at least. */
export interface BoundedCount {
  readonly count: number;
  readonly isExact: boolean;
}

const MOST_PARTIES = 2_048;
const FEWEST_PARTIES = 64;
/** What a piece should take, in milliseconds. */
const SHORT_MILLIS = 5;
const LONG_MILLIS = 15;

/** Reads of pieces, which add up what they take. */
export interface TimedReads extends Pick<Queries, "rows"> {
  /** Milliseconds; on SQLite without the wait for a turn, which is the others' work. */
  spent(): number;
  /** Whether there is no time left. */
  isOver(): boolean;
}

export const timedReads = (
  read: Pick<Queries, "rows" | "heldMillis">,
  { budget = { millis: Number.POSITIVE_INFINITY, clock: systemClock } }: CountBounds,
): TimedReads => {
  const { clock, millis } = budget;
  let spent = 0;
  return {
    async rows<Row extends object>(...asked: Parameters<Queries["rows"]>): Promise<Row[]> {
      const began = clock();
      const rows = await read.rows<Row>(...asked);
      spent += read.heldMillis(rows) ?? clock() - began;
      return rows;
    },
    spent: () => spent,
    isOver: () => spent >= millis,
  };
};

/** A scope's parties, some at a time. */
interface Pieces {
  readonly parameters: ScopeParameters;
  /** Parties of the first piece; pieces grow and shrink with the time that they take. */
  readonly first: number;
  /** What the pieces are read by. */
  readonly reads: TimedReads;
  /** Asked before each piece but the first. */
  readonly isEnough: () => boolean;
}

/**
 * Counts a scope's parties, many at a time.
 * @param count of the parties of one piece; what was given by itself belongs to the first one
 * @returns whether all of them were counted
 */
export const countPieces = async (
  { parameters, first, reads, isEnough }: Pieces,
  count: (piece: { readonly parameters: ScopeParameters; readonly withGranted: boolean }) => Promise<void>,
): Promise<boolean> => {
  const { parties } = parameters;
  let [next, size] = [0, first];
  do {
    if (next > 0 && isEnough()) return false;
    const before = reads.spent();
    await count({
      parameters: { ...parameters, parties: parties.slice(next, next + size) },
      withGranted: next === 0,
    });
    next += size;
    const took = reads.spent() - before;
    if (took < SHORT_MILLIS) size = Math.min(MOST_PARTIES, size * 2);
    if (took > LONG_MILLIS) size = Math.max(Math.min(size, FEWEST_PARTIES), size >> 1);
    if (next < parties.length) await setImmediate();
  } while (next < parties.length);
  return true;
};
