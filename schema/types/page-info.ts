import "reflect-metadata"; // before any class with decorators is evaluated
import { Directive, Field, ObjectType } from "type-graphql";
import { CursorScalar } from "../scalars.js";

@ObjectType("PageInfo", { description: "Where a page lies in its list (Relay).", simpleResolvers: true })
@Directive("@shareable")
export class PageInfo {
  @Field(() => Boolean, { description: "Whether there is more after this page." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether there is something before this page." })
  hasPreviousPage!: boolean;

  @Field(() => CursorScalar, {
    nullable: true,
    description: "Position of the page's first item; null if it is empty.",
  })
  startCursor!: string | null;

  @Field(() => CursorScalar, {
    nullable: true,
    description:
      "Position of the page's last item, or, where the page ends before it is full, of where it ended: give it as `after`.",
  })
  endCursor!: string | null;
}

/** The page info of a forward page. Cursors are made when they are read, as the edges' own are. */
export const pageInfoOf = (
  edges: readonly { readonly cursor: string }[],
  page: { hasNextPage: boolean; hasPreviousPage: boolean },
): PageInfo => ({
  ...page,
  get startCursor() {
    return edges[0]?.cursor ?? null;
  },
  get endCursor() {
    return edges.at(-1)?.cursor ?? null;
  },
});
