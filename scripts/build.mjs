// Compiles the program to dist/ and bundles the sandbox page to dist/sandbox/. Each half is skipped when nothing that
// it is made from has changed, so that a second `npm start` is quick.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const page = "gateway/http/sandbox/page";

const filesBelow = (directory) =>
  readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();

const fingerprint = (paths) => {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
};

const run = (binary, args) => {
  const { status } = spawnSync(process.execPath, [join(root, "node_modules", binary), ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
};

/** Runs `build` unless `marker` says that it already ran on exactly these inputs. */
const once = (marker, inputs, build) => {
  const path = join(root, "dist", marker);
  const now = fingerprint(inputs);
  if (existsSync(path) && readFileSync(path, "utf8") === now) return;
  build();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, now);
};

const common = ["package-lock.json", "tsconfig.json", "tsconfig.build.json"].map((file) => join(root, file));
const sources = ["bin", "gateway", "registry", "subgraphs", "schema", "drizzle", "lib", "demo"]
  .filter((directory) => existsSync(join(root, directory)))
  .flatMap(filesBelow)
  .filter((path) => path.endsWith(".ts") && !path.includes(join(root, page)));

once(".program", [...common, ...sources], () => {
  for (const entry of existsSync(join(root, "dist")) ? readdirSync(join(root, "dist")) : []) {
    if (entry !== "sandbox" && entry !== ".sandbox") rmSync(join(root, "dist", entry), { recursive: true });
  }
  run("typescript/bin/tsc", ["-p", "tsconfig.build.json"]);
});

if (existsSync(join(root, page))) {
  once(".sandbox", [...common, ...filesBelow(page)], () => {
    run("vite/bin/vite.js", ["build", page, "--config", join(page, "vite.config.ts"), "--logLevel", "warn"]);
  });
}
