import { describe, expect, it, onTestFinished } from "vitest";
import { clientGone } from "../../gateway/datasource/request-end.js";
import { RequestLife } from "../../gateway/datasource/request-life.js";
import { UNMEASURED, watchLoop } from "../../gateway/protection/loop-load.js";
import { clientKey, createRateLimit } from "../../gateway/protection/rate-limit.js";
import {
  createRefusalLog,
  createTurnstile,
  type Leave,
  nextLimit,
} from "../../gateway/protection/turnstile.js";
import { NOW, startTestGateway } from "./kit.js";
import { bothLocal } from "./subgraphs.js";
import { gate } from "./versions.js";

const OVERLOADED = {
  errors: [
    {
      message:
        "The gateway has more to do than it can do now, and did not begin the request. Send it again in a second.",
      extensions: { code: "OVERLOADED" },
    },
  ],
};
const limits = { inFlight: 1, waiting: 1, waitMillis: 60_000, loopLagMillis: null };
const forever = new RequestLife();

describe("more requests than can be taken on", () => {
  it("wait for their turn, and are refused at once where too many wait", async () => {
    const hop = gate();
    const { query, fetches, log } = await startTestGateway({
      localSubgraphs: bothLocal({ users: { Query: { failing: () => hop.pass().then(() => "done") } } }),
      overload: limits,
    });
    const first = query("{ failing }");
    await hop.reached;
    const second = query("{ failing }");
    const third = await query("{ failing }");
    expect({ status: third.status, body: third.body }).toEqual({ status: 503, body: OVERLOADED });
    expect(third.headers).toMatchObject({ "retry-after": "1", "cache-control": "no-store" });
    expect(fetches).toHaveLength(1);

    hop.open();
    expect((await first).body).toEqual({ data: { failing: "done" } });
    expect((await second).body).toEqual({ data: { failing: "done" } });
    expect((await query("{ me { name } }")).body).toEqual({ data: { me: { name: "Ada" } } });
    expect(log.filter(({ msg }) => msg === "A GraphQL operation was answered.")).toHaveLength(3);
  });

  it("are told of in the log now and then, not one by one", async () => {
    const told: number[] = [];
    let now = 0;
    const refused = createRefusalLog(
      () => now,
      (count) => told.push(count),
    );
    for (let request = 0; request < 100; request += 1) refused();
    now += 10_000;
    refused();
    expect(told).toEqual([1, 100]);
  });

  it("do not keep anybody from asking how the gateway is", async () => {
    const { gateway, query } = await startTestGateway({
      overload: { ...limits, inFlight: 0, waiting: 0 },
    });
    expect((await query("{ me { name } }")).status).toBe(503);
    expect((await gateway.app.inject({ url: "/health/ready" })).statusCode).toBe(200);
  });
});

describe("the turnstile", () => {
  it("lets those who wait through in the order in which they came", async () => {
    const turnstile = createTurnstile({ ...limits, waiting: 3 });
    const order: number[] = [];
    const leave = await turnstile.enter(forever);
    const waiting = [1, 2, 3].map(async (number) => {
      const leaveNow = await turnstile.enter(forever);
      order.push(number);
      leaveNow();
    });
    expect([turnstile.inFlight, turnstile.waiting]).toEqual([1, 3]);
    leave();
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
    expect([turnstile.inFlight, turnstile.waiting]).toEqual([0, 0]);
  });

  it("refuses who has waited too long, or whose request has ended", async () => {
    const turnstile = createTurnstile({ ...limits, waitMillis: 5 });
    const leave = await turnstile.enter(forever);
    await expect(turnstile.enter(forever)).rejects.toMatchObject({ code: "OVERLOADED" });

    const patient = createTurnstile(limits);
    await patient.enter(forever);
    const client = new RequestLife();
    const waiting = patient.enter(client);
    client.finish(clientGone);
    await expect(waiting).rejects.toMatchObject({ code: "OVERLOADED" });
    await expect(patient.enter(client)).rejects.toMatchObject({ code: "OVERLOADED" });
    expect([patient.inFlight, patient.waiting]).toEqual([1, 0]);
    leave();
    expect(turnstile.inFlight).toBe(0);
  });

  it("keeps no place for who has waited too long, and gives them no turn", async () => {
    const turnstile = createTurnstile({ ...limits, waitMillis: 5 });
    const leave = turnstile.take({ go: () => undefined, expire: () => undefined });
    const told: string[] = [];
    const late = new Promise<void>((resolve) => {
      turnstile.take({ go: () => told.push("a turn for who was refused"), expire: resolve });
    });
    await late;
    expect(turnstile.waiting).toBe(0);
    const next = new Promise<Leave>((resolve, reject) => {
      turnstile.take({ go: resolve, expire: () => reject(new Error("refused")) });
    });
    if (typeof leave === "function") leave();
    (await next)();
    expect({ told, inFlight: turnstile.inFlight, waiting: turnstile.waiting }).toEqual({
      told: [],
      inFlight: 0,
      waiting: 0,
    });
  });

  it("lets fewer through while the event loop is late, and more again once it is not", async () => {
    const turnstile = createTurnstile({ ...limits, inFlight: 400, waiting: 100, loopLagMillis: 50 });
    const leaving: Leave[] = [];
    for (let request = 0; request < 160; request += 1) leaving.push(await turnstile.enter(forever));
    turnstile.adjust({ lagMillis: 100, utilization: 1, millis: 250 });
    expect(turnstile.limit).toBe(80);
    const waiting = turnstile.enter(forever);
    for (const leave of leaving.splice(0, 80)) leave();
    expect([turnstile.inFlight, turnstile.waiting]).toEqual([80, 1]);
    turnstile.adjust({ lagMillis: 0, utilization: 0.6, millis: 50 });
    expect([turnstile.limit, turnstile.inFlight, turnstile.waiting]).toEqual([120, 81, 0]);
    await waiting;
  });

  it("lets fewer through while the event loop has no time left, the faster the later it is, and more when it has", () => {
    const nextAfter =
      (millis: number) =>
      (limit: number, inFlight: number, utilization: number, lagMillis = 0, ended = 0) =>
        nextLimit(
          { ...limits, inFlight: 1_000, loopLagMillis: 100 },
          { limit, inFlight, ended },
          { lagMillis, utilization, millis },
        );
    const next = nextAfter(250);
    // busy: from what is in flight, by a tenth, or as the lag has it, by half at most, to 64 at least
    expect([next(1_000, 200, 1), next(1_000, 200, 1, 125), next(1_000, 200, 0.5, 10_000)]).toEqual([
      180, 160, 100,
    ]);
    expect([next(100, 100, 1, 10_000), next(1_000, 64, 1, 10_000)]).toEqual([64, 1_000]);
    // short ones: faster, and to 8 at least
    expect([next(1_000, 50, 1, 0, 51), next(10, 10, 1, 0, 200), next(1_000, 8, 1, 0, 200)]).toEqual([
      20, 8, 1_000,
    ]);
    // just busy enough
    expect([next(100, 100, 0.95), next(100, 3, 0.95)]).toEqual([100, 100]);
    // time left: the more, the more there is of it, and bit by bit where nobody asks
    expect([next(100, 100, 0.88), next(100, 100, 0.6), next(100, 100, 0), next(100, 3, 0)]).toEqual([
      111, 150, 400, 101,
    ]);
    expect(next(900, 900, 0)).toBe(1_000);
    // in a shorter look: short ones and who asks at once, the rest by as much as would come to the same
    const soon = nextAfter(50);
    expect([soon(1_000, 50, 1, 0, 11), soon(1_000, 50, 1, 0, 10), soon(100, 100, 0)]).toEqual([
      20, 1_000, 400,
    ]);
    expect([soon(1_000, 200, 1), soon(100, 3, 0)]).toEqual([195, expect.closeTo(100.2, 2)]);
    // a part of a place is no place, and is not forgotten
    expect([soon(8.4, 8, 0), soon(8.4, 7, 0)]).toEqual([34, expect.closeTo(8.417, 3)]);
    const busy = { lagMillis: 10_000, utilization: 1, millis: 250 };
    expect(
      nextLimit({ ...limits, inFlight: 4, loopLagMillis: 100 }, { limit: 4, inFlight: 4, ended: 0 }, busy),
    ).toBe(4);
    expect(nextLimit(limits, { limit: 1, inFlight: 1, ended: 0 }, busy)).toBe(1);
  });
});

describe("the event loop", () => {
  it("is at work and late while it is kept busy, and soon not any more", async () => {
    const told: unknown[] = [];
    const watch = watchLoop((load) => told.push(load));
    onTestFinished(() => watch.close());
    expect(watch.load).toEqual(UNMEASURED);
    const keepBusy = (millis: number): void => {
      const endsAt = performance.now() + millis;
      while (performance.now() < endsAt);
    };
    for (let task = 0; task < 20 && watch.load.lagMillis < 100; task += 1) {
      keepBusy(250);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(watch.load.lagMillis).toBeGreaterThan(100);
    expect(watch.load.utilization).toBeGreaterThan(0.9);
    expect(told.at(-1)).toBe(watch.load);
    await expect
      .poll(() => watch.load.lagMillis < 100 && watch.load.utilization < 0.9, { timeout: 20_000 })
      .toBe(true);
  });
});

describe("a client that asks too often", () => {
  it("is whoever signed in, by its issuer's name for it, and an address otherwise", () => {
    const addressed = clientKey(null, "10.0.0.1");
    const [ada, other] = ["https://a.example", "https://b.example"].map((iss) =>
      clientKey({ iss, sub: "ada" }, "10.0.0.1"),
    );
    expect(new Set([addressed, ada, other]).size).toBe(3);
    expect(clientKey({ iss: "https://a.example", sub: "ada" }, "10.0.0.2")).toBe(ada);
    expect(clientKey({ iss: "https://a.example" }, "10.0.0.1")).toBe(addressed);
  });

  it("is told when it may ask again, and others are not held up", async () => {
    const { gateway, pass } = await startTestGateway({ rateLimit: { requestsPerSecond: 0.5, burst: 2 } });
    const ask = async (remoteAddress: string) => {
      const response = await gateway.app.inject({
        method: "POST",
        url: "/graphql",
        remoteAddress,
        payload: { query: "{ me { name } }" },
      });
      return response.statusCode === 200
        ? response.statusCode
        : [response.statusCode, response.headers["retry-after"], response.json()];
    };
    const refused = [
      429,
      "2",
      {
        errors: [
          {
            message: "Too many requests; the next one is taken in 2 s.",
            extensions: { code: "RATE_LIMITED" },
          },
        ],
      },
    ];
    expect([await ask("10.0.0.1"), await ask("10.0.0.1"), await ask("10.0.0.1")]).toEqual([
      200,
      200,
      refused,
    ]);
    expect(await ask("10.0.0.2")).toBe(200);
    pass(2_000);
    expect([await ask("10.0.0.1"), await ask("10.0.0.1")]).toEqual([200, refused]);
  });

  it("has no more than its burst, however long it was silent or the clock went back", () => {
    let now = NOW;
    const take = createRateLimit({ requestsPerSecond: 10, burst: 3 }, () => now);
    const taken = () => {
      let count = 0;
      try {
        for (;;) {
          take("client");
          count += 1;
        }
      } catch {
        return count;
      }
    };
    expect(taken()).toBe(3);
    now += 3_600_000;
    expect(taken()).toBe(3);
    now -= 3_600_000;
    expect(taken()).toBe(0);
    now += 100;
    expect(taken()).toBe(1);
  });
});
