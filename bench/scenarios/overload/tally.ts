import { createLatencies, percentile } from "../../gateway/processes/latencies.js";

/** What came back of many requests. */
export interface Tally {
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Answers with status 200 and other bytes than the right ones. */
  readonly wrong: number;
  /** Refusals without the code that says why. */
  readonly unclear: number;
  readonly answers: number;
  /** Of answers with status 200, in milliseconds. */
  readonly p50: number | null;
  readonly p99: number | null;
  /** The one right answer. */
  readonly right: Buffer | null;
}

const CLEAR = /"code":"(OVERLOADED|RATE_LIMITED)"/;

/** @param known `null`: the first answer is the right one */
export const createTally = (known: Buffer | null) => {
  const latencies = createLatencies();
  const statuses: Record<number, number> = {};
  let right = known;
  let answers = 0;
  let wrong = 0;
  let unclear = 0;

  return {
    count(status: number, body: Buffer, micros: number): void {
      answers += 1;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status !== 200) {
        if (!CLEAR.test(body.toString("latin1"))) unclear += 1;
        return;
      }
      latencies.record(micros);
      right ??= Buffer.from(body);
      if (!body.equals(right)) wrong += 1;
    },
    result(): Tally {
      const millis = (share: number): number | null => {
        const micros = percentile(latencies.buckets(), share);
        return micros === null ? null : Math.round(micros / 100) / 10;
      };
      return { statuses, wrong, unclear, answers, p50: millis(0.5), p99: millis(0.99), right };
    },
  };
};
