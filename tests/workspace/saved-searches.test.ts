import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchContent } from "../../subgraphs/profile/store/saved-searches.js";
import { type Graph, startGraph } from "../kit/graph.js";

const SAVED = "{ workspace { savedSearches { id name newItemCount { value precision } } } }";
const SAVE = `mutation($input: SaveSearchInput!) { saveSearch(input: $input) {
  savedSearch { id newItemCount { value precision } } errors { message } } }`;
const FOUND = `query($filter: HistoryFilter, $search: String) { workspace {
  history(filter: $filter, search: $search) { totalCount { value precision } } } }`;

/** What is new in a saved search, through the whole graph. */
describe("saved searches", () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ dialect: "sqlite", dialogs: 1_000 });
  }, 60_000);
  afterAll(() => graph.close());

  it("count what came since they were opened, as the history itself counts it", async () => {
    const { data, errors } = await graph.query("accountant", SAVED);
    expect(errors).toBeUndefined();
    const [search] = data.workspace.savedSearches;
    const [row] = await graph.stores.profile.searches.all(graph.world.profiles.savedSearches[1]?.owner ?? "");
    const filter = { ...row?.filter, updatedAfter: new Date((row?.createdAt ?? 0) + 1).toISOString() };
    const found = await graph.query("accountant", FOUND, { filter, search: row?.search });
    expect(search).toEqual({
      id: row?.id,
      name: "Mva som venter",
      newItemCount: found.data.workspace.history.totalCount,
    });
    expect(search.newItemCount.value).toBeGreaterThan(0);

    const open =
      "mutation($input: SavedSearchKeyInput!) { openSavedSearch(input: $input) { errors { message } } }";
    await graph.query("accountant", open, { input: { id: search.id } });
    const opened = await graph.query("accountant", SAVED);
    expect(opened.data.workspace.savedSearches[0].newItemCount).toEqual({ value: 0, precision: "EXACT" });
  });

  it("count what a client of Arbeidsflate's saved, by all that it can be narrowed by there", async () => {
    const create = `mutation($data: SavedSearchInput) { createSavedSearch(name: "Uleste", data: $data) { id } }`;
    const filters = [
      { id: "isContentSeen", value: "unread" },
      { id: "systemLabel", value: "DEFAULT" },
      { id: "updated", value: "LAST_SIX_MONTHS" },
    ];
    const { data } = await graph.query("accountant", create, { data: { fromView: "/", filters } });
    const owner = graph.world.profiles.savedSearches[1]?.owner ?? "";
    const kept = (await graph.stores.profile.searches.all(owner)).find(
      ({ number }) => number === data.createSavedSearch.id,
    );
    // As if it had been saved long ago: all that it finds is new.
    await graph.stores.profile.searches.remove(owner, { number: kept?.number ?? 0 });
    const { search, filter, partyIds, asked } = kept ?? {};
    const content = { name: "Uleste", search, filter, partyIds, asked } as SearchContent;
    await graph.stores.profile.searches.create(
      { owner, at: 0 },
      "00000000-0000-7000-8000-000000000009",
      content,
    );
    const saved = await graph.query(
      "accountant",
      "{ workspace { savedSearches { name filter newItemCount { value precision } } } }",
    );
    const ours = { isContentSeen: false, systemLabel: ["DEFAULT"], updatedAfter: "2025-12-14T23:00:00.000Z" };
    const found = await graph.query("accountant", FOUND, { filter: ours });
    const { totalCount } = found.data.workspace.history;
    expect(saved.data.workspace.savedSearches.at(-1)).toEqual({
      name: "Uleste",
      filter: ours,
      newItemCount: totalCount,
    });
    expect(totalCount.value).toBeGreaterThan(0);
    await graph.stores.profile.searches.remove(owner, { id: "00000000-0000-7000-8000-000000000009" });
  });

  it("count within what their owner may see", async () => {
    const input = { name: "Alt", filter: { createdAfter: "2000-01-01T00:00:00Z" } };
    const { data } = await graph.query("nobody", SAVE, { input });
    expect(data.saveSearch).toMatchObject({ savedSearch: { newItemCount: { value: 0 } }, errors: [] });
  });

  it("are told apart: one that is out of date is an error of its own, and the others are counted", async () => {
    const kari = graph.world.profiles.savedSearches[0]?.owner ?? "";
    const at = { owner: kari, at: 0 };
    const old = { name: "Gammel", search: null, filter: { colour: "red" }, partyIds: null, asked: null };
    await graph.stores.profile.searches.create(at, "00000000-0000-7000-8000-000000000001", old);
    const { data, errors } = await graph.query("kari", SAVED);
    expect(data.workspace.savedSearches).toEqual([
      { id: expect.any(String), name: "Det jeg må gjøre noe med", newItemCount: expect.any(Object) },
      { id: "00000000-0000-7000-8000-000000000001", name: "Gammel", newItemCount: null },
    ]);
    expect(errors?.map(({ path, message, extensions: { code } }) => ({ path, message, code }))).toEqual([
      {
        path: ["workspace", "savedSearches", 1, "newItemCount"],
        message:
          'The saved search can\'t be looked up as it was saved. filter: Field "colour" is not defined by type ' +
          '"HistoryFilter". Did you mean "folder"? Change its filter.',
        code: "SAVED_FILTER_OUTDATED",
      },
    ]);
  });

  it("marks parties whose rights are gone, and counts the others", async () => {
    const kari = graph.world.profiles.savedSearches[0]?.owner ?? "";
    const parties = "{ workspace { parties(first: 1) { edges { node { id } } } } }";
    const [{ node }] = (await graph.query("kari", parties)).data.workspace.parties.edges;
    const gone = "11111111-1111-4111-8111-111111111111";
    const content = { search: null, filter: {}, asked: null };
    const create = (name: string, id: string, partyIds: string[]) =>
      graph.stores.profile.searches.create({ owner: kari, at: 0 }, id, { ...content, name, partyIds });
    await create("Begge", "00000000-0000-7000-8000-000000000002", [node.id, gone]);
    await create("Borte", "00000000-0000-7000-8000-000000000003", [gone]);
    const query = `{ workspace { savedSearches { name newItemCount { value } parties { isActedFor party { name } } } } }`;
    const { data, errors } = await graph.query("kari", query);
    const [both, lost] = data.workspace.savedSearches.slice(-2);
    expect(both).toEqual({
      name: "Begge",
      newItemCount: { value: expect.any(Number) },
      parties: [
        { isActedFor: true, party: { name: "Kari Solbakken" } },
        { isActedFor: false, party: null },
      ],
    });
    expect(both.newItemCount.value).toBeGreaterThan(0);
    expect(lost).toMatchObject({ name: "Borte", newItemCount: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toContain("PARTY_NOT_AUTHORISED");
  });
});
