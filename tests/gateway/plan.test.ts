import { describe, expect, it } from "vitest";
import { createPlanTrace } from "../../gateway/observability/plan-trace.js";
import { createRequestObserver } from "../../gateway/observability/request-observer.js";
import { serveSubgraph, startTestGateway } from "./kit.js";
import { local, reviewsSchema, usersSchema } from "./subgraphs.js";

const PLEASE = { "x-tunet-plan": "1" };
const QUERY = "{ me { name } users { name reviews { text } } }";

const planIn = (body: object) => (body as { extensions?: { plan?: unknown } }).extensions?.plan;

describe.each(["compiled", "stock"] as const)("the plan of a request, on the %s engine", (engine) => {
  it("shows each fetch where it stands in the plan, with its subgraph, times, sizes and entities", async () => {
    const { query } = await startTestGateway({
      engine,
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: await serveSubgraph(reviewsSchema()) },
    });
    const millis = expect.any(Number);
    const { body } = await query(QUERY, {}, PLEASE);
    expect(body.data).toEqual({
      me: { name: "Ada" },
      users: [
        { name: "Ada", reviews: [{ text: "by 1" }] },
        { name: "Grace", reviews: [{ text: "by 2" }] },
      ],
    });
    expect(planIn(body)).toEqual({
      planning: { isCached: false, durationMillis: millis },
      durationMillis: millis,
      root: {
        kind: "series",
        steps: [
          {
            kind: "fetch",
            subgraph: "users",
            path: [],
            operation: expect.stringMatching(/^\{me\{name\}\s*users\{/),
            runs: [
              {
                startMillis: millis,
                durationMillis: millis,
                transport: "local",
                entities: null,
                bytes: null,
                errors: [],
              },
            ],
          },
          {
            kind: "fetch",
            subgraph: "reviews",
            path: ["users", "@"],
            operation: expect.stringContaining("_entities(representations:$representations)"),
            runs: [
              {
                startMillis: millis,
                durationMillis: millis,
                transport: "http",
                entities: 2,
                bytes: expect.toSatisfy((bytes: number) => bytes > 50 && bytes < 200),
                errors: [],
              },
            ],
          },
        ],
      },
    });
    const again = planIn((await query(QUERY, {}, PLEASE)).body);
    expect(again).toMatchObject({ planning: { isCached: true, durationMillis: 0 } });
  });

  it("shows which fetch failed, and which was not made", async () => {
    const { query } = await startTestGateway({
      engine,
      localSubgraphs: [
        local(
          "users",
          usersSchema({ Query: { me: () => Promise.reject(new Error("no")), failing: () => "" } }),
        ),
        local("reviews", reviewsSchema()),
      ],
    });
    const { body } = await query("{ me { reviews { text } } failing }", {}, PLEASE);
    expect(planIn(body)).toMatchObject({
      root: {
        steps: [
          { subgraph: "users", runs: [{ errors: ["INTERNAL_SERVER_ERROR"] }] },
          { subgraph: "reviews", path: ["me"], runs: [] },
        ],
      },
    });
  });

  it("is empty where no subgraph has to be asked", async () => {
    const { query } = await startTestGateway({ engine });
    expect(planIn((await query("{ __typename }", {}, PLEASE)).body)).toMatchObject({ root: null });
  });

  it("is not shown where it is not asked for, or where nothing was planned", async () => {
    const { query } = await startTestGateway({ engine });
    expect((await query(QUERY)).body).not.toHaveProperty("extensions");
    expect((await query(QUERY, {}, { "x-tunet-plan": "0" })).body).not.toHaveProperty("extensions");
    expect(planIn((await query("{ nothing }", {}, PLEASE)).body)).toMatchObject({
      planning: null,
      root: null,
    });
  });

  it("is shown to those who may see it, and others are told that they may not", async () => {
    const seen: unknown[] = [];
    for (const may of [true, false]) {
      const { query } = await startTestGateway({
        engine,
        maySeePlan(claims) {
          seen.push(claims);
          return may;
        },
      });
      const { body, headers } = await query("{ me { name } }", {}, PLEASE);
      expect(body.data).toEqual({ me: { name: "Ada" } });
      expect([planIn(body) !== undefined, headers["x-tunet-plan"]]).toEqual([
        may,
        may ? undefined : "refused",
      ]);
    }
    expect(seen).toEqual([null, null]);
  });
});

describe("a plan as it is shown", () => {
  it("has each fetch at every place that it serves, whichever condition it is under", () => {
    const trace = createPlanTrace(() => 12.34);
    const fetch = (path: readonly string[]) =>
      ({ kind: "fetch", subgraph: "reviews", operation: "{ a }", path }) as const;
    const run = {
      startMillis: 1,
      durationMillis: 2,
      transport: "local",
      entities: 3,
      bytes: null,
      errors: [],
    } as const;
    trace.planned(false, 4.56, {
      kind: "parallel",
      steps: [
        fetch(["a"]),
        { kind: "condition", variable: "with", whenTrue: fetch(["b"]), whenFalse: null },
        fetch(["c"]),
      ],
    });
    const at = (path: readonly string[], operation = "{ a }") => ({ path, operation });
    trace.fetched("reviews", [at(["a"]), at(["b"])], run);
    trace.fetched("reviews", [at([], "{ elsewhere }")], run);
    expect(trace.toExtension()).toEqual({
      planning: { isCached: false, durationMillis: 4.6 },
      durationMillis: 12.3,
      root: {
        kind: "parallel",
        steps: [
          { ...fetch(["a"]), runs: [run] },
          {
            kind: "condition",
            variable: "with",
            whenTrue: { ...fetch(["b"]), runs: [run] },
            whenFalse: null,
          },
          { ...fetch(["c"]), runs: [] },
        ],
      },
      unplanned: [{ ...fetch([]), operation: "{ elsewhere }", runs: [run] }],
    });
  });

  it("says of steps that went in one request how many they were", () => {
    const plan = createPlanTrace(() => 5);
    const observer = createRequestObserver({ metrics: null, trace: null, plan, sinceArrival: () => 5 });
    const places = ["{ a }", "{ b }"].map((operation) => ({ path: ["items"], operation }));
    observer.planned(true, 0, () => ({
      kind: "parallel",
      steps: places.map((place) => ({ kind: "fetch", subgraph: "reviews", ...place })),
    }));
    const source = { name: "reviews", transport: "http" } as const;
    observer
      .fetchBegins({ source, operation: "{ a b }", places, entities: 3 })
      .ended({ data: {}, errors: [], bytes: 9 });
    const runs = [
      {
        startMillis: 5,
        durationMillis: 0,
        transport: "http",
        entities: 3,
        bytes: 9,
        errors: [],
        together: 2,
      },
    ];
    expect(plan.toExtension().root).toEqual({
      kind: "parallel",
      steps: places.map((place) => ({ kind: "fetch", subgraph: "reviews", ...place, runs })),
    });
  });
});
