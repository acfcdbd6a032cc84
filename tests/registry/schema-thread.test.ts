import { describe, expect, it, onTestFinished } from "vitest";
import { DomainError } from "../../lib/errors.js";
import {
  OWN,
  openSchemaThread,
  type SchemaThreadLimits,
  type SubgraphSdl,
  schemaJobs,
} from "../../registry/index.js";
import { core, NOW, taxSubgraph } from "./kit.js";

const open = (changes: Partial<SchemaThreadLimits> = {}) => {
  const limits = { deadlineMillis: 20_000, heapMegabytes: 512, queueLength: 10, ...changes };
  const thread = openSchemaThread(limits);
  onTestFinished(() => thread.close());
  return thread;
};

const questionOf = (subgraphs: readonly SubgraphSdl[]) => ({
  candidate: { subgraphs: subgraphs.map((subgraph) => ({ ...subgraph, owner: OWN })), removed: [] },
  served: { subgraphs: [], apiSdl: null },
  own: OWN,
  composed: null,
  usage: { operations: [], windowDays: 30 },
  grace: { days: 30, now: NOW, since: {} },
});

const codeOf = async (work: Promise<unknown>): Promise<string | null> => {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

/** Thousands of fields that lead to each other through keys that no two subgraphs share: hours of satisfiability. */
const poison = (): SubgraphSdl[] =>
  Array.from({ length: 6 }, (_, index) => ({
    name: `s${index}`,
    url: "https://poison.example/",
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
      type Query { q${index}: T0 }
      ${Array.from(
        { length: 60 },
        (_, type) =>
          `type T${type} @key(fields: "id") { id: ID! ${Array.from({ length: 60 }, (_, field) => `f${field}: T${field} @shareable`).join(" ")} }`,
      ).join("\n")}`,
  }));

describe("work on schemas, aside", () => {
  it("comes to the same as in the thread that asks", async () => {
    const thread = open();
    for (const subgraphs of [[core, taxSubgraph()], [{ ...core, sdl: "type Query {" }]]) {
      const question = questionOf(subgraphs);
      const outcome = await thread.check(question);
      expect(outcome).toEqual(await schemaJobs.check(question));
      expect(outcome.composed === null).toBe(subgraphs.length === 1);
    }
    const [older, newer] = ["type Query { a: Int b: Int @deprecated }", "type Query { a: Int }"] as const;
    const operations = [{ document: "{ b }", clients: ["inbox"], count: 1, isTrusted: false }];
    const asked = { apiSdl: older, coordinate: "Query.b", operations };
    expect(await thread.changes({ older, newer })).toMatchObject([{ path: "Query.b", level: "BREAKING" }]);
    expect(await thread.users(asked)).toEqual([{ ...operations[0], document: "{\n  b\n}" }]);
    expect(await thread.users({ ...asked, coordinate: "Query.a" })).toEqual([]);
    expect(await thread.deprecated(older)).toEqual(["Query.b"]);
    expect(await thread.hashes([older, newer])).toEqual(await schemaJobs.hashes([older, newer]));
  });

  it("ends what takes too long with its thread, holds nobody up meanwhile, and goes on in another", async () => {
    const thread = open({ deadlineMillis: 300 });
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 5);
    expect(await codeOf(thread.check(questionOf(poison())))).toBe("SCHEMA_TOO_COSTLY");
    clearInterval(counting);
    expect(turns).toBeGreaterThan(10);
    expect(await codeOf(thread.check(questionOf(poison())))).toBe("SCHEMA_TOO_COSTLY");
  });

  it("refuses more than may wait", async () => {
    const thread = open({ queueLength: 1 });
    const first = thread.hashes([core.sdl]);
    expect(await codeOf(thread.hashes([core.sdl]))).toBe("REGISTRY_BUSY");
    expect(await codeOf(first)).toBeNull();
  });

  it("takes nothing any more once it is closed", async () => {
    const thread = open();
    await thread.close();
    expect(await codeOf(thread.hashes([core.sdl]))).toBe("REGISTRY_BUSY");
  });
});
