import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { ServiceOwnerRow, ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import { inAcceptedLanguage } from "../../../schema/accepted-language.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import type { CatalogueContext } from "../context.js";
import { inPascalCase } from "../rules/spelling.js";
import { ofParties, servicesOf } from "../rules/usable.js";
import {
  ServiceResourceMetadata,
  type ServiceResourceMetadataItem,
} from "../types/service-resource-metadata.js";

const itemOf = (
  row: ServiceResourceRow,
  owner: ServiceOwnerRow | undefined,
  accepted: readonly string[] | null,
): ServiceResourceMetadataItem => ({
  serviceResource: {
    id: row.id.slice(RESOURCE_PREFIX.length),
    resourceType: inPascalCase(row.resourceType),
    status: inPascalCase(row.status),
    isDelegable: row.isDelegable,
    name: inAcceptedLanguage(row.title, accepted),
    links: { metadata: row.id },
  },
  serviceOwner: {
    orgNumber: owner?.organizationNumber ?? "",
    code: row.ownerCode,
    name: inAcceptedLanguage(owner?.name ?? null, accepted),
  },
});

@Resolver()
export class ServiceResourcesResolver {
  @Query(() => ServiceResourceMetadata, {
    description:
      "The services that the viewer may use, for all parties that they act for or for some, with what gives access to " +
      "them. After Dialogporten; page by page they are in `workspace { services }`.",
  })
  async serviceResources(
    @Arg("parties", () => [String], {
      nullable: true,
      description:
        "Parties, by URN; what the viewer may not act for counts for nothing. Omitted: all of theirs.",
    })
    parties: string[] | null,
    @Arg("includeUnauthorized", () => Boolean, {
      defaultValue: false,
      description: "Whether to give the whole catalogue, whoever may use it.",
    })
    includeUnauthorized: boolean,
    @Ctx() { call, store, authorization, loaders, accepted }: CatalogueContext,
  ): Promise<ServiceResourceMetadata> {
    const within = includeUnauthorized
      ? null
      : servicesOf(ofParties(await authorization.scope(call), parties ?? null));
    const rows = await store.visibleServiceResources(within);
    const owners = await loaders.serviceOwnerByCode.loadMany(rows.map(({ ownerCode }) => ownerCode));
    const items = rows.map((row, index) => {
      const owner = owners[index];
      if (owner instanceof Error) throw owner;
      return itemOf(row, owner ?? undefined, accepted);
    });
    return { isFullCatalogueFallback: null, items };
  }
}
