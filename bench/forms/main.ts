// Forms: saves, submissions, their way into the history, and validation. See bench/README.md.
import { parseArgs } from "node:util";
import { circumstances } from "../gateway/report/machine.js";
import { type FormsResult, measureForms, measureValidation } from "./measure.js";

/** Beside the results, which go to standard output. */
const say = (message: string): void => console.error(`bench: ${message}`);

try {
  const { values } = parseArgs({
    options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
  });
  const share = values.quick ? 0.2 : 1;
  const validation = measureValidation(share);
  const results: FormsResult[] = [];
  for (const dialect of ["sqlite", "postgres"] as const)
    results.push(await measureForms(dialect, share, say));
  const machine = circumstances();
  const date = new Date().toISOString().slice(0, 10);
  const markdown = [
    `# Forms, ${date}${values.quick ? " (quick)" : ""}`,
    "",
    `${machine.processor}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}, at ${machine.commit}`,
    "",
    "| a second | SQLite | PostgreSQL |",
    "| --- | --- | --- |",
    ...(["saves", "submissions", "followed"] as const).map(
      (name) =>
        `| ${name === "followed" ? "dialogs written" : name} | ${results.map((result) => Math.round(result[name])).join(" | ")} |`,
    ),
    "",
    "| validation of 500 fields | milliseconds |",
    "| --- | --- |",
    `| the first time | ${validation.first.toFixed(1)} |`,
    `| all right | ${validation.right.toFixed(2)} |`,
    `| all wrong | ${validation.wrong.toFixed(2)} |`,
  ].join("\n");
  console.log(values.json ? JSON.stringify({ validation, results }) : markdown);
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
