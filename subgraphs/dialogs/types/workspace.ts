import { Directive, Field, ID, ObjectType } from "type-graphql";

@ObjectType("Workspace")
@Directive('@key(fields: "id")')
export class Workspace {
  @Field(() => ID)
  id!: string;
}
