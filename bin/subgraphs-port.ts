import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import {
  CALL_HEADER,
  type Gateway,
  GatewayError,
  type MarkedAnswer,
  SubgraphError,
} from "../gateway/index.js";
import { tableOf } from "../lib/table-of.js";
import {
  type SubgraphQuestion,
  type SubgraphReply,
  type SubgraphSilence,
  SubgraphSilent,
  type SubgraphsPort,
} from "../schema/subgraphs-port.js";

/** Viewers of the last minutes. */
const MAX_AUDIENCES = 10_000;

/** Why there was no answer, by what the gateway says. Whatever else it says, the subgraph was reached and is not well. */
const SILENCES: Readonly<Record<string, SubgraphSilence>> = tableOf({
  SUBGRAPH_TIMEOUT: "TIMEOUT",
  REQUEST_TIMEOUT: "TIMEOUT",
  CLIENT_GONE: "TIMEOUT",
  NOT_FOUND: "UNKNOWN_SUBGRAPH",
});

/** @throws Error where the question itself is wrong */
const silentOf = (error: unknown): SubgraphSilent => {
  const isTold =
    error instanceof SubgraphError || (error instanceof GatewayError && error.code === "NOT_FOUND");
  if (!isTold) throw error;
  const silence = new SubgraphSilent(SILENCES[error.code] ?? "UNREACHABLE", error.message);
  silence.cause = error;
  return silence;
};

const replyOf = ({ data, errors }: MarkedAnswer): SubgraphReply => ({
  data,
  errors: errors.map(({ message, code }) => ({ message, code })),
});

/** Who a call token is about, without what is different in each; `null` where it can't be read. */
const audienceIn = (token: string): string | null => {
  try {
    const [, payload = ""] = token.split(".", 2);
    const { viewer } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { viewer?: unknown };
    if (viewer === undefined) return null;
    return createHash("sha256").update(JSON.stringify(viewer)).digest("base64url");
  } catch {
    return null; // the subgraph says what is wrong with it
  }
};

/**
 * The other subgraphs, by way of this process' own gateway.
 * @param tokenFor a room's call as a subgraph is given it
 */
export const createSubgraphsPort = (
  gateway: Pick<Gateway, "marked" | "ask">,
  tokenFor: (token: string, subgraph: string) => string,
): SubgraphsPort => {
  const audiences = new LRUCache<string, { readonly audience: string | null }>({ max: MAX_AUDIENCES });
  const audienceOf = (token: string): string | null => {
    const known = audiences.get(token) ?? { audience: audienceIn(token) };
    audiences.set(token, known);
    return known.audience;
  };
  return {
    marked: async (directive) => gateway.marked(directive),
    async ask({ token, language }, { subgraph, query, variables }: SubgraphQuestion, signal) {
      const who = audienceOf(token);
      try {
        const headers = { [CALL_HEADER]: tokenFor(token, subgraph), "accept-language": language };
        const audience = who === null ? null : `${language} ${who}`;
        return replyOf(await gateway.ask({ subgraph, query, variables, headers, audience, signal }));
      } catch (error) {
        throw silentOf(error);
      }
    },
  };
};

/** A port for rooms that are opened before the gateway is. Until then there are no other subgraphs. */
export const createLateSubgraphsPort = (): SubgraphsPort & { bind(port: SubgraphsPort): void } => {
  let bound: SubgraphsPort | null = null;
  return {
    bind(port) {
      bound = port;
    },
    marked: async (directive) => (bound === null ? [] : bound.marked(directive)),
    async ask(call, question, signal) {
      if (bound === null) throw new SubgraphSilent("UNREACHABLE", "The gateway is not open yet.");
      return bound.ask(call, question, signal);
    },
  };
};
