import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { ServiceResourceRow } from "../../../drizzle/catalogue/tables.js";
import { ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import type { CatalogueContext } from "../context.js";
import { catalogueError } from "../errors.js";
import { resourceBody } from "../rest/resource-body.js";
import { versionsOf } from "../store/versions.js";
import type { ServiceOwner } from "../types/service-owner.js";
import { ServiceResource } from "../types/service-resource.js";
import { ServiceResourceVersion } from "../types/service-resource-version.js";

const MAX_VERSIONS = 100;

@Resolver(() => ServiceResource)
export class ServiceVersionsResolver {
  @FieldResolver(() => [ServiceResourceVersion], {
    nullable: true,
    description: "Its entry as it is and as it was, newest first.",
  })
  async versions(
    @Root() resource: ServiceResource,
    @Arg("first", () => Int, { defaultValue: 20, description: `How many, from 1 to ${MAX_VERSIONS}.` })
    first: number,
    @Ctx() { store, loaders }: CatalogueContext,
  ): Promise<ServiceResourceVersion[]> {
    if (!(first >= 1 && first <= MAX_VERSIONS)) {
      throw catalogueError(
        "PAGE_SIZE_OUT_OF_RANGE",
        `Ask for first from 1 to ${MAX_VERSIONS}; it was ${first}.`,
      );
    }
    const { database, tables } = store.open;
    const current = (await loaders.serviceResourceById.load(resource.id)) as ServiceResourceRow;
    const rows = await versionsOf(database.read, tables, current, first);
    const numbers = rows.flatMap(({ changedBy }) => changedBy?.slice(ORGANIZATION_PREFIX.length) ?? []);
    const changers = await store.serviceOwnersByOrganizations([...new Set(numbers)]);
    const owner = (await loaders.serviceOwnerByCode.load(resource.ownerCode)) ?? undefined;
    return rows.map((row) => ({
      version: row.version,
      changedAt: row.updatedAt,
      changedBy: (changers.find(
        ({ organizationNumber }) => row.changedBy === ORGANIZATION_PREFIX + organizationNumber,
      ) ?? null) as ServiceOwner | null,
      document: JSON.stringify(resourceBody(row, owner)),
    }));
  }
}
