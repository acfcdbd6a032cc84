import { Field, Int, ObjectType } from "type-graphql";
import type { PolicyInForce, PolicyRight } from "../../../schema/policies-port.js";

@ObjectType("ServicePolicyRight", {
  description: "That a policy lets somebody do something.",
  simpleResolvers: true,
})
export class ServicePolicyRight implements PolicyRight {
  @Field(() => String, {
    description: "To whom it is given: the URN of a role, an access package or another attribute.",
  })
  subjectUrn!: string;

  @Field(() => String, { description: "What they may do with the service, e.g. `read`." })
  action!: string;
}

@ObjectType("ServicePolicy", {
  description: "Who may do what with a service: what all access to it is decided by.",
  simpleResolvers: true,
})
export class ServicePolicy implements Pick<PolicyInForce, "xml" | "rights" | "minimumLevel"> {
  @Field(() => String, { description: "The policy itself: XACML 3.0, as XML." })
  xml!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The authentication level that it asks for, from 0 to 4; null where it asks for none.",
  })
  minimumLevel!: number | null;

  @Field(() => [ServicePolicyRight], {
    nullable: true,
    description: "What it says, as a list; null where no list says the same, e.g. because it has conditions.",
  })
  rights!: readonly PolicyRight[] | null;
}
