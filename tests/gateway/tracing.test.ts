import { beforeEach, describe, expect, it } from "vitest";
import type { Gateway } from "../../gateway/index.js";
import { serveSubgraph, startTestGateway } from "./kit.js";
import { marketSdl, stallSchema } from "./marked-subgraph.js";
import { collectSpans } from "./spans.js";
import {
  bothLocal,
  type HeadersContext,
  local,
  type Resolvers,
  reviewsSchema,
  usersSchema,
} from "./subgraphs.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";
const TRACE_PARENT = `00-${TRACE}-${CALLER}-01`;

const spans = collectSpans();
beforeEach(() => spans.reset());

/** Reviews that say which trace they were asked under. */
const tellingTrace: Resolvers = {
  Query: {
    latestReviews: (_: unknown, _arguments: unknown, context: HeadersContext) => [
      { text: context["traceparent"] ?? "none" },
    ],
  },
};

const traced = async (trustsIncoming: boolean) =>
  startTestGateway({
    localSubgraphs: bothLocal({ reviews: tellingTrace }),
    tracing: { trustsIncoming },
  });

describe("the trace of a request", () => {
  it("has a span for each thing that was done for it", async () => {
    const { query } = await traced(false);
    await query("query Who { me { name reviews { text } } }");
    expect(spans.trees()).toEqual([
      {
        name: "graphql.request",
        attributes: {
          "request.id": "request-1",
          "graphql.operation.name": "Who",
          "graphql.operation.type": "query",
          "graphql.document.hash": expect.stringMatching(/^[0-9a-f]{16}$/),
          "http.response.status_code": 200,
        },
        children: [
          { name: "graphql.parse", attributes: {}, children: [] },
          { name: "graphql.validate", attributes: {}, children: [] },
          { name: "graphql.plan", attributes: { "plan.cached": false }, children: [] },
          {
            name: "graphql.fetch",
            attributes: { "subgraph.name": "users", "subgraph.transport": "local" },
            children: [],
          },
          {
            name: "graphql.fetch",
            attributes: {
              "subgraph.name": "reviews",
              "subgraph.transport": "local",
              "subgraph.entities": 1,
            },
            children: [],
          },
        ],
      },
    ]);
  });

  it("holds nothing of a document that was seen before but its fetches", async () => {
    const { query } = await traced(false);
    await query("{ me { name } }");
    spans.reset();
    await query("{ me { name } }");
    expect(spans.names()).toEqual(["graphql.plan", "graphql.fetch", "graphql.request"]);
    expect(spans.ours()[0]?.attributes).toEqual({ "plan.cached": true });
  });

  it("says with which codes a fetch and a request ended", async () => {
    const { query } = await traced(false);
    await query("{ failing me { name } }");
    const codes = spans.ours().map(({ name, attributes }) => [name, attributes["error.codes"]]);
    expect(codes).toEqual([
      ["graphql.parse", undefined],
      ["graphql.validate", undefined],
      ["graphql.plan", undefined],
      ["graphql.fetch", ["INTERNAL_SERVER_ERROR"]],
      ["graphql.request", ["INTERNAL_SERVER_ERROR"]],
    ]);
  });

  it("is what libraries add their own spans to", async () => {
    const { query } = await traced(false);
    await query("{ me { name } }");
    const [root] = spans.ours().filter(({ name }) => name === "graphql.request");
    const traces = new Set(spans.all().map((span) => span.spanContext().traceId));
    expect(traces).toEqual(new Set([root?.spanContext().traceId]));
  });

  it("is not begun where it is off", async () => {
    const { query } = await startTestGateway({ localSubgraphs: bothLocal({ reviews: tellingTrace }) });
    const { body } = await query("{ latestReviews { text } }", {}, { traceparent: TRACE_PARENT });
    expect(body).toEqual({ data: { latestReviews: [{ text: "none" }] } });
    expect(spans.ours()).toEqual([]);
  });
});

describe("W3C trace context", () => {
  const fetchSpanId = () =>
    spans
      .ours()
      .find(({ name }) => name === "graphql.fetch")
      ?.spanContext();

  it("goes on to subgraphs in this process and behind a URL, each under its own fetch", async () => {
    const remote = await serveSubgraph(reviewsSchema(tellingTrace));
    for (const places of [
      { localSubgraphs: bothLocal({ reviews: tellingTrace }) },
      { localSubgraphs: [local("users", usersSchema())], subgraphUrls: { reviews: remote } },
    ]) {
      spans.reset();
      const { query } = await startTestGateway({ ...places, tracing: { trustsIncoming: false } });
      const { body } = await query("{ latestReviews { text } }");
      const span = fetchSpanId();
      expect(body).toEqual({
        data: { latestReviews: [{ text: `00-${span?.traceId}-${span?.spanId}-01` }] },
      });
    }
  });

  it("is taken over from a client only where clients are trusted", async () => {
    for (const trustsIncoming of [true, false]) {
      spans.reset();
      const { query } = await traced(trustsIncoming);
      const { body } = await query("{ latestReviews { text } }", {}, { traceparent: TRACE_PARENT });
      const [told] = (body.data as { latestReviews: { text: string }[] }).latestReviews;
      expect(told?.text.includes(TRACE)).toBe(trustsIncoming);
      const root = spans.ours().find(({ name }) => name === "graphql.request");
      expect(root?.parentSpanContext?.spanId).toBe(trustsIncoming ? CALLER : undefined);
    }
  });

  it("is begun anew where a trusted client sends something else", async () => {
    const { query } = await traced(true);
    for (const traceparent of ["00-zz-b7ad6b7169203331-01", `00-${"0".repeat(32)}-${CALLER}-01`, "x"]) {
      spans.reset();
      await query("{ latestReviews { text } }", {}, { traceparent });
      expect(spans.trees().map(({ name }) => name)).toEqual(["graphql.request"]);
    }
  });

  it("takes the sampling decision and the state of a trusted client along", async () => {
    const states: (string | undefined)[] = [];
    const { query } = await startTestGateway({
      localSubgraphs: bothLocal({
        reviews: {
          Query: {
            latestReviews: (_: unknown, _arguments: unknown, context: HeadersContext) => {
              states.push(context["tracestate"], context["traceparent"]?.slice(-2));
              return [];
            },
          },
        },
      }),
      tracing: { trustsIncoming: true },
    });
    await query("{ latestReviews { text } }", {}, { traceparent: TRACE_PARENT, tracestate: "a=1,b=2" });
    await query("{ latestReviews { text } }", {}, { traceparent: `00-${TRACE}-${CALLER}-00` });
    expect(states).toEqual(["a=1,b=2", "01", undefined, "00"]);
  });

  it("tells subgraphs of a trace that is not kept, and makes no spans of it", async () => {
    const remote = await serveSubgraph(reviewsSchema(tellingTrace));
    for (const places of [
      { localSubgraphs: bothLocal({ reviews: tellingTrace }) },
      { localSubgraphs: [local("users", usersSchema())], subgraphUrls: { reviews: remote } },
    ]) {
      const { query } = await startTestGateway({ ...places, tracing: { trustsIncoming: true } });
      const unkept = { traceparent: `00-${TRACE}-${CALLER}-00` };
      const { body } = await query("{ latestReviews { text } }", {}, unkept);
      expect(body).toEqual({
        data: { latestReviews: [{ text: expect.stringMatching(`^00-${TRACE}-[0-9a-f]{16}-00$`) }] },
      });
      expect(spans.ours()).toEqual([]);
    }
  });
});

describe("a room's own question to a subgraph", () => {
  const ask = (gateway: Gateway | null, query: string) =>
    gateway?.ask({
      subgraph: "stall",
      query,
      variables: {},
      headers: { "x-tunet-call": "signed" },
      audience: null,
      signal: new AbortController().signal,
    });

  /** A gateway whose users are named by what the stall answers to a room's question. */
  const asking = async (trustsIncoming: boolean) => {
    let opened: Gateway | null = null;
    const name = async () => (await ask(opened, "{ stallPrices }"))?.data?.["stallPrices"];
    const started = await startTestGateway({
      supergraphSdl: marketSdl,
      localSubgraphs: [
        local("users", usersSchema({ User: { name } })),
        local("stall", stallSchema({ stallPrices: () => "dear" })),
      ],
      tracing: { trustsIncoming },
    });
    opened = started.gateway;
    return started;
  };

  it("is a span below the fetch that the room answers, with a fetch of its own", async () => {
    const { query } = await asking(false);
    expect((await query("{ me { name } }")).body).toEqual({ data: { me: { name: "dear" } } });
    const [fetched] = (spans.trees()[0]?.children ?? []).filter(({ name }) => name === "graphql.fetch");
    const stall = { "subgraph.name": "stall" };
    expect(fetched).toEqual({
      name: "graphql.fetch",
      attributes: { "subgraph.name": "users", "subgraph.transport": "local" },
      children: [
        {
          name: "graphql.ask",
          attributes: stall,
          children: [
            {
              name: "graphql.fetch",
              attributes: { ...stall, "subgraph.transport": "local" },
              children: [],
            },
          ],
        },
      ],
    });
  });

  it("is not kept where the trace of the request is not", async () => {
    const { query } = await asking(true);
    const { body } = await query("{ me { name } }", {}, { traceparent: `00-${TRACE}-${CALLER}-00` });
    expect(body).toEqual({ data: { me: { name: "dear" } } });
    expect(spans.ours()).toEqual([]);
  });

  it("is a trace of its own where nobody's request is behind it, and says with which codes it ended", async () => {
    const prices = () => {
      throw new Error("sold out");
    };
    const { gateway } = await startTestGateway({
      supergraphSdl: marketSdl,
      localSubgraphs: [local("users", usersSchema()), local("stall", stallSchema({ stallPrices: prices }))],
      tracing: { trustsIncoming: false },
    });
    await ask(gateway, "{ stallPrices }");
    expect(spans.trees().map(({ name, attributes }) => [name, attributes["error.codes"]])).toEqual([
      ["graphql.ask", ["INTERNAL_SERVER_ERROR"]],
    ]);
  });
});
