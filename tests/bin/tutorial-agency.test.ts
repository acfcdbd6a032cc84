import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../lib/package-root.js";
import { servePackages } from "../kit/package-registry.js";
import { spawnTunet } from "../kit/process.js";

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

it("leads from an empty folder to a field that the gateway answers, word for word", async () => {
  const { home, data } = newHome();
  const packages = await servePackages();
  const tunet = spawnTunet(["start"], {
    PORT: "0",
    LOG_LEVEL: "warn",
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
}, 180_000);
