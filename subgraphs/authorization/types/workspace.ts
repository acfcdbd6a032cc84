import { Directive, Field, ID, ObjectType } from "type-graphql";

@ObjectType("Workspace", {
  description:
    "What somebody has to do with public services: on their own behalf and on behalf of those whom they may act for.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class Workspace {
  @Field(() => ID, {
    description: "Names the parties that the workspace is about; it gives no access by itself.",
  })
  id!: string;
}
