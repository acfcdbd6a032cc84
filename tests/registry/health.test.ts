import { describe, expect, it, onTestFinished } from "vitest";
import { createOutboundCheck, strictOutboundPolicy } from "../../lib/outbound-address.js";
import { openHealthProbe } from "../../registry/index.js";
import { serve } from "../gateway/kit.js";
import { NOW } from "./kit.js";

const open = (places: Readonly<Record<string, string>>, allowedHosts = ["127.0.0.1"]) => {
  const changes: string[] = [];
  const probe = openHealthProbe({
    subgraphs: async () => Object.entries(places).map(([name, url]) => ({ name, url })),
    outbound: createOutboundCheck({ ...strictOutboundPolicy, allowedHosts }),
    clock: () => NOW,
    onChange: (subgraph, { isUp }) => changes.push(`${subgraph} ${isUp ? "up" : "down"}`),
  });
  onTestFinished(() => probe.close());
  return { probe, changes };
};

describe("the health of subgraphs", () => {
  it("is up where one answers whatever it says, and down where it fails or can't be reached", async () => {
    const [closed, refusing, failing] = await Promise.all([
      serve((request) => request.socket.destroy()),
      serve((_request, response) => response.writeHead(401).end("who asks?")),
      serve((_request, response) => response.writeHead(503).end()),
    ]);
    const { probe, changes } = open({ tax: refusing, roads: failing, health: closed });
    expect(probe.of("tax")).toBeNull();
    await probe.look();
    const told = (name: string) => {
      const { latencyMillis, ...rest } = probe.of(name) ?? {};
      expect(latencyMillis).toBeGreaterThanOrEqual(0);
      return rest;
    };
    expect(told("tax")).toEqual({ isUp: true, at: NOW, reason: null });
    expect(told("roads")).toEqual({ isUp: false, at: NOW, reason: "It answered with HTTP status 503." });
    expect(told("health")).toEqual({ isUp: false, at: NOW, reason: "It could not be reached." });
    expect(changes.sort()).toEqual(["health down", "roads down"]);
  });

  it("is told when it changes, and forgotten with its subgraph", async () => {
    let status = 503;
    const places: Record<string, string> = {
      tax: await serve((_request, response) => response.writeHead(status).end()),
    };
    const { probe, changes } = open(places);
    for (status of [200, 503, 503, 200]) await probe.look();
    expect(changes).toEqual(["tax down", "tax up"]);
    delete places["tax"];
    await probe.look();
    expect(probe.of("tax")).toBeNull();
  });

  it("asks no address that may not be asked any more", async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.end();
    });
    const { probe } = open({ tax: url }, []);
    await probe.look();
    expect([asked, probe.of("tax")?.isUp, probe.of("tax")?.reason]).toEqual([
      0,
      false,
      "Its address may not be asked. It is not https. Serve it over https.",
    ]);
  });
});
