// Writes the migrations that bring each room's databases to its tables (drizzle/<room>/tables.ts):
//   npm run migrations -- ROOM NAME        e.g. npm run migrations -- dialogs add-process-index
//   npm run migrations -- ROOM NAME --custom     an empty one, to be written by hand for both dialects
// Without a difference nothing is written. Migrations are committed, and never changed once they have landed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const [room, name, ...flags] = process.argv.slice(2);
if (!room || !name) {
  console.error("Usage: npm run migrations -- ROOM NAME [--custom]");
  process.exit(2);
}

const built = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], { stdio: "inherit" });
if (built.status !== 0) process.exit(built.status ?? 1);

const { columnsOf } = await import(pathToFileURL(join(root, "dist/drizzle/columns.js")).href);
const definition = await import(pathToFileURL(join(root, `dist/drizzle/${room}/tables.js`)).href);
const define = Object.keys(definition).find((key) => key.endsWith("Tables"));
const tables = Object.keys(definition[define](columnsOf("sqlite")));

const scratch = join(root, "dist", ".migrations");
mkdirSync(scratch, { recursive: true });
for (const dialect of ["sqlite", "postgres"]) {
  const schema = join(scratch, `${room}-${dialect}.js`);
  const lines = [
    'import { columnsOf } from "../drizzle/columns.js";',
    `import { ${define} } from "../drizzle/${room}/tables.js";`,
    `const all = ${define}(columnsOf("${dialect}"));`,
    ...tables.map((table) => `export const ${table} = all.${table};`),
  ];
  writeFileSync(schema, `${lines.join("\n")}\n`);
  const args = [
    "node_modules/drizzle-kit/bin.cjs",
    "generate",
    `--dialect=${dialect === "sqlite" ? "sqlite" : "postgresql"}`,
    `--schema=${schema}`,
    `--out=drizzle/${room}/${dialect}`,
    `--name=${name}`,
    ...flags,
  ];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
rmSync(scratch, { recursive: true });

// drizzle-kit names PostgreSQL's default schema in foreign keys; ours are found by the search path.
const folder = join(root, "drizzle", room, "postgres");
for (const file of readdirSync(folder).filter((entry) => entry.endsWith(".sql"))) {
  const path = join(folder, file);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll('REFERENCES "public".', "REFERENCES "));
}
