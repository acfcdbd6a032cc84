import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { readDocument, readJson } from "../../../bin/import/read-document.js";

const limits = { maxBytes: 1_000, timeoutMillis: 30_000 };

const serve = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/list`;
};

describe("a document that is read from the web", () => {
  it("is taken whole", async () => {
    const url = await serve((_, response) => response.end('{"orgs": {}}'));
    expect(await readJson(url, limits)).toEqual({ orgs: {} });
  });

  it("is refused as soon as it is larger than it may be, whatever length the server said", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (!response.destroyed) response.write("x".repeat(400), more);
      };
      more();
    });
    await expect(readDocument(url, limits)).rejects.toThrow(`${url} is larger than 1000 bytes`);
  });

  it("is given up when it does not come in time", async () => {
    const url = await serve((_, response) => response.write("["));
    await expect(readDocument(url, { ...limits, timeoutMillis: 100 })).rejects.toThrow(
      `${url} did not answer whole within 0.1 seconds.`,
    );
  });

  it("is not an error page, and not something that is no JSON", async () => {
    const missing = await serve((_, response) => response.writeHead(404).end("no"));
    await expect(readDocument(missing, limits)).rejects.toThrow(`${missing} answered 404, not a document.`);
    const page = await serve((_, response) => response.end("<html>"));
    await expect(readJson(page, limits)).rejects.toThrow(`${page} is not JSON in UTF-8`);
  });

  it("comes over http or https, never from elsewhere by a web address", async () => {
    await expect(readDocument("file:///etc/hostname", limits)).rejects.toThrow("over http or https only");
    await expect(readDocument("ftp://example.com/list", limits)).rejects.toThrow("over http or https only");
  });
});

describe("a document that is read from a file", () => {
  it("is refused where it is missing or larger than it may be", async () => {
    await expect(readDocument("/no/such/file.json", limits)).rejects.toThrow(
      "/no/such/file.json cannot be read",
    );
    await expect(readDocument(import.meta.filename, limits)).rejects.toThrow("is larger than 1000 bytes");
  });
});
