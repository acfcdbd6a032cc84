import { describe, expect, it } from "vitest";
import type { Dialect } from "../../drizzle/columns.js";
import { askerAs, newInstallation, startTunet } from "../kit/installation.js";
import { runTunet, spawnTunet } from "../kit/process.js";

const DIALOGS = 3_000;

/** The world is the same on both databases: what the first start of all showed is what each must show. */
const worlds: unknown[] = [];

/** Several processes start and stop in each test; on a busy machine that takes a while. */
const TIMEOUT_MILLIS = 120_000;

const HISTORY =
  "{ workspace { history(first: 5) { totalCount { value precision } edges { node { id title } } } } }";

describe.each<Dialect>(["sqlite", "postgres"])("tunet start (%s)", { timeout: TIMEOUT_MILLIS }, (dialect) => {
  it("fills the demo at the first start, changes nothing at the second, and keeps what it acknowledged before it was killed", async () => {
    const installation = await newInstallation(dialect, DIALOGS);
    const ask = await askerAs("kari", installation);
    const first = await startTunet(installation);
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

    const second = await startTunet(installation);
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
    const installation = await newInstallation(dialect, DIALOGS);
    const killed = spawnTunet(["start"], installation.settings);
    await killed.printed(/Making the demo's world: [1-9]\d* of 3000 dialogs/);
    killed.signal("SIGKILL");
    await killed.ended;
    const resumed = await startTunet(installation);
    const ask = await askerAs("kari", installation);
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
