import "reflect-metadata"; // before any class with decorators is evaluated
import { Directive, Field, ObjectType } from "type-graphql";

/** A text in one language, as Dialogporten has it in every type of its schema. */
@ObjectType("Localization", { description: "A text in one language.", simpleResolvers: true })
@Directive("@shareable")
export class Localization {
  @Field(() => String, { description: "The text." })
  value!: string;

  @Field(() => String, { description: "ISO 639-1, e.g. `nb`, `nn`, `en`." })
  languageCode!: string;
}
