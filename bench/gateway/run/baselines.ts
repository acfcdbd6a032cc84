import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../../lib/package-root.js";

export const baselinesDirectory = join(packageRoot(), "bench", "baselines");

/**
 * Installs the other gateways, once for each lockfile. Their install scripts do not run: none of them needs any.
 * @param say told when there is something to install: it takes a minute or two
 */
export const installBaselines = (say: (message: string) => void): void => {
  const lock = readFileSync(join(baselinesDirectory, "package-lock.json"), "utf8");
  const marker = join(baselinesDirectory, "node_modules", ".installed-lock.json");
  if (existsSync(marker) && readFileSync(marker, "utf8") === lock) return;
  say("Installing the other gateways into bench/baselines (once, a minute or two) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["ci", "--prefix", baselinesDirectory, "--ignore-scripts", "--no-audit", "--no-fund"];
  // npm's own output goes beside the results, not into them.
  const { status } = spawnSync(npm, [...args, "--loglevel", "error"], {
    cwd: baselinesDirectory,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("The other gateways could not be installed; see npm's words above.");
  writeFileSync(marker, lock);
};
