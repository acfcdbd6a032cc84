import type { ServiceOwnerRecord, ServiceRecord } from "./services-port.js";
import type { ServiceUrn } from "./urns.js";
import { bool, listOf, localized, objectOf, orNull, text } from "./wire-readers.js";

// What ServicesPort says over HTTP.

/** Where the catalogue's process answers the other rooms, below its URL. */
export const SERVICES_PATHS = {
  services: "/port/services",
  families: "/port/service-families",
  owner: "/port/service-owner",
} as const;

/** More URNs in one question are refused. */
export const MAX_SERVICES = 1_000;

const owner = objectOf<ServiceOwnerRecord>({ code: text, organization: text, name: localized });
const service = objectOf<ServiceRecord>({
  service: text,
  owner,
  name: localized,
  resourceType: text,
  status: text,
  isDelegable: bool,
});

/** @throws Error that says what is not as the contract has it */
export const readServices = (value: unknown): ReadonlyMap<ServiceUrn, ServiceRecord> =>
  new Map(listOf(service)(value, "services").map((entry) => [entry.service, entry]));

const family = objectOf<{ service: ServiceUrn; family: readonly ServiceUrn[] }>({
  service: text,
  family: listOf(text),
});

/** @throws Error that says what is not as the contract has it */
export const readFamilies = (value: unknown): ReadonlyMap<ServiceUrn, readonly ServiceUrn[]> =>
  new Map(listOf(family)(value, "families").map((entry) => [entry.service, entry.family]));

/** @throws Error that says what is not as the contract has it */
export const readServiceOwner = (value: unknown): ServiceOwnerRecord | null =>
  objectOf<{ owner: ServiceOwnerRecord | null }>({ owner: orNull(owner) })(value, "answer").owner;

/** @throws Error that says what is not as the contract has it */
export const readServiceIds = (value: unknown): readonly ServiceUrn[] =>
  objectOf<{ services: readonly string[] }>({ services: listOf(text) })(value, "question").services;

/** @throws Error that says what is not as the contract has it */
export const readOrganization = (value: unknown): string =>
  objectOf<{ organization: string }>({ organization: text })(value, "question").organization;
