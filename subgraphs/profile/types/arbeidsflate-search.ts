import { Field, InputType, Int, ObjectType } from "type-graphql";

@ObjectType("SearchDataValueFilter", {
  description: "One value that a search is narrowed by, as Arbeidsflate has it.",
  simpleResolvers: true,
})
export class SearchDataValueFilter {
  @Field(() => String, { nullable: true, description: "What it is a value of: `org`, `status`, `service` …" })
  id!: string | null;

  @Field(() => String, { nullable: true, description: "One that is wanted." })
  value!: string | null;
}

@ObjectType("SavedSearchData", {
  description: "What a saved search looks for, as Arbeidsflate has it.",
  simpleResolvers: true,
})
export class SavedSearchData {
  @Field(() => String, { nullable: true, description: "The words to look for." })
  searchString!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The page that it was saved on: `/`, `/drafts`, `/sent` …",
  })
  fromView!: string | null;

  @Field(() => [String], {
    nullable: "itemsAndList",
    description: "Parties that it is about, as `parties` names them; empty: all of them.",
  })
  urn!: readonly string[] | null;

  @Field(() => [SearchDataValueFilter], {
    nullable: "itemsAndList",
    description: "What it is narrowed by.",
  })
  filters!: readonly SearchDataValueFilter[] | null;
}

@ObjectType("SavedSearches", {
  description: "A search that the viewer has saved, as Arbeidsflate has it; `SavedSearch` has more.",
  simpleResolvers: true,
})
export class SavedSearches {
  @Field(() => Int, { description: "A number of the viewer's own." })
  id!: number;

  @Field(() => String, { description: "What the viewer calls it; empty where they call it nothing." })
  name!: string;

  @Field(() => SavedSearchData, { description: "What it looks for." })
  data!: SavedSearchData;

  @Field(() => String, { description: "When it was saved, in RFC 3339 form." })
  createdAt!: string;

  @Field(() => String, { description: "When it was last changed, in RFC 3339 form." })
  updatedAt!: string;
}

@InputType("SearchDataValueFilterInput", { description: "One value that a search is to be narrowed by." })
export class SearchDataValueFilterInput {
  @Field(() => String, {
    nullable: true,
    description: "What it is a value of; `org`, `status`, `service`, `fromDate` and `toDate` are understood.",
  })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "One that is wanted." })
  value?: string | null;
}

@InputType("SavedSearchInput", { description: "What a search is to look for, as Arbeidsflate has it." })
export class SavedSearchInput {
  @Field(() => String, { nullable: true, description: "The words to look for." })
  searchString?: string | null;

  @Field(() => String, { nullable: true, description: "The page that it is saved on." })
  fromView?: string | null;

  @Field(() => [String], { nullable: "itemsAndList", description: "Parties that it is to be about, by URN." })
  urn?: (string | null)[] | null;

  @Field(() => [SearchDataValueFilterInput], {
    nullable: "itemsAndList",
    description: "What it is to be narrowed by.",
  })
  filters?: (SearchDataValueFilterInput | null)[] | null;
}
