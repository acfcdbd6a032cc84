import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { LifeEventRow, LifeEventStepRow } from "../../../drizzle/catalogue/tables.js";

@ObjectType("LifeEvent", {
  description:
    "Something that happens in a life or in a business (a death, a new house, a new firm), and what there is to do then, " +
    "with all the agencies that have to do with it.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class LifeEvent {
  @Field(() => ID, { description: "Its name here, e.g. `a-death-in-the-family`." })
  id!: string;

  title!: LifeEventRow["title"];
  description!: LifeEventRow["description"];
}

@ObjectType("LifeEventStep", { description: "One thing to do in a life event.", simpleResolvers: true })
export class LifeEventStep {
  @Field(() => ID, { description: "Its name within the life event." })
  id!: string;

  @Field(() => Boolean, { description: "Whether it concerns some only; `why` says whom." })
  isOptional!: boolean;

  @Field(() => [ID], {
    description: "The steps of this life event, by `id`, that have to be done before it; empty where none.",
  })
  dependsOn!: readonly string[];

  serviceId!: string;
  title!: LifeEventStepRow["title"];
  due!: LifeEventStepRow["due"];
  reason!: LifeEventStepRow["reason"];
}
