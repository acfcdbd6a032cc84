import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../lib/package-root.js";
import { baselinesDirectory } from "../run/baselines.js";

/** Where and with what was measured. */
export interface Circumstances {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Of this repository; `null` where it is not known. */
  readonly commit: string | null;
  /** Of packages; those of the baselines where they are installed. */
  readonly versions: Readonly<Record<string, string>>;
}

const MAIN_PACKAGES = ["@apollo/gateway", "@apollo/server", "@apollo/query-planner", "graphql", "undici"];
const BASELINE_PACKAGES = [
  "@graphql-hive/gateway",
  "@graphql-hive/router-runtime",
  "@graphql-hive/router-query-planner",
  "@mercuriusjs/gateway",
  "mercurius",
  "graphql",
];

const versionOf = (directory: string, name: string): string | null => {
  const file = join(directory, "node_modules", name, "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version : null;
};

const versions = (): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const name of MAIN_PACKAGES) {
    const version = versionOf(packageRoot(), name);
    if (version !== null) found[name] = version;
  }
  for (const name of BASELINE_PACKAGES) {
    const version = versionOf(baselinesDirectory, name);
    if (version !== null) found[`baselines: ${name}`] = version;
  }
  return found;
};

const git = (...args: readonly string[]): string | null => {
  const { status, stdout } = spawnSync("git", args, { cwd: packageRoot(), encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
};

const commit = (): string | null => {
  const head = git("rev-parse", "--short=12", "HEAD");
  if (head === null) return null;
  const changed = git("status", "--porcelain", "--untracked-files=no");
  return changed === "" ? head : `${head} and changes that were not committed`;
};

export const circumstances = (): Circumstances => ({
  processor: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length, // not availableParallelism: this process is bound to one of them
  memoryBytes: totalmem(),
  system: `${type()} ${release()}`,
  node: process.version,
  commit: commit(),
  versions: versions(),
});
