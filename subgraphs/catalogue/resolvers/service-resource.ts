import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { localize, parseAcceptLanguage } from "../../../schema/localization.js";
import type { CatalogueContext } from "../context.js";
import { ServiceOwner } from "../types/service-owner.js";
import { ServiceResource } from "../types/service-resource.js";

const LANGUAGE =
  "Language code (nb, nn, en, se); omitted = that of the request's Accept-Language. The nearest there is.";

/** Whether this language was asked for by name or by header. */
const languageOf = (lang: string | null | undefined, { call }: CatalogueContext) =>
  lang ? parseAcceptLanguage(lang) : call.language;

@Resolver(() => ServiceResource)
export class ServiceResourceResolver {
  @FieldResolver(() => String, { description: "Its name." })
  title(
    @Root() resource: ServiceResource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE }) lang: string | null,
    @Ctx() context: CatalogueContext,
  ): string {
    return localize(resource.title, languageOf(lang, context)) ?? resource.id;
  }

  @FieldResolver(() => String, { nullable: true, description: "What it is for, in a sentence or two." })
  description(
    @Root() resource: ServiceResource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE }) lang: string | null,
    @Ctx() context: CatalogueContext,
  ): string | null {
    return localize(resource.description, languageOf(lang, context));
  }

  @FieldResolver(() => String, { description: "The owner's short code." })
  org(@Root() resource: ServiceResource): string {
    return resource.ownerCode;
  }

  @FieldResolver(() => ServiceOwner, { description: "The agency that offers it." })
  owner(@Root() resource: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    return loaders.serviceOwnerByCode.load(resource.ownerCode);
  }

  @FieldResolver(() => ServiceResource, {
    nullable: true,
    description: "The service that this one took over from, where it moved from another platform.",
  })
  replaces(@Root() resource: ServiceResource, @Ctx() { loaders }: CatalogueContext) {
    return resource.replacesId === null ? null : loaders.serviceResourceById.load(resource.replacesId);
  }
}

@Resolver(() => ServiceOwner)
export class ServiceOwnerResolver {
  @FieldResolver(() => String, { description: "Its name." })
  name(
    @Root() owner: ServiceOwner,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE }) lang: string | null,
    @Ctx() context: CatalogueContext,
  ): string {
    return localize(owner.name, languageOf(lang, context)) ?? owner.code;
  }
}
