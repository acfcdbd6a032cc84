import { type AskParties, createPartiesAsker } from "../kit/authorized-parties.js";
import type { Tunet } from "../kit/tunet.js";
import type { Municipality } from "./municipality.js";
import type { PlatformStore } from "./store.js";

/** What the platform is made of, for the whole time that it runs. */
export interface Platform {
  readonly store: PlatformStore;
  readonly now: () => number;
  readonly newId: () => string;
  /** What parties are hashed with in the presence filters. */
  readonly salt: string;
  /** As whom a municipality's services are asked about. */
  tunetOf(municipality: Municipality): Tunet;
  /** Whom a caller may act for in a municipality's services. */
  askParties(municipality: Municipality): AskParties;
}

export interface PlatformOptions extends Omit<Platform, "tunetOf" | "askParties"> {
  /** Tunet, asked with the token of a municipality's own machine. */
  tunetFor(persona: string): Tunet;
}

/** Names of a municipality's services, each once. */
export const serviceNames = ({ services }: Municipality): string[] => [...new Set(Object.values(services))];

export const createPlatform = ({ tunetFor, ...parts }: PlatformOptions): Platform => {
  const tunets = new Map<string, Tunet>();
  const askers = new Map<string, AskParties>();
  const tunetOf = ({ persona }: Municipality): Tunet => {
    const tunet = tunets.get(persona) ?? tunetFor(persona);
    tunets.set(persona, tunet);
    return tunet;
  };
  return {
    ...parts,
    tunetOf,
    askParties(municipality) {
      const asker =
        askers.get(municipality.id) ??
        createPartiesAsker(tunetOf(municipality), serviceNames(municipality), parts.now);
      askers.set(municipality.id, asker);
      return asker;
    },
  };
};
