import { describe, expect, it } from "vitest";
import { type BenchQuery, queriesOf, queryNames } from "../../../bench/gateway/graph/queries.js";
import { createRightAnswers } from "../../../bench/gateway/graph/right-answers.js";
import { subgraphNames, subgraphSdl } from "../../../bench/gateway/graph/sdl.js";
import { subgraphSchema } from "../../../bench/gateway/graph/subgraph-schemas.js";
import { composeSupergraph } from "../../../registry/index.js";
import { startTestGateway } from "../../gateway/kit.js";

const { supergraphSdl, apiSdl, hints } = composeSupergraph(
  subgraphNames.map((name) => ({ name, url: `http://${name}.test/graphql`, sdl: subgraphSdl[name] })),
);
const rightAnswer = createRightAnswers(apiSdl);

const queryOf = (name: (typeof queryNames)[number]): BenchQuery => {
  const [query] = queriesOf([name]);
  if (query === undefined) throw new Error(`There is no query ${name}.`);
  return query;
};

const bytesOf = (query: BenchQuery): number =>
  Buffer.byteLength(JSON.stringify({ data: rightAnswer(query) }));

describe("the benchmark's graph", () => {
  it("composes with nothing doubtful about it", () => {
    expect(hints).toEqual([]);
  });

  it("gives a gateway over its subgraphs the same answers as one plain schema", async () => {
    const gateway = await startTestGateway({
      supergraphSdl,
      localSubgraphs: subgraphNames.map((name) => ({
        name,
        schema: subgraphSchema(name),
        contextFor: () => ({}),
      })),
    });
    for (const query of queriesOf(queryNames)) {
      const answer = await gateway.query(query.query, query.variables);
      expect(answer.body, query.name).toEqual({ data: rightAnswer(query) });
    }
  });

  it("has answers of the sizes that it is known for", () => {
    expect(bytesOf(queryOf("heavy"))).toBeGreaterThan(87_000);
    expect(bytesOf(queryOf("heavy"))).toBeLessThan(93_000);
    expect(bytesOf(queryOf("light"))).toBeGreaterThan(1_000);
    expect(bytesOf(queryOf("light"))).toBeLessThan(1_300);
  });

  it("has 500 different products in the wide list", () => {
    const { topProducts } = rightAnswer(queryOf("wide")) as { topProducts: readonly { upc: string }[] };
    expect(topProducts).toHaveLength(500);
    expect(new Set(topProducts.map(({ upc }) => upc)).size).toBe(500);
  });

  it("repeats 30 % of the authors and of the products in the list of reviews", () => {
    const { recentReviews } = rightAnswer(queryOf("repeated")) as {
      recentReviews: readonly { author: { id: string }; product: { upc: string } }[];
    };
    expect(recentReviews).toHaveLength(200);
    expect(new Set(recentReviews.map(({ author }) => author.id)).size).toBe(140);
    expect(new Set(recentReviews.map(({ product }) => product.upc)).size).toBe(140);
  });
});
