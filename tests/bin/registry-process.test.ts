import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { expect, it, onTestFinished } from "vitest";
import { serveSubgraph } from "../gateway/kit.js";
import { runTunet, spawnTunet, type TunetProcess } from "../kit/process.js";

const SECRET = "a secret that the nodes of one installation share";
const SDL =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n"A query." type Query { "Hello." roads: String }';

const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-registry-process-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

const started = async (args: string[], settings: Record<string, string>, pattern: RegExp) => {
  const process = spawnTunet(args, { TUNET_SECRET: SECRET, TUNET_DEMO: "on", ...settings });
  onTestFinished(() => process.signal("SIGKILL"));
  const [, url = ""] = await process.printed(pattern);
  return { process, url };
};
const startRegistry = (directory: string) =>
  started(["registry", "--port", "0"], { TUNET_DATA_DIR: directory }, /"url":"(http:[^"]+)\/registry"/);
const startGateway = (directory: string, registry: string) =>
  started(
    ["gateway", "--registry", registry, "--port", "0"],
    { TUNET_DATA_DIR: directory },
    /"url":"(http:[^"]+\/graphql)"/,
  );

const ask = async (url: string) => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"query":"{ roads }"}',
  });
  return response.json();
};

const stop = async (process: TunetProcess): Promise<void> => {
  process.signal("SIGTERM");
  await process.ended;
};

it("is followed by a gateway elsewhere, which serves what it had last where the registry is away", async () => {
  const [ofRegistry, ofGateway] = [newDirectory(), newDirectory()];
  const agency = await serveSubgraph(
    buildSubgraphSchema({ typeDefs: parse(SDL), resolvers: { Query: { roads: () => "Hello." } } }),
  );
  const { process: registry, url } = await startRegistry(ofRegistry);
  const first = await startGateway(ofGateway, url);

  const schema = join(ofRegistry, "roads.graphql");
  writeFileSync(schema, SDL);
  const published = await runTunet(
    ["subgraph", "publish", "--schema", `roads=${schema}`, "--url", `roads=${agency}`],
    { TUNET_DATA_DIR: ofRegistry, TUNET_SECRET: SECRET, TUNET_URL: url },
  );
  expect(published).toEqual({ code: 0, output: expect.stringMatching(/Supergraph 2 serves\.\n$/) });
  await first.process.printed(/"supergraph":2,"msg":"The registry's newest/);
  expect(await ask(first.url)).toEqual({ data: { roads: "Hello." } });

  await stop(registry);
  await first.process.printed(/newest supergraph is not served/);
  expect(await ask(first.url)).toEqual({ data: { roads: "Hello." } });
  await stop(first.process);

  const second = await startGateway(ofGateway, url);
  await second.process.printed(/supergraph 2 is served from disk/);
  expect(await ask(second.url)).toEqual({ data: { roads: "Hello." } });
  await stop(second.process);

  const file = join(ofGateway, "supergraph.json");
  const kept = readFileSync(file, "utf8");
  const start = () =>
    runTunet(["gateway", "--registry", url, "--port", "0"], {
      TUNET_DATA_DIR: ofGateway,
      TUNET_SECRET: SECRET,
    });
  writeFileSync(file, kept.replace(agency, "http://127.0.0.1:1/graphql"));
  expect(await start()).toEqual({
    code: 1,
    output: expect.stringContaining("is not signed by the registry"),
  });
  writeFileSync(file, kept.slice(0, 100));
  expect(await start()).toEqual({
    code: 1,
    output: expect.stringMatching(/gave no supergraph: .*What it had last is not served either: .*JSON/),
  });
  rmSync(file);
  expect(await start()).toEqual({
    code: 1,
    output: expect.stringMatching(/is not served either: there is none/),
  });
}, 180_000);

it("gives the supergraph to no gateway that does not share its secret", async () => {
  const { url } = await startRegistry(newDirectory());
  const stranger = await runTunet(["gateway", "--registry", url, "--port", "0"], {
    TUNET_DATA_DIR: newDirectory(),
    TUNET_SECRET: "another secret, of an installation that is not ours",
  });
  expect(stranger).toEqual({ code: 1, output: expect.stringContaining("set the same TUNET_SECRET on both") });
  const neither = await runTunet(["gateway"], { TUNET_DATA_DIR: newDirectory() });
  expect(neither).toEqual({
    code: 1,
    output: expect.stringContaining("Name a supergraph (--supergraph FILE|URL), or a registry to follow"),
  });
}, 120_000);
