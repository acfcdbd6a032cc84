import { connect } from "node:net";
import { createMessageReader } from "../../gateway/processes/message-reader.js";
import { createTally, type Tally } from "./tally.js";

const TICK_MILLIS = 5;

export interface Spell {
  readonly port: number;
  /** The HTTP body. */
  readonly body: string;
  readonly connections: number;
  /** Requests that come in a second, answered or not; `null`: each connection asks again as soon as it has its answer. */
  readonly perSecond: number | null;
  readonly millis: number;
  /** The one right answer with status 200; `null`: the first one is. */
  readonly right: Buffer | null;
}

export interface SpellResult extends Tally {
  /** Requests that could not be sent: every connection was in use. */
  readonly unsent: number;
  /** Connections that the gateway closed, or refused. */
  readonly closed: number;
  readonly answersPerSecond: number;
}

interface Connection {
  send(): void;
  end(): void;
}

interface Listener {
  /** It has nothing to do. */
  onIdle(connection: Connection): void;
  onAnswer(status: number, body: Buffer, micros: number): void;
  onClosed(connection: Connection): void;
}

const requestBytes = ({ port, body }: Spell): Buffer =>
  Buffer.from(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

const openConnection = (port: number, request: Buffer, listener: Listener): Connection => {
  const read = createMessageReader();
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let sentAt = 0;
  const connection: Connection = {
    send() {
      sentAt = performance.now();
      socket.write(request);
    },
    end: () => socket.destroy(),
  };
  socket.on("connect", () => listener.onIdle(connection));
  socket.on("data", (bytes: Buffer) => {
    const answer = read(bytes);
    if (answer === null) return;
    listener.onAnswer(answer.status, answer.body, (performance.now() - sentAt) * 1_000);
    listener.onIdle(connection);
  });
  socket.on("error", () => undefined); // told by "close"
  socket.on("close", () => listener.onClosed(connection));
  return connection;
};

/** Sends requests at a rate over so many connections, and counts what comes back. */
export const runSpell = async (spell: Spell): Promise<SpellResult> => {
  const { port, perSecond } = spell;
  const request = requestBytes(spell);
  const tally = createTally(spell.right);
  const idle = new Set<Connection>();
  const open = new Set<Connection>();
  let unsent = 0;
  let closed = 0;
  let isOver = false;

  const join = (): void => {
    if (!isOver) open.add(openConnection(port, request, listener));
  };
  const listener: Listener = {
    onAnswer: tally.count,
    onIdle(connection) {
      if (isOver) connection.end();
      else if (perSecond === null) connection.send();
      else idle.add(connection);
    },
    onClosed(connection) {
      open.delete(connection);
      idle.delete(connection);
      if (isOver) return;
      closed += 1;
      setTimeout(join, TICK_MILLIS);
    },
  };
  for (let connection = 0; connection < spell.connections; connection += 1) join();

  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1_000;
  let due = 0;
  const ticker = setInterval(() => {
    for (; due < Math.floor(seconds() * (perSecond ?? 0)); due += 1) {
      const [connection] = idle;
      if (connection === undefined) unsent += 1;
      else {
        idle.delete(connection);
        connection.send();
      }
    }
  }, TICK_MILLIS);
  await new Promise((resolve) => setTimeout(resolve, spell.millis));
  isOver = true;
  clearInterval(ticker);
  const result = tally.result();
  const answersPerSecond = Math.round(result.answers / seconds());
  for (const connection of open) connection.end();
  return { ...result, unsent, closed, answersPerSecond };
};
