import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import type { CatalogueContext } from "../context.js";
import { LifeEvent, LifeEventStep } from "../types/life-event.js";
import { ServiceResource } from "../types/service-resource.js";

@Resolver(() => LifeEvent)
export class LifeEventResolver {
  @Query(() => [LifeEvent], { nullable: true, description: "All life events, in the catalogue's order." })
  lifeEvents(@Ctx() { loaders }: CatalogueContext) {
    return loaders.lifeEvents();
  }

  @Query(() => LifeEvent, {
    nullable: true,
    description: "One life event; null where there is none of that name.",
  })
  async lifeEvent(
    @Arg("id", () => ID, { description: "Its name, e.g. `a-death-in-the-family`." }) id: string,
    @Ctx() { loaders }: CatalogueContext,
  ) {
    return (await loaders.lifeEvents()).find((event) => event.id === id) ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: "What happens." })
  title(
    @Root() { title }: LifeEvent,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(title, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "What it is about, in a sentence or two." })
  description(
    @Root() { description }: LifeEvent,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(description, languageOf(lang, call.language));
  }

  @FieldResolver(() => [LifeEventStep], {
    nullable: true,
    description: "What there is to do, in order; each over the agency that its service is of.",
  })
  steps(@Root() { id }: LifeEvent, @Ctx() { loaders }: CatalogueContext) {
    return loaders.stepsByLifeEventId.load(id);
  }
}

@Resolver(() => LifeEventStep)
export class LifeEventStepResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "What is to be done; null: see the service's title.",
  })
  title(
    @Root() { title }: LifeEventStep,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(title, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "When it is to be done." })
  when(
    @Root() { due }: LifeEventStep,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(due, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Why it is part of the journey, and for whom.",
  })
  why(
    @Root() { reason }: LifeEventStep,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: CatalogueContext,
  ): string | null {
    return localize(reason, languageOf(lang, call.language));
  }

  @FieldResolver(() => ServiceResource, {
    nullable: true,
    description: "The service that it is done with; null where the catalogue does not know it.",
  })
  service(@Root() { serviceId }: LifeEventStep, @Ctx() { loaders }: CatalogueContext) {
    return loaders.serviceResourceById.load(serviceId);
  }
}
