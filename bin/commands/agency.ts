import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { packageRoot } from "../../lib/package-root.js";
import { fieldNameOf, isSubgraphName, typePrefixOf } from "../../registry/index.js";
import { CommandError } from "../command-error.js";
import { isRoomName } from "../room-names.js";

/** What the template calls itself, in a name, in a type and in a field. */
const TEMPLATE = "new-agency";
const MADE = new Set(["node_modules", "dist"]);

const checkName = (name: string): void => {
  if (!isSubgraphName(name)) {
    throw new CommandError(
      `"${name}" can't be a subgraph's name. Use 2 to 40 small letters, digits and single hyphens, a letter first.`,
    );
  }
  if (isRoomName(name)) {
    throw new CommandError(`${name} is a subgraph of this installation's own. Take your agency's name.`);
  }
};

/** Nothing is ever written over. */
const checkEmpty = (folder: string): void => {
  let there: string[];
  try {
    there = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new CommandError(`${folder} can't be used: it is no folder that can be read.`, { cause: error });
  }
  if (there.length > 0) {
    throw new CommandError(`${folder} is not empty. Name a folder that is, or one that is not there yet.`);
  }
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return MADE.has(entry.name) ? [] : filesBelow(path);
    return [path];
  });

const renamed = (text: string, name: string): string =>
  text
    .replaceAll(TEMPLATE, name)
    .replaceAll(typePrefixOf(TEMPLATE), typePrefixOf(name))
    .replaceAll(fieldNameOf(TEMPLATE), fieldNameOf(name))
    .replaceAll('"../../kit/', '"./kit/');

export interface InitOptions {
  /** Where to; the name where left out. */
  readonly folder?: string;
}

/** Writes a new agency's subgraph: the template under another name, with the kit that is to be its own. */
export const initAgency = (name: string, { folder: given = name }: InitOptions): void => {
  checkName(name);
  const folder = resolve(given);
  checkEmpty(folder);
  const agencies = join(packageRoot(), "subgraphs", "agencies");
  const [template, kit] = [join(agencies, "template"), join(agencies, "kit")];
  const written = [
    ...filesBelow(template).map((file) => [file, relative(template, file)] as const),
    ...filesBelow(kit).map((file) => [file, join("src", "kit", relative(kit, file))] as const),
  ].map(([file, to]) => {
    const path = join(folder, to);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, renamed(readFileSync(file, "utf8"), name), { flag: "wx" });
    return to;
  });
  console.log(
    [
      ...written.sort().map((file) => `  ${join(given, file).split(sep).join("/")}`),
      "",
      `The subgraph ${name} is written. Next: cd ${given}, npm install, npm test; then see README.md.`,
    ].join("\n"),
  );
};
