import { expect, it } from "vitest";
import { uuidFromName } from "../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, aTransmission, DAY, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";

const OURS = partyOf(0);
const THEIRS = partyOf(1);
const KARI = { urn: `${PERSON_PREFIX}17912099997`, id: uuidFromName("kari") };

const SEARCH = `query($input: SearchDialogInput!) { searchDialogs(input: $input) {
  hasNextPage continuationToken orderBy { createdAt updatedAt dueAt contentUpdatedAt }
  errors { __typename message }
  items { id content { title { value { value languageCode } } } }
} }`;

const SCOPE = scopeOf([OURS, KARI], { [serviceOf(0)]: 3, [serviceOf(2)]: 4 }, { level: 3 });
const VIEWERS = { kari: { party: KARI.urn, scope: SCOPE } };

const letters = Array.from({ length: 7 }, (_, index) =>
  aDialog(`letter ${index}`, {
    dialog: {
      createdAt: NOW - (index + 1) * DAY,
      updatedAt: NOW - (7 - index) * DAY,
      contentUpdatedAt: NOW - (index + 1) * DAY,
      dueAt: index % 3 === 0 ? null : NOW + (index % 3) * DAY,
      extendedStatusCode: index % 2 === 0 ? "even" : null,
      externalReference: index === 3 ? "sak-3" : null,
      status: index === 5 ? "COMPLETED" : "AWAITING",
    },
  }),
);

describeOnBothDatabases("Query.searchDialogs", (dialect) => {
  const open = (dialogs = letters) => openTestRoom({ dialect, viewers: VIEWERS, dialogs });
  type Page = {
    items: { content: { title: { value: { value: string }[] } } }[] | null;
    errors: { __typename: string; message: string }[];
    hasNextPage: boolean;
    continuationToken: string | null;
    orderBy: unknown;
  };
  const search = async (
    room: Awaited<ReturnType<typeof open>>,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Page> => {
    const { data, errors } = await room.ask("kari", SEARCH, { input });
    expect(errors).toBeUndefined();
    return data.searchDialogs;
  };
  const titles = ({ items }: Page) => (items ?? []).map(({ content }) => content.title.value[0]?.value);

  it("gives every field of a dialog, and costs the same few statements however long the page is", async () => {
    const full = aDialog("full", {
      dialog: {
        party: KARI.urn,
        extendedStatusCode: "MOTTATT",
        extendedStatus: { nb: "Mottatt" },
        systemLabels: 1 | 16,
        isSeenSinceLastContentUpdate: true,
        guiAttachmentCount: 2,
        progress: 40,
        process: "urn:case:1",
        summary: { nb: "Kort" },
        senderName: { nb: "Etaten" },
      },
      transmissions: [aTransmission("message")],
      activities: ["first", "last"].map((name, index) => ({
        id: uuidFromName(name),
        createdAt: NOW + index,
        type: "INFORMATION" as const,
        extendedType: null,
        transmissionId: null,
        performedBy: { actorType: "SERVICE_OWNER" as const, actorId: null, actorName: null },
        description: { nb: name },
      })),
      seenLog: [
        {
          id: uuidFromName("seen"),
          seenAt: NOW,
          seenBy: { actorType: "PARTY_REPRESENTATIVE", actorId: KARI.urn, actorName: null },
          endUserType: "Person",
          isViaServiceOwner: false,
        },
      ],
    });
    const room = await open([full, ...letters]);
    const query = `query($input: SearchDialogInput!) { searchDialogs(input: $input) { errors { message } items {
      id org serviceResource serviceResourceType party progress process precedingProcess guiAttachmentCount
      extendedStatus externalReference createdAt updatedAt contentUpdatedAt dueAt status hasUnopenedContent isApiOnly
      fromServiceOwnerTransmissionsCount fromPartyTransmissionsCount isContentSeen
      latestActivity { type description { value } performedBy { actorType } }
      content { title { value { value } mediaType } summary { value { value } } senderName { value { value } }
        extendedStatus { value { value } } }
      seenSinceLastUpdate { isCurrentEndUser seenAt } seenSinceLastContentUpdate { isCurrentEndUser }
      endUserContext { revision systemLabels }
    } } }`;
    room.statements.length = 0;
    const { data, errors } = await room.ask("kari", query, {
      input: { party: [`urn:altinn:party:uuid:${KARI.id}`, OURS.urn] },
    });
    expect(errors).toBeUndefined();
    // The page, the latest activities, the seen log.
    expect(room.statements).toHaveLength(3);
    expect(data.searchDialogs.items).toHaveLength(8);
    expect(data.searchDialogs.items.find(({ id }: { id: string }) => id === full.dialog.id)).toEqual({
      id: full.dialog.id,
      org: "tst",
      serviceResource: serviceOf(0),
      serviceResourceType: "genericaccessresource",
      party: `urn:altinn:party:uuid:${KARI.id}`,
      progress: 40,
      process: "urn:case:1",
      precedingProcess: null,
      guiAttachmentCount: 2,
      extendedStatus: "MOTTATT",
      externalReference: null,
      createdAt: new Date(NOW - DAY).toISOString(),
      updatedAt: new Date(NOW - DAY).toISOString(),
      contentUpdatedAt: new Date(NOW - DAY).toISOString(),
      dueAt: null,
      status: "NOT_APPLICABLE",
      hasUnopenedContent: false,
      isApiOnly: false,
      fromServiceOwnerTransmissionsCount: 0,
      fromPartyTransmissionsCount: 0,
      isContentSeen: true,
      latestActivity: {
        type: "INFORMATION",
        description: [{ value: "last" }],
        performedBy: { actorType: "SERVICE_OWNER" },
      },
      content: {
        title: { value: [{ value: "full" }], mediaType: "text/plain" },
        summary: { value: [{ value: "Kort" }] },
        senderName: { value: [{ value: "Etaten" }] },
        extendedStatus: { value: [{ value: "Mottatt" }] },
      },
      seenSinceLastUpdate: [{ isCurrentEndUser: true, seenAt: new Date(NOW).toISOString() }],
      seenSinceLastContentUpdate: [{ isCurrentEndUser: true }],
      endUserContext: { revision: full.dialog.endUserContextRevision, systemLabels: ["DEFAULT", "SENT"] },
    });
  });

  it.each([
    [
      "by default",
      undefined,
      [0, 1, 2, 3, 4, 5, 6],
      /^contentupdatedat_2026-06-\d\dT08:00:00\.0000000Z,id_[0-9a-f-]{36}$/,
    ],
    ["by any change", [{ updatedAt: "DESC" }], [6, 5, 4, 3, 2, 1, 0], /^updatedat_/],
    [
      "by due date and creation",
      [{ dueAt: "ASC" }, { createdAt: "DESC" }],
      [1, 4, 2, 5, 0, 3, 6],
      /^dueat_(2026-06-\d\dT08:00:00\.0000000Z)?,createdat_/,
    ],
    [
      "by due date backwards and creation",
      [{ dueAt: "DESC" }, { createdAt: "ASC" }],
      [5, 2, 4, 1, 6, 3, 0],
      /^dueat_/,
    ],
  ] as const)("walks every dialog once, in order, %s", async (_, orderBy, expected, token) => {
    const room = await open();
    for (const limit of [1, 2, 3, 7, 100]) {
      const walked: unknown[] = [];
      let page: Page | null = null;
      while (page === null || page.hasNextPage) {
        page = await search(room, {
          party: [OURS.urn],
          limit,
          ...(orderBy === undefined ? {} : { orderBy }),
          continuationToken: page?.continuationToken ?? null,
        });
        expect(page.errors).toEqual([]);
        expect(page.continuationToken).toMatch(token);
        walked.push(...titles(page));
      }
      expect(walked).toEqual(expected.map((index) => `letter ${index}`));
      const again = await search(room, {
        party: [OURS.urn],
        ...(orderBy === undefined ? {} : { orderBy }),
        continuationToken: page.continuationToken,
      });
      expect(again).toMatchObject({
        items: [],
        hasNextPage: false,
        continuationToken: page.continuationToken,
      });
    }
  });

  it("says what it is ordered by", async () => {
    const room = await open();
    const { orderBy } = await search(room, {
      serviceResource: [serviceOf(0)],
      orderBy: [{ dueAt: "ASC" }, { createdAt: "DESC" }],
    });
    const none = { createdAt: null, updatedAt: null, dueAt: null, contentUpdatedAt: null };
    expect(orderBy).toEqual([
      { ...none, dueAt: "ASC" },
      { ...none, createdAt: "DESC" },
    ]);
  });

  it("filters by all that Dialogporten's search has", async () => {
    const room = await open();
    const cases: readonly [what: string, filter: object, expected: readonly number[]][] = [
      ["the owner's codes", { extendedStatus: ["even", "odd"] }, [0, 2, 4, 6]],
      ["the owner's reference", { externalReference: "sak-3" }, [3]],
      ["statuses", { status: ["COMPLETED", "DRAFT"] }, [5]],
      ["agencies", { org: ["other"] }, []],
      ["any change, bounds included", { updatedAfter: at(5), updatedBefore: at(4) }, [2, 3]],
      [
        "a change of content, bounds included",
        { contentUpdatedAfter: at(3), contentUpdatedBefore: at(2) },
        [1, 2],
      ],
      ["creation", { createdBefore: at(7) }, [6]],
      ["the due date", { dueAfter: at(-2) }, [2, 5]],
      ["all of the words", { search: "letter AND 4" }, [4]],
      ["any of the words", { search: "nothing 4" }, [4]],
      [
        "nothing that an empty list would leave out",
        { status: [], org: [], systemLabel: [] },
        [0, 1, 2, 3, 4, 5, 6],
      ],
    ];
    for (const [what, filter, expected] of cases) {
      const page = await search(room, { party: [OURS.urn], ...filter });
      expect([what, ...titles(page)]).toEqual([what, ...expected.map((index) => `letter ${index}`)]);
    }
  });

  it("asks for all labels at once, and leaves out what is for programs only where told to", async () => {
    const room = await open([
      aDialog("archived", { dialog: { systemLabels: 4 } }),
      aDialog("archived and sent", { dialog: { systemLabels: 4 | 16 } }),
      aDialog("for programs", { dialog: { isApiOnly: true } }),
    ]);
    const found = async (filter: object) =>
      titles(await search(room, { party: [OURS.urn], ...filter })).sort();
    expect(await found({ systemLabel: ["ARCHIVE", "SENT"] })).toEqual(["archived and sent"]);
    expect(await found({})).toEqual(["archived", "archived and sent", "for programs"]);
    expect(await found({ excludeApiOnly: true })).toEqual(["archived", "archived and sent"]);
  });

  it("shows the non-sensitive texts where the login is too weak, and nothing that tells more", async () => {
    const room = await open([
      aDialog("secret diagnosis", {
        dialog: {
          serviceResource: serviceOf(2),
          nonSensitiveTitle: { nb: "Brev" },
          summary: { nb: "diagnosis" },
        },
        activities: [
          {
            id: uuidFromName("telling"),
            createdAt: NOW,
            type: "INFORMATION",
            extendedType: null,
            transmissionId: null,
            performedBy: { actorType: "SERVICE_OWNER", actorId: null, actorName: null },
            description: { nb: "diagnosis" },
          },
        ],
      }),
      aDialog("hidden diagnosis", { dialog: { serviceResource: serviceOf(2) } }),
    ]);
    const query = `query($input: SearchDialogInput!) { searchDialogs(input: $input) { items {
      latestActivity { id } content { title { value { value } } summary { mediaType } }
    } } }`;
    const { data } = await room.ask("kari", query, { input: { party: [OURS.urn] } });
    expect(data.searchDialogs.items).toEqual([
      { latestActivity: null, content: { title: { value: [{ value: "Brev" }] }, summary: null } },
    ]);
    expect(titles(await search(room, { party: [OURS.urn], search: "diagnosis" }))).toEqual([]);
  });

  it("gives texts in the language that the request accepts, and in all where it does not say", async () => {
    const room = await open([aDialog("x", { dialog: { title: { nb: "Brev", en: "Letter" } } })]);
    const texts = async (acceptLanguage?: string) => {
      const { data } = await room.ask("kari", SEARCH, { input: { party: [OURS.urn] } }, "nb", acceptLanguage);
      return data.searchDialogs.items[0].content.title.value;
    };
    const [nb, en] = [
      { value: "Brev", languageCode: "nb" },
      { value: "Letter", languageCode: "en" },
    ];
    expect(await texts()).toEqual([nb, en]);
    expect(await texts("nb, en;q=0.9")).toEqual([nb]);
    expect(await texts("en, nb;q=0.9")).toEqual([en]);
  });

  it("never shows a dialog of a party or service that the viewer may not see", async () => {
    const room = await open([
      aDialog("ours"),
      aDialog("theirs", { dialog: { party: THEIRS.urn } }),
      aDialog("other service", { dialog: { serviceResource: serviceOf(1) } }),
    ]);
    expect(titles(await search(room, { party: [OURS.urn, THEIRS.urn] }))).toEqual(["ours"]);
    expect(titles(await search(room, { serviceResource: [serviceOf(0), serviceOf(1)] }))).toEqual(["ours"]);
  });
});

function at(daysAgo: number): string {
  return new Date(NOW - daysAgo * DAY).toISOString();
}
