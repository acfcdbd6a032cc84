import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import { JsonScalar, UrlScalar } from "../../../schema/scalars.js";
import type { FormsContext } from "../context.js";
import { unfilledOf } from "../filling/prefill.js";
import { instanceUrlOf } from "../links.js";
import { fieldNameOf } from "../rules/graph-source.js";
import { relevantFields, relevantSteps, relevantTasks, stepPosition } from "../rules/relevance.js";
import { FormInstance } from "../types/form-instance.js";
import { FormProblem } from "../types/form-problem.js";
import { FormDecision, FormPrefilledAnswer, FormReceipt, FormUnfilledAnswer } from "../types/form-receipt.js";
import { FormStep } from "../types/form-step.js";
import { definitionOf } from "./form-instance.js";

const problemsOf = async (instance: FormInstance, context: FormsContext): Promise<readonly FormProblem[]> => {
  const definition = await definitionOf(instance, context);
  if (definition.content === null || instance.archivedAt !== null) return [];
  const filled = await context.loaders.answersById.load(instance.id);
  return context.validators.problems(definition, instance, filled?.answers ?? {});
};

/** The steps that have something to ask, with what they ask. */
const stepsOf = async (instance: FormInstance, context: FormsContext): Promise<readonly FormStep[]> => {
  const definition = await definitionOf(instance, context);
  const { content } = definition;
  if (content === null) return [];
  const answers = (await context.loaders.answersById.load(instance.id))?.answers ?? {};
  return relevantTasks(definition, answers)
    .flatMap(({ elementId }) => relevantSteps(content, elementId, answers))
    .map((step) => ({ ...step, fields: relevantFields(step, answers) }));
};

@Resolver(() => FormInstance)
export class FormInstanceFillingResolver {
  @FieldResolver(() => Int, {
    description:
      "Counts up with each change. Name it when you save, so that nothing that others wrote is lost.",
  })
  revision(@Root() instance: FormInstance): number {
    return instance.changeCount;
  }

  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description: "What is filled in so far, as an object; null where that is on the agency's own platform.",
  })
  async answers(@Root() { id }: FormInstance, @Ctx() { loaders }: FormsContext): Promise<unknown> {
    return (await loaders.answersById.load(id))?.answers ?? null;
  }

  @FieldResolver(() => [FormPrefilledAnswer], {
    description: "Answers that nobody typed, with where each is from, by path.",
  })
  async prefilled(
    @Root() { id }: FormInstance,
    @Ctx() { loaders }: FormsContext,
  ): Promise<FormPrefilledAnswer[]> {
    const filled = await loaders.answersById.load(id);
    return Object.entries(filled?.prefilled ?? {})
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([path, { source, from, at }]) => ({ path, source: source.kind, from, at }));
  }

  @FieldResolver(() => [FormUnfilledAnswer], {
    description:
      "Answers that another part of the graph was asked for in vain, by path, with why; those that are given since are none.",
  })
  async unfilled(
    @Root() { id }: FormInstance,
    @Ctx() { loaders }: FormsContext,
  ): Promise<FormUnfilledAnswer[]> {
    const filled = await loaders.answersById.load(id);
    return unfilledOf(filled?.unfilled ?? {}, filled?.answers ?? {}).map(({ path, source, reason, at }) => ({
      path,
      field: source.kind === "GRAPH" ? fieldNameOf(source) : source.kind,
      reason,
      at,
    }));
  }

  @FieldResolver(() => [FormStep], {
    description: "The steps that have something to ask, given what is answered so far, in order.",
  })
  steps(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<readonly FormStep[]> {
    return stepsOf(instance, context);
  }

  @FieldResolver(() => FormStep, {
    nullable: true,
    description: "The step that is to be filled in now; null where none is.",
  })
  async currentStep(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<FormStep | null> {
    const { currentTaskId, currentStepId } = instance;
    const { content } = await definitionOf(instance, context);
    if (content === null || currentTaskId === null) return null;
    const answers = (await context.loaders.answersById.load(instance.id))?.answers ?? {};
    const { steps, at } = stepPosition(content, currentTaskId, answers, currentStepId);
    const step = steps[at];
    return step === undefined ? null : { ...step, fields: relevantFields(step, answers) };
  }

  @FieldResolver(() => [FormProblem], {
    description:
      "Everything that is missing or wrong so far, errors and warnings, in the order of the steps.",
  })
  async problems(
    @Root() instance: FormInstance,
    @Arg("step", () => ID, { nullable: true, description: "Of this step only; omitted = all." })
    step: string | null,
    @Ctx() context: FormsContext,
  ): Promise<readonly FormProblem[]> {
    const problems = await problemsOf(instance, context);
    return step === null || step === undefined ? problems : problems.filter(({ stepId }) => stepId === step);
  }

  @FieldResolver(() => [FormProblem], {
    description: "What keeps it from being sent: the problems that are errors. Empty once it is sent.",
  })
  async missing(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<FormProblem[]> {
    return (await problemsOf(instance, context)).filter(({ severity }) => severity === "ERROR");
  }

  @FieldResolver(() => [FormReceipt], { description: "What was sent, each time, oldest first." })
  receipts(@Root() { id }: FormInstance, @Ctx() { loaders }: FormsContext): Promise<readonly FormReceipt[]> {
    return loaders.submissionsById.load(id);
  }

  @FieldResolver(() => [FormDecision], {
    description:
      "What the agency's own rules decided when it was sent, oldest first; empty where people decide.",
  })
  decisions(
    @Root() { id }: FormInstance,
    @Ctx() { loaders }: FormsContext,
  ): Promise<readonly FormDecision[]> {
    return loaders.decisionsById.load(id);
  }

  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description: "Where it is filled in and looked at; null where this installation serves no pages.",
  })
  async url(@Root() instance: FormInstance, @Ctx() context: FormsContext): Promise<string | null> {
    const base = context.publicUrl();
    const definition = await definitionOf(instance, context);
    return base === null ? null : instanceUrlOf(() => base)(instance, definition);
  }
}
