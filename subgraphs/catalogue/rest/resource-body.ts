import type { ServiceOwnerRow, ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import { inPascalCase } from "../rules/spelling.js";

/** Properties that are absent rather than null, as Altinn Resource Registry has them. */
const tidy = (body: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));

const consentBody = ({ consent }: ServiceResourceRow) =>
  consent === null
    ? {}
    : {
        consentTemplate: consent.template,
        consentText: consent.text,
        consentMetadata: Object.fromEntries(
          Object.entries(consent.metadataKeys).map(([key, { isOptional }]) => [
            key,
            { optional: isOptional },
          ]),
        ),
        isOneTimeConsent: consent.isOneTime,
      };

/** What a citizen needs to know, under names of ours: Altinn Resource Registry has none for it. */
const guidanceBody = (row: ServiceResourceRow) => ({
  purpose: row.purpose,
  audience: row.audience,
  costs: row.costs.length === 0 ? null : row.costs.map((cost) => tidy({ ...cost })),
  processingTime: row.processingTime && tidy({ ...row.processingTime }),
  legalBasis: row.legalBasis.length === 0 ? null : row.legalBasis.map((law) => tidy({ ...law })),
  replaces: row.replacesId?.slice(RESOURCE_PREFIX.length) ?? null,
});

/** A service in the shape of Altinn Resource Registry's `ServiceResource`; what is read by it can be sent back. */
export const resourceBody = (
  row: ServiceResourceRow,
  owner: Pick<ServiceOwnerRow, "code" | "organizationNumber" | "name"> | undefined,
): Record<string, unknown> => ({
  ...tidy({
    identifier: row.id.slice(RESOURCE_PREFIX.length),
    version: String(row.version),
    versionId: row.version,
    title: row.title,
    description: row.description,
    rightDescription: row.rightDescription,
    homepage: row.homepage,
    status: inPascalCase(row.status),
    spatial: row.spatial,
    contactPoints: row.contactPoints.map((point) => tidy({ ...point })),
    produces: row.produces,
    isPartOf: row.isPartOf,
    thematicAreas: row.thematicAreas,
    resourceReferences: row.references.map(({ referenceSource, reference, referenceType }) => ({
      referenceSource: inPascalCase(referenceSource),
      reference,
      referenceType: inPascalCase(referenceType),
    })),
    delegable: row.isDelegable,
    visible: row.isVisible,
    hasCompetentAuthority: tidy({
      name: owner?.name,
      organization: owner?.organizationNumber,
      orgcode: row.ownerCode,
    }),
    keywords: row.keywords,
    accessListMode: row.isRestrictedToAccessLists ? "Enabled" : "Disabled",
    selfIdentifiedUserEnabled: row.selfIdentifiedUserEnabled,
    enterpriseUserEnabled: row.enterpriseUserEnabled,
    resourceType: inPascalCase(row.resourceType),
    availableForType: row.availableForType.map(inPascalCase),
    authorizationReference: [
      { id: RESOURCE_PREFIX.slice(0, -1), value: row.id.slice(RESOURCE_PREFIX.length) },
    ],
    ...consentBody(row),
    ...guidanceBody(row),
  }),
});
