import { Field, ObjectType, registerEnumType } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";

export enum FormProblemSeverity {
  ERROR = "ERROR",
  WARNING = "WARNING",
}

registerEnumType(FormProblemSeverity, {
  name: "FormProblemSeverity",
  description: "Whether something keeps a form from being sent.",
  valuesConfig: {
    ERROR: { description: "It must be put right first." },
    WARNING: { description: "Look at it again; it can be sent as it is." },
  },
});

@ObjectType("FormProblem", {
  description: "Something in a submission that is missing or wrong.",
  simpleResolvers: true,
})
export class FormProblem {
  @Field(() => String, {
    description: "Where: a JSON pointer into the answers, or `/attachments/{kind}`.",
  })
  path!: string;

  @Field(() => String, {
    description: "For programs: the keyword of JSON Schema, the form's own check, `minCount` or `maxCount`.",
  })
  code!: string;

  @Field(() => FormProblemSeverity, { description: "Whether it must be put right." })
  severity!: "ERROR" | "WARNING";

  @Field(() => String, {
    nullable: true,
    description: "The step that asks for it; null where no step does.",
  })
  stepId!: string | null;

  text!: LocalizedText;
}
