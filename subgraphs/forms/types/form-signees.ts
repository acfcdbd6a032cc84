import { Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import type { SigneeRow } from "../../../drizzle/forms/tables-parts.js";
import { DateTimeScalar, PartyUrnScalar } from "../../../schema/scalars.js";
import type { SigneeStatus } from "../signing/signees.js";

export enum FormSigneeStatus {
  WAITING = "WAITING",
  SIGNED = "SIGNED",
  DECLINED = "DECLINED",
}

registerEnumType(FormSigneeStatus, {
  name: "FormSigneeStatus",
  description: "How a person who is named to sign stands.",
  valuesConfig: {
    WAITING: { description: "Has yet to sign, or to decline." },
    SIGNED: { description: "Has signed, and the signature counts." },
    DECLINED: { description: "Has said that they will not sign. They may still change their mind." },
  },
});

@ObjectType("FormSignee", {
  description: "A person who is named to sign a submission, whatever else they may see of the party.",
  simpleResolvers: true,
})
export class FormSignee {
  @Field(() => String, { description: "As the register had it when they were named." })
  name!: string;

  @Field(() => ID, { description: "The task that they sign in, by its id in the form's process." })
  taskId!: string;

  @Field(() => DateTimeScalar, { description: "When they were named." })
  namedAt!: number;

  /** How they stand in the task as it is now. */
  status!: SigneeStatus;
  /** When they signed; `null` where they have not. */
  signedAt!: number | null;
  party!: SigneeRow["party"];
  declinedReason!: string | null;
}

@InputType("FormSigneeInput", { description: "A person who is to sign." })
export class FormSigneeInput {
  @Field(() => PartyUrnScalar, { description: "The person, by number: `urn:altinn:person:identifier-no:…`." })
  party!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Their last name, as a check; left out by the service owner, and for whoever is on the list already.",
  })
  lastName?: string | null;
}

@InputType("NameFormSigneesInput", { description: "Who signs a submission." })
export class NameFormSigneesInput {
  @Field(() => ID, { description: "Which submission." })
  id!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The task that they sign in; omitted where the form has one in which named persons sign.",
  })
  taskId?: string | null;

  @Field(() => [FormSigneeInput], {
    description: "All of them, at most 50: whoever is on the list and not here is taken off it.",
  })
  signees!: FormSigneeInput[];
}
