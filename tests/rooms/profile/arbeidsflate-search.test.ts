import { describe, expect, it } from "vitest";
import { askedOf, filterOfAsked } from "../../../subgraphs/profile/rules/arbeidsflate-search.js";

/** A Monday in summer. */
const NOW = Date.parse("2026-06-15T08:00:00Z");

/** What a client of Arbeidsflate's saves: `status=DRAFT&org=skd`. */
const pairs = (query: string) => [...new URLSearchParams(query)].map(([id, value]) => ({ id, value }));

const filterOf = (view: string, query: string, { searchString = "", now = NOW } = {}) =>
  filterOfAsked({ searchString, fromView: view, filters: pairs(query) }, now);

describe("a search of Arbeidsflate's as the history's filter", () => {
  it.each([
    ["/", "", { folder: "INBOX" }],
    ["/drafts", "", { folder: "DRAFTS" }],
    ["/archive", "org=skd", { folder: "ARCHIVE", owner: ["skd"] }],
    ["/", "status=AWAITING&status=DRAFT", { status: ["AWAITING", "DRAFT"] }],
    ["/", "status=AWAITING&status=SENT", { status: ["AWAITING"], systemLabel: ["SENT"] }],
    ["/", "systemLabel=ARCHIVE", { systemLabel: ["ARCHIVE"] }],
    ["/drafts", "systemLabel=BIN", { status: ["DRAFT"], systemLabel: ["BIN"] }],
    ["/sent", "systemLabel=ARCHIVE", { systemLabel: ["ARCHIVE", "SENT"] }],
    ["/", "isContentSeen=unread", { isContentSeen: false }],
    ["/bin", "isContentSeen=read", { folder: "BIN", isContentSeen: true }],
    ["/", "service=skattemelding", { service: ["urn:altinn:resource:skattemelding"] }],
    ["/", "service=urn:altinn:resource:mva", { service: ["urn:altinn:resource:mva"] }],
    ["/", "updated=TODAY", { updatedAfter: "2026-06-14T22:00:00.000Z" }],
    ["/", "updated=THIS_WEEK", { updatedAfter: "2026-06-14T22:00:00.000Z" }],
    ["/", "updated=THIS_MONTH", { updatedAfter: "2026-05-31T22:00:00.000Z" }],
    ["/", "updated=LAST_SIX_MONTHS", { updatedAfter: "2025-12-14T23:00:00.000Z" }],
    ["/", "updated=LAST_TWELVE_MONTHS", { updatedAfter: "2025-06-14T22:00:00.000Z" }],
    ["/", "updated=OLDER_THAN_ONE_YEAR", { updatedBefore: "2025-06-15T21:59:59.999Z" }],
    [
      "/",
      "updated=fromAndToDate&fromDate=2026-01-01&toDate=2026-03-31",
      { updatedAfter: "2025-12-31T23:00:00.000Z", updatedBefore: "2026-03-31T21:59:59.999Z" },
    ],
    ["/", "toDate=2026-03-31", { updatedBefore: "2026-03-31T21:59:59.999Z" }],
  ])("%s?%s", (view, query, filter) => {
    expect(filterOf(view, query)).toEqual(filter);
  });

  it("looks everywhere from the inbox where words are looked for, and nowhere else", () => {
    expect(filterOf("/", "", { searchString: "mva" })).toEqual({});
    expect(filterOf("/bin", "", { searchString: "mva" })).toEqual({ folder: "BIN" });
  });

  it("reckons this week from the day that it is looked up", () => {
    const sunday = Date.parse("2026-06-21T21:59:59Z");
    expect(filterOf("/", "updated=THIS_WEEK", { now: sunday })).toEqual(filterOf("/", "updated=THIS_WEEK"));
    expect(filterOf("/", "updated=THIS_WEEK", { now: sunday + 1_000 })).toEqual({
      updatedAfter: "2026-06-21T22:00:00.000Z",
    });
  });

  it.each(["colour=red", "status=SHINY", "updated=LATELY", "isContentSeen=perhaps", "fromDate=then"])(
    "is none for %s",
    (query) => {
      expect(filterOf("/", query)).toBeNull();
    },
  );

  it.each([
    { folder: "ARCHIVE", owner: ["skd"], status: ["AWAITING"] },
    { isContentSeen: false, systemLabel: ["SENT"], service: ["urn:altinn:resource:mva"] },
    { updatedAfter: "2025-12-31T23:00:00.000Z", updatedBefore: "2026-03-31T21:59:59.999Z" },
  ])("is shown to its clients so that they find the same: %o", (filter) => {
    const asked = askedOf({ search: null, filter, asked: null });
    expect(filterOfAsked(asked, NOW)).toEqual(filter);
  });
});
