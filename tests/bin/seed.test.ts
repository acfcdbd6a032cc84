import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openStores } from "../../bin/rooms.js";
import { createDemoWorld } from "../../demo/index.js";
import { systemClock } from "../../lib/clock.js";
import { runTunet } from "../kit/process.js";

it("makes a world of the size asked for, says how fast, grows it later, and leaves what is there", async () => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-seed-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const seed = (dialogs: number) =>
    runTunet(["seed", "--dialogs", String(dialogs)], { TUNET_DATA_DIR: directory });
  const held = async (): Promise<number> => {
    const stores = await openStores({ location: { dialect: "sqlite", directory } });
    const sources = await stores.dialogs.sources();
    await Promise.all(Object.values(stores).map((store) => store.close()));
    return sources.reduce((total, { heldCount }) => total + heldCount, 0);
  };

  const first = await seed(1_200);
  expect(first).toEqual({
    code: 0,
    output: expect.stringMatching(
      /1200 of 1200 dialogs, \d+\/s[\s\S]*1200 dialogs in [\d.]+ s: \d+ a second\.\n$/,
    ),
  });
  expect(await held()).toBe(1_200);

  const { stories } = createDemoWorld({ seed: 1, now: systemClock(), dialogs: 1_500 }); // given the first time
  expect((await seed(1_500)).output).toContain(`${1_500 - stories.length} dialogs in `);
  expect(await held()).toBe(1_500);

  expect(await seed(1_300)).toEqual({
    code: 0,
    output: "The demo's world is there already, at this size or larger.\n",
  });
  expect(await held()).toBe(1_500);
});
