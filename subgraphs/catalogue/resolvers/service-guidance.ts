import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import type { CatalogueContext } from "../context.js";
import { ServiceResource } from "../types/service-resource.js";
import { ServiceCost, ServiceLegalBasis, ServiceProcessingTime } from "../types/service-resource-parts.js";

/** What a citizen needs to know of a service before they begin. */
@Resolver(() => ServiceResource)
export class ServiceGuidanceResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "What one wants to get done with it; null where its owner has not said.",
  })
  purpose(
    @Root() { purpose }: ServiceResource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(purpose, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Whom it is for, in words; null where its owner has not said.",
  })
  audience(
    @Root() { audience }: ServiceResource,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(audience, languageOf(lang, call.language));
  }

  @FieldResolver(() => [ServiceCost], {
    nullable: true,
    description: "What it costs; empty where its owner has not said. What is free has an amount of 0.",
  })
  costs(@Root() { costs }: ServiceResource): ServiceCost[] {
    return costs.map(({ description, amount, currency }) => ({ amount, currency, text: description }));
  }

  @FieldResolver(() => ServiceProcessingTime, {
    nullable: true,
    description: "How long it takes; null where its owner has not said.",
  })
  processingTime(@Root() { processingTime }: ServiceResource): ServiceProcessingTime | null {
    return processingTime && { duration: processingTime.duration, text: processingTime.description };
  }

  @FieldResolver(() => [ServiceLegalBasis], {
    nullable: true,
    description: "The laws and regulations that it rests on; empty where its owner has not said.",
  })
  legalBasis(@Root() { legalBasis }: ServiceResource): ServiceLegalBasis[] {
    return legalBasis.map(({ title, url }) => ({ url, text: title }));
  }
}

@Resolver(() => ServiceCost)
export class ServiceCostResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "What it is paid for, or how it is worked out.",
  })
  description(
    @Root() { text }: ServiceCost,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(text, languageOf(lang, call.language));
  }
}

@Resolver(() => ServiceProcessingTime)
export class ServiceProcessingTimeResolver {
  @FieldResolver(() => String, { nullable: true, description: "In words." })
  description(
    @Root() { text }: ServiceProcessingTime,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(text, languageOf(lang, call.language));
  }
}

@Resolver(() => ServiceLegalBasis)
export class ServiceLegalBasisResolver {
  @FieldResolver(() => String, { nullable: true, description: "What it is called." })
  title(
    @Root() { text }: ServiceLegalBasis,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(text, languageOf(lang, call.language));
  }
}
