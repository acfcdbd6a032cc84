// From publishing to serving, and how others are answered meanwhile. See bench/README.md.
import { parseArgs } from "node:util";
import { circumstances } from "../gateway/report/machine.js";
import { measureRegistry, type RegistryResult, type Spread } from "./measure.js";

const inMillis = ({ p50, p99, max }: Spread): string =>
  [p50, p99, max].map((one) => one.toFixed(1)).join(" / ");

const lineOf = ({
  subgraphs,
  toAccepted,
  toServing,
  beside,
  besidePoison,
  besideHuge,
}: RegistryResult): string =>
  `| ${subgraphs} | ${inMillis(toAccepted)} | ${inMillis(toServing)} | ${inMillis(beside)} | ${inMillis(besidePoison)} | ${inMillis(besideHuge)} |`;

try {
  const { values } = parseArgs({
    options: { quick: { type: "boolean", default: false }, json: { type: "boolean", default: false } },
  });
  const results: RegistryResult[] = [];
  for (const subgraphs of [5, 50]) {
    console.error(`bench: ${subgraphs} subgraphs`);
    results.push(await measureRegistry(subgraphs, values.quick ? 5 : 20));
  }
  if (values.json) console.log(JSON.stringify({ results }));
  else {
    const { processor, cores, node, commit } = circumstances();
    console.log(`# Registry, ${new Date().toISOString().slice(0, 10)}\n`);
    console.log(`At ${commit ?? "an unknown commit"}; ${cores} cores (${processor}), Node ${node}.\n`);
    console.log("Milliseconds: median / p99 / largest.\n");
    console.log(
      "| subgraphs | sent until accepted | accepted until served | a small query beside it | beside a poisoned check | beside a huge one |",
    );
    console.log(
      "| --------: | ------------------: | --------------------: | ----------------------: | ----------------------: | ----------------: |",
    );
    console.log(results.map(lineOf).join("\n"));
  }
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
