import { Field, Int, ObjectType } from "type-graphql";

@ObjectType("Response", {
  description: "What came of a change, as Arbeidsflate has it. What failed for another reason is an error.",
  simpleResolvers: true,
})
export class Response {
  @Field(() => Boolean, { description: "Whether it was done." })
  success!: boolean;

  @Field(() => String, { nullable: true, description: "What was done; or why not, and what to do." })
  message!: string | null;

  @Field(() => Int, { nullable: true, description: "In how many seconds it can be tried again." })
  retryAfter!: number | null;
}
