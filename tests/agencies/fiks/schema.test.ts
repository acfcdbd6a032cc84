import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSchema as buildGraph, parse, validate } from "graphql";
import { expect, it } from "vitest";
import { agencyExamples } from "../../../demo/index.js";
import { packageRoot } from "../../../lib/package-root.js";
import { lint } from "../../../registry/check/lint.js";
import { checkNamespace } from "../../../registry/check/namespace.js";
import { composeSupergraph } from "../../../registry/index.js";
import { historyDocument, presenceQuestion } from "../../../schema/history-source/question.js";
import { SOURCES } from "../../../subgraphs/agencies/fiks/records.js";
import { buildSchema } from "../../../subgraphs/agencies/fiks/subgraph.js";
import { descriptionProblems } from "../../kit/descriptions.js";
import { liveSource, sdl } from "./fiks.js";

const rooms = readdirSync(join(packageRoot(), "schema", "generated", "subgraphs")).map((file) => ({
  name: basename(file, ".graphql"),
  url: "http://room.invalid/graphql",
  sdl: readFileSync(join(packageRoot(), "schema", "generated", "subgraphs", file), "utf8"),
}));
const fiks = { name: "fiks", url: "http://127.0.0.1:4999/graphql", sdl };

it("takes only names of its own, and describes all that it adds", () => {
  expect(checkNamespace(fiks, rooms)).toEqual([]);
  expect(lint(fiks)).toEqual([]);
  const problems = descriptionProblems(
    Object.fromEntries([...rooms, fiks].map(({ name, sdl: own }) => [name, own])),
  );
  expect(problems.filter((problem) => problem.startsWith("fiks:"))).toEqual([]);
});

it("composes with the rooms, shows clients its items and none of what Tunet asks, and the examples of it are good", () => {
  const { apiSdl } = composeSupergraph([...rooms, fiks]);
  expect(apiSdl).toContain("fiks: FiksItem");
  expect(apiSdl).not.toMatch(/Fiks(History|Presence|Acted)|fiks(Svarut|Digisos|Innsyn)/);
  const graph = buildGraph(apiSdl, { assumeValid: true });
  const own = agencyExamples.filter(({ query }) => query.includes("fiks"));
  expect(own).not.toEqual([]);
  expect(own.map(({ query }) => validate(graph, parse(query)))).toEqual(own.map(() => []));
});

it.each(SOURCES)("can be asked what Tunet asks of %s", (id) => {
  const schema = buildSchema(sdl);
  const source = liveSource(id);
  const documents = [historyDocument(source), presenceQuestion(source)?.query ?? ""];
  expect(documents.flatMap((document) => validate(schema, parse(document)))).toEqual([]);
});
