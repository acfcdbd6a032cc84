import { describe, expect, it } from "vitest";
import { serveSubgraph, startTestGateway } from "./kit.js";
import { bothLocal, local, reviewsSchema, usersSchema } from "./subgraphs.js";

const QUERY =
  "{ me { name friend { name reviews { text } rating } } latestReviews { text author { name } } }";

const ANSWER = {
  data: {
    me: { name: "Ada", friend: { name: "Grace", reviews: [{ text: "by 2" }], rating: 20 } },
    latestReviews: [
      { text: "Sturdy", author: { name: "Grace" } },
      { text: "Handy", author: { name: "Ada" } },
    ],
  },
};

describe("one answer from several subgraphs", () => {
  it("joins subgraphs that run in this process", async () => {
    const { query, fetches } = await startTestGateway({ localSubgraphs: bothLocal() });
    const { status, body } = await query(QUERY);
    expect({ status, body }).toEqual({ status: 200, body: ANSWER });
    expect(fetches.map(({ subgraph }) => subgraph).sort()).toEqual(["reviews", "reviews", "users", "users"]);
  });

  it("joins one in this process with one behind a URL", async () => {
    const { query } = await startTestGateway({
      localSubgraphs: [local("users", usersSchema())],
      subgraphUrls: { reviews: await serveSubgraph(reviewsSchema()) },
    });
    const { status, body } = await query(QUERY);
    expect({ status, body }).toEqual({ status: 200, body: ANSWER });
  });
});
