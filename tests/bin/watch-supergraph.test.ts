import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSupergraphSource, watchSupergraph } from "../../bin/watch-supergraph.js";

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A supergraph behind a URL, with an ETag. */
const serveSupergraph = async () => {
  const served = { text: "first", status: 200, answers: [] as number[] };
  const server = createServer((request, response) => {
    const etag = `"${served.text}"`;
    const status = request.headers["if-none-match"] === etag ? 304 : served.status;
    served.answers.push(status);
    response.writeHead(status, { etag }).end(status === 200 ? served.text : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { served, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/supergraph` };
};

const temporaryFile = (text: string): string => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-watch-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "supergraph.graphql");
  writeFileSync(path, text);
  return path;
};

describe("a supergraph's source", () => {
  it("is read again from a file only where the file has changed", async () => {
    const path = temporaryFile("first");
    const source = await openSupergraphSource(path);
    expect([source.supergraphSdl, await source.next()]).toEqual(["first", null]);
    writeFileSync(path, "second");
    expect([await source.next(), await source.next()]).toEqual(["second", null]);
  });

  it("is not sent again by a server that says that it has not changed", async () => {
    const { served, url } = await serveSupergraph();
    const source = await openSupergraphSource(url);
    expect([source.supergraphSdl, await source.next()]).toEqual(["first", null]);
    served.text = "second";
    expect([await source.next(), await source.next()]).toEqual(["second", null]);
    expect(served.answers).toEqual([200, 304, 200, 304]);
  });

  it("says in words that it can't be read, at first and later", async () => {
    await expect(openSupergraphSource("/no/such/file")).rejects.toThrow(
      "The supergraph could not be read from /no/such/file: ENOENT",
    );
    const { served, url } = await serveSupergraph();
    const source = await openSupergraphSource(url);
    Object.assign(served, { text: "second", status: 500 });
    await expect(source.next()).rejects.toThrow(
      `The supergraph could not be read from ${url}: the answer had status 500.`,
    );
    served.status = 200;
    expect(await source.next()).toBe("second");
  });
});

describe("watching a supergraph", () => {
  it("hands over what is new, goes on after what fails, and ends when it is told to", async () => {
    const readings = ["second", null, new Error("away"), "no supergraph", "third"];
    const swapped: string[] = [];
    const unreadable: string[] = [];
    let isEmpty: () => void = () => undefined;
    const allRead = new Promise<void>((resolve) => {
      isEmpty = resolve;
    });
    const stop = watchSupergraph(
      {
        supergraphSdl: "first",
        async next() {
          const reading = readings.shift();
          if (readings.length === 0) isEmpty();
          if (reading instanceof Error) throw reading;
          return reading ?? null;
        },
      },
      {
        intervalMillis: 1,
        async swap(supergraphSdl) {
          swapped.push(supergraphSdl);
          if (supergraphSdl === "no supergraph") throw new Error("refused");
        },
        onUnreadable: (error) => unreadable.push((error as Error).message),
      },
    );
    await allRead;
    await tick();
    stop();
    readings.push("fourth");
    await tick();
    expect({ swapped, unreadable }).toEqual({
      swapped: ["second", "no supergraph", "third"],
      unreadable: ["away"],
    });
  });
});
