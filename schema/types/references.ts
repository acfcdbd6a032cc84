import "reflect-metadata"; // before any class with decorators is evaluated
import { Directive, Field, ID, ObjectType } from "type-graphql";

/*
 * Entities as the rooms that do not own them name them: the key, and nothing else. The owner's fields, and those
 * fields' descriptions, are found through the key.
 */

@ObjectType("Party", { simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class PartyReference {
  @Field(() => ID)
  id!: string;
}

@ObjectType("ServiceResource", { simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class ServiceResourceReference {
  @Field(() => ID)
  id!: string;
}

@ObjectType("FormInstance", { simpleResolvers: true })
@Directive('@key(fields: "id", resolvable: false)')
export class FormInstanceReference {
  @Field(() => ID)
  id!: string;
}
