import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { DateTimeScalar, JsonScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import { FormDefinition } from "./form-definition.js";
import { FormError } from "./form-error.js";
import { FormInstance } from "./form-instance.js";

@InputType("StartFormInput", { description: "A form to begin, and for whom." })
export class StartFormInput {
  @Field(() => ID, { description: "`{owner}/{form}`; the newest version is begun." })
  form!: string;

  @Field(() => PartyUrnScalar, { description: "On whose behalf: `Party.urn`." })
  party!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "A name of your own for this start, at most 100 characters: the same again begins nothing new.",
  })
  idempotencyKey?: string | null;

  @Field(() => JsonScalar, { nullable: true, description: "Answers that are known already, as an object." })
  answers?: unknown;

  @Field(() => DateTimeScalar, { nullable: true, description: "The deadline; for the service owner to say." })
  dueBefore?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the party is shown it; for the service owner to say.",
  })
  visibleAfter?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "URN of the case that it is part of; for the service owner to say.",
  })
  process?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "URN of the case that came before; for the service owner to say.",
  })
  precedingProcess?: string | null;
}

@InputType("FormAnswerInput", { description: "One answer." })
export class FormAnswerInput {
  @Field(() => String, { description: "Where it stands: a JSON pointer, e.g. `/neighbours/0/name`." })
  path!: string;

  @Field(() => JsonScalar, { nullable: true, description: "The answer; null takes away what is there." })
  value?: unknown;
}

@InputType("SaveFormAnswersInput", { description: "Answers, and what they were typed on top of." })
export class SaveFormAnswersInput {
  @Field(() => ID, { description: "Which submission." })
  id!: string;

  @Field(() => Int, { description: "The `revision` that was on the page when they were typed." })
  revision!: number;

  @Field(() => JsonScalar, {
    nullable: true,
    description: "A JSON merge patch (RFC 7396) of the answers: only what was changed; a list is one answer.",
  })
  answers?: unknown;

  @Field(() => [FormAnswerInput], {
    nullable: true,
    description: "Single answers by path; at most 2,000. After those of `answers`.",
  })
  changes?: FormAnswerInput[] | null;
}

@ObjectType("FormAnswerConflict", {
  description:
    "An answer that somebody else changed since. Theirs is kept; save yours again on the new revision, or drop it.",
  simpleResolvers: true,
})
export class FormAnswerConflict {
  @Field(() => String, { description: "A JSON pointer into the answers." })
  path!: string;

  @Field(() => JsonScalar, { nullable: true, description: "What you typed." })
  yours!: unknown;

  @Field(() => JsonScalar, { nullable: true, description: "What is kept." })
  theirs!: unknown;
}

@ObjectType("FormPayload", { description: "The submission, or why nothing was done.", simpleResolvers: true })
export class FormPayload {
  @Field(() => FormInstance, {
    nullable: true,
    description: "As it is now; null where there is an error, or where the viewer may not read it.",
  })
  instance!: FormInstance | null;

  @Field(() => [FormError], { description: "Why nothing was done; empty where something was." })
  errors!: readonly FormError[];
}

@ObjectType("SaveFormAnswersPayload", { description: "What came of a save.", simpleResolvers: true })
export class SaveFormAnswersPayload {
  @Field(() => FormInstance, { nullable: true, description: "As it is now; null where there is an error." })
  instance!: FormInstance | null;

  @Field(() => [FormAnswerConflict], {
    description: "Answers that were not saved, because somebody else had changed them; all others were.",
  })
  conflicts!: readonly FormAnswerConflict[];

  @Field(() => [FormError], { description: "Why nothing was saved; empty where it was." })
  errors!: readonly FormError[];
}

@ObjectType("PublishFormPayload", { description: "What came of publishing a form.", simpleResolvers: true })
export class PublishFormPayload {
  @Field(() => FormDefinition, {
    nullable: true,
    description:
      "As it is published; the same version as before where nothing differs. Null where there is an error.",
  })
  definition!: FormDefinition | null;

  @Field(() => [FormError], { description: "Why nothing was published; empty where it was." })
  errors!: readonly FormError[];
}

export enum FormFeedbackOutcome {
  CONTINUE = "CONTINUE",
  RETURN = "RETURN",
  REJECT = "REJECT",
  COMPLETE = "COMPLETE",
}

registerEnumType(FormFeedbackOutcome, {
  name: "FormFeedbackOutcome",
  description: "What the service owner makes of a submission.",
  valuesConfig: {
    CONTINUE: { description: "On to the next task; where there is none, it is done." },
    RETURN: { description: "Back to the party, to be filled in again and sent anew." },
    REJECT: { description: "Turned down." },
    COMPLETE: { description: "Done, whatever tasks there are left." },
  },
});

@InputType("FormTextInput", { description: "A text in the form's languages." })
export class FormTextInput {
  @Field(() => String, { description: "Bokmål." })
  nb!: string;

  @Field(() => String, { nullable: true, description: "Nynorsk." })
  nn?: string | null;

  @Field(() => String, { nullable: true, description: "English." })
  en?: string | null;
}

@InputType("FormFeedbackInput", { description: "The service owner's word on a submission." })
export class FormFeedbackInput {
  @Field(() => ID, { description: "Which submission." })
  id!: string;

  @Field(() => FormFeedbackOutcome, { description: "What becomes of it." })
  outcome!: FormFeedbackOutcome;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The deadline from now on, e.g. for mending it; omitted: it stays as it is.",
  })
  dueBefore?: number | null;

  @Field(() => FormTextInput, { nullable: true, description: "A word or two on how it is doing." })
  label?: FormTextInput | null;

  @Field(() => FormTextInput, { nullable: true, description: "A sentence or two, for the party." })
  description?: FormTextInput | null;
}
