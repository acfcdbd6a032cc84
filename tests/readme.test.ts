import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../lib/package-root.js";

const read = (file: string): string => readFileSync(join(packageRoot(), file), "utf8");
const readme = read("README.md");

it("describes every setting that the program reads", () => {
  const names = [...read("bin/settings.ts").matchAll(/"([A-Z][A-Z0-9_]+)"/g)].map(([, name = ""]) => name);
  expect(names).toContain("TUNET_DATA_DIR");
  expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

it("describes every command, and every script it tells to run is there", () => {
  const commands = [...read("bin/tunet.ts").matchAll(/\.command\("([a-z-]+)/g)].map(([, name = ""]) => name);
  expect(commands).toContain("start");
  expect(commands.filter((name) => !new RegExp(`tunet ([a-z]+ )?${name}`).test(readme))).toEqual([]);
  const { scripts } = JSON.parse(read("package.json"));
  const told = [...readme.matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name = ""]) => name);
  expect(told.filter((name) => scripts[name] === undefined)).toEqual([]);
});

it("links to files that are there", () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(join(packageRoot(), link)))).toEqual([]);
});
