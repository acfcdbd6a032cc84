import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import { createRoomCalls, createSubgraphCalls, signedByRooms } from "../../bin/room-calls.js";
import { createSubgraphsPort } from "../../bin/subgraphs-port.js";
import { mountSubgraphs } from "../../bin/subgraphs-routes.js";
import type { SubgraphError } from "../../gateway/index.js";
import { ed25519From } from "../../lib/ed25519.js";
import { type CallKey, generateCallKey, signCallToken, verifyCallToken } from "../../schema/call-token.js";
import { createHttpSubgraphsPort } from "../../schema/subgraphs-client.js";
import type { SubgraphReply, SubgraphsPort } from "../../schema/subgraphs-port.js";
import { FAILURE_WORDS, failureOf } from "../../subgraphs/dialogs/live/failing.js";
import { serve, serveSubgraph, startTestGateway } from "../gateway/kit.js";
import { marketSdl, stallSchema } from "../gateway/marked-subgraph.js";
import { local, usersSchema } from "../gateway/subgraphs.js";

const ROOM_SECRET = "a secret of this installation's rooms";
const WARES = { subgraph: "stall", query: "{ stallWares(first: 1) { names } }", variables: {} };

const KARI = { email: "kari@example.no", acr: "selfregistered-email" };

const signed = (key: CallKey): string => signCallToken(key, { requestId: "r1", viewer: KARI }, Date.now);

/** Of an answer that tells what the subgraph was called with: the call, as it can be checked, and the language. */
const whoAsks = (data: SubgraphReply["data"], { kid, publicKey }: CallKey) => {
  const [token, language] = (data as { stallWares: { names: [string, string] } }).stallWares.names;
  const keys = new Map([[kid, publicKey]]);
  const { requestId, viewer } = verifyCallToken(token, keys, Date.now, "stall");
  // It is of no use with the rooms, nor with other agencies.
  for (const other of ["tunet-rooms", "shop"]) {
    expect(() => verifyCallToken(token, keys, Date.now, other)).toThrow("for another subgraph");
  }
  return [{ requestId, viewer }, language];
};

/** A gateway over a marked subgraph, its port in this process, and the same over HTTP. */
const startPorts = async (stallUrl: string) => {
  const { gateway } = await startTestGateway({
    supergraphSdl: marketSdl,
    localSubgraphs: [local("users", usersSchema())],
    subgraphUrls: { stall: stallUrl },
    subgraphLimits: { stall: { timeoutMillis: 200 } },
  });
  const key = generateCallKey("test");
  const here = createSubgraphsPort(gateway, createSubgraphCalls(key, Date.now));
  const app = Fastify();
  onTestFinished(() => app.close());
  const roomsKey = ed25519From(new Uint8Array(32).fill(9));
  const tokenFor = createRoomCalls(roomsKey, key, Date.now);
  mountSubgraphs(app, { subgraphs: here, roomSecret: ROOM_SECRET, tokenFor });
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const portWith = (roomSecret: string) => {
    const port = createHttpSubgraphsPort({
      url,
      roomSecret,
      clock: Date.now,
      timeoutMillis: 5_000,
      maxBytes: 100_000,
    });
    onTestFinished(() => port.close());
    return port;
  };
  return {
    here,
    key,
    roomsKey,
    there: portWith(ROOM_SECRET),
    stranger: portWith("guessed"),
    app,
    call: { token: signed(key), language: "nn" } as const,
  };
};

const asked = async (port: SubgraphsPort, ...[call, question, signal]: Parameters<SubgraphsPort["ask"]>) => {
  try {
    return await port.ask(call, question, signal);
  } catch (error) {
    return `${(error as Error).name} ${(error as { reason: string }).reason}`;
  }
};

const never = new AbortController().signal;

it("says the same over HTTP as in one process", async () => {
  const url = await serveSubgraph(
    stallSchema({
      stallWares: (_: unknown, _args: unknown, context: Readonly<Record<string, string>>) => ({
        names: [context["x-tunet-call"], context["accept-language"]],
      }),
    }),
  );
  const { here, there, call, key } = await startPorts(url);
  expect(await there.marked("offer")).toEqual(await here.marked("offer"));
  for (const port of [here, there]) {
    const { data, errors } = await port.ask(call, WARES, never);
    expect([whoAsks(data, key), errors]).toEqual([[{ requestId: "r1", viewer: KARI }, "nn"], []]);
  }
  const elsewhere = { ...WARES, subgraph: "shop" };
  expect([await asked(here, call, elsewhere, never), await asked(there, call, elsewhere, never)]).toEqual([
    "SubgraphSilent UNKNOWN_SUBGRAPH",
    "SubgraphSilent UNKNOWN_SUBGRAPH",
  ]);
});

it("asks for whoever is not there, with a call that the rooms signed and the gateway signs anew", async () => {
  const url = await serveSubgraph(
    stallSchema({
      stallWares: (_: unknown, _args: unknown, context: Readonly<Record<string, string>>) => ({
        names: [context["x-tunet-call"], context["accept-language"]],
      }),
    }),
  );
  const { there, key, roomsKey } = await startPorts(url);
  const unasked = { token: signed(generateCallKey("the room's own")), language: "nb" } as const;
  expect(await asked(there, unasked, WARES, never)).toBe("SubgraphSilent UNREACHABLE");
  const { data } = await signedByRooms(there, roomsKey, Date.now).ask(unasked, WARES, never);
  expect(whoAsks(data, key)).toEqual([{ requestId: "r1", viewer: KARI }, "nb"]);
});

it("says alike that there was no answer, and why", async () => {
  const url = await serve((request) => void request.resume());
  const { here, there, call } = await startPorts(url);
  expect([
    await asked(here, call, WARES, never),
    await asked(there, call, WARES, never),
    await asked(there, call, WARES, AbortSignal.timeout(20)),
  ]).toEqual(["SubgraphSilent TIMEOUT", "SubgraphSilent TIMEOUT", "SubgraphSilent TIMEOUT"]);
});

it("says of a subgraph that has ended that it can't be reached, also while it is left alone", async () => {
  const { gateway } = await startTestGateway({
    supergraphSdl: marketSdl,
    localSubgraphs: [local("users", usersSchema())],
    subgraphUrls: { stall: "http://127.0.0.1:1/graphql" },
  });
  const key = generateCallKey("test");
  const port = createSubgraphsPort(gateway, createSubgraphCalls(key, Date.now));
  const call = { token: signed(key), language: "en" } as const;
  const said = new Set<string>();
  const causes = new Set<unknown>();
  for (let asking = 0; asking < 30; asking += 1) {
    const silent: unknown = await port.ask(call, WARES, never).catch((error: unknown) => error);
    said.add(FAILURE_WORDS[failureOf(silent).reason].en ?? "nothing");
    causes.add(((silent as Error).cause as SubgraphError).code);
  }
  expect([[...said], [...causes]]).toEqual([
    ["Can't be reached at the moment."],
    ["SUBGRAPH_UNAVAILABLE", "SUBGRAPH_SUSPENDED"],
  ]);
});

it("answers nobody but the installation's rooms, and those only for a call of the gateway's", async () => {
  const { there, stranger, app, call } = await startPorts(await serveSubgraph(stallSchema()));
  await expect(stranger.marked("offer")).rejects.toThrow("HTTP status 404");
  expect(await asked(stranger, call, WARES, never)).toBe("SubgraphSilent UNREACHABLE");
  const forged = { ...call, token: signed(generateCallKey("test")) };
  expect(await asked(there, forged, WARES, never)).toBe("SubgraphSilent UNREACHABLE");
  // An agency has a call token: it was called with it. That is not enough.
  const ofAgency = await app.inject({
    method: "POST",
    url: "/port/subgraph-answer",
    headers: { "x-tunet-call": call.token },
    payload: { question: WARES, language: "nb" },
  });
  expect([ofAgency.statusCode, ofAgency.json()]).toEqual([
    404,
    { error: { code: "NOT_FOUND", message: "Nothing is served at this path." } },
  ]);
});
