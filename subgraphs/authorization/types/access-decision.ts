import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { AccessEvidence } from "./access-evidence.js";

export enum Decision {
  PERMIT = "PERMIT",
  DENY = "DENY",
  NOT_APPLICABLE = "NOT_APPLICABLE",
}

registerEnumType(Decision, {
  name: "Decision",
  description: "What authorization says to a question.",
  valuesConfig: {
    PERMIT: { description: "Yes; see whether the login is strong enough." },
    DENY: { description: "Somebody said no." },
    NOT_APPLICABLE: { description: "Nobody said yes, which means no." },
  },
});

@ObjectType("StepUp", { description: "The stronger login that would open something.", simpleResolvers: true })
export class StepUp {
  @Field(() => Int, { description: "The authentication level that is needed, from 1 to 4." })
  requiredAuthenticationLevel!: number;

  @Field(() => [String], {
    description: "What to ask ID-porten for (`acr_values`): any of these is strong enough.",
  })
  acrValues!: readonly string[];
}

@ObjectType("AccessDecision", {
  description: "Whether you may do something on somebody's behalf, and why.",
  simpleResolvers: true,
})
export class AccessDecision {
  @Field(() => String, { description: "What was asked about, e.g. `read`." })
  action!: string;

  @Field(() => Decision, { description: "The decision, whatever the login." })
  decision!: Decision;

  @Field(() => Boolean, {
    description: "Whether you may do it now: permitted, and the login is strong enough.",
  })
  isPermitted!: boolean;

  @Field(() => Int, { description: "The authentication level that you signed in with." })
  currentAuthenticationLevel!: number;

  @Field(() => Int, { description: "The level that the action needs." })
  requiredAuthenticationLevel!: number;

  @Field(() => StepUp, {
    nullable: true,
    description: "The login that would open it; null where the present one is enough, or nothing would help.",
  })
  stepUp!: StepUp | null;

  @Field(() => AccessEvidence, { nullable: true, description: "Why it is permitted; null where it is not." })
  evidence!: AccessEvidence | null;
}
