import { expect, it } from "vitest";
import type { Dialect } from "../../drizzle/columns.js";
import { type Contract, finding, ownPublisher, type SubgraphSdl } from "../../registry/index.js";
import { describeOnBothDatabases } from "../kit/databases.js";
import { core, openTestRegistry, operator, tax, taxSubgraph } from "./kit.js";

const broken = (rule: "CONTRACT" | "PROBE", key: string) =>
  finding({
    rule,
    severity: "ERROR",
    message: `${key} is broken.`,
    key,
    subgraph: "tax",
    line: 1,
    column: 1,
  });

interface Fake extends Contract {
  /** Of the subgraphs that it read, the names of those beside each. */
  readonly beside: string[][];
  readonly probed: { readonly url: string; readonly parties: readonly string[] }[];
}

/** A contract that is kept or broken as the test says. */
const fake = (breaks: { written?: boolean; running?: boolean } = {}): Fake => {
  const beside: string[][] = [];
  const probed: Fake["probed"] = [];
  return {
    beside,
    probed,
    read(_: SubgraphSdl, others) {
      beside.push(others.map(({ name }) => name));
      return breaks.written === true ? [broken("CONTRACT", "promise")] : [];
    },
    async probe({ url }, parties) {
      probed.push({ url, parties });
      return breaks.running === true ? [broken("PROBE", "answer")] : [];
    },
  };
};

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "PUBLISHED",
    (error: { code?: unknown }) => error.code,
  );

/** A registry that serves the installation's own subgraph, which promises nothing. */
const openWith = async (dialect: Dialect, contract: Contract) => {
  const opened = await openTestRegistry(dialect, { contracts: [contract] });
  await opened.registry.publish(ownPublisher, [core], null);
  return opened;
};

describeOnBothDatabases("what subgraphs promise", (dialect) => {
  it("is read beside all others, and asked of the running candidate as the parties that are named", async () => {
    const contract = fake();
    const { registry } = await openWith(dialect, contract);
    expect(await codeOf(registry.publish(tax, [taxSubgraph()], null, ["urn:party"]))).toBe("PUBLISHED");
    expect([contract.beside, contract.probed]).toEqual([
      [[core.name]],
      [{ url: "https://tax.example/graphql", parties: ["urn:party"] }],
    ]);
    // The same again changes nothing, and the candidate is left alone.
    await registry.publish(tax, [taxSubgraph()], null, ["urn:party"]);
    expect(contract.probed).toHaveLength(1);
  });

  it("keeps from publishing where it is broken as it is written, and nobody is asked then", async () => {
    const contract = fake({ written: true, running: true });
    const { registry } = await openWith(dialect, contract);
    expect(await codeOf(registry.publish(tax, [taxSubgraph()], null))).toBe("CHECK_FAILED");
    expect(contract.probed).toEqual([]);
    await registry.approve(operator, "tax", "promise", "we know");
    expect(await codeOf(registry.publish(tax, [taxSubgraph()], null))).toBe("CHECK_FAILED");
  });

  it("keeps from publishing where it is broken as it runs, until the operator overrules that", async () => {
    const contract = fake({ running: true });
    const { registry, store } = await openWith(dialect, contract);
    expect(await codeOf(registry.publish(tax, [taxSubgraph()], null))).toBe("CHECK_FAILED");
    const { isPassed, findings } = await registry.check(tax, [taxSubgraph()]);
    expect([
      isPassed,
      findings.filter(({ rule }) => rule === "PROBE").map(({ severity }) => severity),
    ]).toEqual([false, ["ERROR"]]);
    await registry.approve(operator, "tax", "answer", "it is mended tonight");
    const { check } = await registry.publish(tax, [taxSubgraph()], null);
    expect(check?.findings.filter(({ rule }) => rule === "PROBE")).toEqual([
      { ...broken("PROBE", "answer"), severity: "WARNING", approvedBy: "operator" },
    ]);
    expect((await store.head()).subgraphs.map(({ subgraph }) => subgraph)).toEqual(["core", "tax"]);
  });

  it("is not asked of what is rolled back, nor of the installation's own", async () => {
    const breaks = { running: false };
    const contract = fake(breaks);
    const { registry } = await openWith(dialect, contract);
    await registry.publish(tax, [taxSubgraph()], null);
    await registry.publish(tax, [taxSubgraph('"In øre." rest: Int')], null);
    expect(contract.probed).toHaveLength(2);
    breaks.running = true;
    expect(await codeOf(registry.rollBackSubgraph(tax, "tax", 1, "too early"))).toBe("PUBLISHED");
    expect(contract.probed).toHaveLength(2);
  });
});
