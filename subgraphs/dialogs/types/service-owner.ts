import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the catalogue: here it is the key, and nothing else. */
@ObjectType("ServiceOwner", { simpleResolvers: true })
@Directive('@key(fields: "code", resolvable: false)')
export class ServiceOwnerReference {
  @Field(() => ID)
  code!: string;
}
