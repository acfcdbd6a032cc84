import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { serve, serveSubgraph } from "../gateway/kit.js";
import { reviewsSchema, supergraphSdl, usersSchema } from "../gateway/subgraphs.js";
import { runTunet, spawnTunet } from "../kit/process.js";

const JOIN = '{ user(id: "1") { name rating reviews { text } } }';
const JOINED = { data: { user: { name: "Ada", rating: 10, reviews: [{ text: "by 1" }] } } };

const ask = async (url: string, query: string): Promise<unknown> => {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) });
  return response.json();
};

/** The supergraph with its subgraphs over HTTP, and a folder to put it in. */
const deployed = async (): Promise<{ directory: string; sdl: string }> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-gateway-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const [users, reviews] = await Promise.all([serveSubgraph(usersSchema()), serveSubgraph(reviewsSchema())]);
  const sdl = supergraphSdl.replace('"local:users"', `"${users}"`).replace('"local:reviews"', `"${reviews}"`);
  return { directory, sdl };
};

const start = async (supergraph: string): Promise<string> => {
  const tunet = spawnTunet(["gateway", "--supergraph", supergraph, "--port", "0"], {});
  onTestFinished(() => tunet.signal("SIGKILL"));
  const [, url = ""] = await tunet.printed(/(http:\/\/[\w.:]+\/graphql)/);
  return url;
};

it("serves any supergraph from a file, over HTTP subgraphs, without asking anybody to sign in", async () => {
  const { directory, sdl } = await deployed();
  const file = join(directory, "supergraph.graphql");
  writeFileSync(file, sdl);
  const url = await start(file);
  expect(await ask(url, JOIN)).toEqual(JOINED);
  const health = await fetch(new URL("/health", url));
  expect({ status: health.status, body: await health.json() }).toMatchObject({
    status: 200,
    body: { subgraphs: [{ name: "reviews" }, { name: "users" }] },
  });
});

it("serves a supergraph that it fetches from a URL", async () => {
  const { sdl } = await deployed();
  const origin = await serve((_request, response) => response.end(sdl));
  expect(await ask(await start(`${origin}/supergraph.graphql`), JOIN)).toEqual(JOINED);
});

it("says in words that a supergraph can't be read or used, and ends with 1", async () => {
  const { directory } = await deployed();
  const file = join(directory, "none.graphql");
  const missing = await runTunet(["gateway", "--supergraph", file]);
  expect(missing).toEqual({ code: 1, output: expect.stringContaining(`could not be read from ${file}`) });

  writeFileSync(file, "type Query { a: Int }");
  const unusable = await runTunet(["gateway", "--supergraph", file]);
  expect(unusable).toEqual({
    code: 1,
    output: `The supergraph from ${file} can't be served: Invalid supergraph: must be a core schema\n`,
  });
});
