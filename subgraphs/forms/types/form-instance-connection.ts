import { Field, Int, ObjectType } from "type-graphql";
import { CursorScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";
import { FormInstance } from "./form-instance.js";

@ObjectType("FormInstanceEdge", { description: "A submission in a list.", simpleResolvers: true })
export class FormInstanceEdge {
  @Field(() => CursorScalar, { description: "This submission's position in the list." })
  cursor!: string;

  @Field(() => FormInstance, { description: "The submission." })
  node!: FormInstance;
}

@ObjectType("FormInstanceConnection", {
  description: "A page of submissions, newest change first.",
  simpleResolvers: true,
})
export class FormInstanceConnection {
  @Field(() => [FormInstanceEdge], { description: "The submissions of this page." })
  edges!: FormInstanceEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many submissions the whole list has." })
  totalCount!: number;
}
