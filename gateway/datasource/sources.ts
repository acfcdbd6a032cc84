import type { GatewayOptions, LocalSubgraph } from "../options.js";
import type { Circuits } from "./circuits.js";
import { localSource } from "./local.js";
import { remoteSource } from "./remote.js";
import type { SubgraphEntry, SubgraphLimits, SubgraphSource } from "./subgraph-source.js";

/** Where subgraphs are, apart from what the supergraph says of it. */
export interface SubgraphPlaces {
  /** Those in this process. */
  readonly localSubgraphs: readonly LocalSubgraph[];
  /** In place of the supergraph's routing URLs, by subgraph name. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
}

type SourceOptions = Pick<
  GatewayOptions,
  "subgraphTimeoutMillis" | "subgraphLimits" | "subgraphResponseBytes" | "subgraphLookup" | "collapsesQueries"
>;

/** As many as there are connections for, where no limit is set. */
const CONCURRENCY = 128;

const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Where each subgraph is: in this process, at a URL that was set, or at the URL that the supergraph gives. */
export const createSourceFor = (
  { localSubgraphs, subgraphUrls }: SubgraphPlaces,
  circuits: Circuits,
  options: SourceOptions,
) => {
  const { subgraphLimits = {} } = options;
  const limitsOf = (name: string): SubgraphLimits => ({
    timeoutMillis: options.subgraphTimeoutMillis,
    concurrency: CONCURRENCY,
    ...(Object.hasOwn(subgraphLimits, name) ? subgraphLimits[name] : {}),
  });
  const local = new Map(localSubgraphs.map((subgraph) => [subgraph.name, subgraph]));

  return ({ name, routingUrl }: SubgraphEntry): SubgraphSource => {
    const here = local.get(name);
    if (here !== undefined) return localSource(here, limitsOf(name));
    const url = Object.hasOwn(subgraphUrls, name) ? (subgraphUrls[name] ?? null) : routingUrl;
    if (url === null || !isHttpUrl(url)) {
      throw new Error(
        `The subgraph "${name}" is not in this process, and has no http(s) URL to ask it at. ` +
          "Give it a routing URL in the supergraph, or set one.",
      );
    }
    return remoteSource({
      name,
      url,
      limits: limitsOf(name),
      circuit: circuits.of(name, url),
      maxBytes: options.subgraphResponseBytes,
      lookup: options.subgraphLookup,
      collapses: options.collapsesQueries ?? true,
    });
  };
};
