import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Dialect } from "../../drizzle/columns.js";
import { newLocation } from "../kit/databases.js";
import { runTunet, spawnTunet, type TunetProcess } from "../kit/process.js";

const DIALOGS = "3000";

/** The world is the same on both databases: what the first start of all showed is what each must show. */
const worlds: unknown[] = [];

/** Several processes start and stop in each test; on a busy machine that takes a while. */
const TIMEOUT_MILLIS = 120_000;

/** Settings of an installation of its own, gone when the test has finished. */
const newInstallation = async (dialect: Dialect): Promise<Record<string, string>> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-start-"));
  const { location, remove } = await newLocation(dialect);
  onTestFinished(async () => {
    await remove();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    PORT: "0",
    LOG_LEVEL: "warn",
    TUNET_DATA_DIR: directory,
    TUNET_DEMO_DIALOGS: DIALOGS,
    ...(location.dialect === "postgres" ? { DATABASE_URL: location.url } : {}),
  };
};

const start = async (settings: Record<string, string>): Promise<{ tunet: TunetProcess; url: string }> => {
  const tunet = spawnTunet(["start"], settings);
  onTestFinished(() => tunet.signal("SIGKILL"));
  const [, url = ""] = await tunet.printed(/GraphQL\s+(http\S+)\/graphql/);
  return { tunet, url };
};

/** Asks as Kari. A token is good for all processes of an installation. */
const asker = async (settings: Record<string, string>) => {
  const token = (await runTunet(["token", "--persona", "kari"], settings)).output.trim();
  return async (url: string, query: string): Promise<unknown> => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return response.json();
  };
};

const HISTORY =
  "{ workspace { history(first: 5) { totalCount { value precision } edges { node { id title } } } } }";

describe.each<Dialect>(["sqlite", "postgres"])("tunet start (%s)", { timeout: TIMEOUT_MILLIS }, (dialect) => {
  it("fills the demo at the first start, changes nothing at the second, and keeps what it acknowledged before it was killed", async () => {
    const settings = await newInstallation(dialect);
    const ask = await asker(settings);
    const first = await start(settings);
    const before = (await ask(first.url, HISTORY)) as {
      data: { workspace: { history: { edges: { node: { id: string } }[] } } };
    };
    expect(before).toMatchObject({
      data: { workspace: { history: { totalCount: { precision: "EXACT" } } } },
    });
    const dialogId = before.data.workspace.history.edges[0]?.node.id;
    const archive = `mutation { setSystemLabel(input: { dialogId: "${dialogId}", addLabels: [ARCHIVE], removeLabels: [] })
      { success errors { message } } }`;
    expect(await ask(first.url, archive)).toEqual({
      data: { setSystemLabel: { success: true, errors: [] } },
    });
    first.tunet.signal("SIGKILL");
    await first.tunet.ended;

    const second = await start(settings);
    expect(second.tunet.output()).not.toMatch(/Making the demo/);
    expect(await ask(second.url, HISTORY)).toEqual(before);
    const labels = `{ dialogById(dialogId: "${dialogId}") { dialog { endUserContext { systemLabels } } } }`;
    expect(await ask(second.url, labels)).toEqual({
      data: { dialogById: { dialog: { endUserContext: { systemLabels: ["ARCHIVE"] } } } },
    });
    second.tunet.signal("SIGTERM");
    expect(await second.tunet.ended).toEqual({ code: 0, signal: null });
    worlds.push(before);
  });

  it("goes on where a first start was killed, and ends with the same world as if it had not been", async () => {
    const settings = await newInstallation(dialect);
    const killed = spawnTunet(["start"], settings);
    await killed.printed(/Making the demo's world: [1-9]\d* of 3000 dialogs/);
    killed.signal("SIGKILL");
    await killed.ended;
    const resumed = await start(settings);
    const ask = await asker(settings);
    worlds.push(await ask(resumed.url, HISTORY));
    expect(worlds.at(-1)).toEqual(worlds[0]);
  });
});

describe("tunet", () => {
  it("names every wrong setting at once and does not start", async () => {
    const { code, output } = await runTunet(["start"], { PORT: "http", TUNET_SANDBOX: "ture" });
    expect({ code, output }).toEqual({
      code: 1,
      output:
        "The settings have 2 problem(s):\n" +
        '  - PORT: "http" is not a whole number from 0 to 65535\n' +
        '  - TUNET_SANDBOX: "ture" is neither true nor false\n',
    });
  });
});
