import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSchema, parse, validate } from "graphql";
import { expect, it } from "vitest";
import { agencyExamples } from "../../demo/index.js";
import { packageRoot } from "../../lib/package-root.js";
import { lint } from "../../registry/check/lint.js";
import { checkNamespace } from "../../registry/check/namespace.js";
import { composeSupergraph } from "../../registry/index.js";
import { descriptionProblems } from "../kit/descriptions.js";

const read = (...path: string[]): string => readFileSync(join(packageRoot(), ...path), "utf8");

const rooms = readdirSync(join(packageRoot(), "schema", "generated", "subgraphs")).map((file) => ({
  name: basename(file, ".graphql"),
  url: "http://room.invalid/graphql",
  sdl: read("schema", "generated", "subgraphs", file),
}));
const skatt = {
  name: "skatt",
  url: "http://127.0.0.1:4999/graphql",
  sdl: read("subgraphs", "agencies", "skatt", "schema.graphql"),
};

it("takes only names of its own, and describes all that it adds", () => {
  expect(checkNamespace(skatt, rooms)).toEqual([]);
  expect(lint(skatt)).toEqual([]);
  const problems = descriptionProblems(
    Object.fromEntries([...rooms, skatt].map(({ name, sdl }) => [name, sdl])),
  );
  expect(problems.filter((problem) => problem.startsWith("skatt:"))).toEqual([]);
});

it("composes with the rooms, and the sandbox's examples of it are good", () => {
  const { apiSdl } = composeSupergraph([...rooms, skatt]);
  const schema = buildSchema(apiSdl, { assumeValid: true });
  const own = agencyExamples.filter(({ query }) => query.includes("skatt {"));
  expect(own.map(({ query }) => validate(schema, parse(query)))).toEqual([[]]);
});
