import { Field, ID, InputType } from "type-graphql";
import { PartyUrnScalar } from "../../../schema/scalars.js";

/** Between whom, as the giver names them. */
@InputType()
abstract class GivingInput {
  @Field(() => PartyUrnScalar, { description: "On whose behalf." })
  from!: string;

  @Field(() => PartyUrnScalar, {
    description:
      "Who gets it: an organisation by its number, a person by number and last name, or by `Party.urn` anybody whom " +
      "the giver has to do with already.",
  })
  to!: string;

  @Field(() => String, { nullable: true, description: "Of a person who is named by number." })
  lastName!: string | null;
}

@InputType()
abstract class TakingInput {
  @Field(() => PartyUrnScalar, { description: "On whose behalf it was given." })
  from!: string;

  @Field(() => PartyUrnScalar, { description: "Who was given it." })
  to!: string;
}

@InputType("GiveAccessPackagesInput", { description: "Which access packages to give, and to whom." })
export class GiveAccessPackagesInput extends GivingInput {
  @Field(() => [ID], { description: "URNs of access packages, from 1 to 100." })
  packages!: string[];
}

@InputType("RevokeAccessPackagesInput", { description: "Which access packages to take back, and from whom." })
export class RevokeAccessPackagesInput extends TakingInput {
  @Field(() => [ID], { description: "URNs of access packages." })
  packages!: string[];
}

@InputType("GiveRightsInput", { description: "Which rights to a service to give, and to whom." })
export class GiveRightsInput extends GivingInput {
  @Field(() => ID, { description: "URN of the service." })
  service!: string;

  @Field(() => [String], { description: "Right keys, or names of actions (`read`), from 1 to 100." })
  rights!: string[];
}

@InputType("RevokeRightsInput", { description: "Which rights to a service to take back, and from whom." })
export class RevokeRightsInput extends TakingInput {
  @Field(() => ID, { description: "URN of the service." })
  service!: string;

  @Field(() => [String], { nullable: true, description: "Right keys or names of actions; omitted = all." })
  rights!: string[] | null;
}

@InputType("GiveInstanceRightsInput", { description: "Which rights to one thing to give, and to whom." })
export class GiveInstanceRightsInput extends GiveRightsInput {
  @Field(() => String, { description: "`urn:altinn:instance-id:…` or `urn:altinn:dialog-id:…`." })
  instanceRef!: string;
}

@InputType("RevokeInstanceRightsInput", { description: "Which rights to one thing to take back." })
export class RevokeInstanceRightsInput extends TakingInput {
  @Field(() => String, { description: "`urn:altinn:instance-id:…` or `urn:altinn:dialog-id:…`." })
  instanceRef!: string;

  @Field(() => [String], { nullable: true, description: "Right keys or names of actions; omitted = all." })
  rights!: string[] | null;
}

@InputType("RevokeAllAccessInput", { description: "Between whom to end everything that was given by name." })
export class RevokeAllAccessInput extends TakingInput {}

@InputType("AddAgentInput", { description: "Whom to make an agent of which organisation." })
export class AddAgentInput {
  @Field(() => PartyUrnScalar, { description: "The organisation that serves clients." })
  facilitator!: string;

  @Field(() => PartyUrnScalar, {
    description:
      "A person by number and last name, an agents' system user, or anybody of theirs by `Party.urn`.",
  })
  agent!: string;

  @Field(() => String, { nullable: true, description: "Of a person who is named by number." })
  lastName!: string | null;
}

@InputType("RemoveAgentInput", { description: "Who is no longer an agent of which organisation." })
export class RemoveAgentInput {
  @Field(() => PartyUrnScalar, { description: "The organisation that serves clients." })
  facilitator!: string;

  @Field(() => PartyUrnScalar, { description: "Who acts, or is to act, for the clients." })
  agent!: string;
}

@InputType()
abstract class ClientInput extends RemoveAgentInput {
  @Field(() => PartyUrnScalar, { description: "Whose access is passed on." })
  client!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "What the organisation is to the client: a role's URN or code; omitted where there is only one.",
  })
  role!: string | null;
}

@InputType("AddClientAccessInput", { description: "What of a client to pass on to an agent." })
export class AddClientAccessInput extends ClientInput {
  @Field(() => [ID], { nullable: true, description: "URNs of access packages." })
  packages!: string[] | null;

  @Field(() => [ID], { nullable: true, description: "URNs of services." })
  services!: string[] | null;
}

@InputType("RemoveClientAccessInput", { description: "What of a client to take from an agent." })
export class RemoveClientAccessInput extends ClientInput {
  @Field(() => [ID], {
    nullable: true,
    description: "URNs of access packages; with no services either = everything.",
  })
  packages!: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: "URNs of services; with no packages either = everything.",
  })
  services!: string[] | null;
}
