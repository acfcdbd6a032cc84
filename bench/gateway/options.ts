import { parseArgs } from "node:util";
import { type QueryName, queryNames } from "./graph/queries.js";
import { type Engine, engines, type PeerName, peerNames } from "./run/peers.js";

/** What the benchmark is told to do. */
export interface Options {
  /** At most a minute: fewer gateways, queries and rounds. */
  readonly isQuick: boolean;
  /** One object on standard output, and nothing else there. */
  readonly isJson: boolean;
  /** Where the time goes, in place of how much of it. */
  readonly isProfile: boolean;
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

/** What was typed and can't be. */
export class OptionError extends Error {}

export const usage = `npm run bench:gateway [-- OPTION …]
  --quick           at most a minute: ${QUICK_PEERS.join(", ")}; ${QUICK_QUERIES.join(", ")}
  --json            print one object with the ratios, and nothing else, on standard output
  --profile         print where a gateway's processor time goes (tunet and heavy, unless told otherwise)
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

const read = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        profile: { type: "boolean", default: false },
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

/**
 * @returns `null` where help is asked for
 * @throws OptionError
 */
export const parseOptions = (args: readonly string[]): Options | null => {
  const { quick, json, profile, peers, queries, engine, rounds, help } = read(args);
  if (help) return null;
  const allPeers = quick ? QUICK_PEERS : peerNames;
  const allQueries = quick ? QUICK_QUERIES : queryNames;
  return {
    isQuick: quick,
    isJson: json,
    isProfile: profile,
    peers: peers === undefined ? (profile ? ["tunet"] : allPeers) : someOf("peers", peerNames, peers),
    queries:
      queries === undefined ? (profile ? ["heavy"] : allQueries) : someOf("queries", queryNames, queries),
    engine: oneOf("engine", engines, engine),
    rounds: rounds === undefined ? null : countOf(rounds),
    isWhole: !quick && !profile && peers === undefined && queries === undefined && rounds === undefined,
  };
};
