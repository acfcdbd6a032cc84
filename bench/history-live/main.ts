// How long a page of the history takes, by how many live sources it is merged of. See bench/README.md.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../../lib/package-root.js";
import { circumstances } from "../gateway/report/machine.js";
import { startChild } from "../gateway/run/children.js";
import { freePort, measureLive, type Row } from "./measure.js";

const inMillis = (millis: number): string => millis.toFixed(1);

const tableOf = (rows: readonly Row[]): string =>
  [
    "| live sources asked | beside one | p50 ms | p95 ms | p99 ms | states |",
    "| -----------------: | ---------- | -----: | -----: | -----: | ------ |",
    ...rows.map(
      ({ sources, beside, p50, p95, p99, states }) =>
        `| ${sources} | ${beside} | ${inMillis(p50)} | ${inMillis(p95)} | ${inMillis(p99)} | ${states} |`,
    ),
  ].join("\n");

const run = async (isQuick: boolean, isJson: boolean): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-live-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const port = await freePort();
  const tunet = startChild({
    name: "tunet",
    args: [join(packageRoot(), "dist", "bin", "tunet.js"), "start"],
    environment: {
      NODE_ENV: "production",
      APOLLO_TELEMETRY_DISABLED: "1",
      LOG_LEVEL: "error",
      TUNET_DATA_DIR: directory,
      TUNET_DEMO_AGENCIES: "off",
      PORT: String(port),
      HOST: "127.0.0.1",
    },
    core: null,
  });
  const rows = await measureLive(tunet, `http://127.0.0.1:${port}`, isQuick ? 3 : 12);
  if (isJson) console.log(JSON.stringify({ rows }));
  else {
    const { processor, cores, node, commit } = circumstances();
    console.log(`# The history with live sources, ${new Date().toISOString().slice(0, 10)}\n`);
    console.log(`At ${commit ?? "an unknown commit"}; ${cores} cores (${processor}), Node ${node}.\n`);
    console.log(tableOf(rows));
  }
  await tunet.stop();
};

try {
  const { values } = parseArgs({
    options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
  });
  await run(values.quick, values.json);
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
