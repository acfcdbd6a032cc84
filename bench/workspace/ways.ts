import { spawnSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openIssuer } from "../../bin/demo.js";
import { personas } from "../../demo/index.js";
import { packageRoot } from "../../lib/package-root.js";
import { generateCallKey } from "../../schema/call-token.js";
import { type Child, startChild } from "../gateway/run/children.js";
import { answered } from "./ask.js";
import { smallBody } from "./queries.js";

const ROOMS = ["authorization", "catalogue", "dialogs", "forms", "profile"] as const;

const tunet = join(packageRoot(), "dist", "bin", "tunet.js");
const supergraph = join(packageRoot(), "schema", "generated", "supergraph.graphql");

export const wayNames = ["one process", "HTTP rooms", "HTTP rooms, stock"] as const;
export type WayName = (typeof wayNames)[number];

/** One way to run the same system over the same data. */
export interface Way {
  readonly name: WayName;
  readonly port: number;
  /** All processes that work for a request. */
  readonly children: readonly Child[];
  /** Whether it tells what each fetch took. */
  readonly hasPlans: boolean;
}

/** All ways, up and answering. */
export interface Ground {
  readonly ways: readonly Way[];
  readonly token: string;
  close(): Promise<void>;
}

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
};

const listening = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(portOf(server)));
  });

const freePort = async (): Promise<number> => {
  const server = createTcpServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const seededDirectory = (dialogs: number): string => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-bench-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const env = { TUNET_DATA_DIR: directory };
  const { status, stderr } = spawnSync(process.execPath, [tunet, "seed", "--dialogs", String(dialogs)], {
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The demo's world could not be made: ${stderr}`);
  return directory;
};

const child = (name: string, args: readonly string[], environment: Readonly<Record<string, string>>) =>
  startChild({ name, args, environment, core: null });

/** What every process is given: nothing is refused for load, since what is measured is the work. */
const common = {
  NODE_ENV: "production",
  APOLLO_TELEMETRY_DISABLED: "1",
  LOG_LEVEL: "warn",
  TUNET_LOOP_LAG_MILLIS: "0",
  TUNET_COLLAPSE: "off",
  TUNET_DEMO: "on", // query plans with times may be seen
  TUNET_DEMO_AGENCIES: "off", // an answer that is checked must not change while they join
};

/** Seeds a store and starts every way over it. @param say told how far it is */
export const openGround = async (dialogs: number, say: (message: string) => void): Promise<Ground> => {
  say(`making a world of ${dialogs} dialogs`);
  const directory = seededDirectory(dialogs);
  const issuer = await openIssuer({ dataDirectory: directory });
  const accountant = personas.find(({ name }) => name === "accountant");
  if (accountant === undefined) throw new Error("There is no accountant in the demo.");
  const { token } = await issuer.token(accountant);

  // Stands for what a deployment has: an issuer's keys, and the keys that stock signs calls with.
  const callKey = generateCallKey("stock");
  const pem = callKey.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const stockJwk = { ...createPublicKey(pem).export({ format: "jwk" }), kid: "stock" };
  const keys = createServer((request, response) => {
    const published = request.url === "/call-keys.json" ? { keys: [stockJwk] } : issuer.jwks;
    response.setHeader("content-type", "application/json").end(JSON.stringify(published));
  });
  const keysUrl = `http://127.0.0.1:${await listening(keys)}`;

  const ports = await Promise.all(Array.from({ length: 3 + ROOMS.length }, freePort));
  const [onePort = 0, gatewayPort = 0, stockPort = 0, ...roomPorts] = ports;
  const settings = {
    ...common,
    TUNET_DATA_DIR: directory,
    TUNET_ISSUERS: `${issuer.issuer} ${keysUrl}/jwks.json`,
  };
  const roomSettings = {
    ...settings,
    TUNET_CALL_KEYS_URL: `http://127.0.0.1:${gatewayPort}/.well-known/call-keys.json,${keysUrl}/call-keys.json`,
    TUNET_AUTHORIZATION_URL: `http://127.0.0.1:${roomPorts[0]}`,
    TUNET_CATALOGUE_URL: `http://127.0.0.1:${roomPorts[ROOMS.indexOf("catalogue")]}`,
    TUNET_DIALOGS_URL: `http://127.0.0.1:${roomPorts[ROOMS.indexOf("dialogs")]}`,
  };
  const urls = Object.fromEntries(
    ROOMS.map((name, index) => [name, `http://127.0.0.1:${roomPorts[index]}/graphql`]),
  );

  say("starting one process, the rooms, and two gateways before them");
  const one = child("one process", [tunet, "start"], {
    ...settings,
    PORT: String(onePort),
    HOST: "127.0.0.1",
  });
  const rooms = ROOMS.map((name, index) =>
    child(name, [tunet, "room", name, "--port", String(roomPorts[index])], roomSettings),
  );
  const gateway = child(
    "gateway",
    [
      ...[tunet, "gateway", "--supergraph", supergraph, "--port", String(gatewayPort)],
      ...ROOMS.flatMap((name) => ["--subgraph", `${name}=${urls[name]}`]),
    ],
    settings,
  );
  const stock = child("stock", [join(packageRoot(), "dist", "bench", "workspace", "processes", "stock.js")], {
    ...common,
    PORT: String(stockPort),
    STOCK_SUPERGRAPH: supergraph,
    STOCK_SUBGRAPHS: JSON.stringify(urls),
    STOCK_JWKS: JSON.stringify(issuer.jwks),
    STOCK_CALL_KEY: pem,
  });
  const ways: readonly Way[] = [
    { name: "one process", port: onePort, children: [one], hasPlans: true },
    { name: "HTTP rooms", port: gatewayPort, children: [gateway, ...rooms], hasPlans: true },
    { name: "HTTP rooms, stock", port: stockPort, children: [stock, ...rooms], hasPlans: false },
  ];
  for (const way of ways) await answered(way, smallBody, token);

  return {
    ways,
    token,
    async close() {
      await Promise.all([one, gateway, stock, ...rooms].map((process) => process.stop()));
      keys.close();
    },
  };
};
