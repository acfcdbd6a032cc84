import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runTunet } from "../kit/process.js";

it("says that a port is taken before it writes anything", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    other.close();
  });
  const directory = mkdtempSync(join(tmpdir(), "tunet-listen-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const { port } = other.address() as AddressInfo;
  const ended = await runTunet(["start"], { TUNET_DATA_DIR: directory, PORT: String(port) });
  expect(ended).toEqual({
    code: 1,
    output: `Port ${port} of 127.0.0.1 is taken. Stop what listens there, or set PORT to another.\n`,
  });
  expect(existsSync(join(directory, "dialogs.db"))).toBe(false);
});
