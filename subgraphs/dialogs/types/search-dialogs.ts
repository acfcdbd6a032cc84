import { Field, InterfaceType, ObjectType } from "type-graphql";
import { OrderDirectionEnum } from "./enums.js";
import { SearchDialog } from "./search-dialog.js";

@InterfaceType("SearchDialogError", { description: "Why dialogs can't be searched like this." })
export abstract class SearchDialogError {
  @Field(() => String, { description: "What happened and what to do, in English." })
  message!: string;

  constructor(message: string) {
    this.message = message;
  }
}

@ObjectType("SearchDialogValidationError", {
  implements: SearchDialogError,
  description: "The input does not make sense. There is one for each problem.",
})
export class SearchDialogValidationError extends SearchDialogError {}

@ObjectType("SearchDialogDomainError", {
  implements: SearchDialogError,
  description: "The input makes sense, but there is nothing that could be looked for.",
})
export class SearchDialogDomainError extends SearchDialogError {}

@ObjectType("SearchDialogForbidden", {
  implements: SearchDialogError,
  description: "The viewer acts for none of the parties that are named.",
})
export class SearchDialogForbidden extends SearchDialogError {}

@ObjectType("SearchDialogContinuationTokenParsingError", {
  implements: SearchDialogError,
  description: "The continuation token is none, or is one of another order.",
})
export class SearchDialogContinuationTokenParsingError extends SearchDialogError {}

@ObjectType("SearchDialogOrderByParsingError", {
  implements: SearchDialogError,
  description: "The order can't be read.",
})
export class SearchDialogOrderByParsingError extends SearchDialogError {}

@ObjectType("SearchDialogSortType", {
  description: "One thing that the answer is ordered by: the field that is not null.",
  simpleResolvers: true,
})
export class SearchDialogSortType {
  @Field(() => OrderDirectionEnum, { nullable: true, description: "By when it was created." })
  createdAt?: "ASC" | "DESC" | null;

  @Field(() => OrderDirectionEnum, { nullable: true, description: "By when anything of it last changed." })
  updatedAt?: "ASC" | "DESC" | null;

  @Field(() => OrderDirectionEnum, {
    nullable: true,
    description: "By when it is due; what has no due date comes last in both directions.",
  })
  dueAt?: "ASC" | "DESC" | null;

  @Field(() => OrderDirectionEnum, { nullable: true, description: "By when its content last changed." })
  contentUpdatedAt?: "ASC" | "DESC" | null;
}

@ObjectType("SearchDialogsPayload", {
  description: "A page of dialogs, or why there is none.",
  simpleResolvers: true,
})
export class SearchDialogsPayload {
  @Field(() => [SearchDialog], { nullable: true, description: "The page; null where there is an error." })
  items!: SearchDialog[] | null;

  @Field(() => Boolean, { description: "Whether there is more after this page." })
  hasNextPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Where this page ends: give it, with the same `orderBy`, to go on from there.",
  })
  continuationToken!: string | null;

  @Field(() => [SearchDialogSortType], { description: "What the page is ordered by; ties are broken by id." })
  orderBy!: SearchDialogSortType[];

  @Field(() => [SearchDialogError], { description: "Why there is none; empty where there is." })
  errors!: SearchDialogError[];
}
