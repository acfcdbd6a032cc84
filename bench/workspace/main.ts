// The accountant's workspace in one process, over HTTP rooms, and over HTTP rooms with stock execution. See bench/README.md.
import { parseArgs } from "node:util";
import { ownProgram, startChild } from "../gateway/run/children.js";
import { type Lengths, measure } from "./measure.js";
import { markdownOf } from "./report.js";
import { openGround } from "./ways.js";

const WHOLE: Lengths = { dialogs: 20_000, warmUpMillis: 5_000, turnMillis: 8_000, rounds: 2 };
const QUICK: Lengths = { dialogs: 20_000, warmUpMillis: 2_000, turnMillis: 3_000, rounds: 1 };

/** Beside the results, which go to standard output. */
const say = (message: string): void => console.error(`bench: ${message}`);

const loadChild = (name: string) =>
  startChild({ name, args: [ownProgram("load")], environment: { NODE_ENV: "production" }, core: null });

const run = async ({ quick, json }: { quick: boolean; json: boolean }): Promise<void> => {
  const lengths = quick ? QUICK : WHOLE;
  const ground = await openGround(lengths.dialogs, say);
  const loads = { heavy: loadChild("heavy load"), small: loadChild("small load") };
  const results = await measure(ground, loads, lengths, say);
  console.log(json ? JSON.stringify({ ways: results }) : markdownOf(results));
  await Promise.all([ground.close(), loads.heavy.stop(), loads.small.stop()]);
};

try {
  const { values } = parseArgs({
    options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
  });
  await run(values);
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
