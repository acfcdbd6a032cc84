import { parseArgs } from "node:util";
import { type QueryName, queryNames } from "./graph/queries.js";
import { type Engine, engines, type PeerName, peerNames, watchedNames } from "./run/peers.js";

/** What the benchmark is told to do. */
export interface Options {
  /** At most a minute: fewer gateways, queries and rounds. */
  readonly isQuick: boolean;
  /** One object on standard output, and nothing else there. */
  readonly isJson: boolean;
  /** Where the time goes, in place of how much of it. */
  readonly isProfile: boolean;
  /** Ours alone: what it takes to be watched. */
  readonly isTelemetry: boolean;
  readonly peers: readonly PeerName[];
  readonly queries: readonly QueryName[];
  /** Which engine of ours `tunet` runs on. */
  readonly engine: Engine;
  /** `null`: as many as there is time for. */
  readonly rounds: number | null;
  /** Everything there is, at full length: worth keeping. */
  readonly isWhole: boolean;
}

const QUICK_PEERS: readonly PeerName[] = ["tunet", "stock", "hive-rust", "bare"];
const QUICK_QUERIES: readonly QueryName[] = ["heavy", "light"];
const TELEMETRY_PEERS: readonly PeerName[] = ["tunet", ...watchedNames];

/** What was typed and can't be. */
export class OptionError extends Error {}

export const usage = `npm run bench:gateway [-- OPTION …]
  --quick           at most a minute: ${QUICK_PEERS.join(", ")}; ${QUICK_QUERIES.join(", ")}
  --json            print one object with the ratios, and nothing else, on standard output
  --profile         print where a gateway's processor time goes (tunet and heavy, unless told otherwise)
  --telemetry       measure what metrics and traces cost: ${TELEMETRY_PEERS.join(", ")}; ${QUICK_QUERIES.join(", ")}
  --peers A,B       only these of ${peerNames.join(", ")}
  --queries A,B     only these of ${queryNames.join(", ")}
  --engine ENGINE   of tunet: ${engines.join(" or ")} (default: ${engines[0]})
  --rounds N        so many rounds at most
  --help            print this`;

const oneOf = <T extends string>(option: string, allowed: readonly T[], value: string): T => {
  const found = allowed.find((name) => name === value);
  if (found === undefined) {
    throw new OptionError(`--${option}: there is no "${value}"; there is ${allowed.join(", ")}.`);
  }
  return found;
};

const someOf = <T extends string>(option: string, allowed: readonly T[], value: string): readonly T[] =>
  value.split(",").map((name) => oneOf(option, allowed, name.trim()));

const countOf = (value: string): number => {
  if (!/^[1-9]\d?$/.test(value)) throw new OptionError("--rounds must be from 1 to 99.");
  return Number(value);
};

/** What kind of run it is. */
interface Kind {
  readonly quick: boolean;
  readonly profile: boolean;
  readonly telemetry: boolean;
}

const read = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        profile: { type: "boolean", default: false },
        telemetry: { type: "boolean", default: false },
        peers: { type: "string" },
        queries: { type: "string" },
        engine: { type: "string", default: engines[0] },
        rounds: { type: "string" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
};

/** What is measured unless told otherwise. */
const usualOf = ({ quick, profile, telemetry }: Kind): Pick<Options, "peers" | "queries"> => {
  if (profile) return { peers: ["tunet"], queries: ["heavy"] };
  if (telemetry) return { peers: TELEMETRY_PEERS, queries: QUICK_QUERIES };
  return quick ? { peers: QUICK_PEERS, queries: QUICK_QUERIES } : { peers: peerNames, queries: queryNames };
};

/**
 * @returns `null` where help is asked for
 * @throws OptionError
 */
export const parseOptions = (args: readonly string[]): Options | null => {
  const { quick, json, profile, telemetry, peers, queries, engine, rounds, help } = read(args);
  if (help) return null;
  const usual = usualOf({ quick, profile, telemetry });
  const isAll = peers === undefined && queries === undefined && rounds === undefined;
  return {
    isQuick: quick,
    isJson: json,
    isProfile: profile,
    isTelemetry: telemetry,
    peers: peers === undefined ? usual.peers : someOf("peers", [...peerNames, ...watchedNames], peers),
    queries: queries === undefined ? usual.queries : someOf("queries", queryNames, queries),
    engine: oneOf("engine", engines, engine),
    rounds: rounds === undefined ? null : countOf(rounds),
    isWhole: !quick && !profile && !telemetry && isAll,
  };
};
