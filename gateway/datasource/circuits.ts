import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { type Circuit, createCircuit } from "./circuit.js";

/** Addresses that were published lately; what is asked is looked up with each supergraph. */
const MAX_CIRCUITS = 1_000;

/** The circuits of all subgraphs behind URLs, for as long as the gateway runs. */
export interface Circuits {
  /** Of a subgraph at an address: another address is another server, which may be well. */
  of(service: string, url: string): Circuit;
}

export const createCircuits = (logger: Logger, now: () => number = () => performance.now()): Circuits => {
  const circuits = new LRUCache<string, Circuit>({ max: MAX_CIRCUITS });
  return {
    of(service, url) {
      const key = `${service} ${url}`;
      const known = circuits.get(key);
      if (known !== undefined) return known;
      const circuit = createCircuit({
        service,
        now,
        onChange(state) {
          if (state === "closed") logger.info({ subgraph: service }, "A subgraph answers again.");
          if (state === "open")
            logger.warn({ subgraph: service }, "A subgraph fails, and is not asked for a while.");
        },
      });
      circuits.set(key, circuit);
      return circuit;
    },
  };
};
