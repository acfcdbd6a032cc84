import Fastify from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { DomainError } from "../../lib/errors.js";
import { mountRegistry, ownPublisher, type Publisher } from "../../registry/index.js";
import { core, NOW, openTestRegistry, operator, tax, taxSubgraph } from "./kit.js";

const open = async (options: { hasPages?: boolean } = {}) => {
  const test = await openTestRegistry("sqlite");
  await test.registry.publish(ownPublisher, [core], null);
  await test.registry.publish(tax, [taxSubgraph("fee: Int")], "the <first> & only");
  const app = Fastify();
  onTestFinished(() => app.close());
  let publisher: Publisher = tax;
  mountRegistry(app, {
    registry: test.registry,
    store: test.store,
    health: {
      of: (name) =>
        name === "tax"
          ? { isUp: false, at: NOW, latencyMillis: 7, reason: "It could not be reached." }
          : null,
    },
    hasPages: options.hasPages ?? true,
    isGateway: ({ headers }) => headers.authorization === "Bearer gateway",
    publisherOf: async ({ headers }) => {
      if (headers.authorization === undefined) throw new DomainError("UNAUTHENTICATED", "Sign in.");
      return publisher;
    },
  });
  const ask = async (query: string, variables: object = {}, by: Publisher = tax) => {
    publisher = by;
    const answer = await app.inject({
      method: "POST",
      url: "/registry",
      headers: { authorization: "Bearer some" },
      payload: { query, variables },
    });
    return answer.json();
  };
  const look = async (url: string) => {
    const { statusCode, body, headers } = await app.inject({ url });
    return { status: statusCode, body, policy: headers["content-security-policy"] };
  };
  return { ...test, app, ask, look };
};

describe("the registry's GraphQL", () => {
  it("tells a publisher of its own subgraphs all, of others' no address, and of the whole no SDL", async () => {
    const { ask } = await open();
    const query =
      "{ subgraphs { name owner version { number url reason } } supergraph { number cause sdl parts { subgraph version } } }";
    const parts = [
      { subgraph: "core", version: 1 },
      { subgraph: "tax", version: 1 },
    ];
    expect(await ask(query)).toEqual({
      data: {
        subgraphs: [
          { name: "core", owner: "tunet", version: { number: 1, url: null, reason: null } },
          {
            name: "tax",
            owner: tax.id,
            version: { number: 1, url: "https://tax.example/graphql", reason: "the <first> & only" },
          },
        ],
        supergraph: { number: 2, cause: "PUBLISH", sdl: null, parts },
      },
    });
    const seen = await ask(query, {}, operator);
    expect(seen.data.subgraphs[0].version.url).toBe(core.url);
    expect(seen.data.supergraph.sdl).toContain("join__graph");
  });

  it("keeps the audit log and overruling for the operator, and says so", async () => {
    const { ask } = await open();
    const refused = await ask("{ audit { action } }");
    expect(refused.errors).toEqual([
      {
        message: "Only the operator may read the audit log.",
        path: ["audit"],
        extensions: { code: "OPERATOR_ONLY" },
      },
    ]);
    expect(
      (await ask("{ audit(first: 1) { by action subject outcome reason } }", {}, operator)).data.audit,
    ).toEqual([
      { by: tax.id, action: "publish", subject: "tax", outcome: "DONE", reason: "the <first> & only" },
    ]);
    const approve = 'mutation { approveFinding(subgraph: "tax", findingKey: "a", reason: "b") }';
    expect((await ask(approve)).errors[0].extensions).toEqual({ code: "OPERATOR_ONLY" });
    expect(await ask(approve, {}, operator)).toEqual({ data: { approveFinding: true } });
  });

  it("tells how subgraphs were when they were asked last", async () => {
    const { ask, look } = await open();
    expect(
      (await ask("{ subgraphs { name health { isUp at latencyMillis reason } } }")).data.subgraphs,
    ).toEqual([
      { name: "core", health: null },
      {
        name: "tax",
        health: {
          isUp: false,
          at: "2026-06-15T08:00:00.000Z",
          latencyMillis: 7,
          reason: "It could not be reached.",
        },
      },
    ]);
    for (const url of ["/registry", "/registry/subgraphs/tax"]) {
      expect((await look(url)).body).toContain(
        '<span class="failed">down</span> <span class="quiet">It could not be reached.</span>',
      );
    }
  });

  it("gives a failed check as an answer, the worst first", async () => {
    const { ask } = await open();
    const mutation = `mutation ($subgraphs: [SubgraphInput!]!) { publishSubgraphs(subgraphs: $subgraphs) {
      isPublished isChanged supergraph check { isPassed findings { severity rule line } } } }`;
    const { sdl, ...rest } = taxSubgraph();
    const { data } = await ask(mutation, { subgraphs: [{ ...rest, sdl: `${sdl} type other { a: Int }` }] });
    expect(data.publishSubgraphs).toEqual({
      isPublished: false,
      isChanged: false,
      supergraph: 2,
      check: {
        isPassed: false,
        findings: [
          { severity: "ERROR", rule: "NAMESPACE", line: 3 },
          { severity: "WARNING", rule: "LINT", line: 3 },
          { severity: "WARNING", rule: "LINT", line: 3 },
          { severity: "WARNING", rule: "LINT", line: 3 },
          { severity: "WARNING", rule: "DEPRECATION", line: null },
          { severity: "NOTICE", rule: "BREAKING_CHANGE", line: null },
        ],
      },
    });
    const twice = await ask(mutation, { subgraphs: [taxSubgraph(), taxSubgraph()] });
    expect(twice.errors[0].message).toBe("Send from 1 to 50 subgraphs, each of another name.");
  });

  it("says what is different between two supergraphs, and who uses a field", async () => {
    const { ask, registry, store } = await open();
    await registry.publish(tax, [taxSubgraph()], null);
    expect(
      (await ask("{ supergraphDiff(from: 1, to: 3) { subgraphs changes { level } } }")).data.supergraphDiff,
    ).toEqual({
      subgraphs: ["tax came with version 2"],
      changes: [],
    });
    expect(
      (await ask("{ supergraphDiff(from: 2, to: 3) { subgraphs changes { level path } } }")).data
        .supergraphDiff,
    ).toEqual({
      subgraphs: ["tax changed from version 1 to 2"],
      changes: [{ level: "BREAKING", path: "TaxAssessment.fee" }],
    });
    expect((await ask("{ supergraphDiff(from: 1, to: 9) { subgraphs } }")).errors[0].extensions).toEqual({
      code: "SUPERGRAPH_NOT_FOUND",
    });
    await store.uses.add(
      [
        { key: "1", document: "{ dialogs { title } }", name: null, client: "inbox", day: 20_600, count: 2 },
        { key: "1", document: "{ dialogs { title } }", name: null, client: "inbox", day: 20_601, count: 3 },
      ],
      0,
    );
    const use = "query ($c: String!) { fieldUse(coordinate: $c) { document clients count isTrusted } }";
    expect((await ask(use, { c: "Dialog.title" })).data.fieldUse).toEqual([
      { document: "{\n  dialogs {\n    title\n  }\n}", clients: ["inbox"], count: 5, isTrusted: false },
    ]);
    expect((await ask(use, { c: "Dialog.status" })).data.fieldUse).toEqual([]);
  });

  it("takes no document that is larger than any of ours, and says what is wrong with others", async () => {
    const { ask } = await open();
    const large = await ask(`{ ${"subgraphs { name } ".repeat(600)} }`);
    expect(large.errors[0].message).toBe(
      "Syntax Error: Document contains more that 2000 tokens. Parsing aborted.",
    );
    expect((await ask("{ nothing }")).errors[0].message).toBe(
      'Cannot query field "nothing" on type "Query".',
    );
    expect((await ask("query ($n: Int!) { supergraph(number: $n) { number } }")).errors).toHaveLength(1);
  });

  it("gives the supergraph to gateways only, and only a newer one", async () => {
    const { app, registry } = await open();
    const get = (after: string, authorization: string) =>
      app.inject({ url: `/registry/supergraph${after}`, headers: { authorization } });
    expect((await get("", "Bearer some")).statusCode).toBe(401);
    expect((await get("", "Bearer gateway")).json()).toEqual(await registry.served());
    expect((await get("?after=1", "Bearer gateway")).json()).toMatchObject({ number: 2 });
    expect((await get("?after=2", "Bearer gateway")).statusCode).toBe(204);
  });
});

describe("the registry's pages", () => {
  it("show subgraphs, versions, checks and what is different, escaped, under a policy that runs nothing", async () => {
    const { look } = await open();
    const overview = await look("/registry");
    expect(overview.policy).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(overview.body).toContain("the &lt;first&gt; &amp; only");
    expect(overview.body).toContain('<a href="/registry/subgraphs/tax">tax</a>');
    const subgraph = await look("/registry/subgraphs/tax");
    expect(subgraph.body).toContain("type TaxAssessment { &quot;In kroner.&quot; amount: Int fee: Int }");
    expect(subgraph.body).toContain("The field TaxAssessment.fee has no description");
    const supergraph = await look("/registry/supergraphs/2");
    expect(supergraph.body).toContain("What may break those who use 1");
    expect((await look("/registry/supergraphs")).body).toContain(">publish<");
    expect((await look("/registry/checks")).body).toContain("passed");
    for (const { body } of [overview, subgraph, supergraph]) {
      expect(body).not.toContain("tax.example");
      expect(body).not.toContain("<script");
    }
  });

  it("find who uses a field, whatever is typed", async () => {
    const { look, store } = await open();
    await store.uses.add(
      [{ key: "1", document: "{ dialogs { title } }", name: null, client: "<inbox>", day: 20_600, count: 2 }],
      0,
    );
    expect((await look("/registry/fields?coordinate=Dialog.title")).body).toContain("&lt;inbox&gt;");
    const typed = await look("/registry/fields?coordinate=%22%3E%3Cscript%3E");
    expect(typed.body).toContain("0 recorded operations");
    expect(typed.body).not.toContain("<script>");
  });

  it("say what is not there, and are not there where they are off", async () => {
    const { look } = await open();
    expect((await look("/registry/subgraphs/none")).status).toBe(404);
    expect((await look("/registry/supergraphs/99")).status).toBe(404);
    expect((await look("/registry/supergraphs/x")).status).toBe(404);
    const closed = await open({ hasPages: false });
    expect((await closed.look("/registry")).status).toBe(404);
  });
});
