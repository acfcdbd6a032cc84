import { Field, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../../../schema/scalars.js";
import { ServiceOwner } from "./service-owner.js";

@ObjectType("ServiceResourceVersion", {
  description: "A service's entry as it stood from one change to the next.",
  simpleResolvers: true,
})
export class ServiceResourceVersion {
  @Field(() => Int, { description: "Counts up from 1." })
  version!: number;

  @Field(() => DateTimeScalar, { description: "When it was changed into this." })
  changedAt!: number;

  @Field(() => ServiceOwner, {
    nullable: true,
    description: "Who changed it; null where it was read from a document, or by who runs the catalogue.",
  })
  changedBy!: ServiceOwner | null;

  @Field(() => String, { description: "All of it, as JSON in Altinn Resource Registry's shape." })
  document!: string;
}
