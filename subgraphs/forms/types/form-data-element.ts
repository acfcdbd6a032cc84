import { Field, ID, Int, ObjectType } from "type-graphql";

@ObjectType("FormDataElement", {
  description: "One thing that was filled in or attached. Its bytes are fetched elsewhere.",
  simpleResolvers: true,
})
export class FormDataElement {
  @Field(() => ID, { description: "UUID." })
  id!: string;

  @Field(() => String, { description: "Which of the form's kinds of data it is, e.g. `model` or `vedlegg`." })
  dataType!: string;

  @Field(() => String, {
    nullable: true,
    description: "The name that the file was attached with; null for what was filled in.",
  })
  filename!: string | null;

  @Field(() => String, { description: "Media type, e.g. `application/pdf`." })
  contentType!: string;

  @Field(() => Int, { description: "Size in bytes." })
  sizeBytes!: number;

  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the file, in hexadecimal; null for what was filled in.",
  })
  contentHash!: string | null;
}
