import { LRUCache } from "lru-cache";
import { type Clock, MINUTE_MILLIS } from "../../lib/clock.js";
import { DomainError } from "../../lib/errors.js";
import { stemsOf } from "../../lib/stems.js";
import { wordsOf } from "../../lib/words.js";
import type { Call } from "../../schema/call.js";
import type { LocalizedText } from "../../schema/localization.js";
import type { Scope } from "../../schema/scope.js";
import type { ServiceRecord, ServicesPort } from "../../schema/services-port.js";
import type { ServiceUrn } from "../../schema/urns.js";
import type { SearchableName } from "./rules/search-query.js";

/** A name that has changed is found by the new one after so long. */
const FRESH_MILLIS = 5 * MINUTE_MILLIS;
const MAX_SERVICES = 20_000;
/** As many as the port answers for at once. */
const MAX_ASKED = 1_000;

interface Known {
  readonly at: number;
  readonly names: readonly SearchableName[];
}

/** What a scope's services and their owners are called. */
export interface NamesOfScope {
  readonly names: readonly SearchableName[];
  /** False where the catalogue could not be asked, and some are not known from before. */
  readonly areComplete: boolean;
}

const namesIn = (of: SearchableName["of"], text: LocalizedText): SearchableName[] =>
  [...new Set(Object.values(text))].map((name) => ({
    of,
    words: wordsOf(name).map((word) => ({ word, stems: stemsOf(word) })),
  }));

const keyOf = ({ of, words }: SearchableName): string => JSON.stringify([of, words.map(({ word }) => word)]);

const namesOf = ({ service, name, owner }: ServiceRecord): SearchableName[] => [
  ...namesIn({ service }, name),
  ...namesIn({ owner: owner.code }, owner.name),
];

/**
 * What services are called, for searches: asked of the catalogue, and kept for a while. A dialog does not carry its
 * service's name, so a new name is good for what was written before it.
 */
export class ServiceNames {
  readonly #services: ServicesPort;
  readonly #clock: Clock;
  readonly #known = new LRUCache<ServiceUrn, Known>({ max: MAX_SERVICES });

  constructor(services: ServicesPort, clock: Clock) {
    this.#services = services;
    this.#clock = clock;
  }

  /** Names of all services that a scope has, and of their owners. */
  async ofScope(call: Pick<Call, "token">, scope: Scope): Promise<NamesOfScope> {
    const services = new Set([
      ...scope.groups.flatMap((group) => group.services.map(({ service }) => service)),
      ...scope.instances.map(({ service }) => service),
    ]);
    const now = this.#clock();
    const stale = [...services].filter((service) => {
      const known = this.#known.get(service);
      return known === undefined || now - known.at > FRESH_MILLIS;
    });
    await this.#learn(call, stale, now);
    // The services of one owner bring the owner's names each.
    const names = new Map<string, SearchableName>();
    for (const service of services) {
      for (const name of this.#known.get(service)?.names ?? []) names.set(keyOf(name), name);
    }
    return {
      names: [...names.values()],
      areComplete: [...services].every((service) => this.#known.has(service)),
    };
  }

  async #learn(call: Pick<Call, "token">, services: readonly ServiceUrn[], now: number): Promise<void> {
    for (let first = 0; first < services.length; first += MAX_ASKED) {
      const asked = services.slice(first, first + MAX_ASKED);
      try {
        const records = await this.#services.servicesByIds(call, asked);
        for (const service of asked) {
          const record = records.get(service);
          this.#known.set(service, { at: now, names: record === undefined ? [] : namesOf(record) });
        }
      } catch (error) {
        if (error instanceof DomainError && error.code === "CATALOGUE_UNAVAILABLE") return;
        throw error;
      }
    }
  }
}
