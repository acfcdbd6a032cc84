import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Dialect } from "../../drizzle/columns.js";
import { newLocation } from "../kit/databases.js";
import { runTunet, spawnTunet, type TunetProcess } from "../kit/process.js";

const DIALOGS = "3000";

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

const ask = async (url: string, settings: Record<string, string>, query: string): Promise<unknown> => {
  const token = (await runTunet(["token", "--persona", "kari"], settings)).output.trim();
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
};

const HISTORY =
  "{ workspace { history(first: 5) { totalCount { value precision } edges { node { id title } } } } }";

describe.each<Dialect>(["sqlite", "postgres"])("tunet start (%s)", { timeout: TIMEOUT_MILLIS }, (dialect) => {
  it("fills the demo at the first start, changes nothing at the second, and stops when told to", async () => {
    const settings = await newInstallation(dialect);
    const first = await start(settings);
    const before = await ask(first.url, settings, HISTORY);
    expect(before).toMatchObject({
      data: { workspace: { history: { totalCount: { precision: "EXACT" } } } },
    });
    first.tunet.signal("SIGTERM");
    expect(await first.tunet.ended).toEqual({ code: 0, signal: null });

    const second = await start(settings);
    expect(second.tunet.output()).not.toMatch(/Making the demo/);
    expect(await ask(second.url, settings, HISTORY)).toEqual(before);
    second.tunet.signal("SIGTERM");
    expect(await second.tunet.ended).toEqual({ code: 0, signal: null });
  });

  it("goes on where a first start was killed, and ends with the same world as if it had not been", async () => {
    const settings = await newInstallation(dialect);
    const killed = spawnTunet(["start"], settings);
    await killed.printed(/Making the demo's world: [1-9]\d* of 3000 dialogs/);
    killed.signal("SIGKILL");
    await killed.ended;
    const resumed = await start(settings);
    const undisturbed = await newInstallation(dialect);
    const other = await start(undisturbed);
    expect(await ask(resumed.url, settings, HISTORY)).toEqual(await ask(other.url, undisturbed, HISTORY));
  });

  it("keeps what it has acknowledged when it is killed right after", async () => {
    const settings = await newInstallation(dialect);
    const first = await start(settings);
    const page = (await ask(first.url, settings, HISTORY)) as {
      data: { workspace: { history: { edges: { node: { id: string } }[] } } };
    };
    const dialogId = page.data.workspace.history.edges[0]?.node.id;
    const archive = `mutation { setSystemLabel(input: { dialogId: "${dialogId}", addLabels: [ARCHIVE], removeLabels: [] })
      { success errors { message } } }`;
    expect(await ask(first.url, settings, archive)).toEqual({
      data: { setSystemLabel: { success: true, errors: [] } },
    });
    first.tunet.signal("SIGKILL");
    await first.tunet.ended;

    const second = await start(settings);
    const labels = `{ dialogById(dialogId: "${dialogId}") { dialog { endUserContext { systemLabels } } } }`;
    expect(await ask(second.url, settings, labels)).toEqual({
      data: { dialogById: { dialog: { endUserContext: { systemLabels: ["ARCHIVE"] } } } },
    });
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
