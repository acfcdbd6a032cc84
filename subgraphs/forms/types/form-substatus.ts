import { ObjectType } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";

@ObjectType("FormSubstatus", {
  description: "The service owner's own words on how a submission is doing.",
  simpleResolvers: true,
})
export class FormSubstatus {
  label!: LocalizedText;
  description!: LocalizedText | null;
}
