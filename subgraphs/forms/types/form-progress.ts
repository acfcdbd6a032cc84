import { Field, Int, ObjectType } from "type-graphql";

@ObjectType("FormProgress", {
  description: "How far a submission has come. Being turned down is not a step of the way.",
  simpleResolvers: true,
})
export class FormProgress {
  @Field(() => Int, { description: "How many steps are behind it." })
  completedTasks!: number;

  @Field(() => Int, { description: "How many steps the whole way has." })
  totalTasks!: number;
}
