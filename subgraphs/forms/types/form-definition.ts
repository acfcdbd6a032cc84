import { Field, ID, Int, ObjectType } from "type-graphql";
import type { FormContent, FormTask as StoredTask } from "../../../drizzle/forms/values.js";
import type { LocalizedText } from "../../../schema/localization.js";

@ObjectType("FormDefinition", {
  description: "A form as its owner published it. A submission stays on the version that it began with.",
  simpleResolvers: true,
})
export class FormDefinition {
  @Field(() => ID, { description: "`{owner}/{form}`; the same for every version." })
  id!: string;

  @Field(() => Int, { description: "Counts up from 1 with each change." })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of what was published, in hexadecimal; null for a form that is only shown here.",
  })
  hash!: string | null;

  title!: LocalizedText;
  content!: FormContent | null;
  tasks!: readonly StoredTask[];
}
