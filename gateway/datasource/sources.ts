import type { GatewayOptions, LocalSubgraph } from "../options.js";
import { localSource } from "./local.js";
import { remoteSource } from "./remote.js";
import type { SubgraphEntry, SubgraphSource } from "./subgraph-source.js";

/** Where subgraphs are, apart from what the supergraph says of it. */
export interface SubgraphPlaces {
  /** Those in this process. */
  readonly localSubgraphs: readonly LocalSubgraph[];
  /** In place of the supergraph's routing URLs, by subgraph name. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
}

type SourceOptions = Pick<
  GatewayOptions,
  "subgraphTimeoutMillis" | "subgraphResponseBytes" | "subgraphLookup" | "collapsesQueries"
>;

const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Where each subgraph is: in this process, at a URL that was set, or at the URL that the supergraph gives. */
export const createSourceFor = ({ localSubgraphs, subgraphUrls }: SubgraphPlaces, options: SourceOptions) => {
  const { subgraphTimeoutMillis: timeoutMillis } = options;
  const local = new Map(localSubgraphs.map((subgraph) => [subgraph.name, subgraph]));

  return ({ name, routingUrl }: SubgraphEntry): SubgraphSource => {
    const here = local.get(name);
    if (here !== undefined) return localSource(here, timeoutMillis);
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
      timeoutMillis,
      maxBytes: options.subgraphResponseBytes,
      lookup: options.subgraphLookup,
      collapses: options.collapsesQueries ?? true,
    });
  };
};
