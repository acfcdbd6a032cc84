import type { RequestListener } from "node:http";
import Fastify from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { mountPorts } from "../../bin/room/port-routes.js";
import { createCallReader } from "../../schema/call.js";
import { generateCallKey, signCallToken } from "../../schema/call-token.js";
import { createHttpServicesPort } from "../../schema/services-client.js";
import type { ServiceRecord, ServicesPort } from "../../schema/services-port.js";
import { serve, serveAnswer } from "../gateway/kit.js";
import { personClaims } from "../kit/ask-room.js";

const NOW = Date.parse("2026-06-15T08:00:00Z");
const key = generateCallKey("test");
const readCall = createCallReader(new Map([[key.kid, key.publicKey]]), () => NOW);
const CALL = { token: signCallToken(key, { requestId: "r", viewer: personClaims(0) }, () => NOW) };
const MAX_BYTES = 100_000;

const owner = {
  code: "tax",
  organization: "urn:altinn:organization:identifier-no:313000028",
  name: { nb: "Skatt", en: "Tax" },
};
const record: ServiceRecord = {
  service: "urn:altinn:resource:tax-return",
  owner,
  name: { nb: "Skattemelding" },
  resourceType: "ALTINN_APP",
  status: "ACTIVE",
  isDelegable: true,
};

const OLD = "urn:altinn:resource:tax-return-before";

/** The catalogue's process, and how often it was asked. */
const startCatalogue = async (changes: Partial<ServicesPort> = {}) => {
  const asked: string[] = [];
  const services: ServicesPort = {
    async servicesByIds(_call, ids) {
      asked.push(ids.join(" "));
      return new Map(ids.includes(record.service) ? [[record.service, record]] : []);
    },
    async familiesOf(_call, ids) {
      asked.push(`families of ${ids.join(" ")}`);
      return new Map(ids.map((id) => [id, id === record.service ? [OLD, id] : [id]]));
    },
    async ownerByOrganization(_call, organization) {
      asked.push(organization);
      return organization === owner.organization ? owner : null;
    },
    ...changes,
  };
  const app = Fastify();
  mountPorts(app, { services, readCall, callKeys: { prepareFor: async () => undefined } });
  onTestFinished(() => app.close());
  return { url: await app.listen({ port: 0, host: "127.0.0.1" }), asked };
};

const portTo = (url: string, timeoutMillis = 5_000) => {
  const port = createHttpServicesPort({ url, timeoutMillis, maxBytes: MAX_BYTES });
  onTestFinished(() => port.close());
  return port;
};

const unavailable = expect.objectContaining({
  code: "CATALOGUE_UNAVAILABLE",
  message: "It could not be found out whose service this is just now; try again in a moment.",
});

describe("the services port over HTTP", () => {
  it("answers as in the process itself, remembers what it knows, and asks again for what it does not", async () => {
    const { url, asked } = await startCatalogue();
    const port = portTo(url);
    expect(await port.servicesByIds(CALL, [record.service, "urn:altinn:resource:none"])).toEqual(
      new Map([[record.service, record]]),
    );
    expect(await port.servicesByIds(CALL, [record.service, "urn:altinn:resource:none"])).toEqual(
      new Map([[record.service, record]]),
    );
    expect(await port.ownerByOrganization(CALL, owner.organization)).toEqual(owner);
    expect(await port.ownerByOrganization(CALL, owner.organization)).toEqual(owner);
    expect(
      await port.ownerByOrganization(CALL, "urn:altinn:organization:identifier-no:310000000"),
    ).toBeNull();
    expect(asked).toEqual([
      `${record.service} urn:altinn:resource:none`,
      "urn:altinn:resource:none",
      owner.organization,
      "urn:altinn:organization:identifier-no:310000000",
    ]);
    expect(await port.servicesByIds(CALL, [])).toEqual(new Map());
    expect(await port.familiesOf(CALL, [record.service, OLD])).toEqual(
      new Map([
        [record.service, [OLD, record.service]],
        [OLD, [OLD]],
      ]),
    );
  });

  it("refuses too many services before it asks", async () => {
    const { url, asked } = await startCatalogue();
    const ids = Array.from({ length: 1_001 }, (_, index) => `urn:altinn:resource:${index}`);
    await expect(portTo(url).servicesByIds(CALL, ids)).rejects.toEqual(
      expect.objectContaining({ code: "BATCH_TOO_LARGE" }),
    );
    expect(asked).toEqual([]);
  });

  it("tells nothing to a call that is not signed", async () => {
    const { url, asked } = await startCatalogue();
    await expect(portTo(url).servicesByIds({ token: "a.b.c" }, [record.service])).rejects.toEqual(
      unavailable,
    );
    const response = await fetch(`${url}/port/service-owner`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ organization: owner.organization }),
    });
    expect(response.status).toBe(401);
    expect(asked).toEqual([]);
  });

  const silent: RequestListener = (request) => request.resume();
  const json = { "content-type": "application/json" };

  it.each<[string, () => Promise<string>]>([
    ["is down", async () => "http://127.0.0.1:9"],
    ["is silent", () => serve(silent)],
    ["fails", () => serveAnswer(500, json, JSON.stringify({ owner }))],
    ["sends null", () => serveAnswer(200, json, "null")],
    ["sends nothing", () => serveAnswer(200, json, "")],
    ["leaves a part out", () => serveAnswer(200, json, JSON.stringify({ owner: { code: "tax" } }))],
    ["sends too much", () => serveAnswer(200, json, JSON.stringify({ owner, x: "x".repeat(MAX_BYTES) }))],
  ])("is unavailable, and never another owner or none, where the catalogue %s", async (_what, start) => {
    const port = portTo(new URL(await start()).origin, 100);
    await expect(port.ownerByOrganization(CALL, owner.organization)).rejects.toEqual(unavailable);
    await expect(port.servicesByIds(CALL, [record.service])).rejects.toEqual(unavailable);
    await expect(port.familiesOf(CALL, [record.service])).rejects.toEqual(unavailable);
  });
});
