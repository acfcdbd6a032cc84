import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openStores } from "../../../bin/rooms.js";
import { idFromName } from "../../../lib/ids.js";
import { seedCatalogue } from "../../../subgraphs/catalogue/index.js";
import { runTunet, spawnTunet } from "../../kit/process.js";
import { aService, OWNER, urnOf } from "../../rooms/catalogue/catalogue.js";
import { NOW, partyOf } from "../../rooms/dialogs/dialogs.js";

/** An installation with one service, and a file beside it. */
const openInstallation = async () => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-import-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const withDialogs = async <T>(
    work: (stores: Awaited<ReturnType<typeof openStores>>) => Promise<T>,
  ): Promise<T> => {
    const stores = await openStores({ location: { dialect: "sqlite", directory } });
    try {
      return await work(stores);
    } finally {
      await Promise.all(Object.values(stores).map((store) => store.close()));
    }
  };
  await withDialogs(({ catalogue }) =>
    seedCatalogue(catalogue, { serviceOwners: [OWNER], serviceResources: [aService("letters")] }),
  );
  return {
    file: join(directory, "dialogs.ndjson"),
    settings: { TUNET_DATA_DIR: directory },
    held: () =>
      withDialogs(async ({ dialogs }) => {
        const upTo = await dialogs.events.completeUpTo();
        const filter = {
          org: "tst",
          resources: null,
          types: null,
          party: null,
          dialogId: null,
          isAloud: true,
        };
        const events = await dialogs.events.between(filter, { after: 0, upTo, take: 100_000 });
        const sources = await dialogs.sources();
        return {
          dialogs: sources.reduce((total, { heldCount }) => total + heldCount, 0),
          announced: new Set(events.map(({ dialogId }) => dialogId)).size,
          events: events.length,
        };
      }),
  };
};

const lineOf = (index: number, more: object = {}): string =>
  `${JSON.stringify({
    id: idFromName(`imported ${index}`, NOW - index),
    serviceResource: urnOf("letters"),
    party: partyOf(index % 50).urn,
    createdAt: "2019-03-01T12:00:00Z",
    content: { title: { mediaType: "text/plain", value: [{ languageCode: "nb", value: `Brev ${index}` }] } },
    ...more,
  })}\n`;

const linesOf = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => lineOf(from + index)).join("");

it("imports dialogs, says what is wrong with each refused line, and goes on where the file has grown", async () => {
  const { file, settings, held } = await openInstallation();
  const strange = lineOf(700, { serviceResource: urnOf("unknown") });
  writeFileSync(file, `${linesOf(0, 600)}${lineOf(600, { progress: 101 })}no dialog\n${strange}`);
  const first = await runTunet(["import", "dialogs", file], settings);
  expect(first).toEqual({
    code: 1,
    output: expect.stringContaining("100 %, 600 created, 0 were there, 3 refused"),
  });
  expect(first.output).toContain("line 601: progress: This must be a whole number from 0 to 100.\n");
  expect(first.output).toContain("line 602: The line is not JSON. Write one dialog on each line.\n");
  expect(first.output).toMatch(/^line 603: serviceResource: .*urn:altinn:resource:unknown/m);
  expect(await held()).toEqual({ dialogs: 600, announced: 600, events: 600 });

  appendFileSync(file, linesOf(800, 900));
  const second = await runTunet(["import", "dialogs", file], settings);
  expect(second.output).toContain("Goes on at line 604; --restart begins anew.\n");
  expect(second.output).toContain("100 %, 700 created, 0 were there, 3 refused");

  const again = await runTunet(["import", "dialogs", file, "--restart"], settings);
  expect(again.output).toContain("100 %, 0 created, 700 were there, 3 refused");
  expect(await held()).toEqual({ dialogs: 700, announced: 700, events: 700 });
});

it("goes on after it was killed, and makes nothing twice", async () => {
  const { file, settings, held } = await openInstallation();
  writeFileSync(file, `${lineOf(0, { progress: -1 })}${linesOf(1, 8_000)}`);
  const killed = spawnTunet(["import", "dialogs", file], settings);
  await killed.printed(/line 1: progress/);
  killed.signal("SIGKILL");
  expect((await killed.ended).signal).toBe("SIGKILL");
  expect((await held()).dialogs).toBeLessThan(7_999);

  expect((await runTunet(["import", "dialogs", file], settings)).output).toContain("1 refused");
  expect(await held()).toEqual({ dialogs: 7_999, announced: 7_999, events: 7_999 });
});

it("reads standard input, silently where it is asked to", async () => {
  const { file, settings, held } = await openInstallation();
  writeFileSync(file, linesOf(0, 10));
  const number = OWNER.organizationNumber;
  const piped = await runTunet(
    ["import", "dialogs", "-", "--organization", number, "--silent"],
    settings,
    readFileSync(file),
  );
  expect(piped).toEqual({ code: 0, output: expect.stringContaining("10 created, 0 were there, 0 refused") });
  expect(await held()).toEqual({ dialogs: 10, announced: 0, events: 0 });
});

it("says what is missing: the file, its first dialog's service, who imports", async () => {
  const { file, settings } = await openInstallation();
  const sayOf = async (args: readonly string[]) => runTunet(["import", "dialogs", ...args], settings);
  expect(await sayOf([file])).toMatchObject({ code: 1, output: expect.stringContaining("can't be read") });
  writeFileSync(file, lineOf(0, { serviceResource: urnOf("unknown") }));
  expect(await sayOf([file])).toMatchObject({
    code: 1,
    output: expect.stringContaining("The catalogue has no service urn:altinn:resource:unknown."),
  });
  expect(await sayOf(["-"])).toMatchObject({ code: 1, output: expect.stringContaining("--organization") });
  expect(await sayOf([file, "--organization", "123456789"])).toMatchObject({
    code: 1,
    output: expect.stringContaining("is no organisation number"),
  });
});
