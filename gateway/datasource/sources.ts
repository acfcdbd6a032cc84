import type { LookupFunction } from "node:net";
import type { Circuits } from "./circuits.js";
import { type LocalSubgraph, localSource } from "./local.js";
import { remoteSource } from "./remote.js";
import type { SubgraphEntry, SubgraphLimits, SubgraphSource } from "./subgraph-source.js";

/** Where subgraphs are, apart from what the supergraph says of it. */
export interface SubgraphPlaces {
  /** Those in this process. */
  readonly localSubgraphs: readonly LocalSubgraph[];
  /** In place of the supergraph's routing URLs, by subgraph name. */
  readonly subgraphUrls: Readonly<Record<string, string>>;
}

/** How subgraphs are asked, whatever the supergraph says. */
export interface SourceOptions {
  /** How long one fetch may take, all of it, where `subgraphLimits` does not say. */
  readonly subgraphTimeoutMillis: number;
  /** Limits of single subgraphs, by name; what is left out is as for all. */
  readonly subgraphLimits?: Readonly<Record<string, Partial<SubgraphLimits>>>;
  /**
   * How the names of subgraphs behind URLs are resolved, for each connection; as the system does where not given. One
   * that refuses an address keeps the gateway from it, whatever the name led to before.
   */
  readonly subgraphLookup?: LookupFunction;
  /**
   * Whether a remote subgraph is sent queries once that are the same to the letter, for the same viewer with the same
   * forwarded headers, and under way at the same time. Where not given they are.
   */
  readonly collapsesQueries?: boolean;
  /** How many bytes one answer of a remote subgraph may have, unpacked. */
  readonly subgraphResponseBytes: number;
}

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
