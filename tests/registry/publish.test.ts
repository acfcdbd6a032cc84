import { expect, it } from "vitest";
import { isGenuine, OWN, ownPublisher, type Publisher, type SubgraphSdl } from "../../registry/index.js";
import { describeOnBothDatabases } from "../kit/databases.js";
import { core, findingsOf, openTestRegistry, operator, refusalOf, roads, tax, taxSubgraph } from "./kit.js";

describeOnBothDatabases("publishing", (dialect) => {
  const open = async () => {
    const test = await openTestRegistry(dialect);
    await test.registry.publish(ownPublisher, [core], null);
    const outcomes = async () =>
      (await test.store.audit(null, 100)).map(({ by, action, subject, outcome }) => [
        by,
        action,
        subject,
        outcome,
      ]);
    const served = async () =>
      (await test.registry.head()).subgraphs.map(({ subgraph, number }) => `${subgraph} ${number}`);
    return { ...test, outcomes, served };
  };

  it("makes a supergraph of what is served and what is new, signed, and loaded in the engine before", async () => {
    const { registry, publicKey, loaded, outcomes, served } = await open();
    const publication = await registry.publish(tax, [taxSubgraph()], "the first");
    expect(publication).toEqual({
      number: 2,
      isChanged: true,
      check: { id: expect.any(String), isPassed: true, findings: [] },
    });
    expect(await served()).toEqual(["core 1", "tax 1"]);
    const supergraph = await registry.served();
    expect(supergraph?.urls).toEqual({ core: core.url, tax: "https://tax.example/graphql" });
    expect(supergraph?.sdl).toContain("TaxAssessment");
    expect(loaded.at(-1)).toBe(supergraph?.sdl);
    if (supergraph === null) throw new Error("Nothing is served.");
    expect(isGenuine(supergraph, publicKey)).toBe(true);
    expect(isGenuine({ ...supergraph, sdl: `${supergraph.sdl} ` }, publicKey)).toBe(false);
    expect(
      isGenuine({ ...supergraph, urls: { ...supergraph.urls, tax: "https://other.example/" } }, publicKey),
    ).toBe(false);
    expect(isGenuine({ ...supergraph, number: 3 }, publicKey)).toBe(false);
    expect(await outcomes()).toEqual([
      [tax.id, "publish", "tax", "DONE"],
      [OWN, "publish", "core", "DONE"],
    ]);
  });

  it("makes no version of what changes nothing but spaces and comments", async () => {
    const { registry, served } = await open();
    await registry.publish(tax, [taxSubgraph()], null);
    const { sdl, ...rest } = taxSubgraph();
    const same = { ...rest, sdl: `# a comment\n${sdl.replaceAll("\n", "\n\n  ")},` };
    expect(await registry.publish(tax, [same], null)).toEqual({ number: 2, isChanged: false, check: null });
    expect(await served()).toEqual(["core 1", "tax 1"]);
    expect((await registry.publish(tax, [taxSubgraph("", "https://tax.example/v2")], null)).number).toBe(3);
    expect(await served()).toEqual(["core 1", "tax 2"]);
  });

  it("refuses what does not compose, with its place, and changes nothing", async () => {
    const { registry, outcomes, served, store } = await open();
    const broken: SubgraphSdl = { ...taxSubgraph(), sdl: "type TaxOffice {\n  a: TaxNothing\n}" };
    const error = await refusalOf(registry.publish(tax, [broken], null));
    expect([error.code, error.message]).toEqual([
      "CHECK_FAILED",
      "Nothing was published: 1 finding(s) have to be mended first.",
    ]);
    const { findings } = error.extensions["check"] as { findings: { rule: string; subgraph: string }[] };
    expect(findings.find(({ rule }) => rule === "COMPOSITION")).toMatchObject({
      subgraph: "tax",
      severity: "ERROR",
    });
    expect(await served()).toEqual(["core 1"]);
    expect((await outcomes())[0]).toEqual([tax.id, "publish", "tax", "CHECK_FAILED"]);
    expect((await store.checks("tax", 10)).map(({ isPassed }) => isPassed)).toEqual([false]);
  });

  it("lists five hundred findings, the worst first, and says how many more there are", async () => {
    const { registry } = await open();
    const many = Array.from({ length: 600 }, (_, index) => `f${index}: Int`).join(" ");
    const { findings } = await registry.check(tax, [taxSubgraph(`${many} bad: Missing`)]);
    expect(findings).toHaveLength(501);
    expect(findings[0]).toMatchObject({ rule: "COMPOSITION", severity: "ERROR" });
    expect(findings.at(-1)?.message).toBe("102 more findings are not listed. Mend these, and check again.");
  });

  it("refuses what the engine can't load", async () => {
    const { registry } = await openTestRegistry(dialect, {
      load: async () => Promise.reject(new Error("it needs a feature that is not supported")),
    });
    await registry.publish(ownPublisher, [core], null); // loaded by whoever brings it
    expect(findingsOf(await refusalOf(registry.publish(tax, [taxSubgraph()], null)))).toEqual([
      "The gateway could not serve the supergraph: it needs a feature that is not supported",
    ]);
  });

  it("refuses addresses inside, at the name as well as at what it leads to", async () => {
    const { registry } = await open();
    for (const [url, why] of [
      ["https://127.0.0.1/graphql", "Its address is not of the open network. Give a public one."],
      ["http://tax.example/graphql", "It is not https. Serve it over https."],
      ["https://inside.example/", "Its name leads to an address that is not of the open network."],
    ] as const) {
      const error = await refusalOf(registry.publish(tax, [taxSubgraph("", url)], null));
      expect(findingsOf(error)).toEqual([`The address of tax can't be taken. ${why}`]);
    }
  });

  it("lets an owner touch nothing of another's, neither subgraph nor names, and notes who tried", async () => {
    const { registry, outcomes, served } = await open();
    await registry.publish(tax, [taxSubgraph()], null);
    const stolen = await refusalOf(registry.publish(roads, [taxSubgraph("fee: Int")], null));
    expect([stolen.code, stolen.message]).toEqual([
      "SUBGRAPH_NOT_YOURS",
      "The subgraph tax belongs to somebody else.",
    ]);
    expect((await refusalOf(registry.check(roads, [taxSubgraph()]))).code).toBe("SUBGRAPH_NOT_YOURS");
    expect((await refusalOf(registry.remove(roads, "tax", null))).code).toBe("SUBGRAPH_NOT_YOURS");
    expect((await refusalOf(registry.rollBack(roads, 1, null))).code).toBe("OPERATOR_ONLY");
    expect(
      (await refusalOf(registry.approve(roads, "tax", "FIELD_REMOVED Dialog.title", "please"))).code,
    ).toBe("OPERATOR_ONLY");
    const shadow = {
      name: "roads",
      url: "https://roads.example/",
      sdl: "type TaxAssessment { amount: Int @shareable }",
    };
    expect(findingsOf(await refusalOf(registry.publish(roads, [shadow], null)))).toContain(
      "TaxAssessment is shared: roads may give it one field, roads, and put amount below that.",
    );
    expect(await served()).toEqual(["core 1", "tax 1"]);
    expect((await outcomes()).slice(0, 6)).toEqual([
      [roads.id, "publish", "roads", "CHECK_FAILED"],
      [roads.id, "approve", "tax", "OPERATOR_ONLY"],
      [roads.id, "rollback", "supergraph 1", "OPERATOR_ONLY"],
      [roads.id, "delete", "tax", "SUBGRAPH_NOT_YOURS"],
      [roads.id, "check", "tax", "SUBGRAPH_NOT_YOURS"],
      [roads.id, "publish", "tax", "SUBGRAPH_NOT_YOURS"],
    ]);
    expect((await registry.publish(operator, [taxSubgraph("fee: Int")], "for them")).number).toBe(3);
    expect((await registry.head()).subgraphs.map(({ owner }) => owner)).toEqual([OWN, tax.id]);
  });

  it("refuses names that are no names of subgraphs", async () => {
    const { registry } = await open();
    const names = [
      "Tax",
      "t",
      "tax_office",
      "-tax",
      "tax-",
      "tax--office",
      "1tax",
      "a".repeat(41),
      "__proto__",
      "tax/x",
    ];
    for (const name of names) {
      const error = await refusalOf(registry.publish(tax, [{ ...taxSubgraph(), name }], null));
      expect([name, error.code]).toEqual([name, "SUBGRAPH_NAME_INVALID"]);
    }
  });

  it("publishes several together or not at all", async () => {
    const { registry, served } = await open();
    const one: SubgraphSdl = {
      name: "roads",
      url: "https://roads.example/",
      sdl: 'type RoadsPermit @key(fields: "id") { id: ID! } type Query { roads: RoadsPermit }',
    };
    const first = {
      ...one,
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) ${one.sdl}`,
    };
    const second: SubgraphSdl = {
      name: "roads-fees",
      url: "https://fees.example/",
      sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
        type RoadsPermit @key(fields: "id", resolvable: false) { id: ID! }
        type Query { roadsFees: RoadsPermit }`,
    };
    expect((await refusalOf(registry.publish(roads, [second], null))).code).toBe("CHECK_FAILED");
    const { number } = await registry.publish(roads, [second, first], null);
    expect([number, await served()]).toEqual([2, ["core 1", "roads 1", "roads-fees 1"]]);
  });

  it("takes a subgraph out, and keeps its name for its owner", async () => {
    const { registry, served } = await open();
    await registry.publish(tax, [taxSubgraph()], null);
    expect((await registry.remove(tax, "tax", "we moved")).number).toBe(3);
    expect(await served()).toEqual(["core 1"]);
    expect((await refusalOf(registry.remove(tax, "tax", null))).code).toBe("SUBGRAPH_NOT_FOUND");
    expect((await refusalOf(registry.publish(roads, [taxSubgraph()], null))).code).toBe("SUBGRAPH_NOT_YOURS");
    await registry.publish(tax, [taxSubgraph()], null);
    expect(await served()).toEqual(["core 1", "tax 2"]);
  });

  it("goes back to what was served, under a new number, for the whole and for one subgraph", async () => {
    const { registry, publicKey, served } = await open();
    await registry.publish(tax, [taxSubgraph()], null);
    await registry.publish(tax, [taxSubgraph("fee: Int")], null);
    expect(await registry.rollBack(operator, 2, "too early")).toEqual({
      number: 4,
      isChanged: true,
      check: null,
    });
    const supergraph = await registry.served();
    expect(supergraph !== null && isGenuine(supergraph, publicKey)).toBe(true);
    expect(await served()).toEqual(["core 1", "tax 1"]);
    expect(await registry.rollBack(operator, 2, null)).toEqual({ number: 4, isChanged: false, check: null });
    expect((await refusalOf(registry.rollBack(operator, 99, null))).code).toBe("SUPERGRAPH_NOT_FOUND");
    expect((await registry.rollBackSubgraph(tax, "tax", 2, null)).number).toBe(5);
    expect(await served()).toEqual(["core 1", "tax 3"]);
    expect((await refusalOf(registry.rollBackSubgraph(tax, "tax", 9, null))).code).toBe("SUBGRAPH_NOT_FOUND");
  });

  it("is one line of supergraphs, however many publish at once, with a rollback in between", async () => {
    const { registry, store } = await open();
    await registry.publish(tax, [taxSubgraph()], null);
    const publisherOf = (index: number): Publisher => ({ id: `org:${index}`, isOperator: false });
    const subgraphOf = (index: number): SubgraphSdl => ({
      name: `agency${index}`,
      url: `https://agency${index}.example/`,
      sdl: `type Query { agency${index}: Int }`,
    });
    const all = await Promise.allSettled([
      ...Array.from({ length: 10 }, (_, index) =>
        registry.publish(publisherOf(index), [subgraphOf(index)], null),
      ),
      registry.rollBack(operator, 1, null),
    ]);
    expect(all.flatMap((one) => (one.status === "rejected" ? [one.reason] : []))).toEqual([]);
    const history = (await store.supergraphs(100, null)).reverse();
    expect(history.map(({ number }) => number)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
    // Each is the one before with one change; the rollback is to the first.
    let before: string[] = [];
    for (const { number, cause } of history) {
      const parts = (await store.subgraphsOf(number)).map(({ subgraph }) => subgraph);
      if (cause === "ROLLBACK") expect(parts).toEqual(["core"]);
      else {
        expect(parts).toEqual(expect.arrayContaining(before));
        expect(parts).toHaveLength(before.length + 1);
      }
      before = parts;
    }
  });
});
