import { join } from "node:path";
import { packageRoot } from "../../../lib/package-root.js";
import { baselinesDirectory } from "./baselines.js";
import { ownProgram } from "./children.js";

export const peerNames = ["tunet", "tunet-stock", "stock", "hive", "hive-rust", "mercurius", "bare"] as const;
/** Ours, watched in various ways. */
export const watchedNames = ["tunet-metrics", "tunet-traces-tenth", "tunet-traces", "tunet-all"] as const;
export type PeerName = (typeof peerNames)[number] | (typeof watchedNames)[number];

export const engines = ["compiled", "stock"] as const;
export type Engine = (typeof engines)[number];

/** What a gateway needs to know to start. */
export interface Site {
  readonly port: number;
  /** File of the supergraph, with the subgraphs' real URLs. */
  readonly supergraphFile: string;
  /** File of the subgraphs' URLs, by name. */
  readonly urlsFile: string;
  /** File of the subgraphs with URL and Federation 1 SDL. */
  readonly servicesFile: string;
  /** Where spans are taken. */
  readonly collectorUrl: string;
  /** Whether identical requests and fetches in flight are answered once. */
  readonly isDeduping: boolean;
  /** Which engine of ours `tunet` runs on. */
  readonly engine: Engine;
}

interface Start {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface Peer {
  readonly name: PeerName;
  readonly title: string;
  /** Its packages are in bench/baselines. */
  readonly isBaseline: boolean;
  /** It has a way to answer identical requests or fetches once. */
  readonly canDedupe: boolean;
  /** It sends spans of every request, or of some. */
  readonly isTraced?: boolean;
  start(site: Site): Start;
}

/** As each would run in production, and telling nobody. */
const production = {
  NODE_ENV: "production",
  APOLLO_TELEMETRY_DISABLED: "1",
};

type Environment = Start["environment"];

const tunet =
  (engine: (site: Site) => Engine, more: (site: Site) => Environment = () => ({})) =>
  (site: Site) => ({
    args: [
      join(packageRoot(), "dist", "bin", "tunet.js"),
      ...["gateway", "--supergraph", site.supergraphFile, "--host", "127.0.0.1", "--port", String(site.port)],
    ],
    environment: {
      ...production,
      TUNET_ENGINE: engine(site),
      TUNET_COLLAPSE: site.isDeduping ? "on" : "off",
      LOG_LEVEL: "warn", // the others write no line per request either
      ...more(site),
    },
  });

const metrics: Environment = { TUNET_METRICS: "true" };
const traces = ({ collectorUrl }: Site): Environment => ({ OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl });
const tenth: Environment = {
  OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
  OTEL_TRACES_SAMPLER_ARG: "0.1",
};

const watched = (
  title: string,
  isTraced: boolean,
  more: (site: Site) => Environment,
): Omit<Peer, "name"> => ({
  title: `Tunet, ${title}`,
  isBaseline: false,
  isTraced,
  canDedupe: true,
  start: tunet(({ engine }) => engine, more),
});

const hive = (flag: string) => (site: Site) => {
  const config = site.isDeduping ? "hive-dedupe.config.mjs" : "hive.config.mjs";
  const gateway = join(baselinesDirectory, "node_modules", "@graphql-hive", "gateway", "dist", "bin.js");
  return {
    args: [
      ...[
        gateway,
        "supergraph",
        site.supergraphFile,
        flag,
        "--config-path",
        join(baselinesDirectory, config),
      ],
      ...["--host", "127.0.0.1", "--port", String(site.port), "--fork", "1", "--polling", "1h"],
    ],
    environment: production,
  };
};

const peers: Readonly<Record<PeerName, Omit<Peer, "name">>> = {
  tunet: {
    title: "Tunet",
    isBaseline: false,
    canDedupe: true,
    start: tunet(({ engine }) => engine),
  },
  "tunet-stock": {
    title: "Tunet, stock execution",
    isBaseline: false,
    canDedupe: false,
    start: tunet(() => "stock"),
  },
  "tunet-metrics": watched("metrics", false, () => metrics),
  "tunet-traces-tenth": watched("one trace of ten", true, (site) => ({ ...traces(site), ...tenth })),
  "tunet-traces": watched("all traces", true, traces),
  "tunet-all": watched("metrics and all traces", true, (site) => ({ ...metrics, ...traces(site) })),
  stock: {
    title: "@apollo/gateway in Apollo Server",
    isBaseline: false,
    canDedupe: false,
    start: ({ supergraphFile, port }) => ({
      args: [ownProgram("stock"), supergraphFile, String(port)],
      environment: production,
    }),
  },
  hive: {
    title: "Hive Gateway",
    isBaseline: true,
    canDedupe: true,
    start: hive("--jit"),
  },
  "hive-rust": {
    title: "Hive Gateway, Rust planner",
    isBaseline: true,
    canDedupe: true,
    start: hive("--hive-router-runtime"),
  },
  mercurius: {
    title: "Mercurius gateway",
    isBaseline: true,
    canDedupe: false,
    start: ({ servicesFile, port }) => ({
      args: [join(baselinesDirectory, "mercurius.mjs"), servicesFile, String(port)],
      environment: production,
    }),
  },
  bare: {
    title: "bare undici, merged by hand",
    isBaseline: false,
    canDedupe: false,
    start: ({ urlsFile, port }) => ({
      args: [ownProgram("bare"), urlsFile, String(port)],
      environment: production,
    }),
  },
};

/** @returns the gateways of these names, in the order of the tables */
export const peersOf = (names: readonly PeerName[]): readonly Peer[] =>
  [...peerNames, ...watchedNames]
    .filter((name) => names.includes(name))
    .map((name) => ({ name, ...peers[name] }));
