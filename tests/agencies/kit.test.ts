import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { publishedCallKeys } from "../../bin/call-keys.js";
import { type DemoIssuer, generateIssuerKey, openDemoIssuer, personas } from "../../demo/index.js";
import { type CallKey, generateCallKey, signCallToken } from "../../schema/call-token.js";
import { createPartiesAsker } from "../../subgraphs/agencies/kit/authorized-parties.js";
import { type Call, createCallReader } from "../../subgraphs/agencies/kit/call.js";
import { createMachineReader } from "../../subgraphs/agencies/kit/machine.js";
import { serveSubgraph } from "../../subgraphs/agencies/kit/serve.js";
import { serveTunet } from "./tunet.js";

const PERSON = { pid: "17858400120", acr: "idporten-loa-high" };

/** Where a gateway publishes its keys; `null`: it does not answer well. */
const serveKeys = async (
  keys: () => CallKey | null,
): Promise<{ readonly url: string; readonly server: Server }> => {
  const server = createServer((_, response) => {
    const key = keys();
    response
      .writeHead(key === null ? 503 : 200)
      .end(JSON.stringify(key === null ? {} : publishedCallKeys(key)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`, server };
};

const serve = async (keys: () => CallKey | null, errors: unknown[] = []) => {
  const { url } = await serveKeys(keys);
  const sdl = `type Query { level: Int, fails: Int }`;
  const subgraph = await serveSubgraph(
    {
      schema: buildSubgraphSchema({
        typeDefs: parse(sdl),
        resolvers: {
          Query: {
            level: (_: object, __: object, context: unknown) => (context as { level: number }).level,
            fails: () => {
              throw new Error("password of the database");
            },
          },
        },
      }),
      readCall: createCallReader(url, "skatt"),
      contextFor: ({ caller: { level } }) => ({ level }),
      isReady: () => {
        if (keys() === null) throw new Error("away");
      },
      onError: (error) => errors.push(error),
    },
    0,
  );
  onTestFinished(() => subgraph.close());
  return async (token: string | null, query = "{ level }") => {
    const headers = {
      "content-type": "application/json",
      ...(token === null ? {} : { "x-tunet-call": token }),
    };
    const response = await fetch(subgraph.url, { method: "POST", headers, body: JSON.stringify({ query }) });
    return { status: response.status, body: await response.json(), base: new URL("/", subgraph.url) };
  };
};

const tokenBy = (key: CallKey, at = Date.now(), audience: string | null = "skatt"): string =>
  signCallToken(key, { requestId: "r", viewer: PERSON, audience }, () => at);

const refused = (status: number, code: string) =>
  expect.objectContaining({ status, body: { errors: [expect.objectContaining({ extensions: { code } })] } });

describe("a machine's token", () => {
  const ISSUER = "https://issuer.example.com";
  const open = () =>
    openDemoIssuer({ keyPem: generateIssuerKey(), issuer: ISSUER, clock: Date.now, newTokenId: () => "1" });
  const tokenOf = async (issuer: DemoIssuer, name: string): Promise<string> => {
    const persona = personas.find((one) => one.name === name);
    if (persona === undefined) throw new Error(`There is no persona ${name}.`);
    return (await issuer.token(persona)).token;
  };
  const serveJwks = async (jwks: () => object | null): Promise<string> => {
    const server = createServer((_, response) => {
      const keys = jwks();
      response.writeHead(keys === null ? 503 : 200).end(JSON.stringify(keys));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  };

  it("says whose machine it is, where its issuer signed it, and a person's or another's says nothing", async () => {
    const issuer = await open();
    const keysUrl = await serveJwks(() => issuer.jwks);
    const read = createMachineReader({ keysUrl, issuer: ISSUER });
    expect(await read(await tokenOf(issuer, "nordvik"))).toEqual({
      organizationNumber: expect.stringMatching(/^39\d{7}$/),
      scopes: expect.arrayContaining(["ks:fiks"]),
    });
    const bad = [await tokenOf(issuer, "kari"), await tokenOf(await open(), "nordvik"), "x", ""];
    expect(await Promise.all(bad.map(read))).toEqual([null, null, null, null]);
    const elsewhere = createMachineReader({ keysUrl, issuer: "https://another.example.com" });
    expect(await elsewhere(await tokenOf(issuer, "nordvik"))).toBeNull();
  });

  it("can't be judged while the issuer's keys are away, which is no fault of the token's", async () => {
    const read = createMachineReader({ keysUrl: await serveJwks(() => null), issuer: ISSUER });
    await expect(read(await tokenOf(await open(), "nordvik"))).rejects.toThrow();
  });
});

describe("whom somebody may act for", () => {
  const call: Call = {
    requestId: "r1",
    caller: { subject: { type: "urn:altinn:person:identifier-no", value: PERSON.pid }, level: 4 },
  };

  it("is asked once for a request, anew for the next, after a while, and after a failure", async () => {
    let at = 0;
    let status = 503;
    let asked = 0;
    const tunet = await serveTunet(() => {
      asked++;
      return { status, body: [] };
    });
    const ask = createPartiesAsker(tunet, ["service"], () => at);
    await expect(Promise.all([ask(call), ask(call)])).rejects.toThrow();
    expect(asked).toBe(1);
    status = 200;
    await Promise.all([ask(call), ask(call), ask(call)]);
    expect(asked).toBe(2);
    await ask({ ...call, requestId: "r2" });
    await ask({
      ...call,
      caller: { ...call.caller, subject: { ...call.caller.subject, value: "17858400121" } },
    });
    expect(asked).toBe(4);
    at += 10_000;
    await ask(call);
    expect(asked).toBe(5);
  });
});

describe("an agency's subgraph", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("answers calls that the gateway has signed, and no others, whatever they ask", async () => {
    const key = generateCallKey("a");
    const ask = await serve(() => key);
    expect(await ask(tokenBy(key))).toMatchObject({ status: 200, body: { data: { level: 4 } } });
    // A gateway from before tokens said whom they are for.
    expect(await ask(tokenBy(key, Date.now(), null))).toMatchObject({ status: 200 });
    const [header = "", payload = "", signature = ""] = tokenBy(key).split(".");
    const forged = Buffer.from(payload, "base64url").toString().replace("17858400120", "17858400121");
    const bad = [
      null,
      "",
      "x",
      // Another agency was called with it, or the installation's rooms.
      tokenBy(key, Date.now(), "fiks"),
      tokenBy(key, Date.now(), "tunet-rooms"),
      tokenBy(key, Date.now() - 120_000),
      tokenBy(generateCallKey("a")),
      [header, Buffer.from(forged).toString("base64url"), signature].join("."),
      [Buffer.from('{"alg":"none"}').toString("base64url"), payload, ""].join("."),
    ];
    for (const token of bad)
      expect(await ask(token, "{ _service { sdl } }")).toEqual(refused(401, "CALL_NOT_SIGNED"));
  });

  it("finds the key of a gateway that began anew", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    let key = generateCallKey("a");
    const ask = await serve(() => key);
    expect(await ask(tokenBy(key))).toMatchObject({ status: 200 });
    key = generateCallKey("b");
    vi.setSystemTime(Date.now() + 2_000);
    expect(await ask(tokenBy(key))).toMatchObject({ status: 200 });
  });

  it("says that it can't tell who asks while the keys are away, and is not ready then", async () => {
    const ask = await serve(() => null);
    const { status, body, base } = await ask(tokenBy(generateCallKey("a")));
    expect({ status, body }).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: "CALL_KEYS_UNAVAILABLE" } }] },
    });
    const health = async (path: string) => (await fetch(new URL(path, base))).status;
    expect([await health("health/live"), await health("health/ready"), await health("graphql")]).toEqual([
      200, 503, 404,
    ]);
  });

  it("shows nothing of an error that was not written to be shown", async () => {
    const key = generateCallKey("a");
    const errors: unknown[] = [];
    const ask = await serve(() => key, errors);
    const { body } = await ask(tokenBy(key), "{ fails }");
    expect(body).toEqual({
      data: { fails: null },
      errors: [
        {
          message: "Something went wrong at the agency. It has been logged; try again later.",
          path: ["fails"],
          extensions: { code: "INTERNAL_SERVER_ERROR" },
        },
      ],
    });
    expect(errors).toEqual([new Error("password of the database")]);
    expect(await ask(tokenBy(key), "{ nothing }")).toMatchObject({ status: 400 });
  });
});
