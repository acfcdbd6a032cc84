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
  options?: Readonly<Record<string, LocalizedText>>;
}

@ObjectType("FormOption", { description: "A choice, and what it is called.", simpleResolvers: true })
export class FormOption {
  @Field(() => String, { description: "The answer that it stands for, as text." })
  value!: string;

  @Field(() => String, { description: "What it is called." })
  label!: string;
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
