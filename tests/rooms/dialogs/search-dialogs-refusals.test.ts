import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";

const OURS = partyOf(0);
const THEIRS = partyOf(1);

const SEARCH = `query($input: SearchDialogInput!) { searchDialogs(input: $input) {
  hasNextPage continuationToken errors { __typename message } items { id }
} }`;

const VIEWERS = { kari: { party: OURS.urn, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } };

const at = (daysAgo: number): string => new Date(NOW - daysAgo * DAY).toISOString();

/** What is asked for, and the messages of what is wrong with it. */
const INVALID: readonly [what: string, input: object, messages: readonly string[]][] = [
  ["no party and no service", {}, ["Name at least one party or one serviceResource."]],
  ["a party that is none", { party: ["kari"] }, ["party[0] is not the URN of a party."]],
  [
    "a service that is none",
    { serviceResource: ["letters"] },
    ["serviceResource[0] is not the URN of a service; it begins with urn:altinn:resource:."],
  ],
  [
    "a short search",
    { party: [OURS.urn], search: "ab" },
    ["search has fewer than 3 characters; write more, or leave it out."],
  ],
  [
    "too long a search",
    { party: [OURS.urn], search: "a".repeat(501) },
    ["The search has 501 characters; at most 500 are read. Leave some out."],
  ],
  ["a limit of nothing", { party: [OURS.urn], limit: 0 }, ["limit is 0; ask for 1 to 1000."]],
  ["a limit too large", { party: [OURS.urn], limit: 1_001 }, ["limit is 1001; ask for 1 to 1000."]],
  ["a process that is no URI", { party: [OURS.urn], process: "case 1" }, ["process is not a URI."]],
  [
    "a language that is none",
    { party: [OURS.urn], searchLanguageCode: "norsk?" },
    ['searchLanguageCode is not a language code; write it like "nb".'],
  ],
  [
    "ranges that hold nothing, and everything else that is wrong at once",
    {
      party: [OURS.urn],
      createdAfter: at(0),
      createdBefore: at(1),
      dueAfter: at(0),
      dueBefore: at(1),
      limit: -1,
    },
    [
      "createdAfter is later than createdBefore; nothing lies between them.",
      "dueAfter is later than dueBefore; nothing lies between them.",
      "limit is -1; ask for 1 to 1000.",
    ],
  ],
];

/** An error, what is asked for, and the message. */
const REFUSED: readonly (readonly [type: string, input: object, message: string])[] = [
  [
    "SearchDialogForbidden",
    { party: [THEIRS.urn] },
    "You act for none of these parties. Name parties that `parties` lists.",
  ],
  [
    "SearchDialogDomainError",
    { party: [OURS.urn], search: "???" },
    "search has no letter and no digit, so nothing can be looked for.",
  ],
  ...[[{}], [{ createdAt: "ASC", dueAt: "ASC" }], [{ dueAt: "ASC" }, { dueAt: "DESC" }]].map(
    (orderBy) =>
      [
        "SearchDialogOrderByParsingError",
        { party: [OURS.urn], orderBy },
        "Give one field in each object of orderBy, and each field once.",
      ] as const,
  ),
  ...[
    "",
    "createdat",
    "createdat_2026-06-15T08:00:00Z",
    "dueat_2026-06-15T08:00:00Z,id_0199a000-0000-7000-8000-000000000001",
    "createdat_yesterday,id_0199a000-0000-7000-8000-000000000001",
    "createdat_,id_0199a000-0000-7000-8000-000000000001",
    "createdat_2026-06-15T08:00:00Z,id_1",
    "createdat_2026-06-15T08:00:00Z,id_0199a000-0000-7000-8000-000000000001,id_0199a000-0000-7000-8000-000000000001",
  ].map(
    (continuationToken) =>
      [
        "SearchDialogContinuationTokenParsingError",
        { party: [OURS.urn], orderBy: [{ createdAt: "ASC" }], continuationToken },
        "Give the continuationToken of the page before, unchanged, with the same orderBy.",
      ] as const,
  ),
];

describeOnBothDatabases("what Query.searchDialogs refuses", (dialect) => {
  const open = async () => {
    const { ask } = await openTestRoom({ dialect, viewers: VIEWERS });
    return {
      ask,
      async search(input: object) {
        const { data, errors } = await ask("kari", SEARCH, { input });
        expect(errors).toBeUndefined();
        return data.searchDialogs;
      },
    };
  };

  it("is told with all that is wrong with it at once", async () => {
    const { search } = await open();
    for (const [what, input, messages] of INVALID) {
      expect([what, await search(input)]).toEqual([
        what,
        {
          items: null,
          hasNextPage: false,
          continuationToken: null,
          errors: messages.map((message) => ({ __typename: "SearchDialogValidationError", message })),
        },
      ]);
    }
  });

  it("is told as an error of its own kind", async () => {
    const { search } = await open();
    for (const [type, input, message] of REFUSED) {
      expect([input, await search(input)]).toMatchObject([
        input,
        { items: null, errors: [{ __typename: type, message }] },
      ]);
    }
  });

  it("takes as many values as `limits` says, and not one more", async () => {
    const { ask, search } = await open();
    const { data } = await ask(
      "kari",
      `{ limits {
        endUserSearch { maxPartyFilterValues maxServiceResourceFilterValues maxOrgFilterValues maxExtendedStatusFilterValues }
        serviceOwnerSearch { maxPartyFilterValues maxServiceResourceFilterValues maxExtendedStatusFilterValues }
      } }`,
    );
    expect(data.limits).toEqual({
      endUserSearch: {
        maxPartyFilterValues: 100,
        maxServiceResourceFilterValues: 20,
        maxOrgFilterValues: 20,
        maxExtendedStatusFilterValues: 20,
      },
      serviceOwnerSearch: {
        maxPartyFilterValues: 20,
        maxServiceResourceFilterValues: 20,
        maxExtendedStatusFilterValues: 20,
      },
    });
    const { endUserSearch: limits } = data.limits;
    const many = (count: number, of: (index: number) => string) =>
      Array.from({ length: count }, (_, i) => of(i));
    const cases = [
      ["party", limits.maxPartyFilterValues, () => OURS.urn],
      ["serviceResource", limits.maxServiceResourceFilterValues, serviceOf],
      ["org", limits.maxOrgFilterValues, String],
      ["extendedStatus", limits.maxExtendedStatusFilterValues, String],
    ] as const;
    for (const [name, most, of] of cases) {
      expect((await search({ party: [OURS.urn], [name]: many(most, of) })).errors).toEqual([]);
      expect((await search({ party: [OURS.urn], [name]: many(most + 1, of) })).errors).toEqual([
        {
          __typename: "SearchDialogValidationError",
          message: `${name} names ${most + 1} values; name at most ${most}.`,
        },
      ]);
    }
  });
});
