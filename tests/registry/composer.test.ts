import { describe, expect, it, onTestFinished } from "vitest";
import {
  type ComposingLimits,
  CompositionError,
  openComposer,
  type SubgraphSdl,
} from "../../registry/index.js";
import { core, taxSubgraph } from "./kit.js";

const open = (changes: Partial<ComposingLimits> = {}) => {
  const composer = openComposer({ deadlineMillis: 20_000, heapMegabytes: 512, queueLength: 10, ...changes });
  onTestFinished(() => composer.close());
  return composer;
};

const codesOf = async (work: Promise<unknown>): Promise<string[]> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof CompositionError) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
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

describe("composing aside", () => {
  it("gives what composing gives, and says what keeps subgraphs apart", async () => {
    const composer = open();
    const { supergraphSdl, apiSdl } = await composer.compose([core, taxSubgraph()]);
    expect(supergraphSdl).toContain("join__graph");
    expect(apiSdl).toContain("tax: TaxAssessment");
    expect(await codesOf(composer.compose([{ ...core, sdl: "type Query {" }]))).toEqual(["INVALID_GRAPHQL"]);
    expect(await codesOf(composer.compose([core]))).toEqual([]);
  });

  it("ends what takes too long with its thread, holds nobody up meanwhile, and goes on in another", async () => {
    const composer = open({ deadlineMillis: 300 });
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 5);
    expect(await codesOf(composer.compose(poison()))).toEqual(["COMPOSITION_TOO_COSTLY"]);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(10);
    expect(await codesOf(composer.compose([{ ...core, sdl: "type Query {" }]))).not.toEqual([]);
  });

  it("refuses more than may wait", async () => {
    const composer = open({ queueLength: 1 });
    const first = composer.compose([core]);
    expect(await codesOf(composer.compose([core]))).toEqual(["COMPOSER_BUSY"]);
    expect(await codesOf(first)).toEqual([]);
  });

  it("takes nothing any more once it is closed", async () => {
    const composer = open();
    await composer.close();
    expect(await codesOf(composer.compose([core]))).toEqual(["COMPOSER_BUSY"]);
  });
});
