import { Directive, Field, ID, ObjectType } from "type-graphql";

@ObjectType("Workspace", { simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Workspace {
  @Field(() => ID)
  id!: string;
}
