import { describe, expect, it } from "vitest";
import { type CircuitState, createCircuit } from "../../gateway/datasource/circuit.js";
import { SubgraphError } from "../../gateway/datasource/subgraph-error.js";
import { serve, startTestGateway } from "./kit.js";
import { local, usersSchema } from "./subgraphs.js";

const failure = (code = "SUBGRAPH_UNAVAILABLE") => new SubgraphError(code, "reviews", "It failed.");

const open = () => {
  let at = 0;
  const changes: CircuitState[] = [];
  const circuit = createCircuit({
    service: "reviews",
    now: () => at,
    onChange: (state) => changes.push(state),
  });
  const pass = (millis: number): void => {
    at += millis;
  };
  /** Whether a fetch was let through; it ends so. */
  const fetch = (end: "answered" | Error): boolean => {
    try {
      circuit.enter();
    } catch (error) {
      expect(error).toMatchObject({ code: "SUBGRAPH_SUSPENDED", service: "reviews" });
      return false;
    }
    if (end === "answered") circuit.answered();
    else circuit.failed(end);
    return true;
  };
  const failAWhile = (): void => {
    while (circuit.state === "closed") {
      fetch(failure());
      pass(250);
    }
  };
  return { circuit, changes, pass, fetch, failAWhile };
};

describe("a circuit", () => {
  it("leaves a subgraph alone that failed five times in a row within a second or more, and not sooner", () => {
    const { circuit, fetch, pass } = open();
    for (let failed = 0; failed < 10; failed++) fetch(failure("SUBGRAPH_TIMEOUT")); // all at once: a restart
    expect(circuit.state).toBe("closed");
    pass(1_000);
    fetch(failure());
    expect(circuit.state).toBe("open");
    expect(fetch("answered")).toBe(false);
  });

  it("leaves one alone where half of twenty fetches or more fail, in whatever order", () => {
    const { circuit, fetch } = open();
    for (let turn = 0; turn < 19; turn++) {
      fetch(failure("SUBGRAPH_RESPONSE_INVALID"));
      fetch("answered");
    }
    expect(circuit.state).toBe("closed");
    fetch(failure());
    expect(circuit.state).toBe("open");
  });

  it("counts nothing that is the question's fault, or the client's", () => {
    const { circuit, fetch, pass } = open();
    for (const code of ["CLIENT_GONE", "REQUEST_TIMEOUT", "SUBGRAPH_RESPONSE_TOO_LARGE", "BAD_USER_INPUT"]) {
      for (let failed = 0; failed < 30; failed++) {
        fetch(failure(code));
        pass(100);
      }
    }
    expect(circuit.state).toBe("closed");
  });

  it("finds out with one fetch whether it answers again, and waits longer each time that it does not", () => {
    const { changes, fetch, pass, circuit, failAWhile } = open();
    failAWhile();
    const waits: number[] = [];
    for (let tries = 0; tries < 7; tries++) {
      let waited = 0;
      for (; !fetch(failure()); waited += 250) pass(250);
      waits.push(waited);
    }
    expect(waits).toEqual([750, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    pass(30_000);
    circuit.enter();
    expect(circuit.state).toBe("half-open");
    expect(fetch("answered")).toBe(false); // one at a time
    circuit.answered();
    expect([circuit.state, fetch("answered")]).toEqual(["closed", true]);
    expect(changes.slice(-3)).toEqual(["open", "half-open", "closed"]);
    failAWhile();
    pass(1_000);
    expect(fetch("answered")).toBe(true); // it begins with a short wait again
  });

  it("lets the next one find out where the client of the one that tried has gone", () => {
    const { circuit, fetch, pass, failAWhile } = open();
    failAWhile();
    pass(1_000);
    expect(fetch(failure("CLIENT_GONE"))).toBe(true);
    expect(circuit.state).toBe("open");
    expect(fetch("answered")).toBe(true);
    expect(circuit.state).toBe("closed");
  });

  it("lets a tenth of what is answered be repeated, ten at once, and nothing of what timed out", () => {
    const { circuit, fetch } = open();
    const taken = (): number => {
      let count = 0;
      while (circuit.takeRepeat(failure())) count += 1;
      return count;
    };
    expect(circuit.takeRepeat(failure("SUBGRAPH_TIMEOUT"))).toBe(false);
    expect(taken()).toBe(10);
    for (let answered = 0; answered < 31; answered++) fetch("answered");
    expect([taken(), circuit.repeated]).toEqual([3, 13]);
  });
});

describe("a subgraph behind a URL", () => {
  const reviewsThat = async (respond: (asked: number) => number) => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(respond(asked), { "content-type": "application/json" });
      response.end('{"data":{"latestReviews":[]}}');
    });
    const test = await startTestGateway({
      metrics: true,
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: url },
    });
    return { ...test, asked: () => asked };
  };

  it("is sent a query a second time where it could not answer", async () => {
    const { query, asked, gateway } = await reviewsThat((nth) => (nth === 1 ? 503 : 200));
    expect((await query("{ latestReviews { text } }")).body).toEqual({ data: { latestReviews: [] } });
    expect(asked()).toBe(2);
    const { body } = await gateway.app.inject({ url: "/metrics" });
    expect(body).toContain('gateway_subgraph_repeated_fetches{subgraph="reviews"} 1');
    expect(body).toContain('gateway_subgraph_circuit{subgraph="reviews"} 0');
  });

  it("is not asked while it fails: who asks is told at once, and /health tells it", async () => {
    const { query, asked, gateway, log } = await reviewsThat(() => 503);
    for (let sent = 0; sent < 30; sent++) await query("{ latestReviews { text } }");
    const { body } = await query("{ me { name } latestReviews { text } }");
    expect(body).toMatchObject({
      data: { me: { name: "Ada" }, latestReviews: null },
      errors: [{ path: ["latestReviews"], extensions: { code: "SUBGRAPH_SUSPENDED", service: "reviews" } }],
    });
    const before = asked();
    await query("{ latestReviews { text } }");
    expect(asked()).toBe(before);
    expect((await gateway.app.inject({ url: "/health" })).json().subgraphs[0]).toMatchObject({
      name: "reviews",
      circuit: "open",
    });
    expect(log).toContainEqual(
      expect.objectContaining({
        subgraph: "reviews",
        msg: "A subgraph fails, and is not asked for a while.",
      }),
    );
  });
});
