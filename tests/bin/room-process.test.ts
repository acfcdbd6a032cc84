import type { RequestListener } from "node:http";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { serveRoom } from "../../bin/room/serve-room.js";
import { createCursorCodec } from "../../lib/cursor.js";
import { DomainError } from "../../lib/errors.js";
import { randomId } from "../../lib/ids.js";
import { createHttpAuthorizationPort } from "../../schema/authorization-client.js";
import { createCallReader } from "../../schema/call.js";
import { CALL_TOKEN_LIFETIME_MILLIS, generateCallKey, signCallToken } from "../../schema/call-token.js";
import type { AccessRequest } from "../../schema/ports.js";
import { PERSON_PREFIX } from "../../schema/urns.js";
import { type Authorization, openAuthorizationRoom } from "../../subgraphs/authorization/index.js";
import { serve, serveAnswer } from "../gateway/kit.js";
import { personClaims } from "../kit/ask-room.js";
import { roomHttpWith } from "../kit/room-http.js";
import { openTestRoom, readable } from "../rooms/authorization/room.js";
import { createWorld, NOW, ROLES, serviceUrn } from "../rooms/authorization/world.js";

const key = generateCallKey("test");
const keys = new Map([[key.kid, key.publicKey]]);
const readCall = createCallReader(keys, () => NOW);

const MAX_BYTES = 100_000;

const SOMEBODY = `${PERSON_PREFIX}${String(personClaims(0)["pid"])}`;

const tokenOf = (urn: string, requestId: string, at = NOW): string => {
  const pid = urn.slice(urn.lastIndexOf(":") + 1);
  return signCallToken(key, { requestId, viewer: { pid, acr: "idporten-loa-high" } }, () => at);
};

/** The authorization room over HTTP, on a world of two companies; the director leads one of them. */
const startRoom = async (changes: Partial<Authorization> = {}) => {
  const world = createWorld();
  const [director, company, other] = [
    world.person("Kari Leder"),
    world.organization("Fjordheim Bygg AS"),
    world.organization("Fremmed AS"),
  ];
  world.assign(company, director, "DAGL");
  world.service("tax", { read: [ROLES.DAGL.urn] });
  const { store, authorization: real } = await openTestRoom("sqlite", world);
  const authorization: Authorization = { ...real, ...changes };
  const cursors = createCursorCodec(new Uint8Array(32).fill(1));
  const log: string[] = [];
  const served = serveRoom({
    room: {
      ...openAuthorizationRoom({
        store,
        readCall,
        authorization,
        cursors,
        clock: () => NOW,
        newId: randomId,
      }),
      close: async () => undefined,
    },
    callKeys: { keys, prepareFor: async () => undefined },
    port: { authorization, readCall },
    http: roomHttpWith({ publicUrl: "http://room.test.invalid" }),
    callKey: key,
    logger: pino({ level: "warn" }, { write: (line: string) => log.push(line) }),
    shutdownGraceMillis: 1_000,
  });
  onTestFinished(() => served.close());
  const url = await served.listen(0, "127.0.0.1");
  const call = readCall({ "x-tunet-call": tokenOf(director.urn, "request-1") });
  return { url, served, log, world, authorization: real, call, director, company, other };
};

const portTo = (url: string, timeoutMillis = 5_000) => {
  const port = createHttpAuthorizationPort({ url, timeoutMillis, maxBytes: MAX_BYTES });
  onTestFinished(() => port.close());
  return port;
};

const reading = (party: string): AccessRequest => ({
  party,
  service: serviceUrn("tax"),
  action: "read",
  instanceRef: null,
});

const unavailable = expect.objectContaining({
  code: "AUTHORIZATION_UNAVAILABLE",
  message: "It could not be found out what you may see just now; try again in a moment.",
});

describe("the authorization port over HTTP", () => {
  it("gives the same scope and the same decisions as in the process itself", async () => {
    const { url, world, authorization, call, company, other } = await startRoom();
    const port = portTo(url);
    const scope = await port.scope(call);
    expect(scope).toEqual(await authorization.scope(call));
    expect(readable(scope, world)).toEqual({ "Fjordheim Bygg AS": ["tax"] });

    const requests = [reading(company.urn), reading(other.urn)];
    const decisions = await port.decide(call, requests);
    expect(decisions).toEqual([
      {
        decision: "PERMIT",
        requiredLevel: 3,
        grants: [{ grantType: "ROLE", subject: ROLES.DAGL.urn, name: ROLES.DAGL.name, via: null }],
      },
      { decision: "NOT_APPLICABLE", requiredLevel: 3, grants: [] },
    ]);
    expect(await authorization.decide(call, requests)).toMatchObject(decisions);
    expect(await port.decide(call, [])).toEqual([]);
  });

  it("asks for one request's scope once, and anew after a failure", async () => {
    let asked = 0;
    const scope = { level: 4, groups: [], instances: [] };
    const { url, call } = await startRoom({
      async scope() {
        asked += 1;
        if (asked === 1) throw new Error("The database is away.");
        return scope;
      },
    });
    const port = portTo(url);
    await expect(port.scope(call)).rejects.toEqual(unavailable);
    expect(await Promise.all([port.scope(call), port.scope(call)])).toEqual([scope, scope]);
    expect(asked).toBe(2);
  });

  it("refuses more decisions than one call answers, in authorization's words", async () => {
    const { url, call, company } = await startRoom();
    const tooMany = Array.from({ length: 1_001 }, () => reading(company.urn));
    await expect(portTo(url).decide(call, tooMany)).rejects.toEqual(
      expect.objectContaining({
        code: "BATCH_TOO_LARGE",
        message: "Ask for at most 1000 decisions at once; it was 1001.",
      }),
    );
  });

  it.each([
    ["unsigned", ""],
    ["expired", tokenOf(SOMEBODY, "r", NOW - CALL_TOKEN_LIFETIME_MILLIS)],
    ["altered", "a.b.c"],
  ])("tells nothing to a call that is %s", async (_what, token) => {
    const { url, call, company } = await startRoom();
    const port = portTo(url);
    await expect(port.scope({ ...call, token })).rejects.toEqual(unavailable);
    await expect(port.decide({ ...call, token }, [reading(company.urn)])).rejects.toEqual(unavailable);
    const response = await fetch(`${url}/port/scope`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-tunet-call": token },
      body: "{}",
    });
    const { error } = (await response.json()) as { error: { code: string } };
    expect({ status: response.status, code: error.code }).toEqual({ status: 401, code: "CALL_NOT_SIGNED" });
  });

  const silent: RequestListener = (request) => request.resume();
  const json = { "content-type": "application/json" };
  const scope = { level: 4, groups: [], instances: [] };
  const party = { urn: "urn:altinn:organization:identifier-no:310000000", id: 1 };

  it.each<[string, () => Promise<string>]>([
    ["is down", async () => "http://127.0.0.1:9"],
    ["is silent", () => serve(silent)],
    ["fails", () => serveAnswer(500, json, JSON.stringify(scope))],
    ["sends no JSON", () => serveAnswer(200, json, "<html>")],
    ["sends nothing", () => serveAnswer(200, json, "")],
    ["sends null", () => serveAnswer(200, json, "null")],
    ["leaves a part out", () => serveAnswer(200, json, JSON.stringify({ level: 4, groups: [] }))],
    [
      "sends a wrong part",
      () =>
        serveAnswer(200, json, JSON.stringify({ ...scope, groups: [{ parties: [party], services: [] }] })),
    ],
    ["answers for a stronger login", () => serveAnswer(200, json, JSON.stringify({ ...scope, level: 5 }))],
    ["sends too few decisions", () => serveAnswer(200, json, "[]")],
    ["sends too much", () => serveAnswer(200, json, JSON.stringify({ ...scope, x: "x".repeat(MAX_BYTES) }))],
  ])("is unavailable, and never less access, where authorization %s", async (_what, start) => {
    const port = portTo(new URL(await start()).origin, 100);
    const call = readCall({ "x-tunet-call": tokenOf(SOMEBODY, "r") });
    await expect(port.scope(call)).rejects.toEqual(unavailable);
    await expect(port.decide(call, [reading(party.urn)])).rejects.toEqual(unavailable);
  });
});

const ask = async (url: string, body: unknown, token?: string) => {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { "x-tunet-call": token }),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

const VIEWER = { query: "{ workspace { viewer { name } } }" };

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
};

describe("a room in a process of its own", () => {
  it("answers signed calls, and nothing to anybody else, its SDL and entities included", async () => {
    const { url, director } = await startRoom();
    expect(await ask(url, VIEWER, tokenOf(director.urn, "r"))).toEqual({
      status: 200,
      body: { data: { workspace: { viewer: { name: "Kari Leder" } } } },
    });
    const message =
      "The call carries no call token. Subgraphs answer the gateway only; ask the gateway instead.";
    const refused = { status: 401, body: { errors: [{ message, extensions: { code: "CALL_NOT_SIGNED" } }] } };
    for (const query of [
      "{ _service { sdl } }",
      "{ _entities(representations: []) { __typename } }",
      VIEWER.query,
    ]) {
      expect(await ask(url, { query })).toEqual(refused);
    }
  });

  it("masks and logs what was not written to be shown; errors that were pass as they are", async () => {
    const query = "{ workspace { parties { totalCount } } }";
    const errorsFor = async (thrown: Error) => {
      const { url, director, log } = await startRoom({ connections: () => Promise.reject(thrown) });
      const { status, body } = await ask(url, { query }, tokenOf(director.urn, "r"));
      return { status, errors: (body as { errors: unknown }).errors, logged: log.join("") };
    };
    const path = ["workspace", "parties"];
    expect(await errorsFor(new Error("no route to 10.0.0.1"))).toEqual({
      status: 200,
      errors: [
        {
          message: "Something went wrong in this room. It has been logged; try again later.",
          path,
          extensions: { code: "INTERNAL_SERVER_ERROR" },
        },
      ],
      logged: expect.stringContaining("no route to 10.0.0.1"),
    });
    expect(await errorsFor(new DomainError("AUTHORIZATION_UNAVAILABLE", "Try again."))).toEqual({
      status: 200,
      errors: [{ message: "Try again.", path, extensions: { code: "AUTHORIZATION_UNAVAILABLE" } }],
      logged: "",
    });
  });

  it("refuses queries against another schema, and bodies that are no request", async () => {
    const { url, director } = await startRoom();
    const token = tokenOf(director.urn, "r");
    expect(await ask(url, { query: "{ nothing }" }, token)).toEqual({
      status: 400,
      body: {
        errors: [
          {
            message: 'Cannot query field "nothing" on type "Query".',
            extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
          },
        ],
      },
    });
    expect((await ask(url, [VIEWER], token)).status).toBe(400);
    expect((await ask(url, { query: "x".repeat(4_194_304) }, token)).status).toBe(413);
  });

  it("says whether it is there and ready", async () => {
    const { served } = await startRoom();
    const health = async (path: string) => (await served.app.inject(path)).json() as unknown;
    expect([await health("/health/live"), await health("/health/ready")]).toEqual([
      { status: "ok" },
      { status: "ok" },
    ]);
  });

  it("lets what is under way finish when it stops, and takes nothing more", async () => {
    const [begun, release] = [gate(), gate()];
    const scope = { level: 4, groups: [], instances: [] } as const;
    const { url, served, call } = await startRoom({
      async scope() {
        begun.open();
        await release.opened;
        return scope;
      },
    });
    const port = portTo(url);
    const answer = port.scope(call);
    await begun.opened;
    const closed = served.close();
    release.open();
    expect(await answer).toEqual(scope);
    await closed;
    await expect(ask(url, VIEWER)).rejects.toThrow("fetch failed");
  });
});
