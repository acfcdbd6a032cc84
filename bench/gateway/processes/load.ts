// The load: so many connections, each of which asks again as soon as it has its answer.
import { connect, type Socket } from "node:net";
import { type AnswerCheck, createAnswerCheck } from "./answer-check.js";
import { createLatencies } from "./latencies.js";
import { createMessageReader } from "./message-reader.js";
import type { LoadOrder, LoadResult, Order } from "./messages.js";
import { onOrder } from "./orders.js";

/** An answer that takes longer is a failure. */
const ANSWER_MILLIS = 30_000;

const checks = new Map<string, AnswerCheck>();

const checkFor = ({ subject, right }: LoadOrder): AnswerCheck => {
  const known = checks.get(subject);
  if (known !== undefined) return known;
  const check = createAnswerCheck(subject, right);
  checks.set(subject, check);
  return check;
};

const requestBytes = ({ port, body, headers = {} }: LoadOrder): Buffer =>
  Buffer.from(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n` +
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join("") +
      `Accept: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });

/** Asks over one connection until `next` says that it is enough. The connection stays open. */
const askOver = (socket: Socket, request: Buffer, check: AnswerCheck, next: (micros: number) => boolean) =>
  new Promise<void>((resolve, reject) => {
    const read = createMessageReader();
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      socket.write(request);
    };
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(ANSWER_MILLIS, () => fail(new Error(`No answer within ${ANSWER_MILLIS} ms.`)));
    socket.on("error", fail);
    socket.on("close", () => reject(new Error("The gateway closed a connection that was in use.")));
    socket.on("data", (bytes: Buffer) => {
      try {
        const answer = read(bytes);
        if (answer === null) return;
        check.check(answer);
      } catch (error) {
        return fail(error as Error);
      }
      if (next((performance.now() - sentAt) * 1_000)) return send();
      socket.removeAllListeners();
      resolve();
    });
    send();
  });

/** What is asked before anything is measured. Every gateway answers it without asking a subgraph. */
const LEAD_IN = JSON.stringify({ query: "{ __typename }" });

const isAnswered: AnswerCheck = {
  check({ status, body }) {
    if (status !== 200) throw new Error(`HTTP ${status}: ${body.toString().slice(0, 500)}`);
  },
  hashes: () => [],
  isOrdered: () => true,
};

/**
 * Opens the connections of a spell, and has one small question answered over each. A Node server takes one new connection
 * each time around its event loop: kept busy by the first of fifty, it came to the last after half a second, and that
 * time was in the latencies of whoever was measured.
 */
const openAll = async (order: LoadOrder): Promise<readonly Socket[]> => {
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)));
  const request = requestBytes({ ...order, body: LEAD_IN });
  await Promise.all(sockets.map((socket) => askOver(socket, request, isAnswered, () => false)));
  return sockets;
};

/** Connections of the spell that comes next. */
let opened: readonly Socket[] = [];

const connectAll = async (order: LoadOrder): Promise<null> => {
  for (const socket of opened) socket.destroy();
  opened = await openAll(order);
  return null;
};

const load = async (order: LoadOrder): Promise<LoadResult> => {
  const check = checkFor(order);
  const request = requestBytes(order);
  const latencies = createLatencies();
  const sockets = opened.length === 0 ? await openAll(order) : opened;
  opened = [];

  const startedAt = performance.now();
  const endsAt = startedAt + order.millis;
  let answered = 0;
  const next = (micros: number): boolean => {
    latencies.record(micros);
    answered += 1;
    return performance.now() < endsAt && answered + order.connections <= order.maxRequests;
  };
  try {
    await Promise.all(sockets.map((socket) => askOver(socket, request, check, next)));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return {
    requests: answered,
    wallMillis: performance.now() - startedAt,
    latencies: latencies.buckets(),
    hashes: check.hashes(),
    isOrdered: check.isOrdered(),
  };
};

const given = ({ load: order }: Order): LoadOrder => {
  if (order === undefined) throw new Error("There is nothing to do.");
  return order;
};

process.channel?.ref(); // between its turns it has nothing to do but wait
onOrder({ connect: (order) => connectAll(given(order)), load: (order) => load(given(order)) });
