import { expect, it } from "vitest";
import type { Scope } from "../../../schema/scope.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { aDialog, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { onWorkspace, openTestRoom } from "./room.js";

const [OURS, THEIRS] = [partyOf(0), partyOf(1)];
const KARI = `${PERSON_PREFIX}17912099997`;

const titles = (history: { edges: { node: { title: string } }[] }): string[] =>
  history.edges.map(({ node }) => node.title);

const TITLES = onWorkspace(
  "history(filter: $filter, search: $search) { edges { node { title } } }",
  "$filter: HistoryFilter, $search: String",
);

describeOnBothDatabases("what the history shows", (dialect) => {
  it("begins at visibleFrom, ends at expiresAt, and never holds what is deleted or for programs", async () => {
    const { ask, setNow } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs: [
        aDialog("always"),
        aDialog("later", { dialog: { visibleFrom: NOW + 10 } }),
        aDialog("expiring", { dialog: { expiresAt: NOW + 10 } }),
        aDialog("deleted", { dialog: { deletedAt: NOW - 1 } }),
        aDialog("for programs", { dialog: { isApiOnly: true } }),
      ],
    });
    const shown = async (now: number) => {
      setNow(now);
      return titles((await ask("kari", TITLES)).data._entities[0].history).sort();
    };
    expect(await shown(NOW + 9)).toEqual(["always", "expiring"]);
    expect(await shown(NOW + 10)).toEqual(["always", "later"]);
  });

  it("shows an item of a service that a group names twice once, at the weaker login", async () => {
    const services = [4, 3].map((requiredLevel) => ({ service: serviceOf(0), requiredLevel }));
    const scope: Scope = { level: 3, groups: [{ parties: [OURS], services }], instances: [] };
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope } },
      dialogs: [aDialog("ours", { dialog: { nonSensitiveTitle: { nb: "something" } } })],
    });
    expect(titles((await ask("kari", TITLES)).data._entities[0].history)).toEqual(["ours"]);
  });

  it("follows the scope: groups, single dialogs by both their names, and the workspace's parties", async () => {
    const ref = "urn:altinn:instance-id:50001/0199a000-0000-7000-8000-000000000001";
    const byId = aDialog("given by id", { dialog: { party: THEIRS.urn } });
    const scope = scopeOf(
      [OURS],
      { [serviceOf(0)]: 3 },
      {
        instances: [
          { party: THEIRS, service: serviceOf(0), instanceRef: ref, requiredLevel: 3 },
          {
            party: THEIRS,
            service: serviceOf(0),
            instanceRef: `urn:altinn:dialog-id:${byId.dialog.id}`,
            requiredLevel: 3,
          },
        ],
      },
    );
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope } },
      dialogs: [
        byId,
        aDialog("ours"),
        aDialog("another service of ours", { dialog: { serviceResource: serviceOf(1) } }),
        aDialog("theirs", { dialog: { party: THEIRS.urn } }),
        aDialog("given by instance", { dialog: { party: THEIRS.urn, instanceRef: ref } }),
        aDialog("the same instance in another service", {
          dialog: { party: THEIRS.urn, instanceRef: ref, serviceResource: serviceOf(1) },
        }),
      ],
    });
    const shown = async (filter: object | null, workspace = "everyone") =>
      titles(
        (await ask("kari", TITLES.replace("everyone", workspace), { filter })).data._entities[0].history,
      ).sort();
    expect(await shown(null)).toEqual(["given by id", "given by instance", "ours"]);
    expect(await shown({ parties: [OURS.urn] })).toEqual(["ours"]);
    expect(await shown({ parties: [`urn:altinn:party:uuid:${THEIRS.id}`] })).toEqual([
      "given by id",
      "given by instance",
    ]);
    expect(await shown({ parties: [] })).toEqual([]);
    expect(await shown({ service: [serviceOf(1)] })).toEqual([]);
    const onlyOurs = Buffer.from(OURS.id).toString("base64url");
    expect(await shown(null, onlyOurs)).toEqual(["ours"]);

    const refused = async (filter: object, workspace = "everyone") =>
      (await ask("kari", TITLES.replace("everyone", workspace), { filter })).errors?.map(
        ({ message, extensions }) => ({
          message,
          code: extensions["code"],
        }),
      );
    const error = {
      code: "PARTY_NOT_AUTHORISED",
      message:
        "Party 1 of the filter is none that you act for here. Name parties that Workspace.parties lists.",
    };
    expect(await refused({ parties: [partyOf(2).urn] })).toEqual([error]);
    expect(await refused({ parties: [`urn:altinn:party:uuid:${partyOf(2).id}`] })).toEqual([error]);
    expect(await refused({ parties: [THEIRS.urn] }, onlyOurs)).toEqual([error]);
  });

  it("shows the non-sensitive texts below a service's level, or hides the item and says how many are hidden", async () => {
    const dialogs = [
      aDialog("secret with a cover", {
        dialog: {
          serviceResource: serviceOf(1),
          summary: { nb: "Diagnosen" },
          nonSensitiveTitle: { nb: "Brev fra sykehuset" },
        },
      }),
      aDialog("secret", { dialog: { serviceResource: serviceOf(1) } }),
      aDialog("plain"),
    ];
    const scope = (level: number) => scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(1)]: 4 }, { level });
    const { ask } = await openTestRoom({
      dialect,
      viewers: {
        substantial: { party: KARI, scope: scope(3) },
        high: { party: `${PERSON_PREFIX}29822799980`, scope: scope(4) },
      },
      dialogs,
    });
    const query = onWorkspace(
      `history(search: $search) {
        edges { node { title summary isRedacted requiredAuthenticationLevel dialog { id } } }
        totalCount { value } hiddenByLogin { count { value precision } requiredLevel }
      }`,
      "$search: String",
    );
    const answer = async (viewer: string, search: string | null = null) =>
      (await ask(viewer, query, { search })).data._entities[0].history;
    const hidden = { count: { value: 1, precision: "EXACT" }, requiredLevel: 4 };
    const low = await answer("substantial");
    expect(low.edges.map(({ node }: { node: object }) => node)).toEqual(
      expect.arrayContaining([
        {
          title: "Brev fra sykehuset",
          summary: null,
          isRedacted: true,
          requiredAuthenticationLevel: 4,
          dialog: null,
        },
        {
          title: "plain",
          summary: null,
          isRedacted: false,
          requiredAuthenticationLevel: 3,
          dialog: { id: dialogs[2]?.dialog.id },
        },
      ]),
    );
    expect(low).toMatchObject({ totalCount: { value: 2 }, hiddenByLogin: hidden });
    expect(await answer("high")).toMatchObject({ totalCount: { value: 3 }, hiddenByLogin: null });

    // What a redacted item says below its cover finds nothing, and the number of hidden items does not tell either.
    expect(await answer("substantial", "diagnosen")).toEqual({
      edges: [],
      totalCount: { value: 0 },
      hiddenByLogin: hidden,
    });
    expect(await answer("high", "diagnosen")).toMatchObject({ totalCount: { value: 1 } });
    expect(await answer("substantial", "sykehuset")).toMatchObject({ totalCount: { value: 1 } });
  });

  it("sorts by folder as Arbeidsflate does: what was sent is in SENT and in its place", async () => {
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs: [
        aDialog("letter"),
        aDialog("draft", { dialog: { status: "DRAFT" } }),
        aDialog("sent", { dialog: { systemLabels: 1 | 16, status: "AWAITING" } }),
        aDialog("archived", { dialog: { systemLabels: 4 } }),
        aDialog("archived draft", { dialog: { systemLabels: 4, status: "DRAFT" } }),
        aDialog("sent and thrown away", { dialog: { systemLabels: 2 | 16 } }),
      ],
    });
    const inFolder = async (folder: string) =>
      titles((await ask("kari", TITLES, { filter: { folder } })).data._entities[0].history).sort();
    expect(await inFolder("INBOX")).toEqual(["letter", "sent"]);
    expect(await inFolder("DRAFTS")).toEqual(["draft"]);
    expect(await inFolder("SENT")).toEqual(["sent", "sent and thrown away"]);
    expect(await inFolder("ARCHIVE")).toEqual(["archived", "archived draft"]);
    expect(await inFolder("BIN")).toEqual(["sent and thrown away"]);

    const { data } = await ask(
      "kari",
      onWorkspace(
        "history { edges { node { title folder } } facets(by: FOLDER) { values { key count { value } } } }",
      ),
    );
    const { edges, facets } = data._entities[0].history;
    expect(
      Object.fromEntries(
        edges.map(({ node }: { node: { title: string; folder: string } }) => [node.title, node.folder]),
      ),
    ).toEqual({
      letter: "INBOX",
      draft: "DRAFTS",
      sent: "INBOX",
      archived: "ARCHIVE",
      "archived draft": "ARCHIVE",
      "sent and thrown away": "BIN",
    });
    expect(facets).toEqual([
      {
        values: [
          { key: "ARCHIVE", count: { value: 2 } },
          { key: "INBOX", count: { value: 2 } },
          { key: "SENT", count: { value: 2 } },
          { key: "BIN", count: { value: 1 } },
          { key: "DRAFTS", count: { value: 1 } },
        ],
      },
    ]);
  });

  it("counts up to its limit, and says so", async () => {
    const scope = scopeOf([OURS], { [serviceOf(0)]: 3, [serviceOf(1)]: 4 }, { level: 3 });
    const room = (items: number) =>
      openTestRoom({
        dialect,
        viewers: { kari: { party: KARI, scope } },
        dialogs: Array.from({ length: items }, (_, index) => [
          aDialog(`plain ${index}`),
          aDialog(`hidden ${index}`, { dialog: { serviceResource: serviceOf(1) } }),
        ]).flat(),
        countLimit: 5,
      });
    const query = `query { _entities(representations: [
      { __typename: "Workspace", id: "everyone" }, { __typename: "Party", id: "${OURS.id}" }
    ]) {
      ... on Workspace { history { totalCount { value precision } hiddenByLogin { count { value precision } }
        facets(by: [PARTY, SERVICE, OWNER, SOURCE]) { by valueCount values {
          key count { value precision } party { id } serviceResource { id } serviceOwner { code } source { name }
        } } } }
      ... on Party { unreadCount { value precision } }
    } }`;
    const five = { value: 5, precision: "EXACT" };
    const more = { value: 5, precision: "AT_LEAST" };
    const none = { party: null, serviceResource: null, serviceOwner: null, source: null };
    const exact = (await (await room(5)).ask("kari", query)).data._entities;
    expect(exact).toEqual([
      {
        history: {
          totalCount: five,
          hiddenByLogin: { count: five },
          facets: [
            {
              by: "PARTY",
              valueCount: 1,
              values: [{ ...none, key: OURS.id, count: five, party: { id: OURS.id } }],
            },
            {
              by: "SERVICE",
              valueCount: 1,
              values: [{ ...none, key: serviceOf(0), count: five, serviceResource: { id: serviceOf(0) } }],
            },
            {
              by: "OWNER",
              valueCount: 1,
              values: [{ ...none, key: "tst", count: five, serviceOwner: { code: "tst" } }],
            },
            {
              by: "SOURCE",
              valueCount: 1,
              values: [{ ...none, key: "altinn-3", count: five, source: { name: "altinn-3" } }],
            },
          ],
        },
      },
      { unreadCount: five },
    ]);
    const cut = (await (await room(7)).ask("kari", query)).data._entities;
    expect(cut).toMatchObject([
      { history: { totalCount: more, hiddenByLogin: { count: more } } },
      { unreadCount: more },
    ]);
    expect(cut[0].history.facets[0].values[0].count.precision).toBe("AT_LEAST");
  });

  it("is an error, and not empty, where authorization gives no answer", async () => {
    const { ask, authorization } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs: [aDialog("letter")],
    });
    authorization.scope = () => Promise.reject(new Error("no answer"));
    const { data, errors } = await ask("kari", TITLES);
    expect(data).toEqual({ _entities: [{ history: null }] });
    expect(errors?.map(({ message }) => message)).toEqual(["no answer"]);
  });

  it("finds an item by its key where it may be seen; unknown and hidden ones alike are null", async () => {
    const dialogs = [aDialog("letter"), aDialog("theirs", { dialog: { party: THEIRS.urn } })];
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs,
    });
    const [known, hidden] = dialogs.map(({ dialog }) => dialog.id);
    const query = `query($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on HistoryItem { title } ... on Dialog { org }
    } }`;
    const representations = ["HistoryItem", "Dialog"].flatMap((__typename) =>
      [known, hidden, "0199a000-0000-7000-8000-000000000009", "no id"].map((id) => ({ __typename, id })),
    );
    const { data } = await ask("kari", query, { representations });
    expect(data._entities).toEqual([{ title: "letter" }, null, null, null, { org: "tst" }, null, null, null]);
  });

  it("finds nothing, and does not fail, by values that no row can have", async () => {
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs: [aDialog("letter")],
    });
    const odd = ["\u0000", "'", '"', "{}", "\\", "%"];
    const filters = [
      { owner: odd },
      { source: odd },
      { service: odd },
      ...odd.map((process) => ({ process })),
    ];
    for (const filter of filters) {
      const { data, errors } = await ask("kari", TITLES, { filter });
      expect(errors).toBeUndefined();
      expect(titles(data._entities[0].history)).toEqual([]);
    }
    const { data } = await ask("kari", TITLES, { filter: { owner: [...odd, "tst"] } });
    expect(titles(data._entities[0].history)).toEqual(["letter"]);
  });

  it("reads filters of up to a thousand values", async () => {
    const { ask } = await openTestRoom({
      dialect,
      viewers: { kari: { party: KARI, scope: scopeOf([OURS], { [serviceOf(0)]: 3 }) } },
      dialogs: [aDialog("letter")],
    });
    const owner = (count: number) => ["tst", ...Array.from({ length: count - 1 }, (_, index) => `o${index}`)];
    const good = await ask("kari", TITLES, { filter: { owner: owner(1_000) } });
    expect(titles(good.data._entities[0].history)).toEqual(["letter"]);
    const { errors } = await ask("kari", TITLES, { filter: { owner: owner(1_001) } });
    expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
      { message: "filter.owner has 1001 values; name at most 1000.", extensions: { code: "LIST_TOO_LONG" } },
    ]);
  });
});
