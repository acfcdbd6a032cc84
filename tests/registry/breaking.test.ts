import { describe, expect, it } from "vitest";
import { DAY_MILLIS } from "../../lib/clock.js";
import type { DomainError } from "../../lib/errors.js";
import { OWN, ownPublisher, type SubgraphSdl } from "../../registry/index.js";
import { describeOnBothDatabases } from "../kit/databases.js";
import { core, findingsOf, openTestRegistry, operator, refusalOf, roads, tax, taxSubgraph } from "./kit.js";

describe("approving", () => {
  it("overrules a breaking change and nothing else, and is remembered", async () => {
    const { registry, store } = await openTestRegistry("sqlite");
    await registry.publish(ownPublisher, [core], null);
    await registry.publish(tax, [taxSubgraph("fee: Int")], null);
    await store.uses.add(
      [
        {
          key: "1",
          document: "{ dialogs { tax { fee } } }",
          name: null,
          client: "inbox",
          day: 20_600,
          count: 7,
        },
      ],
      0,
    );
    const removal = taxSubgraph();
    const error = await refusalOf(registry.publish(tax, [removal], null));
    expect(findingsOf(error)).toEqual([
      "Field 'fee' was removed from object type 'TaxAssessment'. It would break 1 operation of inbox (7 requests in 30 days). " +
        "Keep it, deprecated, until they have moved; or have the change approved.",
    ]);
    await registry.approve(operator, "tax", "FIELD_REMOVED TaxAssessment.fee", "agreed with the inbox team");
    const { check } = await registry.publish(tax, [removal], null);
    expect(check?.findings.filter(({ rule }) => rule === "BREAKING_CHANGE")).toMatchObject([
      { severity: "WARNING", approvedBy: "operator", clients: ["inbox"] },
    ]);
    await registry.approve(operator, "tax", "type Other", "no");
    const shadow = { ...removal, sdl: `${removal.sdl} type Other { a: Int }` };
    expect((await refusalOf(registry.publish(tax, [shadow], null))).code).toBe("CHECK_FAILED");
  });
});

describeOnBothDatabases("deprecations", (dialect) => {
  it("ask for a grace period before what is deprecated goes, counted from when it was served so", async () => {
    const { registry, pass } = await openTestRegistry(dialect);
    const messagesOf = async (subgraph: SubgraphSdl) =>
      (await registry.check(tax, [subgraph])).findings
        .filter(({ rule }) => rule === "DEPRECATION")
        .map(({ severity, message }) => `${severity} ${message}`);
    const advice = "Deprecate it for 30 days first, with a reason that names what to use.";
    const deprecated = taxSubgraph('"Old." fee: Int @deprecated(reason: "Use amount.")');
    await registry.publish(ownPublisher, [core], null);
    await registry.publish(tax, [taxSubgraph('"Old." fee: Int')], null);
    expect(await messagesOf(taxSubgraph())).toEqual([
      `WARNING TaxAssessment.fee is removed without having been deprecated. ${advice}`,
    ]);
    await registry.publish(tax, [deprecated], null);
    pass(10 * DAY_MILLIS);
    await registry.publish(tax, [{ ...deprecated, url: "https://tax.example/v2" }], null);
    pass(19 * DAY_MILLIS);
    expect(await messagesOf(taxSubgraph())).toEqual([
      `WARNING TaxAssessment.fee is removed after 29 days of deprecation. ${advice}`,
    ]);
    pass(DAY_MILLIS);
    expect(await messagesOf(taxSubgraph())).toEqual([]);
    await registry.rollBack(operator, 2, "not yet"); // where it was not deprecated
    await registry.publish(tax, [deprecated], null);
    expect(await messagesOf(taxSubgraph())).toEqual([
      `WARNING TaxAssessment.fee is removed after 0 days of deprecation. ${advice}`,
    ]);
  });
});

describeOnBothDatabases("recorded use", (dialect) => {
  const use = { key: "1", document: "{ dialogs { title } }", name: null, client: "inbox" };

  it("is summed up by client within the window, and forgotten after it", async () => {
    const { store } = await openTestRegistry(dialect);
    const sent = (day: number, count: number, client = "inbox") => ({ ...use, client, day, count });
    await store.uses.setTrusted([{ key: "2", document: "{ dialogs { id } }", name: null }]);
    await store.uses.add([sent(100, 2), sent(100, 3), sent(101, 1), sent(99, 7, "archive")], 90);
    await store.uses.add([sent(101, 4)], 90);
    const trusted = { document: "{ dialogs { id } }", isTrusted: true, clients: [], count: 0 };
    const recorded = { document: use.document, isTrusted: false };
    expect(await store.uses.since(99)).toEqual([
      { ...recorded, clients: ["archive", "inbox"], count: 17 },
      trusted,
    ]);
    expect(await store.uses.since(101)).toEqual([{ ...recorded, clients: ["inbox"], count: 5 }, trusted]);
    expect(await store.uses.since(102)).toEqual([trusted]);
    await store.uses.add([], 101);
    expect(await store.uses.since(0)).toEqual([{ ...recorded, clients: ["inbox"], count: 5 }, trusted]);
    await store.uses.add([], 102);
    expect(await store.uses.since(0)).toEqual([trusted]);
  });

  it("starts no release anew: what its own rooms break is told, and keeps nothing from starting", async () => {
    const { registry, store } = await openTestRegistry(dialect);
    await registry.publish(ownPublisher, [core], null);
    await store.uses.add([{ ...use, day: 20_600, count: 7 }], 0);
    const next = { ...core, sdl: core.sdl.replace('"Its title." title: String ', "") };
    const { check, isChanged } = await registry.publish(ownPublisher, [next], "the next release");
    expect(isChanged).toBe(true);
    expect(check?.findings.filter(({ rule }) => rule === "BREAKING_CHANGE")).toMatchObject([
      { severity: "WARNING", approvedBy: OWN, clients: ["inbox"] },
    ]);
  });

  it("tells whoever loses the race for a name that it is somebody else's now", async () => {
    const { registry } = await openTestRegistry(dialect);
    await registry.publish(ownPublisher, [core], null);
    const all = await Promise.allSettled(
      [tax, roads].map((publisher) => registry.publish(publisher, [taxSubgraph()], null)),
    );
    const lost = all.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(lost.map(({ code }: DomainError) => code)).toEqual(["SUBGRAPH_NOT_YOURS"]);
  });
});
