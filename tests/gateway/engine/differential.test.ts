import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ErrorPath } from "../../../gateway/datasource/subgraph-error.js";
import { areOnOneWay } from "../../../gateway/execution/compiled/path.js";
import { type Case, type OpenWorld, openWorld } from "./generated/open-world.js";
import { makeOperation } from "./generated/operations.js";
import { shrink } from "./generated/shrink.js";
import { stockDifferences } from "./generated/stock-differences.js";
import { makeWorld } from "./generated/world.js";
import type { Shown } from "./kit.js";

/** Write more of them to look longer: 100 worlds take some three minutes. The last one shows a rare fault of stock's. */
const WORLDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 5069];
const OPERATIONS_PER_WORLD = 10;
/** What each operation is asked about, at each rate of faults. */
const CONTENTS = 6;
/** How many of a hundred fields go wrong. */
const FAULT_RATES = [0, 5, 30];

interface Outcome {
  readonly world: OpenWorld;
  readonly asked: Case;
  readonly ours: Shown;
  readonly oursFirst: Shown;
  readonly stock: Shown;
  readonly expected: Shown;
}

const text = (value: unknown): string => JSON.stringify(value) ?? "nothing";

const pathsOf = ({ errors = [] }: Shown): ErrorPath[] => errors.map(({ path = [] }) => path);

/** Whether each error of the specification's answer is told by ours, there or on the way there. */
const tellsAll = ({ ours, expected }: Pick<Outcome, "ours" | "expected">): boolean => {
  const told = pathsOf(ours);
  return pathsOf(expected).every((path) => told.some((known) => areOnOneWay(known, path)));
};

const isRight = ({ ours, expected, asked }: Pick<Outcome, "ours" | "expected" | "asked">): boolean =>
  text(ours.data) === text(expected.data) &&
  tellsAll({ ours, expected }) &&
  (asked.content.faults > 0 || (ours.errors?.length ?? 0) === 0 || pathsOf(expected).length > 0);

const story = async ({ world, asked }: Outcome): Promise<string> => {
  const query = await shrink(asked.query, async (candidate) => {
    try {
      const smaller = { ...asked, query: candidate };
      return !isRight({ asked, ours: await world.askOurs(smaller), expected: world.expected(smaller) });
    } catch {
      return false; // not valid any more
    }
  });
  const smallest = { ...asked, query };
  const { seed, faults, world: types } = asked.content;
  return [
    `makeWorld(${types.seed}), content ${seed}, ${faults} % faults, variables ${text(asked.variables)}`,
    query,
    `ours     ${text(await world.askOurs(smallest))}`,
    `expected ${text(world.expected(smallest))}`,
  ].join("\n");
};

describe("operations, schemas, data and faults made by seed", () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    for (const seed of WORLDS) {
      const types = makeWorld(seed);
      const world = await openWorld(types);
      for (let number = 0; number < OPERATIONS_PER_WORLD; number++) {
        const operation = makeOperation(world.ours.engine.apiSchema, seed * 1000 + number);
        for (const faults of FAULT_RATES) {
          for (let content = 0; content < CONTENTS; content++) {
            const variables = operation.variables[content % operation.variables.length] ?? {};
            const asked = {
              query: operation.query,
              variables,
              content: { world: types, seed: seed * 100 + content, faults },
            };
            outcomes.push({
              world,
              asked,
              ours: await world.askOurs(asked),
              oursFirst: await world.askOursFirst(asked),
              stock: await world.askStock(asked),
              expected: world.expected(asked),
            });
          }
        }
      }
    }
  }, 600_000);

  afterAll(async () => {
    for (const world of new Set(outcomes.map(({ world }) => world))) await world.close();
  });

  it("are answered as one server would that had all the data", async () => {
    const wrong = outcomes.filter((outcome) => !isRight(outcome));
    expect(await Promise.all(wrong.slice(0, 3).map(story))).toEqual([]);
    expect(outcomes).toHaveLength(WORLDS.length * OPERATIONS_PER_WORLD * FAULT_RATES.length * CONTENTS);
  });

  it("are answered the same as text and as objects", () => {
    const different = outcomes.filter(({ ours, oursFirst }) => text(ours) !== text(oursFirst));
    expect(different.map(({ asked, ours, oursFirst }) => ({ ...asked, ours, oursFirst }))).toEqual([]);
  });

  it("are answered as stock execution does, but where it is known to be wrong", () => {
    const different = outcomes.filter(({ ours, stock }) => text(ours.data) !== text(stock.data));
    const unexplained = different.filter(
      ({ asked, stock, ours }) => !stockDifferences.some((known) => known.explains(asked, stock, ours)),
    );
    expect(unexplained.map(({ asked, ours, stock }) => ({ ...asked, ours, stock }))).toEqual([]);
    expect(outcomes.length - different.length).toBeGreaterThan(outcomes.length / 2);
  });

  it("show each of stock's known faults at least once, or the list is out of date", () => {
    const different = outcomes.filter(({ ours, stock }) => text(ours.data) !== text(stock.data));
    const unseen = stockDifferences.filter(
      (known) => !different.some(({ asked, stock, ours }) => known.explains(asked, stock, ours)),
    );
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });
});
