import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import type { LocalizedText } from "../../../schema/localization.js";
import { CursorScalar } from "../../../schema/scalars.js";
import { PageInfo } from "../../../schema/types/page-info.js";

export enum PackageSubjectType {
  ORGANIZATION = "ORGANIZATION",
  PERSON = "PERSON",
}

registerEnumType(PackageSubjectType, {
  name: "PackageSubjectType",
  description: "Whose things an access package opens.",
  valuesConfig: {
    ORGANIZATION: { description: "An organisation's." },
    PERSON: { description: "A person's." },
  },
});

@ObjectType("PackageAreaGroup", {
  description: "Areas of access packages that belong together: general ones, trades, those of citizens.",
  simpleResolvers: true,
})
export class PackageAreaGroup {
  @Field(() => ID, { description: "What it is known by everywhere." })
  urn!: string;

  @Field(() => PackageSubjectType, { description: "Whose things its packages open." })
  entityType!: PackageSubjectType;

  name!: LocalizedText;
  description!: LocalizedText;
}

@ObjectType("PackageArea", {
  description: "What access packages are about, e.g. tax, duties and accounts.",
  simpleResolvers: true,
})
export class PackageArea {
  @Field(() => ID, { description: "What it is known by everywhere." })
  urn!: string;

  name!: LocalizedText;
  description!: LocalizedText;
  groupUrn!: string;
}

@ObjectType("AccessPackage", {
  description:
    "Rights to services that belong together: roles hold packages, and packages can be given to others.",
  simpleResolvers: true,
})
@Directive('@key(fields: "urn")')
export class AccessPackage {
  @Field(() => ID, {
    description: "What policies name it by, e.g. `urn:altinn:accesspackage:skatt-naering`.",
  })
  urn!: string;

  @Field(() => PackageSubjectType, { description: "Whose things it opens." })
  entityType!: PackageSubjectType;

  @Field(() => Boolean, { description: "Whether it can be given to others." })
  isAssignable!: boolean;

  @Field(() => Boolean, { description: "Whether it can be passed on to an agent with a client." })
  isDelegable!: boolean;

  @Field(() => Boolean, { description: "Whether agencies' policies may name it." })
  isAvailableForServiceOwners!: boolean;

  name!: LocalizedText;
  description!: LocalizedText;
  area!: string;
}

@ObjectType("AccessPackageEdge", { description: "An access package in a list.", simpleResolvers: true })
export class AccessPackageEdge {
  @Field(() => CursorScalar, { description: "This package's position in the list." })
  cursor!: string;

  @Field(() => AccessPackage, { description: "The package." })
  node!: AccessPackage;
}

@ObjectType("AccessPackageConnection", { description: "A page of access packages.", simpleResolvers: true })
export class AccessPackageConnection {
  @Field(() => [AccessPackageEdge], { description: "The packages of this page." })
  edges!: AccessPackageEdge[];

  @Field(() => PageInfo, { description: "Where this page lies in the list." })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many packages the whole list has." })
  totalCount!: number;
}
