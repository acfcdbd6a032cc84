import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import Fastify from "fastify";
import { expect, it, onTestFinished } from "vitest";
import type { Dialect } from "../../../../drizzle/columns.js";
import { DomainError } from "../../../../lib/errors.js";
import type { ServicesPort } from "../../../../schema/services-port.js";
import { BULK_CREATE_PATH, mountBulk } from "../../../../subgraphs/dialogs/bulk/routes.js";
import { createRows, type LineResult } from "../../../../subgraphs/dialogs/bulk/rows.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { partyOf } from "../dialogs.js";
import { servicesInMemory } from "../services.js";
import { aBody, type Body, idOf, OTHER_SERVICE, OWNER, plain, SERVICE } from "../writing/bodies.js";
import { openTestWriter } from "../writing/room.js";

const TST = partyOf(20).urn;

const services: ServicesPort = servicesInMemory(
  [
    { service: SERVICE, code: "tst", organization: TST },
    { service: OTHER_SERVICE, code: "oth", organization: partyOf(21).urn },
  ].map(({ service, code, organization }) => ({
    service,
    owner: { code, organization, name: {} },
    name: {},
    resourceType: "GENERICACCESSRESOURCE",
    status: "ACTIVE",
    isDelegable: true,
  })),
);

const open = async (dialect: Dialect) => {
  const world = await openTestWriter(dialect);
  const app = Fastify();
  await mountBulk(app, {
    writer: world.writer,
    services,
    http: {
      identify: async ({ headers }) => {
        const [organization = "", scope = ""] = (headers.authorization ?? "").split(" ");
        if (organization === "") throw new DomainError("UNAUTHENTICATED", "Sign in to ask.");
        return {
          requestId: "test",
          token: "test",
          language: "nb",
          viewer: {
            kind: "ORGANIZATION",
            party: organization,
            organization,
            supplier: null,
            level: 3,
            scopes: [scope],
            clientId: null,
          },
        };
      },
    },
  });
  onTestFinished(() => app.close());
  const send = async (
    lines: readonly (string | Body)[],
    options: { query?: string; authorization?: string; type?: string } = {},
  ) => {
    const { statusCode, payload } = await app.inject({
      method: "POST",
      url: BULK_CREATE_PATH + (options.query ?? ""),
      headers: {
        authorization: options.authorization ?? `${TST} digdir:dialogporten.serviceprovider`,
        "content-type": options.type ?? "application/x-ndjson",
      },
      payload: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    });
    return {
      status: statusCode,
      lines: payload
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    };
  };
  return { ...world, app, send };
};

const numbered = (count: number): Body[] =>
  Array.from({ length: count }, (_, index) => aBody({ id: idOf(`bulk ${index}`) }));

describeOnBothDatabases("many dialogs from one stream", (dialect) => {
  it("are made, refused or known, each line by itself, with the rules of single ones", async () => {
    const { send, rows, store } = await open(dialect);
    const [one, two] = [idOf("one"), idOf("two")];
    const { status, lines } = await send([
      aBody({ id: one }),
      "{ not json",
      "",
      aBody({ idempotentKey: "key 1" }),
      aBody({ id: two, progress: 101, content: { title: plain("x".repeat(256)) } }),
      aBody({ id: one }),
      aBody(),
      aBody({ id: two, serviceResource: OTHER_SERVICE }),
      aBody({ idempotentKey: "key 1" }),
      "[]",
    ]);
    expect(status).toBe(200);
    const byKey = lines[2].dialogId;
    expect(lines).toEqual([
      { line: 1, status: "CREATED", dialogId: one, revision: expect.any(String) },
      { line: 2, status: "REFUSED", code: 400, errors: { "": [expect.stringContaining("not JSON")] } },
      { line: 4, status: "CREATED", dialogId: expect.any(String), revision: expect.any(String) },
      {
        line: 5,
        status: "REFUSED",
        code: 400,
        errors: { progress: [expect.any(String)], "content.title.value[0].value": [expect.any(String)] },
      },
      { line: 6, status: "EXISTS", dialogId: one },
      { line: 7, status: "REFUSED", code: 400, errors: { id: [expect.stringContaining("idempotentKey")] } },
      { line: 8, status: "REFUSED", code: 403, errors: { Forbidden: [expect.any(String)] } },
      { line: 9, status: "EXISTS", dialogId: byKey },
      { line: 10, status: "REFUSED", code: 400, errors: { id: [expect.any(String)] } },
      { summary: { lines: 9, created: 2, existing: 2, refused: 5 } },
    ]);
    expect((await rows("dialogs")).map(({ id }) => id).sort()).toEqual([one, byKey].sort());
    expect((await rows("events")).map(({ dialogId, type }) => [dialogId, type]).sort()).toEqual(
      [one, byKey].sort().map((id) => [id, "dialogporten.dialog.created.v1"]),
    );
    await store.events.signal.close();
  });

  it("are made once, however often the stream is sent", async () => {
    const { send, rows } = await open(dialect);
    const lines = numbered(1_201);
    const first = await send(lines);
    expect(first.lines.at(-1)).toEqual({
      summary: { lines: 1_201, created: 1_201, existing: 0, refused: 0 },
    });
    expect(first.lines.slice(0, -1).map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    const again = await send(lines.slice(600), { query: "?firstLine=601" });
    expect(again.lines[0]).toEqual({ line: 601, status: "EXISTS", dialogId: lines[600]?.["id"] });
    expect(again.lines.at(-1)).toEqual({ summary: { lines: 601, created: 0, existing: 601, refused: 0 } });
    expect(await rows("dialogs")).toHaveLength(1_201);
    expect(await rows("events")).toHaveLength(1_201);
  });

  it("are made in few statements, however many they are", async () => {
    const { send, statements } = await open(dialect);
    await send(numbered(1)); // registers the source
    const cost = async (lines: readonly Body[]): Promise<number> => {
      statements.length = 0;
      await send(lines);
      // New words are noted beside the writing, some time after it.
      return statements.filter((text) => !/search_word|^\s*(begin|commit)/i.test(text)).length;
    };
    const few = await cost(numbered(20).slice(1));
    const many = await cost(numbered(420).slice(20));
    expect(many).toBe(few);
  });

  it("tell no webhook of silent ones", async () => {
    const { send, rows } = await open(dialect);
    await send([aBody({ id: idOf("silent") })], { query: "?isSilentUpdate=true" });
    expect((await rows("events")).map(({ isSilent }) => isSilent)).toEqual([true]);
  });

  it("are answered as they come, before the stream has ended", async () => {
    const { app, rows } = await open(dialect);
    await app.listen({ port: 0, host: "127.0.0.1" });
    const { port } = app.server.address() as AddressInfo;
    const request = httpRequest({
      port,
      path: BULK_CREATE_PATH,
      method: "POST",
      headers: {
        authorization: `${TST} digdir:dialogporten.serviceprovider`,
        "content-type": "application/x-ndjson",
      },
    });
    const response = once(request, "response");
    request.write(`${JSON.stringify(aBody({ id: idOf("first") }))}\n`);
    const [answer] = await response;
    const lines = createInterface({ input: answer })[Symbol.asyncIterator]();
    expect(JSON.parse((await lines.next()).value)).toMatchObject({ line: 1, status: "CREATED" });
    expect(await rows("dialogs")).toHaveLength(1);
    request.end(JSON.stringify(aBody({ id: idOf("second") })));
    expect(JSON.parse((await lines.next()).value)).toMatchObject({ line: 2, status: "CREATED" });
    expect(JSON.parse((await lines.next()).value)).toEqual({
      summary: { lines: 2, created: 2, existing: 0, refused: 0 },
    });
  });

  it("are refused to who has no right to it, and in another format", async () => {
    const { send } = await open(dialect);
    const statusOf = async (authorization: string, type?: string) =>
      (await send([aBody()], type === undefined ? { authorization } : { authorization, type })).status;
    expect(await statusOf(" ")).toBe(401);
    expect(await statusOf(`${TST} altinn:events.subscribe`)).toBe(403);
    expect(await statusOf(`${partyOf(22).urn} digdir:dialogporten.serviceprovider`)).toBe(403);
    const scope = `${TST} digdir:dialogporten.serviceprovider`;
    expect(await statusOf(scope, "application/json")).toBe(415);
    expect(await statusOf(scope)).toBe(200);
  });
});

describeOnBothDatabases("a run of lines", (dialect) => {
  const lineOf = (number: number, body: Body) => ({ number, text: JSON.stringify(body), endByte: 0 });
  const statusesOf = (results: readonly LineResult[]) => results.map(({ status }) => status);

  it("with one that the database will not have is made but for that one", async () => {
    const { writer, rows } = await openTestWriter(dialect);
    const fault = Object.assign(new Error("unsupported Unicode escape sequence"), { code: "22P05" });
    const stubborn: typeof writer = {
      ...writer,
      createMany: (call, bodies, options) =>
        bodies.some((body) => (body as Body)["externalReference"] === "bad")
          ? Promise.reject(new Error("Failed query", { cause: fault }))
          : writer.createMany(call, bodies, options),
    };
    const bodies = numbered(5).map((body, index) => ({
      ...body,
      ...(index === 3 ? { externalReference: "bad" } : {}),
    }));
    const results = await createRows(
      bodies.map((body, index) => lineOf(index + 1, body)),
      1_000,
      { writer: stubborn, call: OWNER, options: {} },
    );
    expect(statusesOf(results)).toEqual(["CREATED", "CREATED", "CREATED", "REFUSED", "CREATED"]);
    expect(results[3]).toMatchObject({ line: 4, code: 422 });
    expect(await rows("dialogs")).toHaveLength(4);
  });

  it("is tried again after a deadlock, and given up where the database is away", async () => {
    const { writer } = await openTestWriter(dialect);
    let faults = 1;
    const failing = (code: string): typeof writer => ({
      ...writer,
      createMany: (call, bodies, options) =>
        faults-- > 0
          ? Promise.reject(Object.assign(new Error("no"), { code }))
          : writer.createMany(call, bodies, options),
    });
    const run = [lineOf(1, aBody({ id: idOf("one") }))];
    const results = await createRows(run, 1_000, { writer: failing("40P01"), call: OWNER, options: {} });
    expect(statusesOf(results)).toEqual(["CREATED"]);
    faults = 1;
    await expect(
      createRows(run, 1_000, { writer: failing("ECONNREFUSED"), call: OWNER, options: {} }),
    ).rejects.toThrow("no");
  });
});
