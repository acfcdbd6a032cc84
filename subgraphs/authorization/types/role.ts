import { Directive, Field, ID, ObjectType, registerEnumType } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";

export enum RoleProvider {
  ENTITY_REGISTER = "ENTITY_REGISTER",
  CIVIL_RIGHTS_AUTHORITY = "CIVIL_RIGHTS_AUTHORITY",
  ALTINN2 = "ALTINN2",
  ALTINN3 = "ALTINN3",
}

registerEnumType(RoleProvider, {
  name: "RoleProvider",
  description: "Who says that somebody has a role.",
  valuesConfig: {
    ENTITY_REGISTER: { description: "The register of legal entities." },
    CIVIL_RIGHTS_AUTHORITY: { description: "The guardianship authority." },
    ALTINN2: { description: "Altinn 2: roles that come with others." },
    ALTINN3: { description: "Altinn 3." },
  },
});

@ObjectType("Role", {
  description: "What somebody is to a party, by a public register or by what they were given.",
  simpleResolvers: true,
})
@Directive('@key(fields: "urn")')
export class Role {
  @Field(() => ID, { description: "E.g. `urn:altinn:external-role:ccr:daglig-leder`." })
  urn!: string;

  @Field(() => String, {
    nullable: true,
    description: "Its older URN, which policies may name as well, e.g. `urn:altinn:rolecode:dagl`.",
  })
  legacyUrn!: string | null;

  @Field(() => String, { description: "Short name, unique among roles." })
  code!: string;

  @Field(() => Boolean, {
    description: "Whether who has it stands in for the organisation towards others as well.",
  })
  isKeyRole!: boolean;

  @Field(() => RoleProvider, { nullable: true, description: "Who says so; null where that is not known." })
  provider!: RoleProvider | null;

  name!: LocalizedText;
  description!: LocalizedText | null;
}

@ObjectType("RolePackage", { description: "That a role holds an access package.", simpleResolvers: true })
export class RolePackage {
  @Field(() => String, {
    nullable: true,
    description: "The organisation form that it holds for; null for every form.",
  })
  variant!: string | null;

  @Field(() => Boolean, { description: "Whether the role may use the package." })
  hasAccess!: boolean;

  @Field(() => Boolean, { description: "Whether the role may give the package to others." })
  canDelegate!: boolean;

  roleUrn!: string;
  packageUrn!: string;
}
