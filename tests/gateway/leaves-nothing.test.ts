import { type AddressInfo, connect, type Socket } from "node:net";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { startTestGateway } from "./kit.js";
import { bothLocal } from "./subgraphs.js";

setFlagsFromString("--expose-gc");
const collect: (options: { type: "minor" }) => void = runInNewContext("gc");
/** What outlives two collections of the young generation is moved to the old one. */
const collectYoung = (): void => {
  collect({ type: "minor" });
  collect({ type: "minor" });
};

const oldBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === "old_space")?.space_used_size ??
  Number.NaN;

/** What each of these requests is, as far as the collector is concerned: so much it leaves where anything holds on to it. */
const HELD_BYTES = 6_000;

const body = JSON.stringify({ query: "{ me { name } }" });
const request =
  "POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n" +
  `content-length: ${body.length}\r\n\r\n${body}`;

/** Asks over one connection, one request after the other. */
const ask = async (socket: Socket, times: number): Promise<string> => {
  let answer = "";
  for (let time = 0; time < times; time += 1) {
    const came = new Promise<Buffer>((resolve) => socket.once("data", resolve));
    socket.write(request);
    answer = (await came).toString();
  }
  return answer;
};

describe("a request that was answered", () => {
  it("is not held by anything that has grown old", async () => {
    const { gateway } = await startTestGateway({
      localSubgraphs: bothLocal(),
      logger: pino({ level: "silent" }),
      onFetch: () => undefined,
    });
    await gateway.listen(0, "127.0.0.1");
    const socket = connect((gateway.app.server.address() as AddressInfo).port, "127.0.0.1");
    await ask(socket, 500);
    const growth: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      collectYoung();
      const before = oldBytes();
      const answer = await ask(socket, 200);
      expect(answer).toContain('{"data":{"me":{"name":"Ada"}}}');
      collectYoung();
      growth.push((oldBytes() - before) / 200);
    }
    socket.destroy();
    expect(Math.min(...growth)).toBeLessThan(HELD_BYTES / 2);
  });
});
