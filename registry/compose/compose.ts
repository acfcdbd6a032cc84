import { composeServices } from "@apollo/composition";
import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  getLocation,
  parse,
  printSchema,
  Source,
} from "graphql";

/** A subgraph as it is handed in. */
export interface SubgraphSdl {
  readonly name: string;
  /** Where a gateway asks it, unless the gateway is told otherwise. */
  readonly url: string;
  /** Federation 2 SDL. */
  readonly sdl: string;
}

/** A place in a subgraph's SDL. */
export interface CompositionPlace {
  readonly subgraph: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What keeps subgraphs from being one graph, or what is doubtful about it. */
export interface CompositionRemark {
  /** Apollo's code, e.g. `INVALID_FIELD_SHARING`. */
  readonly code: string;
  /** In words. */
  readonly message: string;
  /** Empty where it lies in no one place, e.g. in what can't be reached from anywhere. */
  readonly places: readonly CompositionPlace[];
}

/** A supergraph, and what clients see of it. */
export interface ComposedSupergraph {
  readonly supergraphSdl: string;
  readonly apiSdl: string;
  /** What composes but may not be what was meant. */
  readonly hints: readonly CompositionRemark[];
}

const inWords = ({ code, message, places }: CompositionRemark): string => {
  const where = places.map(({ subgraph, line, column }) => `${subgraph} ${line}:${column}`).join(", ");
  return `  - ${code}${where === "" ? "" : ` at ${where}`}: ${message}`;
};

/** Every problem at once, so that it is mended in one go. */
export class CompositionError extends Error {
  readonly problems: readonly CompositionRemark[];

  constructor(problems: readonly CompositionRemark[]) {
    super(
      `The subgraphs do not compose; ${problems.length} problem(s):\n${problems.map(inWords).join("\n")}`,
    );
    this.name = "CompositionError";
    this.problems = problems;
  }
}

/** Each document was parsed from a source of its subgraph's name; what composition adds by itself has no place. */
const placesOf = (nodes: readonly ASTNode[] | undefined, names: ReadonlySet<string>): CompositionPlace[] => {
  const places: CompositionPlace[] = [];
  for (const { loc } of nodes ?? []) {
    if (loc === undefined || !names.has(loc.source.name)) continue;
    places.push({ subgraph: loc.source.name, ...getLocation(loc.source, loc.start) });
  }
  return places;
};

const parseAll = (subgraphs: readonly SubgraphSdl[]) => {
  const problems: CompositionRemark[] = [];
  const parsed: { name: string; url: string; typeDefs: DocumentNode }[] = [];
  for (const { name, url, sdl } of subgraphs) {
    try {
      parsed.push({ name, url, typeDefs: parse(new Source(sdl, name)) });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const places = (error.locations ?? []).map((location) => ({ subgraph: name, ...location }));
      problems.push({ code: "INVALID_GRAPHQL", message: error.message, places });
    }
  }
  if (problems.length > 0) throw new CompositionError(problems);
  return parsed;
};

/**
 * Composes subgraphs into one supergraph, as Apollo's composition has it.
 * @throws CompositionError listing every problem with its code and place
 */
export const composeSupergraph = (subgraphs: readonly SubgraphSdl[]): ComposedSupergraph => {
  const names = new Set(subgraphs.map(({ name }) => name));
  const result = composeServices(parseAll(subgraphs));
  if (result.errors !== undefined) {
    throw new CompositionError(
      result.errors.map(({ message, extensions, nodes }) => ({
        code: String(extensions["code"]),
        message,
        places: placesOf(nodes, names),
      })),
    );
  }
  return {
    supergraphSdl: result.supergraphSdl,
    apiSdl: printSchema(result.schema.toAPISchema().toGraphQLJSSchema()),
    hints: result.hints.map(({ definition, message, nodes }) => ({
      code: definition.code,
      message,
      places: placesOf(nodes, names),
    })),
  };
};
