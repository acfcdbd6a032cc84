import type { ServiceOwnerRow } from "../../drizzle/catalogue/tables.js";
import { DomainError } from "../../lib/errors.js";
import type { ServiceOwnerRecord, ServiceRecord, ServicesPort } from "../../schema/services-port.js";
import { MAX_SERVICES } from "../../schema/services-wire.js";
import { ORGANIZATION_PREFIX } from "../../schema/urns.js";
import { catalogueError } from "./errors.js";
import { lineageOf } from "./rules/lineage.js";
import type { CatalogueStore } from "./store.js";

/** Fails closed: whatever goes wrong below is said as "unavailable", never as a service that is not there. */
const failClosed = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const failure = catalogueError(
      "CATALOGUE_UNAVAILABLE",
      "It could not be found out whose service this is just now; try again in a moment.",
    );
    failure.cause = cause;
    throw failure;
  }
};

const ownerOf = (row: ServiceOwnerRow): ServiceOwnerRecord => ({
  code: row.code,
  organization: ORGANIZATION_PREFIX + row.organizationNumber,
  name: row.name,
});

const checkSize = (services: readonly string[]): void => {
  if (services.length <= MAX_SERVICES) return;
  throw catalogueError(
    "BATCH_TOO_LARGE",
    `Ask for at most ${MAX_SERVICES} services at once; it was ${services.length}.`,
  );
};

/** What the catalogue tells the other rooms. Public data: it is the same whoever asks. */
export const createServicesPort = (store: CatalogueStore): ServicesPort => ({
  async servicesByIds(_call, services) {
    checkSize(services);
    return failClosed(async () => {
      const rows = await store.serviceResourcesByIds(services);
      const codes = [...new Set(rows.map(({ ownerCode }) => ownerCode))];
      const owners = new Map(
        (await store.serviceOwnersByCodes(codes)).map((row) => [row.code, ownerOf(row)]),
      );
      return new Map(
        rows.flatMap((row): [string, ServiceRecord][] => {
          const owner = owners.get(row.ownerCode);
          if (owner === undefined) return [];
          const { id: service, title: name, resourceType, status, isDelegable } = row;
          return [[service, { service, owner, name, resourceType, status, isDelegable }]];
        }),
      );
    });
  },
  async familiesOf(_call, services) {
    checkSize(services);
    const rows = await failClosed(() => store.lineagesOf(services));
    return new Map(
      services.map((service) => [
        service,
        lineageOf(
          service,
          rows.filter(({ root }) => root === service),
        ).all,
      ]),
    );
  },
  async ownerByOrganization(_call, organization) {
    if (!organization.startsWith(ORGANIZATION_PREFIX)) return null;
    const number = organization.slice(ORGANIZATION_PREFIX.length);
    const [row] = await failClosed(() => store.serviceOwnersByOrganizations([number]));
    return row === undefined ? null : ownerOf(row);
  },
});
