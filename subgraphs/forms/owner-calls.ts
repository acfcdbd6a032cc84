import { LRUCache } from "lru-cache";
import { type Clock, MINUTE_MILLIS } from "../../lib/clock.js";
import { DomainError } from "../../lib/errors.js";
import type { Call } from "../../schema/call.js";
import type { RoomHttp } from "../../schema/room.js";
import type { ServicesPort } from "../../schema/services-port.js";
import type { PartyUrn, ServiceUrn } from "../../schema/urns.js";

/** A service that changes hands is written by its new owner within this time. */
const REMEMBERED_MILLIS = MINUTE_MILLIS;
/** Less than a call is good for. */
const CALL_MILLIS = MINUTE_MILLIS / 2;
const MAX_REMEMBERED = 10_000;

/** The call of the organisation that owns a service. */
export type OwnerCall = (service: ServiceUrn) => Promise<Call>;

/** Finds out whose a service is, and signs calls as that organisation. */
export const createOwnerCalls = ({
  services,
  http,
  clock,
}: {
  readonly services: ServicesPort;
  readonly http: () => Pick<RoomHttp, "asOrganization" | "asAnybody">;
  readonly clock: Clock;
}): OwnerCall => {
  const remembered = { max: MAX_REMEMBERED, perf: { now: clock } };
  const owners = new LRUCache<ServiceUrn, PartyUrn>({ ...remembered, ttl: REMEMBERED_MILLIS });
  const calls = new LRUCache<PartyUrn, Call>({ ...remembered, ttl: CALL_MILLIS });

  const ownerOf = async (service: ServiceUrn): Promise<PartyUrn> => {
    const known = owners.get(service);
    if (known !== undefined) return known;
    const found = await services.servicesByIds(http().asAnybody(), [service]);
    const record = found.get(service);
    if (record === undefined) {
      throw new DomainError(
        "CATALOGUE_UNAVAILABLE",
        `The catalogue has no service ${service}; register it, and try again.`,
      );
    }
    owners.set(service, record.owner.organization);
    return record.owner.organization;
  };

  return async (service) => {
    const organization = await ownerOf(service);
    const known = calls.get(organization);
    if (known !== undefined) return known;
    const call = http().asOrganization(organization);
    calls.set(organization, call);
    return call;
  };
};
