import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, parse, validate } from "graphql";
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

it("sends queries that the graph answers, and bodies that are JSON, in the commands of all pages for users", () => {
  const schema = buildSchema(read("schema/generated/api.graphql"));
  const docs = readdirSync(join(packageRoot(), "docs")).filter((name) => name.endsWith(".md"));
  const found = { queries: 0, bodies: 0 };
  for (const text of [readme, ...docs.map((name) => read(`docs/${name}`))]) {
    for (const [, query = ""] of text.matchAll(/--data-urlencode 'query=([^']+)'/g)) {
      found.queries += 1;
      expect(validate(schema, parse(query))).toEqual([]);
    }
    for (const [, body = ""] of text.matchAll(/(?:-d|--data) '([{[][^']*)'/g)) {
      found.bodies += 1;
      expect(() => JSON.parse(body), body).not.toThrow();
    }
  }
  expect(found.queries).toBeGreaterThan(2);
  expect(found.bodies).toBeGreaterThan(0);
});
