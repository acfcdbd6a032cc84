import type { ServiceRecord, ServicesPort } from "../../../schema/services-port.js";

/** A services port that keeps everything in memory; the owners are those of its services. */
export const servicesInMemory = (services: readonly ServiceRecord[]): ServicesPort => ({
  servicesByIds: async (_call, ids) =>
    new Map(
      services.filter(({ service }) => ids.includes(service)).map((record) => [record.service, record]),
    ),
  familiesOf: async (_call, ids) => new Map(ids.map((id) => [id, [id]])),
  ownerByOrganization: async (_call, organization) =>
    services.find(({ owner }) => owner.organization === organization)?.owner ?? null,
});
