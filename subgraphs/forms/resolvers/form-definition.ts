import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import type { FormsContext } from "../context.js";
import { taskOf } from "../rules.js";
import { FormDefinition } from "../types/form-definition.js";
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
