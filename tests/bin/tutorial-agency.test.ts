import { spawn } from "node:child_process";
import { createPublicKey, type JsonWebKey, verify } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../lib/package-root.js";
import { servePackages } from "../kit/package-registry.js";
import { runTunet, spawnTunet } from "../kit/process.js";

const page = readFileSync(join(packageRoot(), "docs", "tutorial-agency.md"), "utf8");

/** Everything in the page that is to be typed, in its order. */
const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
/** What the page says is answered. */
const told = JSON.parse(/^```json\n(\{"data":\{"workspace".*)$/m.exec(page)?.[1] ?? "");

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** An empty home folder but for `~/tunet`, which is this checkout with data of its own. */
const newHome = (): { readonly home: string; readonly data: string } => {
  const home = mkdtempSync(join(tmpdir(), "tunet-tutorial-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const data = join(home, "tunet", "data");
  mkdirSync(data, { recursive: true });
  for (const entry of readdirSync(packageRoot())) {
    if (entry !== "data" && entry !== ".git")
      symlinkSync(join(packageRoot(), entry), join(home, "tunet", entry));
  }
  return { home, data };
};

/** Runs the page's commands in one shell, in an empty folder; the first that fails ends it. */
const runPage = (script: string, folder: string, settings: Readonly<Record<string, string>>) => {
  mkdirSync(folder);
  const PATH = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
  const shell = spawn("bash", ["-e", "-c", script], {
    cwd: folder,
    env: { PATH, ...settings },
    detached: true, // a group of its own: what it leaves behind goes with it
  });
  onTestFinished(() => {
    try {
      if (shell.pid !== undefined) process.kill(-shell.pid, "SIGKILL");
    } catch {
      // Nothing is left of it.
    }
  });
  let output = "";
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString("utf8");
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    shell.once("exit", (code) => resolve({ code, output }));
  });
};

/** A subgraph as the page has it for other languages: what it says that is asked, answered as it says. */
const serveByHand = async (tunet: string): Promise<string> => {
  const isSigned = async (token: string): Promise<boolean> => {
    const [header = "", payload = "", signature = ""] = token.split(".");
    const { kid } = JSON.parse(Buffer.from(header, "base64url").toString());
    const { keys } = (await (await fetch(`${tunet}/.well-known/call-keys.json`)).json()) as {
      readonly keys: readonly (JsonWebKey & { readonly kid: string })[];
    };
    const jwk = keys.find((key) => key.kid === kid);
    if (jwk === undefined) return false;
    const key = createPublicKey({ key: { ...jwk }, format: "jwk" });
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    return (
      verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url")) &&
      claims.iss === "tunet-gateway" &&
      claims.exp * 1000 > Date.now() &&
      claims.viewer.pid === "17858400120"
    );
  };
  const server = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = request.headers["x-tunet-call"];
    if (typeof token !== "string" || !(await isSigned(token))) return void response.writeHead(401).end("{}");
    const { variables } = JSON.parse(Buffer.concat(chunks).toString());
    const _entities = variables.representations.map(() => ({ inspektoratet: { due: 3 } }));
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data: { _entities } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
};

it("leads from an empty folder to a field that the gateway answers, word for word, in any language", async () => {
  const { home, data } = newHome();
  const packages = await servePackages();
  const tunet = spawnTunet(["start"], {
    PORT: "0",
    LOG_LEVEL: "info",
    TUNET_DATA_DIR: data,
    TUNET_DEMO_DIALOGS: "1000",
  });
  onTestFinished(async () => {
    tunet.signal("SIGKILL");
    await tunet.ended;
  });
  const [, url = ""] = await tunet.printed(/GraphQL\s+(http\S+)\/graphql/);
  const port = await freePort();

  // Only the ports are others than the page's: these may be taken.
  const script = commands.join("\n").replaceAll("http://127.0.0.1:4000", url).replaceAll(":4999", `:${port}`);
  const { code, output } = await runPage(script, join(home, "empty"), {
    HOME: home,
    TUNET_URL: url,
    PORT: String(port),
    npm_config_registry: packages,
    npm_config_update_notifier: "false",
    npm_config_audit: "false",
  });

  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/# pass 3\n# fail 0/) });
  expect(output).toContain("0 error(s), 0 warning(s), ");
  expect(output).toContain("It can be published.");
  expect(output).toContain("Supergraph 2 serves.");
  const answer = /^\{"data":\{"workspace".*$/m.exec(output)?.[0] ?? "null";
  expect(JSON.parse(answer)).toEqual(told);
  expect(output).toMatch(/version 1 .* by org:\d{9} {2}we join/);
  expect(output).toMatch(
    /Field 'vogntilsynet' was removed from object type 'Workspace'\. It would break 1 operation of demo-workspace/,
  );
  expect(output).toMatch(/Kari has asked for it, so it stays\.\n$/);

  // The same without any library, as the page says it for other languages.
  const inspectorate = await serveByHand(url);
  const schema = join(home, "inspektoratet.graphql");
  writeFileSync(schema, /^```graphql\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "");
  const settings = { TUNET_DATA_DIR: data, TUNET_URL: url };
  const tokenOf = async (persona: string) =>
    (await runTunet(["token", "--persona", persona], settings)).output.trim();
  const published = await runTunet(
    ["subgraph", "publish", "--schema", `inspektoratet=${schema}`, "--url", `inspektoratet=${inspectorate}`],
    { ...settings, TUNET_TOKEN: await tokenOf("vogntilsynet") },
  );
  expect(published).toEqual({ code: 0, output: expect.stringContaining("Supergraph 3 serves.") });
  await tunet.printed(/"supergraph":3,"msg":"The registry's newest supergraph serves/);
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${await tokenOf("kari")}`, "content-type": "application/json" },
    body: JSON.stringify({ query: "{ workspace { inspektoratet { due } } }" }),
  });
  expect(await response.json()).toEqual({ data: { workspace: { inspektoratet: { due: 3 } } } });
}, 400_000);
