import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { expect, it, onTestFinished } from "vitest";
import { personas } from "../../demo/index.js";
import { runTunet } from "../kit/process.js";

const newDataDirectory = (): Record<string, string> => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-personas-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return { TUNET_DATA_DIR: directory };
};

it("lists the demo's personas, the accountant among them, for people and as JSON", async () => {
  const text = await runTunet(["personas"]);
  const json = await runTunet(["personas", "--json"]);
  expect({ text: text.code, json: json.code }).toEqual({ text: 0, json: 0 });
  expect(JSON.parse(json.output)).toEqual(
    personas.map(({ name, label, description }) => ({ name, label, description })),
  );
  expect(JSON.parse(json.output).map(({ name }: { name: string }) => name)).toContain("accountant");
  for (const { name } of personas) expect(text.output).toMatch(new RegExp(`^${name} +`, "m"));
});

it("prints a token and nothing else, by the same key each time", async () => {
  const settings = newDataDirectory();
  const first = await runTunet(["token", "--persona", "accountant"], settings);
  const second = await runTunet(["token", "--persona", "kari"], settings);
  expect(first).toEqual({ code: 0, output: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/) });
  const [headerOfFirst] = first.output.split(".");
  const [headerOfSecond] = second.output.split(".");
  expect(headerOfSecond).toBe(headerOfFirst);
  expect(decodeJwt(first.output.trim())).toMatchObject({
    iss: "https://issuer.demo.tunet.invalid",
    acr: "idporten-loa-high",
  });
});

it("names the personas there are when asked for one that there is not", async () => {
  const { code, output } = await runTunet(["token", "--persona", "ghost"], newDataDirectory());
  expect(code).toBe(1);
  expect(output).toBe(
    `There is no persona "ghost". There are: ${personas.map(({ name }) => name).join(", ")}.\n`,
  );
});
