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

interface EdgeOfPage {
  readonly cursor: string;
}

/** A class because of its getters: those of an object literal outlive the request, with the rows that they can reach. */
class ForwardPageInfo implements PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly #edges: readonly EdgeOfPage[];
  readonly #endOf: (() => string | null) | null;

  constructor(
    edges: readonly EdgeOfPage[],
    { hasNextPage, hasPreviousPage }: Pick<PageInfo, "hasNextPage" | "hasPreviousPage">,
    endOf: (() => string | null) | null,
  ) {
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
    this.#edges = edges;
    this.#endOf = endOf;
  }

  get startCursor(): string | null {
    return this.#edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#endOf === null ? (this.#edges.at(-1)?.cursor ?? null) : this.#endOf();
  }
}

/**
 * The page info of a forward page. Cursors are made when they are read, as the edges' own are; what is copied from it
 * lacks them.
 * @param endOf where the page ends, if that is not its last edge
 */
export const pageInfoOf = (
  edges: readonly EdgeOfPage[],
  page: Pick<PageInfo, "hasNextPage" | "hasPreviousPage">,
  endOf: (() => string | null) | null = null,
): PageInfo => new ForwardPageInfo(edges, page, endOf);
