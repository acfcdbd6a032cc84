import type { Bare } from "./bare.js";
import { bodyOf } from "./bodies.js";
import type { Ours } from "./ours.js";

/** How much is written. */
export interface Lengths {
  /** Dialogs of one transaction, in bulk. */
  readonly run: number;
  readonly runsPerRound: number;
  /** Dialogs that are written one by one in a round. */
  readonly singles: number;
  /** Dialogs that are being written at a time, one by one. */
  readonly sideBySide: number;
  /** Dialogs that are written one after the other in a round. */
  readonly alone: number;
  readonly rounds: number;
}

/** Dialogs a second, round by round. */
export interface Rates {
  readonly ours: readonly number[];
  readonly bare: readonly number[];
}

export interface Measured {
  readonly bulk: Rates;
  readonly single: Rates;
  readonly alone: Rates;
}

const secondsOf = async (work: () => Promise<void>): Promise<number> => {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1_000;
};

/** Works through a list, so many at a time. */
const through = async <T>(
  list: readonly T[],
  sideBySide: number,
  work: (entry: T) => Promise<void>,
): Promise<void> => {
  const rest = list.values();
  const worker = async (): Promise<void> => {
    for (const entry of rest) await work(entry);
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
};

const idsOf = (bodies: readonly Record<string, unknown>[]): string[] => bodies.map(({ id }) => String(id));

/**
 * Writes the same dialogs with ours and into the bare database, in turns. The bare one is given what ours has made of
 * them; so ours goes first with each run, and whatever the machine does meanwhile falls on both alike.
 */
export const measure = async (
  ours: Ours,
  bare: Bare,
  lengths: Lengths,
  say: (message: string) => void,
): Promise<Measured> => {
  let next = 0;
  const take = (count: number) => Array.from({ length: count }, () => bodyOf(next++));
  const rates = {
    bulk: { ours: [] as number[], bare: [] as number[] },
    single: { ours: [] as number[], bare: [] as number[] },
    alone: { ours: [] as number[], bare: [] as number[] },
  };

  const bulk = async () => {
    const seconds = { ours: 0, bare: 0 };
    for (let run = 0; run < lengths.runsPerRound; run++) {
      const bodies = take(lengths.run);
      const lines = bodies.map((body) => JSON.stringify(body));
      seconds.ours += await secondsOf(() => ours.createMany(lines.map((line) => JSON.parse(line))));
      const prepared = bare.prepare(await ours.read(idsOf(bodies)));
      seconds.bare += await secondsOf(() => prepared.insertMany());
    }
    const dialogs = lengths.run * lengths.runsPerRound;
    return { ours: dialogs / seconds.ours, bare: dialogs / seconds.bare };
  };

  const single = async (count: number, sideBySide: number) => {
    const bodies = take(count);
    const lines = bodies.map((body) => JSON.stringify(body));
    const ourSeconds = await secondsOf(() =>
      through(lines, sideBySide, (line) => ours.create(JSON.parse(line))),
    );
    const prepared = await Promise.all(idsOf(bodies).map(async (id) => bare.prepare(await ours.read([id]))));
    const bareSeconds = await secondsOf(() => through(prepared, sideBySide, (rows) => rows.insertMany()));
    return { ours: count / ourSeconds, bare: count / bareSeconds };
  };

  for (let round = 0; round <= lengths.rounds; round++) {
    const found = {
      bulk: await bulk(),
      single: await single(lengths.singles, lengths.sideBySide),
      alone: await single(lengths.alone, 1),
    };
    const told = Object.entries(found).map(
      ([way, { ours, bare }]) => `${way} ${ours.toFixed(0)} of ${bare.toFixed(0)}`,
    );
    const which = round === 0 ? "warm-up" : `round ${round} of ${lengths.rounds}`;
    say(`${which}: ${told.join(", ")} a second`);
    if (round === 0) continue;
    for (const way of ["bulk", "single", "alone"] as const) {
      rates[way].ours.push(found[way].ours);
      rates[way].bare.push(found[way].bare);
    }
  }
  return rates;
};
