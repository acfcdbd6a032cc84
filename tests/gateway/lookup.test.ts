import type { LookupFunction } from "node:net";
import { expect, it } from "vitest";
import { createOutboundCheck, strictOutboundPolicy } from "../../lib/outbound-address.js";
import { serveSubgraph, startTestGateway } from "./kit.js";
import { bothLocal, usersSchema } from "./subgraphs.js";

it("asks a subgraph at what its name leads to, and not where that is refused later", async () => {
  const port = new URL(await serveSubgraph(usersSchema())).port;
  const looked: string[] = [];
  let isOpen = true;
  const local: LookupFunction = (hostname, options, done) => {
    looked.push(hostname);
    if (options.all === true) done(null, [{ address: "127.0.0.1", family: 4 }]);
    else done(null, "127.0.0.1", 4);
  };
  const checked = createOutboundCheck(strictOutboundPolicy, local).lookup;
  const { query, log } = await startTestGateway({
    localSubgraphs: bothLocal().filter(({ name }) => name !== "users"),
    subgraphUrls: { users: `http://agency.example:${port}/graphql` },
    subgraphLookup: (...given) => (isOpen ? local(...given) : checked(...given)),
  });
  expect((await query("{ me { name } }")).body).toEqual({ data: { me: { name: "Ada" } } });
  expect(looked).toEqual(["agency.example"]);

  isOpen = false;
  const answers = await Promise.all([query("{ me { name } }"), query("{ users { name } }")]);
  const codes = answers.flatMap(({ body }) =>
    (body.errors ?? []).map(({ extensions }) => extensions["code"]),
  );
  expect(codes).toContain("SUBGRAPH_UNAVAILABLE"); // the one that needed another connection
  expect(JSON.stringify(answers)).not.toContain("agency.example");
  expect(JSON.stringify(log)).toContain("not of the open network");
});
