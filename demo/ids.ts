import { idFromName, uuidFromName } from "../lib/ids.js";

/** Gives the ids of one dialog and all that belongs to it, one after the other. */
export interface Ids {
  /** UUIDv7 of a moment. */
  at(millis: number): string;
  /** A UUID of no moment, for revisions. */
  next(): string;
}

/** Ids that follow from a name: a story's dialogs keep theirs whatever else changes. */
export const namedIds = (name: string): Ids => {
  let count = 0;
  return {
    at: (millis) => idFromName(`${name}/${count++}`, millis),
    next: () => uuidFromName(`${name}/${count++}`),
  };
};

const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, "0"));
const hex4 = (value: number): string => HEX[value & 0xffff] ?? "";
const hex8 = (value: number): string => hex4(value >>> 16) + hex4(value);

/** A bijection of 32 bits (the finaliser of MurmurHash3): different numbers stay different. */
export const scramble = (number: number): number => {
  let mixed = number | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

/**
 * Ids of the n-th dialog of the bulk. No hashing, for millions are made: each holds the scrambled number of the dialog
 * and of the id within it, so that no two are the same.
 */
export const numberedIds = (seed: number, n: number): Ids => {
  const dialog = scramble(n ^ scramble(seed));
  let count = 0;
  const part = (): number => scramble(dialog + ++count);
  return {
    at(millis) {
      const own = part();
      const time = hex4(Math.floor(millis / 4_294_967_296)) + hex8(millis % 4_294_967_296);
      const a = hex4(own >>> 20).slice(1);
      const b = hex4(own >>> 8).slice(1);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-8${b}-${hex8(dialog)}${hex4(own & 0xff)}`;
    },
    next() {
      const own = part();
      return `${hex8(dialog)}-${hex4(own >>> 16)}-8${hex4(own >>> 4).slice(1)}-8${hex4(own).slice(1)}-${hex8(dialog ^ own)}d100`;
    },
  };
};
