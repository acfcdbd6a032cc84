import "reflect-metadata"; // before any class with decorators is evaluated
import { Directive, Field, ObjectType } from "type-graphql";

/** Where Dialogporten's metadata of services says that there is more. */
@ObjectType("ServiceResourceMetadataLinks", {
  description: "Where there is more about something.",
  simpleResolvers: true,
})
@Directive("@shareable")
export class ServiceResourceMetadataLinks {
  @Field(() => String, { description: "Its URN: ask the graph for it by that." })
  metadata!: string;
}
