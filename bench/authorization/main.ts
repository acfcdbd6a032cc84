// Scopes and decisions on both databases. See bench/README.md.
import { parseArgs } from "node:util";
import { circumstances } from "../gateway/report/machine.js";
import { type DatabaseResult, measureDatabase } from "./measure.js";
import { markdownOf } from "./report.js";

/** Beside the results, which go to standard output. */
const say = (message: string): void => console.error(`bench: ${message}`);

try {
  const { values } = parseArgs({
    options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
  });
  const share = values.quick ? 0.3 : 1;
  const results: DatabaseResult[] = [];
  for (const dialect of ["sqlite", "postgres"] as const) {
    results.push(await measureDatabase(dialect, share, say));
  }
  const date = new Date().toISOString().slice(0, 10);
  console.log(values.json ? JSON.stringify({ results }) : markdownOf(results, circumstances(), date));
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
