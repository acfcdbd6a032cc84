import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCircuits } from "../../gateway/datasource/circuits.js";
import { remoteSource } from "../../gateway/datasource/remote.js";
import { clientGone } from "../../gateway/datasource/request-end.js";
import { RequestLife } from "../../gateway/datasource/request-life.js";
import type { ResponseHead } from "../../gateway/datasource/wire/response-head.js";
import { ResponseReader } from "../../gateway/datasource/wire/response-reader.js";

const JSON_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
const BODY = '{"data":{"name":"Åse – 🦊"}}';
const bytes = (text: string): Buffer => Buffer.from(text);
const withLength = (body: string, head = JSON_HEAD): string =>
  `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const inChunks = (...chunks: readonly string[]): string =>
  `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n${chunks
    .map((chunk) => `${Buffer.byteLength(chunk).toString(16)};x=1\r\n${chunk}\r\n`)
    .join("")}0\r\nTrailer: 1\r\n\r\n`;

/** Reads pieces as if each had come off a socket into the one buffer that all connections share. */
const readPieces = (pieces: readonly Buffer[], maxBytes = 1_000) => {
  const reader = new ResponseReader();
  const shared = Buffer.alloc(4_096, "x");
  const heads: ResponseHead[] = [];
  const bodies: string[] = [];
  let isTooLarge = false;
  reader.begin({
    onHead(head) {
      heads.push(head);
      return maxBytes;
    },
    onTooLarge() {
      isTooLarge = true;
    },
    onBody(buffer, start, end) {
      bodies.push(buffer.toString("utf8", start, end));
    },
  });
  let last: ReturnType<ResponseReader["read"]> = { isDone: false };
  for (const piece of pieces) {
    piece.copy(shared);
    last = reader.read(shared, piece.length);
  }
  return { statuses: heads.map(({ statusCode }) => statusCode), bodies, isTooLarge, last, reader };
};

const messages = {
  "a length": withLength(BODY),
  "no body": withLength(""),
  chunks: inChunks(BODY.slice(0, 7), BODY.slice(7)),
  "an interim response before it": `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${withLength(BODY)}`,
};

describe("a response off the wire", () => {
  it.each(Object.entries(messages))(
    "with %s is the same wherever it is cut in two or three",
    (name, text) => {
      const whole = bytes(text);
      const expected = name === "no body" ? "" : BODY;
      const cut = (...at: readonly number[]) =>
        [0, ...at].map((from, index) => whole.subarray(from, at[index] ?? whole.length));
      for (let one = 0; one < whole.length; one += 1) {
        for (const other of [one, (one * 7) % whole.length, whole.length - 1]) {
          const pieces = cut(...[one, other].sort((a, b) => a - b)).filter(({ length }) => length > 0);
          const { statuses, bodies, last } = readPieces(pieces);
          expect([statuses, bodies, last]).toEqual([[200], [expected], { isDone: true, isClean: true }]);
        }
      }
    },
  );

  it("is the same byte by byte", () => {
    for (const text of Object.values(messages)) {
      const { last } = readPieces([...bytes(text)].map((byte) => Buffer.from([byte])));
      expect(last).toEqual({ isDone: true, isClean: true });
    }
  });

  it("is not clean where more comes than was asked for: its connection is not used again", () => {
    const { bodies, last } = readPieces([bytes(`${withLength(BODY)}HTTP/1.1 200 OK\r\n\r\n`)]);
    expect([bodies, last]).toEqual([[BODY], { isDone: true, isClean: false }]);
  });

  it.each([
    ["two lengths", `${JSON_HEAD}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`],
    ["a list of lengths", `${JSON_HEAD}Content-Length: 3, 3\r\n\r\nabc`],
    ["a length and chunks", `${JSON_HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["another coding beside chunks", `${JSON_HEAD}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ["chunks twice", `${JSON_HEAD}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["a negative length", `${JSON_HEAD}Content-Length: -1\r\n\r\n`],
    ["a length in another base", `${JSON_HEAD}Content-Length: 0x3\r\n\r\nabc`],
    ["a sign before a length", `${JSON_HEAD}Content-Length: +3\r\n\r\nabc`],
    ["a blank before a colon", `${JSON_HEAD}Content-Length : 3\r\n\r\nabc`],
    ["a header over two lines", `${JSON_HEAD}X: a\r\n b\r\nContent-Length: 3\r\n\r\nabc`],
    ["a header without a name", `${JSON_HEAD}: a\r\n\r\n`],
    ["no status line", "hello\r\n\r\n"],
    ["another protocol", "HTTP/2 200 OK\r\n\r\n"],
    ["a status that is none", "HTTP/1.1 20 OK\r\n\r\n"],
    [
      "a chunk that is longer than it said",
      `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n`,
    ],
    ["a chunk of a size that is none", `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n-1\r\nab\r\n`],
    ["a chunk of an endless size", `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n${"f".repeat(20)}\r\n`],
    ["a chunk line that ends in the wrong way", `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n`],
  ])("that has %s is no response", (_, text) => {
    expect(() => readPieces([bytes(text)])).toThrow(/response/);
  });

  it.each([
    ["a head", `HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(600)}`, 40],
    ["the line of a chunk", `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n1;${"x".repeat(3_000)}`, 2],
    ["trailers", `${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n0\r\n${"a: b\r\n".repeat(400)}`, 2],
  ])("with %s without an end is given up", (_, text, times) => {
    const more = bytes(text.slice(-2_400));
    expect(() => readPieces([bytes(text), ...Array.from({ length: times }, () => more)])).toThrow(/response/);
  });

  it("is too large by what it says, and by what comes", () => {
    const large = "x".repeat(101);
    const byLength = readPieces([bytes(`${JSON_HEAD}Content-Length: 101\r\n\r\n`)], 100);
    const byChunks = readPieces([bytes(inChunks(large))], 100);
    expect([byLength.isTooLarge, byChunks.isTooLarge, byChunks.bodies]).toEqual([true, true, []]);
  });

  it("without a length ends with its connection", () => {
    const { reader, bodies, last } = readPieces([bytes(`${JSON_HEAD}\r\n${BODY}`)]);
    expect(last).toEqual({ isDone: false });
    expect([reader.end(), bodies]).toEqual([true, [BODY]]);
  });
});

/** A subgraph that speaks as it is told, and how it was connected to. */
const speaking = async (onRequest: (socket: Socket, text: string, connection: number) => void) => {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      requests.push(String(data));
      onRequest(socket, String(data), connection);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const circuit = { ...createCircuits(pino({ level: "silent" })).of("users", url), takeRepeat: () => false };
  const limits = { timeoutMillis: 2_000, concurrency: 128 };
  const source = remoteSource({ name: "users", url, limits, circuit, maxBytes: 1_000, collapses: true });
  onTestFinished(async () => {
    await source.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const fetch = (isQuery = true, headers = {}) =>
    source.fetchJson?.({ body: '{"query":"{a}"}', isQuery }, headers) ?? Promise.reject(new Error("no JSON"));
  return { source, fetch, requests, count: () => connections };
};

/** As an engine asks on behalf of a request. */
const onBehalf = (source: ReturnType<typeof remoteSource>, audience: string, life?: RequestLife) =>
  source.fetchJson?.({ body: '{"query":"{a}"}', isQuery: true, audience }, {}, life);

const answer = withLength('{"data":{"a":1}}');
const data = { data: { a: 1 } };

describe("connections to a subgraph", () => {
  it("are kept and used again, the one that was free last first", async () => {
    const { fetch, count } = await speaking((socket) => socket.write(answer));
    for (let round = 0; round < 3; round += 1) expect(await fetch()).toMatchObject(data);
    expect(count()).toBe(1);
    await Promise.all([fetch(), fetch()]);
    expect(count()).toBe(2);
  });

  it("are not used again where the subgraph says so, or sends more than it was asked for", async () => {
    const closing = answer.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    const { fetch, count } = await speaking((socket, _, number) =>
      socket.write(number === 1 ? closing : `${answer}HTTP/1.1 200 OK\r\n\r\n`),
    );
    for (let round = 0; round < 3; round += 1) expect(await fetch()).toMatchObject(data);
    expect(count()).toBe(3);
  });

  it("that are closed just as they are used cost a query a second try, and no mutation two runs", async () => {
    const closesOnce = () =>
      speaking((socket, _, number) => {
        if (number === 1 && socket.bytesWritten > 0) socket.destroy();
        else socket.write(answer);
      });
    const forQueries = await closesOnce();
    await forQueries.fetch();
    expect(await forQueries.fetch()).toMatchObject(data);
    expect([forQueries.count(), forQueries.requests.length]).toEqual([2, 3]);

    const forMutations = await closesOnce();
    await forMutations.fetch();
    await expect(forMutations.fetch(false)).rejects.toMatchObject({ code: "SUBGRAPH_UNAVAILABLE" });
    expect(forMutations.requests).toHaveLength(2);
  });

  it("that break off in the middle of an answer are a failure, and are not asked again", async () => {
    const { fetch, requests } = await speaking((socket) => {
      socket.end(answer.slice(0, -3));
    });
    await expect(fetch()).rejects.toMatchObject({ code: "SUBGRAPH_UNAVAILABLE" });
    expect(requests).toHaveLength(1);
  });

  it("send no header that could end a line, and none that says how a message is framed", async () => {
    const { fetch, requests } = await speaking((socket) => socket.write(answer));
    await fetch(true, { "x-tunet-call": "a", host: "elsewhere", "content-length": "1", te: "trailers" });
    expect(requests[0]).toMatch(/^POST \/graphql HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\n/);
    expect(requests[0]?.match(/content-length: \d+/g)).toEqual(["content-length: 15"]);
    expect(requests[0]).not.toMatch(/elsewhere|trailers/);
    await expect(fetch(true, { "x-name": "a\r\nx-other: b" })).rejects.toThrow("can't be sent");
    expect(requests).toHaveLength(1);
  });

  it("fail what is under way when they are closed, and take nothing more", async () => {
    const { source, fetch } = await speaking(() => undefined);
    const underWay = fetch();
    await source.close();
    await expect(underWay).rejects.toMatchObject({ code: "SUBGRAPH_UNAVAILABLE" });
    await expect(fetch()).rejects.toMatchObject({ code: "SUBGRAPH_UNAVAILABLE" });
  });
});

describe("queries that are the same and under way at the same time", () => {
  /** A subgraph that answers when it is told to. */
  const patient = async () => {
    const waiting: Socket[] = [];
    const arrived: (() => void)[] = [];
    const spoken = await speaking((socket) => {
      waiting.push(socket);
      arrived.shift()?.();
    });
    return {
      ...spoken,
      nextRequest: () => new Promise<void>((resolve) => arrived.push(resolve)),
      answerLast: () => waiting.pop()?.write(answer),
      answerAll: (text = answer) => {
        for (const socket of waiting.splice(0)) socket.write(text);
      },
    };
  };

  it("are sent once for each audience, and give everybody an answer of their own", async () => {
    const { source, requests, nextRequest, answerAll } = await patient();
    const both = Promise.all([nextRequest(), nextRequest()]);
    const asked = [onBehalf(source, "a"), onBehalf(source, "a"), onBehalf(source, "b")];
    await both;
    answerAll();
    const [one, other, third] = await Promise.all(asked);
    expect([one, other, third]).toMatchObject([data, data, data]);
    expect(one?.data).not.toBe(other?.data);
    expect(requests).toHaveLength(2);
  });

  it("go on for those who wait where the one that asked first is gone", async () => {
    const { source, requests, nextRequest, answerAll } = await patient();
    const sent = nextRequest();
    const leader = new RequestLife();
    const first = onBehalf(source, "a", leader);
    const second = onBehalf(source, "a", new RequestLife());
    await sent;
    leader.finish(clientGone);
    await expect(first).rejects.toMatchObject({ code: "CLIENT_GONE" });
    answerAll();
    expect(await second).toMatchObject(data);
    expect(requests).toHaveLength(1);
  });

  it("are ended where nobody waits any more, and asked anew by who comes then", async () => {
    const { source, requests, nextRequest, answerAll } = await patient();
    const sent = nextRequest();
    const members = [new RequestLife(), new RequestLife()];
    const asked = members.map((member) => onBehalf(source, "a", member));
    await sent;
    for (const member of members) member.finish(clientGone);
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const sentAgain = nextRequest();
    const later = onBehalf(source, "a", new RequestLife());
    await sentAgain;
    answerAll();
    expect(await later).toMatchObject(data);
    expect(requests).toHaveLength(2);
  });

  it("fail for all of them where the subgraph does, and are asked anew after that", async () => {
    const { source, requests, nextRequest, answerAll } = await patient();
    const sent = nextRequest();
    const asked = [onBehalf(source, "a"), onBehalf(source, "a")];
    await sent;
    answerAll("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
    const codes = (await Promise.allSettled(asked)).map((outcome) =>
      outcome.status === "rejected" ? outcome.reason.code : "answered",
    );
    expect(codes).toEqual(["SUBGRAPH_UNAVAILABLE", "SUBGRAPH_UNAVAILABLE"]);
    const again = nextRequest();
    const later = onBehalf(source, "a");
    await again;
    answerAll();
    expect(await later).toMatchObject(data);
    expect(requests).toHaveLength(2);
  });

  it("are never mutations, and are not shared across one: who has changed something sees it", async () => {
    const { source, fetch, requests, nextRequest, answerAll, answerLast } = await patient();
    const next = async <T>(begin: () => T): Promise<T> => {
      const sent = nextRequest();
      const begun = begin();
      await sent;
      return begun;
    };
    const stale = await next(() => ({ answer: onBehalf(source, "a") }));
    const mutation = await next(() => ({ answer: fetch(false) }));
    const other = await next(() => ({ answer: fetch(false) }));
    answerLast();
    await other.answer;
    const fresh = await next(() => ({ answer: onBehalf(source, "a") }));
    expect(requests).toHaveLength(4);
    answerAll();
    expect(await Promise.all([stale.answer, mutation.answer, fresh.answer])).toMatchObject([
      data,
      data,
      data,
    ]);
  });
});
