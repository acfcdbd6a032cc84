import type { ServiceOwnerRow, ServiceResourceRow } from "../../drizzle/catalogue/tables.js";
import type { AltinnOrg } from "../../schema/altinn/org.js";
import type { AltinnResource } from "../../schema/altinn/resource.js";
import type { ImportChanges } from "../../schema/import-report.js";
import type { CatalogueStore } from "./store.js";

const ownerOf = ({ code, organizationNumber, name, homepage }: AltinnOrg): ServiceOwnerRow => ({
  code,
  organizationNumber,
  name,
  homepage,
});

/** @param now the moment that a service is said to be changed at, where it is: milliseconds since 1970 UTC */
const serviceOf = (resource: AltinnResource, now: number): ServiceResourceRow => ({
  id: resource.urn,
  ownerCode: resource.owner.code,
  title: resource.title,
  description: resource.description,
  rightDescription: resource.rightDescription,
  resourceType: resource.resourceType,
  status: resource.status,
  isDelegable: resource.isDelegable,
  isVisible: resource.isVisible,
  availableForType: resource.availableForType,
  keywords: resource.keywords,
  thematicAreas: resource.thematicAreas,
  contactPoints: resource.contactPoints,
  references: resource.references,
  homepage: resource.homepage,
  replacesId: null,
  updatedAt: now,
});

/** Brings service owners up to date. All or nothing. */
export const importServiceOwners = (
  store: CatalogueStore,
  orgs: readonly AltinnOrg[],
): Promise<ImportChanges[]> => store.import({ serviceOwners: orgs.map(ownerOf), serviceResources: [] });

/**
 * Brings services up to date. Owners that are not known yet are added as the services name them; those that are known
 * stay as they are, for the list of organisations says more of them. All or nothing.
 */
export const importServiceResources = (
  store: CatalogueStore,
  resources: readonly AltinnResource[],
  now: number,
): Promise<ImportChanges[]> =>
  store.import({
    serviceOwners: resources.map(({ owner }) => ({ ...owner, homepage: null })),
    serviceResources: resources.map((resource) => serviceOf(resource, now)),
    keepsOwners: true,
  });
