import { Field, ID, ObjectType } from "type-graphql";

@ObjectType("Process", { description: "One case that several items, also of several agencies, belong to." })
export class Process {
  @Field(() => ID, { description: "The URI that its agencies have agreed on." })
  id!: string;
}
