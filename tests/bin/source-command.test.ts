import { createServer } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { checkSource } from "../../bin/commands/source.js";
import { REQUIREMENTS } from "../../schema/history-source/conformance/requirements.js";
import { createCallReader } from "../../subgraphs/agencies/kit/call.js";
import { type Changes, honestPage, TEST_PARTY } from "../kit/live-source.js";
import { serveSource } from "../kit/source-server.js";

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

afterEach(() => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
});

/** Checks a source that reads calls as the agencies' kit does, and trusts the stand-in. */
const checked = async (changes: Changes = {}, json = false) => {
  const standInPort = await freePort();
  const readCall = createCallReader(`http://127.0.0.1:${standInPort}/.well-known/call-keys.json`, "stall");
  const url = await serveSource(async (token) => {
    const { type, value } = (await readCall(token)).caller.subject;
    return `${type}:${value}`;
  }, changes);
  const printed = vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await checkSource(url, { party: [TEST_PARTY], standInPort, wait: 5, json });
  return { printed: printed.mock.calls.flat().join("\n"), exitCode: process.exitCode };
};

it("prints every requirement, and that it is kept", async () => {
  const { printed, exitCode } = await checked();
  const lines = REQUIREMENTS.map(
    ({ id, level, sentence }) => `  pass        ${level.padEnd(6)}  ${id}: ${sentence}`,
  );
  expect(printed).toBe(
    ["", "The source fiks", ...lines, `\n${REQUIREMENTS.length} passed, 0 failed, 0 not proven.`].join("\n"),
  );
  expect(exitCode).toBeUndefined();
});

it("ends with 1 where something is broken that must not be", async () => {
  const page: Changes["page"] = (asked, as) => ({ ...honestPage(asked, as), asOf: "2999-01-01T00:00:00Z" });
  const { printed, exitCode } = await checked({ page }, true);
  const told = JSON.parse(printed) as {
    sources: { source: string; proofs: { id: string; outcome: string }[] }[];
  };
  const failed = told.sources.flatMap(({ proofs }) => proofs.filter(({ outcome }) => outcome === "FAILED"));
  expect([failed.map(({ id }) => id), exitCode]).toEqual([
    ["knows-no-unknown-party", "gives-readable-pages"],
    1,
  ]);
});

it("signs for nobody who is real", async () => {
  const real = "urn:altinn:organization:identifier-no:974760673";
  await expect(
    checkSource("http://127.0.0.1:1/graphql", { party: [real], standInPort: 0, wait: 1 }),
  ).rejects.toThrow(`${real} is no synthetic person or organisation. Name one that is.`);
});
