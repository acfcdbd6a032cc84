import { type CursorCodec, CursorError } from "../lib/cursor.js";
import { DomainError, type ErrorCatalogue } from "../lib/errors.js";
import { type PageInfo, pageInfoOf } from "./types/page-info.js";

export type PagingErrorCode = "PAGE_SIZE_OUT_OF_RANGE" | "CURSOR_INVALID";

/** What can go wrong in every paged list; a room with such lists spreads this into its own catalogue. */
export const pagingErrors: ErrorCatalogue<PagingErrorCode> = {
  PAGE_SIZE_OUT_OF_RANGE: {
    status: 400,
    meaning: "A page was asked for with fewer than one or more than the allowed number of items.",
    remedy: "Ask for a page within the bounds that the message names.",
  },
  CURSOR_INVALID: {
    status: 400,
    meaning:
      "The cursor was not given by this list, was altered, or belongs to another order, filter or viewer.",
    remedy: "Start again from the first page, and pass cursors on unchanged.",
  },
};

/** Where an item lies in its list: the values of its sort key, most significant first, the unique one last. */
export type Position = readonly (string | number | null)[];

/** A forward page (Relay's `first` and `after`) as a resolver is asked for it. */
export interface PageRequest {
  readonly first: number;
  readonly after: string | null | undefined;
  /** The largest `first` that the list allows. */
  readonly maxFirst: number;
  /** Names the list: its order, its filter and its viewer. Cursors open for that list only. */
  readonly list: string;
}

/** An item of a page. A class because of its getter: those of an object literal outlive the request, with their rows. */
export class PageEdge<Node> {
  readonly node: Node;
  readonly #sign: () => string;

  constructor(node: Node, sign: () => string) {
    this.node = node;
    this.#sign = sign;
  }

  /** Signed when it is read: few clients ask for more than the page's own. What is copied from an edge lacks it. */
  get cursor(): string {
    return this.#sign();
  }

  /** The edge of what its item is shown as. */
  as<Shown>(node: Shown): PageEdge<Shown> {
    return new PageEdge(node, this.#sign);
  }
}

/** A checked page: read `take` rows after `after` in the list's order, then make the connection of them. */
export interface Page {
  /** `null` on the first page. */
  readonly after: Position | null;
  /** One row more than the page holds: it tells whether there is a next page. */
  readonly take: number;
  /**
   * @param stoppedAt where reading stopped before the page was full: the next page goes on from there
   */
  connection<Row>(
    rows: readonly Row[],
    positionOf: (row: Row) => Position,
    stoppedAt?: Position | null,
  ): { edges: PageEdge<Row>[]; pageInfo: PageInfo };
}

const readCursor = (cursors: CursorCodec, list: string, cursor: string): Position => {
  try {
    return cursors.decode(list, cursor);
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    throw new DomainError("CURSOR_INVALID", `${error.message} Start again from the first page.`);
  }
};

/** @throws DomainError `PAGE_SIZE_OUT_OF_RANGE` or `CURSOR_INVALID` */
export const openPage = (cursors: CursorCodec, request: PageRequest): Page => {
  const { first, maxFirst, list } = request;
  if (!(first >= 1 && first <= maxFirst)) {
    throw new DomainError("PAGE_SIZE_OUT_OF_RANGE", `Ask for first from 1 to ${maxFirst}; it was ${first}.`);
  }
  const after = request.after == null ? null : readCursor(cursors, list, request.after);
  return {
    after,
    take: first + 1,
    connection(rows, positionOf, stoppedAt = null) {
      const edges = rows
        .slice(0, first)
        .map((node) => new PageEdge(node, () => cursors.encode(list, positionOf(node))));
      const hasMore = rows.length > first;
      const pageInfo = pageInfoOf(
        edges,
        { hasNextPage: hasMore || stoppedAt !== null, hasPreviousPage: after !== null },
        stoppedAt === null || hasMore ? null : () => cursors.encode(list, stoppedAt),
      );
      return { edges, pageInfo };
    },
  };
};
