import { createPublicKey } from "node:crypto";
import { expect, it, onTestFinished } from "vitest";
import { fetchCallKeys } from "../../bin/call-keys.js";
import { openGateway } from "../../bin/open-gateway.js";
import { parseSettings } from "../../bin/settings.js";
import { type CallKey, generateCallKey, signCallToken } from "../../schema/call-token.js";
import { serve } from "../gateway/kit.js";
import { marketSdl } from "../gateway/marked-subgraph.js";

const NOW = Date.parse("2026-06-15T08:00:00Z");

const jwk = ({ kid, publicKey }: CallKey): object => ({
  ...createPublicKey(publicKey.export({ type: "spki", format: "pem" })).export({ format: "jwk" }),
  kid,
});

const tokenBy = (key: CallKey): string =>
  signCallToken(key, { requestId: "r", viewer: { pid: "x" } }, () => NOW);

/** A gateway that publishes keys, and a room that looks at them. */
const start = async (initial: unknown) => {
  const gateway = { published: initial, asked: 0 };
  const url = await serve((_request, response) => {
    gateway.asked += 1;
    response.setHeader("content-type", "application/json").end(JSON.stringify(gateway.published));
  });
  const room = { now: NOW, failures: [] as string[] };
  const callKeys = fetchCallKeys({
    urls: [url],
    clock: () => room.now,
    onUnavailable: (_url, error) => room.failures.push(String(error)),
  });
  onTestFinished(() => callKeys.close());
  return { gateway, room, callKeys };
};

const [one, other] = [generateCallKey("one"), generateCallKey("other")];

it("knows the keys that the gateway publishes", async () => {
  const { callKeys } = await start({ keys: [jwk(one), jwk(other)] });
  await callKeys.first;
  expect([...callKeys.keys.keys()]).toEqual(["one", "other"]);
});

it("looks anew for a key that it does not know, once for all calls, and at most every ten seconds", async () => {
  const { gateway, room, callKeys } = await start({ keys: [jwk(one)] });
  await callKeys.first;
  gateway.published = { keys: [jwk(other)] };
  await callKeys.prepareFor(tokenBy(one));
  await callKeys.prepareFor(tokenBy(other));
  await callKeys.prepareFor("no token");
  await callKeys.prepareFor(undefined);
  expect({ asked: gateway.asked, known: [...callKeys.keys.keys()] }).toEqual({ asked: 1, known: ["one"] });

  room.now += 10_000;
  await Promise.all([callKeys.prepareFor(tokenBy(other)), callKeys.prepareFor(tokenBy(other))]);
  expect({ asked: gateway.asked, known: [...callKeys.keys.keys()] }).toEqual({ asked: 2, known: ["other"] });
});

it.each([
  ["no keys", { keys: [] }, "There are no keys."],
  ["no list", null, "Cannot read properties of null"],
  ["a key without an id", { keys: [{ ...jwk(one), kid: 1 }] }, "not an Ed25519 key with an id"],
])("knows none where the gateway publishes %s", async (_what, published, reason) => {
  const { room, callKeys } = await start(published);
  await callKeys.prepareFor(tokenBy(one));
  expect([...callKeys.keys.keys()]).toEqual([]);
  expect(room.failures).toEqual([expect.stringContaining(reason)]);
});

it("knows the key of a gateway that is started again", async () => {
  const startGateway = async () => {
    const { gateway, close } = await openGateway(parseSettings({ TUNET_DEMO: "off", LOG_LEVEL: "silent" }), {
      supergraphSdl: marketSdl,
      rooms: [],
      subgraphUrls: { users: "http://127.0.0.1:1/graphql", stall: "http://127.0.0.1:1/graphql" },
      issuers: [],
      sandbox: { signIn: null, examples: [] },
    });
    const answer = await gateway.app.inject({ url: "/.well-known/call-keys.json" });
    await close();
    return answer.json() as { keys: [{ kid: string }] };
  };
  const [before, after] = [await startGateway(), await startGateway()];
  const { gateway, room, callKeys } = await start(before);
  await callKeys.first;
  gateway.published = after;
  room.now += 10_000;
  await callKeys.prepareFor(tokenBy(generateCallKey(after.keys[0].kid)));
  expect([...callKeys.keys.values()].map((key) => key.export({ format: "jwk" })["x"])).toEqual(
    after.keys.map((key) => (key as { x?: string }).x),
  );
});
