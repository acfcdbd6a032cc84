import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { DateTimeScalar } from "../../../schema/scalars.js";

@ObjectType("FormInstance", {
  description: "One filling-in of a form, from its first draft to the receipt of what was sent.",
  simpleResolvers: true,
})
@Directive('@key(fields: "id")')
export class FormInstance {
  @Field(() => ID, { description: "`urn:altinn:instance-id:{partyId}/{uuid}`." })
  id!: FormInstanceRow["id"];

  @Field(() => DateTimeScalar, {
    description: "When anything of it was last changed, by the party or by the service owner.",
  })
  lastChangedAt!: FormInstanceRow["lastChangedAt"];

  @Field(() => DateTimeScalar, { nullable: true, description: "The deadline for sending it." })
  dueBefore!: FormInstanceRow["dueBefore"];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was sent for good; from then on it does not change. Null while it is under way.",
  })
  archivedAt!: FormInstanceRow["archivedAt"];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it was last sent to the service owner; null while it never was.",
  })
  submittedAt!: FormInstanceRow["submittedAt"];

  definitionId!: FormInstanceRow["definitionId"];
  definitionVersion!: FormInstanceRow["definitionVersion"];
  serviceResource!: FormInstanceRow["serviceResource"];
  party!: FormInstanceRow["party"];
  createdAt!: FormInstanceRow["createdAt"];
  visibleAfter!: FormInstanceRow["visibleAfter"];
  currentTaskId!: FormInstanceRow["currentTaskId"];
  currentTaskStartedAt!: FormInstanceRow["currentTaskStartedAt"];
  processEndedAt!: FormInstanceRow["processEndedAt"];
  confirmedAt!: FormInstanceRow["confirmedAt"];
  softDeletedAt!: FormInstanceRow["softDeletedAt"];
  substatus!: FormInstanceRow["substatus"];
  presentationTexts!: FormInstanceRow["presentationTexts"];
  dataElements!: FormInstanceRow["dataElements"];
  currentStepId!: FormInstanceRow["currentStepId"];
  changeCount!: FormInstanceRow["changeCount"];
  round!: FormInstanceRow["round"];
  startedByOwner!: FormInstanceRow["startedByOwner"];
  hardDeletedAt!: FormInstanceRow["hardDeletedAt"];
}
