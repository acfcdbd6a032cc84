import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { LANGUAGE_ARGUMENT, languageOf, localize } from "../../../schema/localization.js";
import type { FormsContext } from "../context.js";
import { FormProblem } from "../types/form-problem.js";
import { FormDecision } from "../types/form-receipt.js";
import { FormField, FormOption, FormStep } from "../types/form-step.js";

const LANG = { nullable: true, description: LANGUAGE_ARGUMENT } as const;

@Resolver(() => FormProblem)
export class FormProblemResolver {
  @FieldResolver(() => String, { description: "What is wrong, for the one who fills in." })
  message(
    @Root() { text, path }: FormProblem,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string {
    return localize(text, languageOf(lang, call.language)) ?? path;
  }
}

@Resolver(() => FormStep)
export class FormStepResolver {
  @FieldResolver(() => String, { description: "What the step is called." })
  title(
    @Root() step: FormStep,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string {
    return localize(step.title, languageOf(lang, call.language)) ?? step.id;
  }

  @FieldResolver(() => String, { nullable: true, description: "What one should know before answering." })
  guidance(
    @Root() step: FormStep,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string | null {
    return localize(step.guidance, languageOf(lang, call.language));
  }

  @FieldResolver(() => [FormField], { description: "What it asks, in order; only what is relevant." })
  fields(@Root() step: FormStep): readonly FormField[] {
    return step.fields;
  }
}

@Resolver(() => FormField)
export class FormFieldResolver {
  @FieldResolver(() => String, { description: "The question." })
  label(
    @Root() field: FormField,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string {
    return localize(field.label, languageOf(lang, call.language)) ?? field.path;
  }

  @FieldResolver(() => String, { nullable: true, description: "What one should know to answer it." })
  guidance(
    @Root() field: FormField,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string | null {
    return localize(field.guidance, languageOf(lang, call.language));
  }

  @FieldResolver(() => [FormOption], {
    description: "What the choices are called, in order, where the form has words for them.",
  })
  options(
    @Root() field: FormField,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): FormOption[] {
    const language = languageOf(lang, call.language);
    return Object.entries(field.options ?? {}).map(([value, text]) => ({
      value,
      label: localize(text, language) ?? value,
    }));
  }
}

@Resolver(() => FormDecision)
export class FormDecisionResolver {
  @FieldResolver(() => String, { description: "The decision, in a line." })
  title(
    @Root() decision: FormDecision,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string {
    return localize(decision.title, languageOf(lang, call.language)) ?? decision.outcome;
  }

  @FieldResolver(() => String, { description: "Why." })
  grounds(
    @Root() decision: FormDecision,
    @Arg("lang", () => String, LANG) lang: string | null,
    @Ctx() { call }: FormsContext,
  ): string {
    return localize(decision.grounds, languageOf(lang, call.language)) ?? "";
  }
}
