import { Field, Int, ObjectType } from "type-graphql";
import type { TextRange } from "../rules/highlights.js";
import { HighlightFieldEnum } from "./enums.js";

export const HIGHLIGHT_FIELDS = [
  "TITLE",
  "SUMMARY",
  "SENDER_NAME",
  "EXTERNAL_REFERENCE",
  "ADDITIONAL_INFO",
  "SEARCH_TAG",
  "ATTACHMENT",
  "TRANSMISSION",
  "ACTIVITY",
] as const;

/** Where words stand that were found. */
export type HighlightField = (typeof HIGHLIGHT_FIELDS)[number];

@ObjectType("HighlightRange", { description: "A stretch of a text.", simpleResolvers: true })
export class HighlightRange implements TextRange {
  @Field(() => Int, { description: "Where it begins: UTF-16 code units from 0, as JavaScript counts." })
  start!: number;

  @Field(() => Int, { description: "How long it is, in UTF-16 code units." })
  length!: number;
}

@ObjectType("Highlight", {
  description:
    "Words that were found, and the text around them. The text is plain, whatever stands in it: it is no markup.",
  simpleResolvers: true,
})
export class Highlight {
  @Field(() => HighlightFieldEnum, { description: "Where it stands." })
  field!: HighlightField;

  @Field(() => String, {
    description: "The text, or of a long one the piece around the first word that was found.",
  })
  text!: string;

  @Field(() => [HighlightRange], { description: "The words that were found, from the first to the last." })
  ranges!: readonly TextRange[];
}
