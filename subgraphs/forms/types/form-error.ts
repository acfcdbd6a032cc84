import { Field, Int, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { FormProblem } from "./form-problem.js";

/** Why an instance can't be changed so, as it is now. */
export enum FormConflictReason {
  OTHER_REVISION = "OTHER_REVISION",
  OTHER_TASK = "OTHER_TASK",
  SENT = "SENT",
  DELETED = "DELETED",
  NOT_DELETED = "NOT_DELETED",
  NO_WAY_BACK = "NO_WAY_BACK",
  SIGNED = "SIGNED",
  NOT_SIGNED = "NOT_SIGNED",
  WOULD_SEND = "WOULD_SEND",
  KEY_USED = "KEY_USED",
  FILLED_ELSEWHERE = "FILLED_ELSEWHERE",
}

registerEnumType(FormConflictReason, {
  name: "FormConflictReason",
  description: "Why a submission can't be changed so, as it is now.",
  valuesConfig: {
    OTHER_REVISION: { description: "It was changed since: ask for it again, and look at what is new." },
    OTHER_TASK: { description: "It is at a task in which this is not done." },
    SENT: { description: "It was sent for good; nothing of it changes any more." },
    DELETED: { description: "It was deleted; bring it back first." },
    NOT_DELETED: { description: "It is not deleted." },
    NO_WAY_BACK: {
      description: "There is nothing to go back to: it is the first step, or it was paid or sent.",
    },
    SIGNED: { description: "Somebody has signed it as it is." },
    NOT_SIGNED: { description: "The viewer has not signed it." },
    WOULD_SEND: { description: "The next step sends it: ask for `submitForm` instead." },
    KEY_USED: { description: "The idempotency key was used for something else." },
    FILLED_ELSEWHERE: { description: "The form is filled in on another platform, and only shown here." },
  },
});

@InterfaceType("FormError", { description: "Why nothing was done with a submission." })
export abstract class FormError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("FormInstanceNotFound", {
  implements: FormError,
  description: "There is no such submission, form or party for the viewer.",
})
export class FormInstanceNotFound extends FormError {}

@ObjectType("FormActionForbidden", { implements: FormError, description: "The viewer may not do this." })
export class FormActionForbidden extends FormError {
  @Field(() => String, { description: "The action that the service's policy was asked about." })
  action: string;

  @Field(() => Int, {
    nullable: true,
    description: "The authentication level that would do; null where no login would.",
  })
  requiredLevel: number | null;

  constructor(message: string, action: string, requiredLevel: number | null) {
    super(message);
    this.action = action;
    this.requiredLevel = requiredLevel;
  }
}

@ObjectType("FormStateConflict", {
  implements: FormError,
  description: "The submission is in a state in which this is not done.",
})
export class FormStateConflict extends FormError {
  @Field(() => FormConflictReason, { description: "For programs to act on." })
  reason: FormConflictReason;

  constructor(reason: FormConflictReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

@ObjectType("FormAnswersInvalid", {
  implements: FormError,
  description: "Something is missing or wrong, and must be put right first.",
})
export class FormAnswersInvalid extends FormError {
  @Field(() => [FormProblem], { description: "All of it, in the order of the form's steps." })
  problems: readonly FormProblem[];

  constructor(problems: readonly FormProblem[]) {
    super(`${problems.length} problem(s) must be put right first; see \`problems\`.`);
    this.problems = problems;
  }
}

@ObjectType("FormInputInvalid", { implements: FormError, description: "The input does not make sense." })
export class FormInputInvalid extends FormError {}

@ObjectType("FormDefinitionProblem", {
  description: "Something that is wrong with a form's definition.",
  simpleResolvers: true,
})
export class FormDefinitionProblem {
  @Field(() => String, { description: "Where: a JSON pointer into the definition; empty for the whole." })
  path!: string;

  @Field(() => String, { description: "What is wrong, and how it should be." })
  message!: string;
}

@ObjectType("FormDefinitionInvalid", {
  implements: FormError,
  description: "The definition can't be published as it is.",
})
export class FormDefinitionInvalid extends FormError {
  @Field(() => [FormDefinitionProblem], { description: "All that is wrong with it; at most 200." })
  problems: readonly FormDefinitionProblem[];

  constructor(problems: readonly FormDefinitionProblem[]) {
    super(`The definition has ${problems.length} problem(s); see \`problems\`. Nothing was published.`);
    this.problems = problems;
  }
}
