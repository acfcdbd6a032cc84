import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import { JsonScalar } from "../../../schema/scalars.js";
import type { FormsContext } from "../context.js";
import { taskOf } from "../rules.js";
import { FormDefinition } from "../types/form-definition.js";
import { FormStep } from "../types/form-step.js";
import { FormSubstatus } from "../types/form-substatus.js";
import { FormTask } from "../types/form-task.js";

@Resolver(() => FormDefinition)
export class FormDefinitionResolver {
  @FieldResolver(() => String, { description: "The form's name." })
  title(
    @Root() definition: FormDefinition,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string {
    return localize(definition.title, languageOf(lang, call.language)) ?? definition.id;
  }

  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description: "JSON Schema 2020-12 of the answers; null for a form that is only shown here.",
  })
  schema(@Root() { content }: FormDefinition): unknown {
    return content?.schema ?? null;
  }

  @FieldResolver(() => [FormStep], {
    description:
      "All its pages, also those that are asked of some only; of a submission, see its own `steps`.",
  })
  steps(@Root() { content }: FormDefinition): readonly FormStep[] {
    return content?.steps ?? [];
  }

  @Query(() => FormDefinition, {
    nullable: true,
    description: "A form in its newest version, or in one of them.",
  })
  formDefinition(
    @Arg("id", () => ID, { description: "`{owner}/{form}`" }) id: string,
    @Arg("version", () => Int, { nullable: true, description: "Omitted = the newest." }) version:
      | number
      | null,
    @Ctx() { store, loaders }: FormsContext,
  ) {
    return version === null || version === undefined
      ? store.latestDefinition(id)
      : loaders.definitionByKey.load({ id, version });
  }

  @FieldResolver(() => [FormTask], { description: "Its steps, in order." })
  tasks(@Root() definition: FormDefinition): FormTask[] {
    return definition.tasks.map((task) => taskOf(task, null));
  }
}

@Resolver(() => FormTask)
export class FormTaskResolver {
  @FieldResolver(() => String, { description: "What the step is called, for the one who fills in." })
  name(
    @Root() task: FormTask,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string {
    return localize(task.name, languageOf(lang, call.language)) ?? task.id;
  }
}

@Resolver(() => FormSubstatus)
export class FormSubstatusResolver {
  @FieldResolver(() => String, { nullable: true, description: "A word or two, e.g. `Under behandling`." })
  label(
    @Root() substatus: FormSubstatus,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string | null {
    return localize(substatus.label, languageOf(lang, call.language));
  }

  @FieldResolver(() => String, { nullable: true, description: "A sentence or two on what happens next." })
  description(
    @Root() substatus: FormSubstatus,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string | null {
    return localize(substatus.description, languageOf(lang, call.language));
  }
}
