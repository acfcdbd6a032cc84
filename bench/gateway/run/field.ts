import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { composeSupergraph } from "../../../registry/index.js";
import { createRightAnswers } from "../graph/right-answers.js";
import { federation1Sdl, type SubgraphName, subgraphNames, subgraphSdl } from "../graph/sdl.js";
import { type Child, ownProgram, startChild } from "./children.js";
import type { Cores } from "./cores.js";
import type { Engine, Peer } from "./peers.js";

const READY_MILLIS = 60_000;
const RETRY_MILLIS = 50;

/** A gateway that is up. */
export interface Runner {
  readonly peer: Peer;
  readonly port: number;
  readonly child: Child;
}

/** What all gateways share: the subgraphs, the load, and what is the right answer. */
export interface Field {
  readonly cores: Cores;
  readonly subgraphs: Child;
  readonly load: Child;
  /** Takes the spans of those that trace. */
  readonly collector: Child;
  readonly rightAnswer: ReturnType<typeof createRightAnswers>;
  /** Starts gateways side by side and waits until each answers. */
  start(peers: readonly Peer[], isDeduping: boolean): Promise<readonly Runner[]>;
  close(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("No port is free."));
      server.close(() => resolve(address.port));
    });
  });

const pause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

const answers = async (port: number): Promise<boolean> => {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ __typename }" }),
    });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false; // it is not listening yet
  }
};

const untilReady = async ({ child, port }: Runner): Promise<void> => {
  const endsAt = performance.now() + READY_MILLIS;
  while (!(await answers(port))) {
    child.checkAlive();
    if (performance.now() > endsAt)
      throw new Error(`${child.name} did not answer within ${READY_MILLIS} ms.`);
    await pause(RETRY_MILLIS);
  }
};

const own = (name: string, core: number | null): Child =>
  startChild({ name, args: [ownProgram(name)], environment: { NODE_ENV: "production" }, core });

const writeFiles = (
  directory: string,
  supergraphSdl: string,
  urls: Readonly<Record<SubgraphName, string>>,
) => {
  const write = (name: string, text: string): string => {
    const file = join(directory, name);
    writeFileSync(file, text);
    return file;
  };
  const services = subgraphNames.map((name) => ({ name, url: urls[name], schema: federation1Sdl[name] }));
  return {
    supergraphFile: write("supergraph.graphql", supergraphSdl),
    urlsFile: write("urls.json", JSON.stringify(urls)),
    servicesFile: write("services.json", JSON.stringify(services)),
  };
};

/** Opens the field: subgraphs and load are up, gateways are not yet. */
export const openField = async (cores: Cores, engine: Engine): Promise<Field> => {
  const subgraphs = own("subgraphs", cores.load);
  const load = own("load", cores.load);
  const collector = own("collector", cores.load);
  const urls = await subgraphs.ask("subgraphUrls");
  const { supergraphSdl, apiSdl } = composeSupergraph(
    subgraphNames.map((name) => ({ name, url: urls[name] ?? "", sdl: subgraphSdl[name] })),
  );
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const files = writeFiles(directory, supergraphSdl, urls);
  const collectorUrl = await collector.ask("collectorUrl");

  const start = async (peer: Peer, isDeduping: boolean): Promise<Runner> => {
    const port = await freePort();
    const { args, environment } = peer.start({ ...files, collectorUrl, port, isDeduping, engine });
    const child = startChild({ name: peer.name, args, environment, core: cores.gateway });
    const runner = { peer, port, child };
    await untilReady(runner);
    return runner;
  };

  return {
    cores,
    subgraphs,
    load,
    collector,
    rightAnswer: createRightAnswers(apiSdl),
    start: (peers, isDeduping) => Promise.all(peers.map((peer) => start(peer, isDeduping))),
    close: async () => {
      await Promise.all([subgraphs.stop(), load.stop(), collector.stop()]);
    },
  };
};
