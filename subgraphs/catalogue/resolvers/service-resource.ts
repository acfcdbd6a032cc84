import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { RESOURCE_PREFIX } from "../../../schema/urns.js";
import type { CatalogueContext } from "../context.js";
import { LifeEvent } from "../types/life-event.js";
import { ServiceOwner } from "../types/service-owner.js";
import { ServiceResource } from "../types/service-resource.js";

@Resolver(() => ServiceResource)
export class ServiceResourceResolver {
  @FieldResolver(() => String, { nullable: true, description: "What people know it as." })
  title(
    @Root() resource: ServiceResource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string {
    return localize(resource.title, languageOf(lang, call.language)) ?? resource.id;
  }

  @FieldResolver(() => String, { nullable: true, description: "What it is for, in a sentence or two." })
  description(
    @Root() resource: ServiceResource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(resource.description, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What someone may do who is given the right to use it, in words for the one who gives it.",
  })
  rightDescription(
    @Root() resource: ServiceResource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(resource.rightDescription, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "The owner's short code." })
  org(@Root() resource: ServiceResource): string {
    return resource.ownerCode;
  }

  @FieldResolver(() => ServiceOwner, { nullable: true, description: "The agency that offers it." })
  owner(@Root() resource: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    return loaders.serviceOwnerByCode.load(resource.ownerCode);
  }

  @FieldResolver(() => ServiceResource, {
    nullable: true,
    description:
      "The service that one uses today: itself where it stands, what it moved to where it moved; null where it was split.",
  })
  async current(@Root() { id }: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    const { current } = await loaders.lineageById.load(id);
    return current === null ? null : loaders.serviceResourceById.load(current);
  }

  @FieldResolver(() => [ServiceResource], {
    nullable: true,
    description:
      "What it was before it moved from other platforms, the latest first; empty where it never moved.",
  })
  async formerly(@Root() { id }: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    const { formerly } = await loaders.lineageById.load(id);
    return (await Promise.all(formerly.map((urn) => loaders.serviceResourceById.load(urn)))).filter(
      (row) => row !== null,
    );
  }

  @FieldResolver(() => [LifeEvent], {
    nullable: true,
    description: "The life events that it is a step of, in their order.",
  })
  async lifeEvents(@Root() { id }: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    const ids = await loaders.lifeEventIdsByServiceId.load(id);
    return ids.length === 0 ? [] : (await loaders.lifeEvents()).filter((event) => ids.includes(event.id));
  }

  @FieldResolver(() => ServiceResource, {
    nullable: true,
    description: "The service that this one took over from, where it moved from another platform.",
  })
  replaces(@Root() resource: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    return resource.replacesId === null ? null : loaders.serviceResourceById.load(resource.replacesId);
  }

  @FieldResolver(() => [ServiceResource], {
    nullable: true,
    description:
      "The services that took over from this one, by URN; empty where it stands, several where it was split.",
  })
  replacedBy(@Root() resource: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    return loaders.successorsById.load(resource.id);
  }
}

@Resolver()
export class ServiceResolver {
  @Query(() => ServiceResource, {
    nullable: true,
    description: "One service, also where it is in no list; null where there is none of that name.",
  })
  async service(
    @Arg("id", () => ID, { description: "Its URN, or its identifier alone." }) id: string,
    @Ctx() { loaders }: CatalogueContext,
  ) {
    const row = await loaders.serviceResourceById.load(
      id.startsWith(RESOURCE_PREFIX) ? id : RESOURCE_PREFIX + id,
    );
    return row?.deletedAt === null ? row : null;
  }
}

@Resolver(() => ServiceOwner)
export class ServiceOwnerResolver {
  @FieldResolver(() => String, { nullable: true, description: "What it is called in public." })
  name(
    @Root() owner: ServiceOwner,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string {
    return localize(owner.name, languageOf(lang, call.language)) ?? owner.code;
  }
}
