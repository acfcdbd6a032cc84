import { posix } from "node:path";

/** One import of a source file. */
export interface Import {
  readonly specifier: string;
  /** Nothing of it is left when the program runs. */
  readonly isTypeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+([^"';]*?)\s*from\s*"([^"]+)"/gm;
const SIDE_EFFECT = /^import\s*"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"/g;

/** What a file imports and re-exports. The formatter sees to it that a statement begins its line, in double quotes. */
export const importsOf = (source: string): Import[] => [
  ...[...source.matchAll(STATEMENT)].map(([, clause = "", specifier = ""]) => ({
    specifier,
    // Not `{ type A }`: that leaves an import of nothing, which still runs the file.
    isTypeOnly: /^type\b/.test(clause),
  })),
  ...[...source.matchAll(SIDE_EFFECT), ...source.matchAll(DYNAMIC)].map(([, specifier = ""]) => ({
    specifier,
    isTypeOnly: false,
  })),
];

/** The house's arrows, DESIGN §2: what each part may import besides itself. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  bin: ["gateway", "registry", "demo", "subgraphs", "drizzle", "schema", "lib"],
  gateway: ["lib"],
  registry: ["drizzle", "lib"],
  demo: ["subgraphs", "drizzle", "schema", "lib"],
  subgraphs: ["drizzle", "schema", "lib"],
  agencies: [],
  drizzle: ["schema", "lib"],
  schema: ["lib"],
  lib: [],
};

const MAX_LINES = 350;
const QUERY_PACKAGES = ["drizzle-orm", "better-sqlite3", "pg"];
/** Parts that look nothing up that came from outside. */
const UNREAD_TABLES: readonly string[] = ["demo", "tests", "bench"];

const ENVIRONMENT_READERS = ["bin", "tests", "scripts", "bench"];

/** What agencies have in common: copied to whoever begins anew, and so without anything of ours. */
const KIT = "kit";

/**
 * `subgraphs/forms/store.ts` → part `subgraphs`, room `forms`, inner `store.ts`; agencies' programs are a part of their
 * own: `subgraphs/agencies/skatt/store.ts` → part `agencies`, room `skatt`.
 */
const placeOf = (path: string) => {
  const [part = "", ...rest] = path.split("/");
  if (part === "subgraphs" && rest[0] === "agencies") {
    return { part: "agencies", room: rest[1] ?? "", inner: rest.slice(2).join("/") };
  }
  return part === "subgraphs"
    ? { part, room: rest[0] ?? "", inner: rest.slice(1).join("/") }
    : { part, room: null, inner: rest.join("/") };
};

const isStore = (inner: string): boolean => /(^|\/)store([-/.]|$)/.test(inner);
const isRule = (inner: string): boolean => /^rules([-/.]|$)/.test(inner);

/** Why one import is against the house's rules; `null` where it is not. */
const problemOf = (path: string, { specifier, isTypeOnly }: Import): string | null => {
  const from = placeOf(path);
  if (!specifier.startsWith(".")) {
    const isQuery = QUERY_PACKAGES.some((name) => specifier === name || specifier.startsWith(`${name}/`));
    return isQuery && !isTypeOnly && from.part !== "drizzle" && !isStore(from.inner)
      ? "queries belong in a store or in drizzle/"
      : null;
  }
  const target = posix.normalize(posix.join(posix.dirname(path), specifier)).replace(/\.js$/, ".ts");
  const to = placeOf(target);
  if (from.part !== to.part) {
    if (from.part === "agencies") return "an agency imports nothing of Tunet's";
    if (to.part === "agencies" && from.part !== "tests") return "nothing imports an agency's program";
    if (!ARROWS[from.part]?.includes(to.part)) return `${from.part}/ may not import ${to.part}/`;
    return doorProblem(from, to, isTypeOnly);
  }
  if (from.part === "agencies" && to.room === KIT) return null;
  if (from.room !== to.room) return "a room may not import another room";
  return isRule(from.inner) && isStore(to.inner) && !isTypeOnly
    ? "rules may take a store's types, not its queries"
    : null;
};

type Place = ReturnType<typeof placeOf>;

/** Parts are entered by their doors. */
const doorProblem = (from: Place, to: Place, isTypeOnly: boolean): string | null => {
  if (to.part === "drizzle") {
    const room = /^([^/]+)\//.exec(to.inner)?.[1] ?? null;
    const isDescription = /^[^/]+\/(tables|values)\.ts$/.test(to.inner);
    if (from.part === "demo" && !isDescription) return "demo/ may import tables and values of drizzle/ only";
    if (from.room !== null && room !== null && room !== from.room)
      return "a room may not import another room's tables";
    return from.room !== null && isRule(from.inner) && !isTypeOnly && !to.inner.endsWith("/values.ts")
      ? "rules may take a table's types, not its queries"
      : null;
  }
  // A large room has parts with doors of their own: authorization/xacml/.
  if (to.part === "subgraphs" && !/^([^/]+\/)?index\.ts$/.test(to.inner)) {
    const isSeedType = from.part === "demo" && to.inner === "seed.ts" && isTypeOnly;
    return isSeedType ? null : "a room is entered by its index.ts";
  }
  if (["gateway", "registry", "demo"].includes(to.part) && to.inner !== "index.ts") {
    return `${to.part}/ is entered by its index.ts`;
  }
  return null;
};

const textProblems = (path: string, source: string): string[] => {
  const { part, inner } = placeOf(path);
  const isProgram = part === "agencies" && /^(src\/)?main\.ts$/.test(inner);
  const problems: string[] = [];
  const lines = source.trimEnd().split("\n").length;
  if (part !== "tests" && lines > MAX_LINES) problems.push(`has ${lines} lines, more than ${MAX_LINES}`);
  if (!ENVIRONMENT_READERS.includes(part) && !isProgram && /\bprocess(\.env|\["env"\])/.test(source)) {
    problems.push("only bin/ reads the environment");
  }
  if (/^export \*/m.test(source)) problems.push("export * hides what a file gives");
  if (/^export default\b/m.test(source) && !path.endsWith(".config.ts")) {
    problems.push("a default export has no name");
  }
  if (
    !UNREAD_TABLES.includes(part) &&
    /^(export )?const \w+: (\w+<)*Record<\s*string,[^;]*? =\s+\{$/m.test(source)
  ) {
    problems.push("a table by any text is made by tableOf: {} knows `constructor` and `__proto__` too");
  }
  return problems;
};

/**
 * What is against the house's rules.
 * @param files source text by path from the package's root
 * @returns one line per problem, by path
 */
export const violationsOf = (files: ReadonlyMap<string, string>): string[] =>
  [...files]
    .flatMap(([path, source]) => [
      ...textProblems(path, source).map((problem) => `${path}: ${problem}`),
      ...(placeOf(path).part in ARROWS
        ? importsOf(source).flatMap((imported) => {
            const problem = problemOf(path, imported);
            return problem === null ? [] : [`${path}: imports ${imported.specifier}: ${problem}`];
          })
        : []),
    ])
    .sort();
