import { Field, ID, ObjectType } from "type-graphql";
import type { FormStep as StoredStep } from "../../../drizzle/forms/values.js";
import type { LocalizedText } from "../../../schema/localization.js";

@ObjectType("FormField", { description: "One question of a step.", simpleResolvers: true })
export class FormField {
  @Field(() => String, {
    description: "Where the answer stands: a JSON pointer into the answers; `*` is each item of a list.",
  })
  path!: string;

  label!: LocalizedText;
  guidance?: LocalizedText;
}

@ObjectType("FormStep", {
  description: "A page of the guided dialogue: what is asked together.",
  simpleResolvers: true,
})
export class FormStep {
  @Field(() => ID, { description: "Unique within the form." })
  id!: string;

  @Field(() => ID, { description: "The task of the process that it belongs to." })
  taskId!: string;

  title!: LocalizedText;
  guidance?: LocalizedText;
  /** Those that are asked. */
  fields!: StoredStep["fields"];
}
