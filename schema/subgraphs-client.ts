import { type Clock, SECOND_MILLIS } from "../lib/clock.js";
import { DomainError, messageOf } from "../lib/errors.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";
import { type MarkedField, SubgraphSilent, type SubgraphsPort } from "./subgraphs-port.js";
import { ROOM_HEADER, readMarkedFields, readSubgraphOutcome, SUBGRAPHS_PATHS } from "./subgraphs-wire.js";

/** A supergraph that is swapped in is known here within this time. */
const FRESH_MILLIS = SECOND_MILLIS;
/** What was known last is good for so long while the gateway can't be asked. */
const LAST_KNOWN_MILLIS = 60 * SECOND_MILLIS;

export interface HttpSubgraphsPortOptions extends Omit<HttpPortOptions, "headers"> {
  /** What the rooms of an installation show its gateway. */
  readonly roomSecret: string;
  readonly clock: Clock;
}

/** Not asked on anybody's behalf. */
const NOBODY = { token: "" };

const UNAVAILABLE = "GATEWAY_UNAVAILABLE";

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(UNAVAILABLE, messageOf(cause));
  failure.cause = cause;
  return failure;
};

const silent = (thrown: unknown): SubgraphSilent => {
  if (thrown instanceof SubgraphSilent) return thrown;
  const cause = thrown instanceof DomainError ? thrown.cause : thrown;
  const name = cause instanceof Error ? cause.name : "";
  const isLate = name === "TimeoutError" || name === "AbortError";
  return new SubgraphSilent(isLate ? "TIMEOUT" : "UNREACHABLE", messageOf(thrown));
};

/** The gateway in another process. */
export const createHttpSubgraphsPort = (
  options: HttpSubgraphsPortOptions,
): SubgraphsPort & { close(): Promise<void> } => {
  const { roomSecret, clock } = options;
  const client = createPortClient({ ...options, headers: { [ROOM_HEADER]: roomSecret } }, unavailable);
  const known = new Map<string, { readonly fields: readonly MarkedField[]; readonly at: number }>();
  const asking = new Map<string, Promise<readonly MarkedField[]>>();

  const ask = async (directive: string): Promise<readonly MarkedField[]> => {
    try {
      const fields = await client.ask(SUBGRAPHS_PATHS.marked, NOBODY, { directive }, readMarkedFields);
      known.set(directive, { fields, at: clock() });
      return fields;
    } catch (error) {
      const last = known.get(directive);
      if (last !== undefined && clock() - last.at < LAST_KNOWN_MILLIS) return last.fields;
      throw silent(error);
    }
  };

  return {
    async marked(directive) {
      const last = known.get(directive);
      if (last !== undefined && clock() - last.at < FRESH_MILLIS) return last.fields;
      const begun = asking.get(directive) ?? ask(directive).finally(() => asking.delete(directive));
      asking.set(directive, begun);
      return begun;
    },
    async ask(call, question, signal) {
      const { token, language } = call;
      const asked = { question, language };
      const outcome = await client
        .ask(SUBGRAPHS_PATHS.ask, { token }, asked, readSubgraphOutcome, signal)
        .catch((error: unknown) => {
          throw silent(error);
        });
      const { reply, silence } = outcome;
      if (reply !== null) return reply;
      throw new SubgraphSilent(silence?.reason ?? "UNREACHABLE", silence?.message ?? "There was no answer.");
    },
    close: () => client.close(),
  };
};
