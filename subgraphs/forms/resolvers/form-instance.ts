import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { FormDefinitionRow } from "../../../drizzle/forms/tables.js";
import { LANGUAGE_ARGUMENT, languageOf } from "../../../schema/localization.js";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { PartyReference, ServiceResourceReference } from "../../../schema/types/references.js";
import type { FormsContext } from "../context.js";
import { formsError } from "../errors.js";
import { createdAtOf, currentTaskOf, progressOf, stateOf, taskOf, titleOf } from "../rules.js";
import { FormDataElement } from "../types/form-data-element.js";
import { FormDefinition } from "../types/form-definition.js";
import { FormInstance } from "../types/form-instance.js";
import { FormInstanceState } from "../types/form-instance-state.js";
import { FormProgress } from "../types/form-progress.js";
import { FormSubstatus } from "../types/form-substatus.js";
import { FormTask } from "../types/form-task.js";

/** The version that an instance began with. @throws DomainError `FORM_INSTANCE_INCONSISTENT` where it is not there */
export const definitionOf = async (
  { id, definitionId, definitionVersion: version }: FormInstance,
  { loaders }: FormsContext,
): Promise<FormDefinitionRow> => {
  const definition = await loaders.definitionByKey.load({ id: definitionId, version });
  if (definition !== null) return definition;
  throw formsError(
    "FORM_INSTANCE_INCONSISTENT",
    `The submission ${id} was begun on version ${version} of ${definitionId}, which is not here. ` +
      "Tell the service owner.",
  );
};

@Resolver(() => FormInstance)
export class FormInstanceResolver {
  @FieldResolver(() => FormDefinition, { description: "The form, in the version that was begun on." })
  definition(@Root() instance: FormInstance, @Ctx() context: FormsContext) {
    return definitionOf(instance, context);
  }

  @FieldResolver(() => String, {
    description: "The form's name and what tells this submission from others of it, at most 255 characters.",
  })
  async title(
    @Root() instance: FormInstance,
    @Arg("lang", () => String, { nullable: true, description: LANGUAGE_ARGUMENT }) lang: string | null,
    @Ctx() context: FormsContext,
  ): Promise<string> {
    const { title } = await definitionOf(instance, context);
    return titleOf(title, instance.presentationTexts, languageOf(lang, context.call.language));
  }

  @FieldResolver(() => FormInstanceState, { description: "How it is doing." })
  async state(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<FormInstanceState> {
    return stateOf(instance, await definitionOf(instance, context));
  }

  @FieldResolver(() => FormTask, {
    nullable: true,
    description: "The step that it is at; null before it has begun and after it was sent for good.",
  })
  async currentTask(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<FormTask | null> {
    const task = currentTaskOf(instance, await definitionOf(instance, context));
    return task && taskOf(task, instance.currentTaskStartedAt);
  }

  @FieldResolver(() => FormProgress, { description: "How far it has come." })
  async progress(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<FormProgress> {
    return progressOf(instance, await definitionOf(instance, context));
  }

  @FieldResolver(() => DateTimeScalar, {
    description: "When it was begun; where it was made ahead of time, when it was shown.",
  })
  createdAt(@Root() instance: FormInstance): number {
    return createdAtOf(instance);
  }

  @FieldResolver(() => FormSubstatus, {
    nullable: true,
    description: "The service owner's own words on how it is doing; null where it has said nothing.",
  })
  substatus(@Root() instance: FormInstance): FormSubstatus | null {
    return instance.substatus;
  }

  @FieldResolver(() => [FormDataElement], { description: "What was filled in and attached." })
  dataElements(@Root() instance: FormInstance): readonly FormDataElement[] {
    return instance.dataElements;
  }

  @FieldResolver(() => PartyReference, {
    nullable: true,
    description: "Whom it is filled in for; null, with an error, where what is asked of them can't be had.",
  })
  async party(
    @Root() instance: FormInstance,
    @Ctx() { loaders, parties, call }: FormsContext,
  ): Promise<PartyReference> {
    // A service owner sees its own submissions, whoever they are of.
    const id =
      (await loaders.partyIds()).get(instance.party) ??
      (await parties.partiesByUrns(call, [instance.party])).get(instance.party)?.id;
    if (id === undefined) throw new Error(`The party of ${instance.id} is in no register.`);
    return { id };
  }

  @FieldResolver(() => ServiceResourceReference, {
    nullable: true,
    description:
      "The service that the form belongs to; null, with an error, where what is asked of it can't be had.",
  })
  serviceResource(@Root() instance: FormInstance): ServiceResourceReference {
    return { id: instance.serviceResource };
  }
}
