import { type DocumentNode, parse } from "graphql";
import { openEngines, type Shown, type TestGraph } from "../kit.js";
import { answerFetch } from "./answers.js";
import { askOracle } from "./oracle.js";
import { printSubgraph } from "./sdl.js";
import type { WorldContent } from "./values.js";
import type { World } from "./world.js";

/** An operation on a world, as it is asked. */
export interface Case {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly content: WorldContent;
}

/** A world behind both engines. */
export interface OpenWorld extends Pick<TestGraph, "ours" | "close"> {
  askOurs(asked: Case): Promise<Shown>;
  /** The same as an operation that nobody has asked for before. */
  askOursFirst(asked: Case): Promise<Shown>;
  askStock(asked: Case): Promise<Shown>;
  /** What the specification says. */
  expected(asked: Case): Shown;
}

/** What a client parses. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const openWorld = async (world: World): Promise<OpenWorld> => {
  let shown: WorldContent = { world, seed: 0, faults: 0 };
  const subgraphs = Object.fromEntries(
    world.subgraphs.map((name) => [name, { sdl: printSubgraph(world, name) }]),
  );
  const sources = Object.fromEntries(
    world.subgraphs.map((name) => [
      name,
      ({ query, variables }: { query: string; variables: Readonly<Record<string, unknown>> }) =>
        answerFetch(shown, query, variables),
    ]),
  );
  const { ours, stock, close } = await openEngines(subgraphs, { sources });
  let document: DocumentNode | null = null;
  let parsed = "";

  return {
    ours,
    close,
    askOurs({ query, variables, content }) {
      shown = content;
      return ours.ask(query, variables);
    },
    askOursFirst({ query, variables, content }) {
      shown = content;
      return ours.askFirst(query, variables);
    },
    async askStock({ query, variables, content }) {
      shown = content;
      try {
        return await stock.ask(query, variables);
      } catch (error) {
        return { data: null, errors: [{ message: String(error), code: "THROWN" }] };
      }
    },
    expected({ query, variables, content }) {
      if (document === null || parsed !== query) {
        document = parse(query);
        parsed = query;
      }
      const { data = null, errors = [] } = askOracle(content, ours.engine.apiSchema, document, variables);
      return {
        data: asJson(data),
        errors: errors.map(({ message, path }) => ({ message, path: path ?? [], code: "FAULT" })),
      };
    },
  };
};
