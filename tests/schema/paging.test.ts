import { describe, expect, it } from "vitest";
import { createCursorCodec } from "../../lib/cursor.js";
import { openPage, pagingErrors } from "../../schema/paging.js";
import type { PageInfo } from "../../schema/types/page-info.js";

const cursors = createCursorCodec(new Uint8Array(32).fill(1));
const request = { first: 2, after: null, maxFirst: 10, list: "drafts" };
const positionOf = (row: { at: number; id: string }) => [row.at, row.id];
const shown = ({ hasNextPage, hasPreviousPage, startCursor, endCursor }: PageInfo) => ({
  hasNextPage,
  hasPreviousPage,
  startCursor,
  endCursor,
});
const ROWS = ["a", "b", "c"].map((id, index) => ({ at: index, id }));

describe("a page", () => {
  it("takes one row more than it shows, to know whether there is a next one", () => {
    const page = openPage(cursors, request);
    expect(page).toMatchObject({ after: null, take: 3 });
    const { edges, pageInfo } = page.connection(ROWS, positionOf);
    expect(edges.map(({ node }) => node)).toEqual(ROWS.slice(0, 2));
    expect(shown(pageInfo)).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor,
      endCursor: edges[1]?.cursor,
    });
  });

  it("goes on after the last one's cursor", () => {
    const { pageInfo } = openPage(cursors, request).connection(ROWS, positionOf);
    const next = openPage(cursors, { ...request, after: pageInfo.endCursor });
    expect(next.after).toEqual([1, "b"]);
    expect(next.connection(ROWS.slice(2), positionOf).pageInfo).toMatchObject({
      hasNextPage: false,
      hasPreviousPage: true,
    });
  });

  it("may be empty", () => {
    const { edges, pageInfo } = openPage(cursors, request).connection([], positionOf);
    expect(edges).toEqual([]);
    expect(shown(pageInfo)).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  it.each([0, -1, 11, Number.NaN])("is refused where it is to have %d rows", (first) => {
    expect(() => openPage(cursors, { ...request, first })).toThrow(
      expect.objectContaining({
        code: "PAGE_SIZE_OUT_OF_RANGE",
        message: `Ask for first from 1 to 10; it was ${first}.`,
      }),
    );
  });

  it.each([
    ["", "The cursor is not one that this list gave."],
    ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "The cursor was altered, or was given by another installation."],
    [cursors.encode("receipts", [1, "b"]), "The cursor belongs to another order, filter or viewer."],
  ])("is refused after the cursor %j", (after, why) => {
    expect(() => openPage(cursors, { ...request, after })).toThrow(
      expect.objectContaining({ code: "CURSOR_INVALID", message: `${why} Start again from the first page.` }),
    );
  });

  it("passes on what went wrong where that was not the cursor", () => {
    const broken = { ...cursors, decode: () => expect.fail("the key is gone") };
    expect(() => openPage(broken, { ...request, after: "abc" })).toThrow("the key is gone");
  });
});

it("says of each of its problems what to do", () => {
  expect(Object.keys(pagingErrors).sort()).toEqual(["CURSOR_INVALID", "PAGE_SIZE_OUT_OF_RANGE"]);
});
