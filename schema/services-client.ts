import { LRUCache } from "lru-cache";
import { DomainError } from "../lib/errors.js";
import { createPortClient, type HttpPortOptions } from "./port-client.js";
import type { ServiceOwnerRecord, ServiceRecord, ServicesPort } from "./services-port.js";
import {
  MAX_SERVICES,
  readFamilies,
  readServiceOwner,
  readServices,
  SERVICES_PATHS,
} from "./services-wire.js";
import type { PartyUrn, ServiceUrn } from "./urns.js";

/** A service that changes hands is its new owner's everywhere within this time. */
const REMEMBERED_MILLIS = 60_000;
const MAX_REMEMBERED = 10_000;

const unavailable = (cause: unknown): DomainError => {
  const failure = new DomainError(
    "CATALOGUE_UNAVAILABLE",
    "It could not be found out whose service this is just now; try again in a moment.",
  );
  failure.cause = cause;
  return failure;
};

/** At most as many as one question may hold. */
const checkSize = (services: readonly ServiceUrn[]): void => {
  if (services.length <= MAX_SERVICES) return;
  throw new DomainError(
    "BATCH_TOO_LARGE",
    `Ask for at most ${MAX_SERVICES} services at once; it was ${services.length}.`,
  );
};

/**
 * The catalogue in another process. What is known is remembered for a minute; what is unknown is asked for again, so
 * that a new service is there at once. Whatever goes wrong on the way is `CATALOGUE_UNAVAILABLE`.
 */
export const createHttpServicesPort = (
  options: HttpPortOptions,
): ServicesPort & { close(): Promise<void> } => {
  const client = createPortClient(options, unavailable);
  const remembered = { max: MAX_REMEMBERED, ttl: REMEMBERED_MILLIS };
  const services = new LRUCache<ServiceUrn, ServiceRecord>(remembered);
  const owners = new LRUCache<PartyUrn, ServiceOwnerRecord>(remembered);

  return {
    async servicesByIds(call, ids) {
      checkSize(ids);
      const found = new Map<ServiceUrn, ServiceRecord>();
      const asked: ServiceUrn[] = [];
      for (const id of new Set(ids)) {
        const known = services.get(id);
        if (known === undefined) asked.push(id);
        else found.set(id, known);
      }
      if (asked.length === 0) return found;
      const answer = await client.ask(SERVICES_PATHS.services, call, { services: asked }, readServices);
      for (const [id, record] of answer) {
        services.set(id, record);
        found.set(id, record);
      }
      return found;
    },
    async familiesOf(call, ids) {
      checkSize(ids);
      if (ids.length === 0) return new Map();
      const answer = await client.ask(SERVICES_PATHS.families, call, { services: ids }, readFamilies);
      return new Map(ids.map((id) => [id, answer.get(id) ?? [id]]));
    },
    async ownerByOrganization(call, organization) {
      const known = owners.get(organization);
      if (known !== undefined) return known;
      const owner = await client.ask(SERVICES_PATHS.owner, call, { organization }, readServiceOwner);
      if (owner !== null) owners.set(organization, owner);
      return owner;
    },
    close: () => client.close(),
  };
};
