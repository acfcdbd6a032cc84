import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../lib/package-root.js";
import { importsOf, violationsOf } from "./kit/architecture.js";
import { circlesOf } from "./kit/circles.js";

const FOLDERS = [
  "bin",
  "gateway",
  "registry",
  "demo",
  "subgraphs",
  "drizzle",
  "schema",
  "lib",
  "tests",
  "bench",
];

/** Every TypeScript source of ours, by path from the package's root. */
const sources = (): ReadonlyMap<string, string> =>
  new Map(
    FOLDERS.flatMap((folder) =>
      readdirSync(join(packageRoot(), folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules"))
        .map((file) => join(folder, file))
        .map((file) => [file, readFileSync(join(packageRoot(), file), "utf8")] as const),
    ),
  );

describe("the house", () => {
  const files = sources();

  it("keeps its rules: arrows, doors, sizes, names, and who reads the environment", () => {
    expect(violationsOf(files)).toEqual([]);
  });

  it("has no circles: no file needs itself to be understood", () => {
    expect(circlesOf(files)).toEqual([]);
  });

  it("is read whole: no import statement is missed, and so allowed whatever it imports", () => {
    // The formatter ends every statement like this, on one line or on many.
    const endings = /(?:^|\s)from "[^"]+";(?: \/\/.*)?$|^import "[^"]+";|\bimport\("/gm;
    const unread = [...files].filter(
      ([, source]) => (source.match(endings)?.length ?? 0) !== importsOf(source).length,
    );
    expect(unread.map(([path]) => path)).toEqual([]);
    expect(files.size).toBeGreaterThan(100);
  });
});

describe("the reader of imports", () => {
  it("reads every form of import and re-export", () => {
    const source = `
import "./side-effect.js";
import type { A } from "./types.js";
import { type A, type B } from "./inline-types.js";
import { type A, b } from "./mixed.js";
import c, { d } from "./default.js";
import * as e from "./namespace.js";
import {
  f,
  g,
} from "./many-lines.js";
export { h } from "./re-exported.js";
export type { I } from "./re-exported-types.js";
export const j = await import("./dynamic.js");
// import { k } from "./comment.js"
const text = "no import { l } from './text.js'";
`;
    expect(importsOf(source)).toEqual([
      { specifier: "./types.js", isTypeOnly: true },
      { specifier: "./inline-types.js", isTypeOnly: false },
      { specifier: "./mixed.js", isTypeOnly: false },
      { specifier: "./default.js", isTypeOnly: false },
      { specifier: "./namespace.js", isTypeOnly: false },
      { specifier: "./many-lines.js", isTypeOnly: false },
      { specifier: "./re-exported.js", isTypeOnly: false },
      { specifier: "./re-exported-types.js", isTypeOnly: true },
      { specifier: "./side-effect.js", isTypeOnly: false },
      { specifier: "./dynamic.js", isTypeOnly: false },
    ]);
  });
});

describe("the checker of the house's rules", () => {
  const check = (path: string, source: string): string[] => violationsOf(new Map([[path, source]]));
  const FORBIDDEN: readonly (readonly [path: string, source: string, problem: string])[] = [
    [
      "lib/a.ts",
      'import { b } from "../schema/b.js";',
      "imports ../schema/b.js: lib/ may not import schema/",
    ],
    [
      "schema/a.ts",
      'import type { B } from "../drizzle/b.js";',
      "imports ../drizzle/b.js: schema/ may not import drizzle/",
    ],
    [
      "drizzle/a.ts",
      'import "../subgraphs/forms/index.js";',
      "imports ../subgraphs/forms/index.js: drizzle/ may not import subgraphs/",
    ],
    [
      "gateway/a.ts",
      'import { b } from "../schema/urns.js";',
      "imports ../schema/urns.js: gateway/ may not import schema/",
    ],
    [
      "registry/a.ts",
      'export { b } from "../subgraphs/forms/index.js";',
      "imports ../subgraphs/forms/index.js: registry/ may not import subgraphs/",
    ],
    [
      "registry/x/a.ts",
      'const b = await import("../../gateway/index.js");',
      "imports ../../gateway/index.js: registry/ may not import gateway/",
    ],
    [
      "subgraphs/forms/a.ts",
      'import { b } from "../dialogs/index.js";',
      "imports ../dialogs/index.js: a room may not import another room",
    ],
    [
      "subgraphs/forms/a.ts",
      'import { b } from "../../gateway/index.js";',
      "imports ../../gateway/index.js: subgraphs/ may not import gateway/",
    ],
    [
      "subgraphs/forms/a.ts",
      'import { b } from "../../drizzle/dialogs/tables.js";',
      "imports ../../drizzle/dialogs/tables.js: a room may not import another room's tables",
    ],
    [
      "subgraphs/forms/rules.ts",
      'import { b } from "./store.js";',
      "imports ./store.js: rules may take a store's types, not its queries",
    ],
    [
      "subgraphs/forms/rules/a.ts",
      'import { b } from "../store/b.js";',
      "imports ../store/b.js: rules may take a store's types, not its queries",
    ],
    [
      "subgraphs/forms/rules.ts",
      'import { b } from "../../drizzle/statements.js";',
      "imports ../../drizzle/statements.js: rules may take a table's types, not its queries",
    ],
    [
      "subgraphs/forms/rules.ts",
      'import { sql } from "drizzle-orm";',
      "imports drizzle-orm: queries belong in a store or in drizzle/",
    ],
    [
      "subgraphs/forms/loaders.ts",
      'import pg from "pg";',
      "imports pg: queries belong in a store or in drizzle/",
    ],
    [
      "subgraphs/forms/loaders.ts",
      'import { drizzle } from "drizzle-orm/node-postgres";',
      "imports drizzle-orm/node-postgres: queries belong in a store or in drizzle/",
    ],
    [
      "demo/a.ts",
      'import { b } from "../subgraphs/forms/store.js";',
      "imports ../subgraphs/forms/store.js: a room is entered by its index.ts",
    ],
    [
      "demo/a.ts",
      'import { b } from "../subgraphs/forms/seed.js";',
      "imports ../subgraphs/forms/seed.js: a room is entered by its index.ts",
    ],
    [
      "demo/a.ts",
      'import { b } from "../drizzle/open.js";',
      "imports ../drizzle/open.js: demo/ may import tables and values of drizzle/ only",
    ],
    [
      "demo/a.ts",
      'import { b } from "../gateway/index.js";',
      "imports ../gateway/index.js: demo/ may not import gateway/",
    ],
    [
      "bin/a.ts",
      'import { b } from "../subgraphs/forms/store.js";',
      "imports ../subgraphs/forms/store.js: a room is entered by its index.ts",
    ],
    [
      "bin/a.ts",
      'import { b } from "../gateway/http/front-door.js";',
      "imports ../gateway/http/front-door.js: gateway/ is entered by its index.ts",
    ],
    [
      "bin/a.ts",
      'import type { B } from "../tests/kit/b.js";',
      "imports ../tests/kit/b.js: bin/ may not import tests/",
    ],
    [
      "subgraphs/agencies/skatt/a.ts",
      'import { b } from "../../../schema/urns.js";',
      "imports ../../../schema/urns.js: an agency imports nothing of Tunet's",
    ],
    [
      "subgraphs/agencies/kit/a.ts",
      'import type { B } from "../../dialogs/index.js";',
      "imports ../../dialogs/index.js: an agency imports nothing of Tunet's",
    ],
    [
      "subgraphs/agencies/skatt/a.ts",
      'import { b } from "../fiks/b.js";',
      "imports ../fiks/b.js: a room may not import another room",
    ],
    [
      "subgraphs/agencies/kit/a.ts",
      'import { b } from "../skatt/b.js";',
      "imports ../skatt/b.js: a room may not import another room",
    ],
    [
      "bin/a.ts",
      'const b = await import("../subgraphs/agencies/skatt/main.js");',
      "imports ../subgraphs/agencies/skatt/main.js: nothing imports an agency's program",
    ],
    ["subgraphs/agencies/skatt/a.ts", "const port = process.env.PORT;", "only bin/ reads the environment"],
    ["gateway/a.ts", "const port = process.env.PORT;", "only bin/ reads the environment"],
    ["gateway/a.ts", 'const port = process["env"]["PORT"];', "only bin/ reads the environment"],
    ["lib/a.ts", 'export * from "./b.js";', "export * hides what a file gives"],
    ["tests/a.ts", 'export * from "./b.js";', "export * hides what a file gives"],
    ["lib/a.ts", "export default 1;", "a default export has no name"],
    [
      "lib/a.ts",
      'const A: Readonly<Record<string, string>> = {\n  a: "b",\n};',
      "a table by any text is made by tableOf: {} knows `constructor` and `__proto__` too",
    ],
    ["lib/a.ts", "const a = 1;\n".repeat(351), "has 351 lines, more than 350"],
  ];

  it.each(FORBIDDEN.map(([path, source, problem]) => ({ path, source, problem })))(
    "refuses $path for: $problem",
    ({ path, source, problem }) => {
      expect(check(path, source)).toEqual([`${path}: ${problem}`]);
    },
  );

  const ALLOWED: readonly (readonly [path: string, source: string])[] = [
    ["bin/a.ts", 'import { b } from "../subgraphs/forms/index.js";'],
    ["bin/a.ts", "const port = process.env.PORT;"],
    ["subgraphs/agencies/skatt/main.ts", "const port = process.env.PORT;"],
    ["subgraphs/agencies/skatt/a.ts", 'import { b } from "../kit/b.js";'],
    ["subgraphs/agencies/skatt/store.ts", 'import Database from "better-sqlite3";'],
    ["tests/a.ts", 'import { b } from "../subgraphs/agencies/skatt/b.js";'],
    ["demo/a.ts", 'import type { B } from "../subgraphs/forms/seed.js";'],
    ["demo/a.ts", 'import { B } from "../drizzle/dialogs/values.js";'],
    ["gateway/http/a.ts", 'import { b } from "../identity/b.js";'],
    ["subgraphs/forms/store.ts", 'import { sql } from "drizzle-orm";'],
    ["subgraphs/forms/store/a.ts", 'import { b } from "../../../drizzle/forms/tables.js";'],
    ["subgraphs/forms/rules.ts", 'import type { B } from "./store.js";'],
    ["subgraphs/forms/rules.ts", 'import type { B } from "../../drizzle/forms/tables.js";'],
    ["drizzle/a.ts", 'import { sql } from "drizzle-orm";'],
    ["tests/a.ts", "const a = 1;\n".repeat(351)],
    ["drizzle/drizzle.config.ts", "export default {};"],
    ["lib/a.ts", 'const A: Readonly<Record<"a" | "b", string>> = {\n  a: "b",\n  b: "c",\n};'],
    ["demo/a.ts", 'const A: Readonly<Record<string, string>> = {\n  a: "b",\n};'],
    ["lib/a.ts", "const a = 1;\n".repeat(350)],
  ];

  it.each(
    ALLOWED.map(([path, source]) => ({ path, source, line: source.slice(0, 60).split("\n", 1).join() })),
  )("allows in $path: $line", ({ path, source }) => {
    expect(check(path, source)).toEqual([]);
  });
});

describe("the finder of circles", () => {
  it("names the files of each ring, whichever way it is come to, and leaves those that only lead to one", () => {
    const files = new Map([
      ["lib/leads.ts", 'import { a } from "./a.js";'],
      ["lib/a.ts", 'import type { B } from "./parts/b.js";\nimport { d } from "./d.js";'],
      ["lib/parts/b.ts", 'import { c } from "../c.js";'],
      ["lib/c.ts", 'import { a } from "./a.js";\nimport { d } from "./d.js";'],
      ["lib/d.ts", 'import { hash } from "node:crypto";'],
      ["lib/e.ts", 'export { f } from "./f.js";'],
      ["lib/f.tsx", 'import { e } from "./e.js";\nimport { d } from "./d.js";'],
    ]);
    expect(circlesOf(files)).toEqual(["lib/a.ts lib/c.ts lib/parts/b.ts", "lib/e.ts lib/f.tsx"]);
  });
});
