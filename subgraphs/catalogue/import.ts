import type { NewServiceResource } from "../../drizzle/catalogue/tables.js";
import type { AltinnOrg } from "../../schema/altinn/org.js";
import type { AltinnResource } from "../../schema/altinn/resource.js";
import type { ImportChanges } from "../../schema/import-report.js";
import type { CatalogueStore } from "./store.js";

/** A service as a document has it, as a row. @param now when it is said to be changed: milliseconds since 1970 UTC */
export const serviceOf = (resource: AltinnResource, now: number): NewServiceResource => ({
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
  replacesId: resource.replaces,
  updatedAt: now,
  purpose: resource.purpose,
  audience: resource.audience,
  costs: resource.costs,
  processingTime: resource.processingTime,
  legalBasis: resource.legalBasis,
  produces: resource.produces,
  spatial: resource.spatial,
  isPartOf: resource.isPartOf,
  isRestrictedToAccessLists: resource.isRestrictedToAccessLists,
  selfIdentifiedUserEnabled: resource.selfIdentifiedUserEnabled,
  enterpriseUserEnabled: resource.enterpriseUserEnabled,
  consent: resource.consent,
});

/** Brings service owners up to date. All or nothing. */
export const importServiceOwners = (
  store: CatalogueStore,
  orgs: readonly AltinnOrg[],
): Promise<ImportChanges[]> => store.import({ serviceOwners: orgs, serviceResources: [] });

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
    serviceOwners: resources.map(({ owner }) => owner),
    serviceResources: resources.map((resource) => serviceOf(resource, now)),
    keepsOwners: true,
  });
