import { Field, ObjectType, registerEnumType } from "type-graphql";
import type { Way } from "../delegation/index.js";

export enum DelegationCheckCode {
  ROLE_ACCESS = "ROLE_ACCESS",
  PACKAGE_ACCESS = "PACKAGE_ACCESS",
  DELEGATION_ACCESS = "DELEGATION_ACCESS",
  MISSING_ROLE_ACCESS = "MISSING_ROLE_ACCESS",
  MISSING_PACKAGE_ACCESS = "MISSING_PACKAGE_ACCESS",
  MISSING_DELEGATION_ACCESS = "MISSING_DELEGATION_ACCESS",
  PACKAGE_NOT_ASSIGNABLE = "PACKAGE_NOT_ASSIGNABLE",
  RESOURCE_NOT_DELEGABLE = "RESOURCE_NOT_DELEGABLE",
  RESOURCE_IS_MASKINPORTEN_SCHEMA = "RESOURCE_IS_MASKINPORTEN_SCHEMA",
  ACCESS_LIST_VALIDATION_FAIL = "ACCESS_LIST_VALIDATION_FAIL",
  INSUFFICIENT_AUTHENTICATION_LEVEL = "INSUFFICIENT_AUTHENTICATION_LEVEL",
}

registerEnumType(DelegationCheckCode, {
  name: "DelegationCheckCode",
  description: "Why something can be given to others, or not; after Altinn's delegation check.",
  valuesConfig: {
    ROLE_ACCESS: { description: "A role of yours lets you give it." },
    PACKAGE_ACCESS: { description: "An access package that you may give lets you give it." },
    DELEGATION_ACCESS: { description: "It was given to you by name." },
    MISSING_ROLE_ACCESS: { description: "You have none of the roles that it takes." },
    MISSING_PACKAGE_ACCESS: { description: "You may give none of the access packages that it takes." },
    MISSING_DELEGATION_ACCESS: { description: "It was not given to you by name either." },
    PACKAGE_NOT_ASSIGNABLE: { description: "Nobody can give this access package to others." },
    RESOURCE_NOT_DELEGABLE: { description: "Nobody can give rights to this service to others." },
    RESOURCE_IS_MASKINPORTEN_SCHEMA: {
      description: "It is an API's scope: Maskinporten's own delegation is for it.",
    },
    ACCESS_LIST_VALIDATION_FAIL: { description: "No access list of the service lets the party in." },
    INSUFFICIENT_AUTHENTICATION_LEVEL: { description: "It takes a stronger login to give it." },
  },
});

@ObjectType("DelegationCheckReason", {
  description: "One reason why something can be given to others, or not.",
  simpleResolvers: true,
})
export class DelegationCheckReason {
  @Field(() => DelegationCheckCode, { description: "The reason." })
  code!: DelegationCheckCode;

  @Field(() => Boolean, {
    description: "Whether you may give it as main administrator, without being able to use it yourself.",
  })
  isMainAdministrator!: boolean;

  way!: Way | null;
}

@ObjectType("PackageDelegationCheck", {
  description: "Whether you may give an access package to others on a party's behalf.",
  simpleResolvers: true,
})
export class PackageDelegationCheck {
  @Field(() => Boolean, { description: "Whether you may." })
  isDelegable!: boolean;

  @Field(() => [DelegationCheckReason], { description: "Why, or why not." })
  reasons!: DelegationCheckReason[];

  packageUrn!: string;
}

@ObjectType("RightDelegationCheck", {
  description: "Whether you may give one right to a service to others on a party's behalf.",
  simpleResolvers: true,
})
export class RightDelegationCheck {
  @Field(() => String, { description: "The right's key, in the shape of Altinn Resource Registry's." })
  rightKey!: string;

  @Field(() => String, { description: "What the right lets one do, e.g. `read`." })
  action!: string;

  @Field(() => Boolean, { description: "Whether you may." })
  isDelegable!: boolean;

  @Field(() => [DelegationCheckReason], { description: "Why, or why not." })
  reasons!: DelegationCheckReason[];
}
