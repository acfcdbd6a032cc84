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

  const single = async () => {
    const bodies = take(lengths.singles);
    const lines = bodies.map((body) => JSON.stringify(body));
    const ourSeconds = await secondsOf(() =>
      through(lines, lengths.sideBySide, (line) => ours.create(JSON.parse(line))),
    );
    const prepared = await Promise.all(idsOf(bodies).map(async (id) => bare.prepare(await ours.read([id]))));
    const bareSeconds = await secondsOf(() =>
      through(prepared, lengths.sideBySide, (rows) => rows.insertMany()),
    );
    return { ours: lengths.singles / ourSeconds, bare: lengths.singles / bareSeconds };
  };

  for (let round = 0; round <= lengths.rounds; round++) {
    const [many, one] = [await bulk(), await single()];
    const told = `bulk ${many.ours.toFixed(0)} of ${many.bare.toFixed(0)}, single ${one.ours.toFixed(0)} of ${one.bare.toFixed(0)} a second`;
    say(`${round === 0 ? "warm-up" : `round ${round} of ${lengths.rounds}`}: ${told}`);
    if (round === 0) continue;
    rates.bulk.ours.push(many.ours);
    rates.bulk.bare.push(many.bare);
    rates.single.ours.push(one.ours);
    rates.single.bare.push(one.bare);
  }
  return rates;
};
