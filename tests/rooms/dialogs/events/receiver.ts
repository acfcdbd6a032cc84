import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { CloudEvent } from "../../../../subgraphs/dialogs/events/cloud-event.js";

/** What an endpoint got. */
export interface Received {
  readonly path: string;
  readonly contentType: string | undefined;
  readonly event: CloudEvent;
}

/** An endpoint on loopback that answers as it is told, and remembers what it got. */
export interface Receiver {
  /** `127.0.0.1:port`, to be allowed. */
  readonly host: string;
  url(path?: string): string;
  /** Everything, refused or not, in order. */
  readonly received: Received[];
  /** Types of dialogs' events that it took, by path. */
  taken(path?: string): CloudEvent[];
  /** Says how to answer from here on: a status, or something to wait for first. */
  answer(how: (received: Received) => number | Promise<number>): void;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
};

/** Gone when the test is. */
export const openReceiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  const taken: Received[] = [];
  let answer: (entry: Received) => number | Promise<number> = () => 200;
  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const path = request.url ?? "";
      const entry = { path, contentType: request.headers["content-type"], event: JSON.parse(body) };
      received.push(entry);
      const status = await answer(entry);
      if (status >= 200 && status < 300) taken.push(entry);
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    host,
    url: (path = "/hook") => `http://${host}${path}`,
    received,
    taken: (path) =>
      taken
        .filter((entry) => path === undefined || entry.path === path)
        .map(({ event }) => event)
        .filter(({ type }) => type !== "platform.events.validatesubscription"),
    answer(how) {
      answer = how;
    },
  };
};
