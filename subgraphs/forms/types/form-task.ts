import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { FormTaskType as StoredTaskType } from "../../../drizzle/forms/values.js";
import type { LocalizedText } from "../../../schema/localization.js";
import { DateTimeScalar } from "../../../schema/scalars.js";

export enum FormTaskType {
  DATA = "DATA",
  CONFIRMATION = "CONFIRMATION",
  SIGNING = "SIGNING",
  PAYMENT = "PAYMENT",
  FEEDBACK = "FEEDBACK",
  REJECT = "REJECT",
}

registerEnumType(FormTaskType, {
  name: "FormTaskType",
  description: "What is done in a task, as Altinn's apps name it.",
  valuesConfig: {
    DATA: { description: "The form is filled in." },
    CONFIRMATION: { description: "What was filled in is looked over and confirmed." },
    SIGNING: { description: "It is signed by one or several." },
    PAYMENT: { description: "A fee is paid." },
    FEEDBACK: { description: "The service owner looks at it; the party waits." },
    REJECT: { description: "The service owner has turned it down." },
  },
});

@ObjectType("FormTask", { description: "One step of a form's process.", simpleResolvers: true })
export class FormTask {
  @Field(() => ID, {
    description: "The step's id in its process, e.g. `Task_1`; unique within the definition.",
  })
  id!: string;

  @Field(() => FormTaskType, { description: "What is done in it." })
  type!: StoredTaskType;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the submission came to it; null for a step of a definition, which nobody has come to.",
  })
  startedAt!: number | null;

  name!: LocalizedText;
}
