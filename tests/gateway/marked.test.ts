import { describe, expect, it } from "vitest";
import type { Gateway, MarkedQuestion } from "../../gateway/index.js";
import { serve, serveSubgraph, startTestGateway } from "./kit.js";
import { marketSdl, stallSchema } from "./marked-subgraph.js";
import { type HeadersContext, local, reviewsSchema, supergraphSdl, usersSchema } from "./subgraphs.js";

const WARES = "query($first: Int!) { wares: stallWares(first: $first) { names } }";

const question = (changes: Partial<MarkedQuestion> = {}): MarkedQuestion => ({
  subgraph: "stall",
  query: WARES,
  variables: { first: 2 },
  headers: { "x-tunet-call": "signed" },
  audience: null,
  signal: new AbortController().signal,
  ...changes,
});

const asked = async (gateway: Gateway, changes: Partial<MarkedQuestion> = {}) => {
  try {
    const { data, errors } = await gateway.ask(question(changes));
    return { data, errors: errors.map(({ code }) => code) };
  } catch (error) {
    return `${(error as Error).name} ${(error as { code: string }).code}`;
  }
};

const users = () => local("users", usersSchema());

const startMarket = (query: Parameters<typeof stallSchema>[0] = {}) =>
  startTestGateway({
    supergraphSdl: marketSdl,
    localSubgraphs: [users(), local("stall", stallSchema(query))],
  });

describe("root fields that are marked", () => {
  it("are told with their subgraph, the mark's arguments and their own", async () => {
    const { gateway } = await startMarket();
    expect(gateway.marked("offer")).toEqual([
      {
        subgraph: "stall",
        field: "stallWares",
        directive: { of: "apples", weight: 3, ask: "stallBuy" },
        arguments: ["first", "by"],
      },
      {
        subgraph: "stall",
        field: "stallPrices",
        directive: { of: "prices", weight: 1 },
        arguments: [],
      },
    ]);
    expect([gateway.marked("inaccessible"), gateway.marked("join__field"), gateway.marked("of")]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("come and go with the supergraph", async () => {
    const { gateway } = await startTestGateway();
    expect([gateway.marked("offer"), await asked(gateway)]).toEqual([[], "GatewayError NOT_FOUND"]);
    await gateway.swap(marketSdl, { localSubgraphs: [users(), local("stall", stallSchema())] });
    expect(gateway.marked("offer")).toHaveLength(2);
    await gateway.swap(supergraphSdl, { localSubgraphs: [users(), local("reviews", reviewsSchema())] });
    expect(gateway.marked("offer")).toEqual([]);
  });

  it.each(["compiled", "stock"] as const)(
    "are hidden from clients of the %s engine, beside fields that are not",
    async (engine) => {
      const { query } = await startTestGateway({
        engine,
        supergraphSdl: marketSdl,
        localSubgraphs: [users(), local("stall", stallSchema())],
      });
      expect((await query("{ stallOpen me { name } }")).body).toEqual({
        data: { stallOpen: true, me: { name: "Ada" } },
      });
      const hidden = await query("{ stallWares(first: 1) { names } }");
      expect(hidden.body.errors?.map(({ extensions }) => extensions["code"])).toEqual([
        "GRAPHQL_VALIDATION_FAILED",
      ]);
    },
  );
});

describe("asking for what is marked", () => {
  it("asks its subgraph, with the headers given and no others", async () => {
    const { gateway, fetches } = await startMarket({
      stallWares: (_: unknown, { first }: { first: number }, context: HeadersContext) => ({
        names: [`${first}`, JSON.stringify(context)],
      }),
    });
    expect(await asked(gateway)).toEqual({
      data: { wares: { names: ["2", '{"x-tunet-call":"signed"}'] } },
      errors: [],
    });
    expect(fetches).toEqual([{ subgraph: "stall", operation: WARES }]);
  });

  it("asks one behind a URL as well, and shows data and errors side by side", async () => {
    const failing = () => {
      throw new Error("password=hunter2");
    };
    const url = await serveSubgraph(stallSchema({ stallWares: () => ({ names: ["a"], failing }) }));
    const { gateway } = await startTestGateway({
      supergraphSdl: marketSdl,
      localSubgraphs: [users()],
      subgraphUrls: { stall: url },
    });
    const query = WARES.replace("names", "names failing");
    expect(await asked(gateway, { query })).toEqual({
      data: { wares: { names: ["a"], failing: null } },
      errors: ["DOWNSTREAM_SERVICE_ERROR"],
    });
  });

  it("may ask what a mark names, and nothing else", async () => {
    const { gateway, fetches } = await startMarket();
    expect(await asked(gateway, { query: 'mutation { stallBuy(ware: "plum") }', variables: {} })).toEqual({
      data: { stallBuy: "sold plum" },
      errors: [],
    });
    const refused = [
      "{ stallSecret }",
      "{ stallPrices stallSecret }",
      "mutation { stallBurn }",
      "{ __schema { types { name } } }",
      "{ _service { sdl } }",
      "{ ...F } fragment F on Query { stallSecret }",
      "{ ... on Query { stallSecret } }",
      "query A { stallPrices } query B { stallSecret }",
      "subscription { stallPrices }",
      "{ stallPrices",
    ];
    for (const query of refused)
      expect([query, await asked(gateway, { query })]).toEqual([query, "GatewayError BAD_REQUEST"]);
    expect(await asked(gateway, { subgraph: "users", query: "{ me { name } }" })).toBe(
      "GatewayError BAD_REQUEST",
    );
    expect(fetches).toHaveLength(1);
  });

  it("ends with whoever asks, and says so", async () => {
    const url = await serve((request) => void request.resume());
    const { gateway } = await startTestGateway({
      supergraphSdl: marketSdl,
      localSubgraphs: [users()],
      subgraphUrls: { stall: url },
      subgraphTimeoutMillis: 60_000,
    });
    const waiting = new AbortController();
    const answer = asked(gateway, { signal: waiting.signal });
    waiting.abort();
    expect(await answer).toBe("SubgraphError REQUEST_TIMEOUT");
    expect(await asked(gateway, { signal: AbortSignal.abort() })).toBe("SubgraphError REQUEST_TIMEOUT");
  });

  it("keeps to the subgraph's own time", async () => {
    const url = await serve((request) => void request.resume());
    const { gateway, log } = await startTestGateway({
      supergraphSdl: marketSdl,
      localSubgraphs: [users()],
      subgraphUrls: { stall: url },
      subgraphLimits: { stall: { timeoutMillis: 30 } },
      metrics: true,
    });
    expect(await asked(gateway)).toBe("SubgraphError SUBGRAPH_TIMEOUT");
    expect(log.filter(({ service }) => service === "stall").map(({ code }) => code)).toEqual([
      "SUBGRAPH_TIMEOUT",
    ]);
    const { body } = await gateway.app.inject({ url: "/metrics" });
    expect(body).toContain('gateway_fetch_errors_total{subgraph="stall",code="SUBGRAPH_TIMEOUT"} 1');
  });

  it("is sent once for the same audience at the same time, and for each otherwise", async () => {
    let calls = 0;
    const url = await serveSubgraph(
      stallSchema({ stallWares: async () => ({ names: [`call ${++calls}`] }) }),
    );
    const { gateway } = await startTestGateway({
      supergraphSdl: marketSdl,
      localSubgraphs: [users()],
      subgraphUrls: { stall: url },
    });
    await Promise.all(["ada", "ada", "grace"].map((audience) => asked(gateway, { audience })));
    expect(calls).toBe(2);
    await Promise.all([asked(gateway), asked(gateway)]);
    expect(calls).toBe(4);
  });
});
