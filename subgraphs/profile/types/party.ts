import { Directive, Field, ID, ObjectType } from "type-graphql";

@ObjectType("Party", { simpleResolvers: true })
@Directive('@key(fields: "id")')
export class Party {
  @Field(() => ID)
  id!: string;
}
