import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startTestGateway } from "./kit.js";

const start = async () => {
  const directory = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, "index.html"), "<h1>Sandbox</h1>");
  writeFileSync(join(directory, "page.js"), "export {};");
  const { gateway } = await startTestGateway({ sandbox: { directory, config: { endpoint: "/graphql" } } });
  return (url: string) => gateway.app.inject({ url });
};

describe("serving the sandbox", () => {
  it("leads there from the root and from its name without a slash", async () => {
    const get = await start();
    for (const url of ["/", "/sandbox"]) {
      const response = await get(url);
      expect([response.statusCode, response.headers.location]).toEqual([302, "/sandbox/"]);
    }
  });

  it("serves the page and its files under a policy that lets nothing in from elsewhere", async () => {
    const get = await start();
    const page = await get("/sandbox/");
    const script = await get("/sandbox/page.js");
    expect([page.statusCode, page.body]).toEqual([200, "<h1>Sandbox</h1>"]);
    expect([script.statusCode, script.body]).toEqual([200, "export {};"]);
    for (const { headers } of [page, script]) {
      expect(headers["content-security-policy"]).toBe(
        "default-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; font-src 'self' data:; " +
          "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  it("serves its configuration, never from a cache", async () => {
    const get = await start();
    const { headers, statusCode, ...response } = await get("/sandbox/config.json");
    expect([statusCode, headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(JSON.parse(response.body)).toEqual({ endpoint: "/graphql" });
  });

  it("serves nothing outside the folder", async () => {
    const get = await start();
    for (const url of ["/sandbox/none.js", "/sandbox/../package.json", "/sandbox/%2e%2e/%2e%2e/etc/passwd"]) {
      expect((await get(url)).statusCode).toBeGreaterThanOrEqual(400);
    }
  });

  it("is not there where none is configured", async () => {
    const { gateway } = await startTestGateway();
    for (const url of ["/", "/sandbox/"]) expect((await gateway.app.inject({ url })).statusCode).toBe(404);
  });
});
