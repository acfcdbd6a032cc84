import { expect, it } from "vitest";
import { createHistoryContract } from "../../bin/registry/history-contract.js";
import { createOutboundCheck } from "../../lib/outbound-address.js";
import { type CallKey, generateCallKey } from "../../schema/call-token.js";
import { FEDERATED_SOURCE_SDL } from "../kit/history-source.js";
import { type Changes, honestPage, TEST_PARTY } from "../kit/live-source.js";
import { readPartyBy, serveSource } from "../kit/source-server.js";

const callKey = generateCallKey("gateway");
const outbound = createOutboundCheck({ allowedHosts: ["127.0.0.1"], ports: [443] });

interface Asked {
  readonly signsWith?: CallKey | null;
  readonly parties?: readonly string[];
}

/** What is found of a running source. */
const probed = async (changes: Changes = {}, { signsWith = callKey, parties = [TEST_PARTY] }: Asked = {}) => {
  const url = await serveSource(readPartyBy(callKey), changes);
  const contract = createHistoryContract({ outbound, callKey: signsWith });
  const subgraph = { name: "fiks", url, sdl: FEDERATED_SOURCE_SDL };
  expect(contract.read(subgraph, [])).toEqual([]);
  return (await contract.probe(subgraph, parties)).map(
    ({ rule, severity, key }) => `${rule} ${severity} ${key}`,
  );
};

it("finds nothing where a running source keeps to the contract", async () => {
  expect(await probed()).toEqual([]);
});

it("finds what a running source breaks, at its mark, by a key that the operator can overrule", async () => {
  const url = await serveSource(readPartyBy(callKey), {
    page: (asked, as) => ({ ...honestPage(asked, as), items: honestPage(asked, as).items.toReversed() }),
  });
  const contract = createHistoryContract({ outbound, callKey });
  const [first] = await contract.probe({ name: "fiks", url, sdl: FEDERATED_SOURCE_SDL }, [TEST_PARTY]);
  const line = FEDERATED_SOURCE_SDL.split("\n").findIndex((text) => text.includes("@historySource(id")) + 1;
  expect(first).toEqual({
    rule: "PROBE",
    severity: "ERROR",
    message: expect.stringContaining("A page MUST be newest first, have each item once"),
    key: "fiks gives-readable-pages",
    subgraph: "fiks",
    line,
    column: expect.any(Number),
    clients: [],
  });
});

it("signs for synthetic parties only: whoever runs the candidate gets the token", async () => {
  const real = "urn:altinn:organization:identifier-no:974760673";
  expect(await probed({}, { parties: [TEST_PARTY, real] })).toEqual(["PROBE ERROR probe parties"]);
});

it("says what it could not prove", async () => {
  expect(await probed({}, { parties: [] })).toEqual(["PROBE NOTICE fiks unproven"]);
  expect(await probed({}, { signsWith: null })).toEqual(["PROBE NOTICE not asked"]);
});

it("finds that nobody answers, and that calls of the gateway are refused", async () => {
  const contract = createHistoryContract({ outbound, callKey });
  const nowhere = { name: "fiks", url: "http://127.0.0.1:1/graphql", sdl: FEDERATED_SOURCE_SDL };
  const [reachable, rest] = await contract.probe(nowhere, [TEST_PARTY]);
  expect([reachable?.message, rest?.severity]).toEqual([
    "The source fiks was asked. A source MUST answer where it says that it is. It could not be reached. (reachable)",
    "NOTICE",
  ]);
  const others = generateCallKey("gateway");
  expect((await probed({}, { signsWith: others })).slice(0, 2)).toEqual([
    "PROBE ERROR fiks gives-readable-pages",
    "PROBE ERROR fiks knows-whom-it-has",
  ]);
});

it("asks no subgraph that has no live source", async () => {
  const contract = createHistoryContract({ outbound, callKey });
  const plain = { name: "fiks", url: "http://127.0.0.1:1/graphql", sdl: "type Query { a: Int }" };
  expect([contract.read(plain, []), await contract.probe(plain, [TEST_PARTY])]).toEqual([[], []]);
});
