import { readFileSync } from "node:fs";
import { join } from "node:path";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { prettyFormatQueryPlan, QueryPlanner } from "@apollo/query-planner";
import { parse } from "graphql";
import { packageRoot } from "../../lib/package-root.js";

let planner: { planner: QueryPlanner; supergraph: Supergraph } | null = null;

/** The query plan of an operation over the rooms' supergraph, as text. */
export const planOf = (query: string): string => {
  if (planner === null) {
    const sdl = readFileSync(join(packageRoot(), "schema", "generated", "supergraph.graphql"), "utf8");
    const supergraph = Supergraph.build(sdl);
    planner = { supergraph, planner: new QueryPlanner(supergraph) };
  }
  const operation = operationFromDocument(planner.supergraph.apiSchema(), parse(query));
  return `${prettyFormatQueryPlan(planner.planner.buildQueryPlan(operation))}\n`;
};
