import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import type { ReasonedDecision, ReasonedGrant } from "../rules/decision.js";

export enum GrantType {
  ROLE = "ROLE",
  ACCESS_PACKAGE = "ACCESS_PACKAGE",
  RESOURCE_DELEGATION = "RESOURCE_DELEGATION",
  INSTANCE_DELEGATION = "INSTANCE_DELEGATION",
}

registerEnumType(GrantType, {
  name: "GrantType",
  description: "What a right stems from.",
  valuesConfig: {
    ROLE: { description: "A role in a public register, e.g. managing director." },
    ACCESS_PACKAGE: { description: "An access package: by a role, or given by somebody." },
    RESOURCE_DELEGATION: { description: "A right to the service, given by somebody." },
    INSTANCE_DELEGATION: { description: "A right to this one thing, given by somebody." },
  },
});

@ObjectType("AccessGrant", { description: "One reason why access is given.", simpleResolvers: true })
export class AccessGrant {
  @Field(() => GrantType, { description: "What the right stems from." })
  grantType!: GrantType;

  @Field(() => String, { description: "URN of the role, access package, service or instance." })
  subject!: string;

  grant!: ReasonedGrant;
}

@ObjectType("AccessEvidence", {
  description: "Why somebody may see something, and how sure it must be that it is them.",
  simpleResolvers: true,
})
export class AccessEvidence {
  @Field(() => Int, { description: "The authentication level that they signed in with." })
  currentAuthenticationLevel!: number;

  @Field(() => Int, {
    description:
      "The level that the content needs; where it is above the current one, a stronger login opens it.",
  })
  requiredAuthenticationLevel!: number;

  @Field(() => Boolean, { description: "Whether a role gives access." })
  viaRole!: boolean;

  @Field(() => Boolean, { description: "Whether an access package gives access." })
  viaAccessPackage!: boolean;

  @Field(() => Boolean, { description: "Whether the right to the service was given by somebody." })
  viaResourceDelegation!: boolean;

  @Field(() => Boolean, { description: "Whether the right to this one thing was given by somebody." })
  viaInstanceDelegation!: boolean;

  @Field(() => [AccessGrant], { description: "Every reason, the nearest first." })
  grants!: AccessGrant[];

  decision!: ReasonedDecision;
}
