import { Agent, request } from "undici";
import type { Clock } from "../lib/clock.js";
import { SECOND_MILLIS } from "../lib/clock.js";
import { AddressRefused, type OutboundCheck } from "../lib/outbound-address.js";

const EVERY_MILLIS = 15 * SECOND_MILLIS;
const TIMEOUT_MILLIS = 5 * SECOND_MILLIS;
/** Subgraphs that are asked at once. */
const AT_ONCE = 8;
/** Any GraphQL service knows what to say to it, and that it does not know who asks is an answer as well. */
const QUESTION = '{"query":"{__typename}"}';

/** How a subgraph was when it was asked last. */
export interface SubgraphHealth {
  readonly isUp: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly latencyMillis: number;
  /** Why it is taken to be down, in words that say nothing of where it is; `null` where it is up. */
  readonly reason: string | null;
}

/** A subgraph, and where it is asked. */
export interface ProbedSubgraph {
  readonly name: string;
  readonly url: string;
}

/** Knows how subgraphs are. */
export interface HealthProbe {
  /** `null` where it was not asked yet, or is in this process. */
  of(subgraph: string): SubgraphHealth | null;
  /** Asks all of them now, each once. */
  look(): Promise<void>;
  /** Asks them now and then, until it is closed. */
  start(): void;
  close(): Promise<void>;
}

export interface HealthProbeOptions {
  /** Those that are served now, and are none of this process. */
  subgraphs(): Promise<readonly ProbedSubgraph[]>;
  readonly outbound: OutboundCheck;
  readonly clock: Clock;
  /** Told when one goes down, or comes back. */
  onChange(subgraph: string, health: SubgraphHealth): void;
}

const reasonOf = (error: unknown): string => {
  if (error instanceof AddressRefused) return `Its address may not be asked. ${error.message}`;
  const name = error instanceof Error ? error.name : "";
  return name === "TimeoutError" || name === "AbortError"
    ? `It did not answer within ${TIMEOUT_MILLIS / SECOND_MILLIS} s.`
    : "It could not be reached.";
};

/** Asks subgraphs themselves how they are: a request that nobody is waiting for finds out before one that somebody is. */
export const openHealthProbe = ({
  subgraphs,
  outbound,
  clock,
  onChange,
}: HealthProbeOptions): HealthProbe => {
  const agent = new Agent({ connect: { lookup: outbound.lookup }, connections: 1, pipelining: 1 });
  let known = new Map<string, SubgraphHealth>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> = Promise.resolve();
  let isClosed = false;

  const reasonFor = async (url: string): Promise<string | null> => {
    try {
      const { statusCode, body } = await request(outbound.parse(url), {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: QUESTION,
        dispatcher: agent,
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
      body.on("error", () => undefined).destroy(); // whatever it says is not read
      return statusCode >= 500 ? `It answered with HTTP status ${statusCode}.` : null;
    } catch (error) {
      return reasonOf(error);
    }
  };

  const ask = async ({ name, url }: ProbedSubgraph): Promise<readonly [string, SubgraphHealth]> => {
    const beganAt = performance.now();
    const reason = await reasonFor(url);
    const latencyMillis = Math.round(performance.now() - beganAt);
    const health = { isUp: reason === null, at: clock(), latencyMillis, reason };
    if (known.get(name)?.isUp !== health.isUp && !(health.isUp && !known.has(name))) onChange(name, health);
    return [name, health];
  };

  const lookNow = async (): Promise<void> => {
    const waiting = [...(await subgraphs())];
    const found: (readonly [string, SubgraphHealth])[] = [];
    const askNext = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined && !isClosed; next = waiting.pop()) {
        found.push(await ask(next));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, askNext));
    if (!isClosed) known = new Map(found);
  };

  const goOn = (): void => {
    if (isClosed) return;
    looking = lookNow()
      .catch(() => undefined) // the store is away: what was known stays
      .finally(() => {
        if (isClosed) return;
        timer = setTimeout(goOn, EVERY_MILLIS);
        timer.unref();
      });
  };

  return {
    of: (subgraph) => known.get(subgraph) ?? null,
    look: lookNow,
    start: goOn,
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await agent.destroy();
      await looking;
    },
  };
};
