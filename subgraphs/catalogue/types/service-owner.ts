import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";

@ObjectType("ServiceOwner", {
  description:
    "An agency, municipality or other body that offers services here. All but `code` is null where the catalogue " +
    "does not know it, and null with an error where the catalogue can't answer.",
  simpleResolvers: true,
})
@Directive('@key(fields: "code")')
export class ServiceOwner {
  @Field(() => ID, { description: "Short code, the same on every platform, e.g. `skd`." })
  code!: string;

  @Field(() => String, { nullable: true, description: "Nine digits." })
  organizationNumber!: string;

  @Field(() => String, { nullable: true, description: "The owner's own pages." })
  homepage!: string | null;

  name!: LocalizedText;
}
