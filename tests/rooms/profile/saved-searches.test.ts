import { expect, it } from "vitest";
import { NOW, partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { entity, openTestRoom, uuidUrn } from "./room.js";

const FIELDS = `id name search filter partyIds revision createdAt updatedAt lastOpenedAt newSince problem
  parties { partyId isActedFor party { id } label }`;
const SAVE = `mutation($input: SaveSearchInput!) {
  saveSearch(input: $input) { savedSearch { ${FIELDS} } errors { __typename message } } }`;
const CHANGE = `mutation($input: ChangeSavedSearchInput!) {
  changeSavedSearch(input: $input) { savedSearch { ${FIELDS} } errors { __typename message } } }`;
const OPEN = `mutation($input: SavedSearchKeyInput!) {
  openSavedSearch(input: $input) { savedSearch { id lastOpenedAt newSince revision } errors { __typename } } }`;
const REMOVE = `mutation($input: SavedSearchKeyInput!) {
  removeSavedSearch(input: $input) { success errors { __typename } } }`;
const LIST = entity("Workspace", "savedSearches { id name }");

const at = (millis: number): string => new Date(millis).toISOString();

describeOnBothDatabases("saved searches", (dialect) => {
  it("are kept whole, changed against their revision, opened and removed", async () => {
    const { ask, time } = await openTestRoom(dialect);
    const first = partyOf(0);
    const input = {
      name: "  Mva   som venter ",
      search: " mva ",
      filter: { status: ["AWAITING"], updatedAfter: "2026-01-01T00:00:00Z" },
      parties: [first.urn],
    };
    const { data, errors } = await ask(0, SAVE, { input });
    expect(errors).toBeUndefined();
    const saved = {
      id: expect.any(String),
      name: "Mva som venter",
      search: "mva",
      filter: input.filter,
      partyIds: [first.id],
      revision: 1,
      createdAt: at(NOW),
      updatedAt: at(NOW),
      lastOpenedAt: null,
      newSince: at(NOW),
      problem: null,
      parties: [{ partyId: first.id, isActedFor: true, party: { id: first.id }, label: null }],
    };
    expect(data.saveSearch).toEqual({ savedSearch: saved, errors: [] });
    const { id } = data.saveSearch.savedSearch;

    time.now += 1_000;
    const opened = await ask(0, OPEN, { input: { id } });
    expect(opened.data.openSavedSearch).toEqual({
      savedSearch: { id, lastOpenedAt: at(NOW + 1_000), newSince: at(NOW + 1_000), revision: 1 },
      errors: [],
    });

    time.now += 1_000;
    const changed = await ask(0, CHANGE, { input: { id, revision: 1, name: "Mva", parties: null } });
    expect(changed.data.changeSavedSearch).toEqual({
      savedSearch: {
        ...saved,
        id,
        name: "Mva",
        partyIds: null,
        parties: null,
        revision: 2,
        updatedAt: at(NOW + 2_000),
        lastOpenedAt: at(NOW + 1_000),
        newSince: at(NOW + 1_000),
      },
      errors: [],
    });
    const late = await ask(0, CHANGE, { input: { id, revision: 1, name: "Moms" } });
    expect(late.data.changeSavedSearch).toEqual({
      savedSearch: null,
      errors: [
        {
          __typename: "ProfileConflict",
          message:
            "The saved search was changed meanwhile. Ask for it again, and try again with its revision.",
        },
      ],
    });
    expect((await ask(0, LIST)).data._entities).toEqual([{ savedSearches: [{ id, name: "Mva" }] }]);
    expect((await ask(0, REMOVE, { input: { id } })).data.removeSavedSearch.success).toBe(true);
    expect((await ask(0, LIST)).data._entities).toEqual([{ savedSearches: [] }]);
  });

  it("are nobody else's: another's is as one that is not there", async () => {
    const { ask } = await openTestRoom(dialect);
    const { data } = await ask(0, SAVE, { input: { name: "Min" } });
    const { id } = data.saveSearch.savedSearch;
    const notFound = [{ __typename: "ProfileNotFound" }];
    expect((await ask(1, OPEN, { input: { id } })).data.openSavedSearch.errors).toEqual(notFound);
    expect((await ask(1, REMOVE, { input: { id } })).data.removeSavedSearch).toEqual({
      success: false,
      errors: notFound,
    });
    const changed = await ask(1, CHANGE, { input: { id, name: "Din" } });
    expect(changed.data.changeSavedSearch).toMatchObject({ savedSearch: null, errors: notFound });
    expect((await ask(1, LIST)).data._entities).toEqual([{ savedSearches: [] }]);
    const asEntity = `{ _entities(representations: [{ __typename: "SavedSearch", id: "${id}" }]) { ... on SavedSearch { name } } }`;
    expect((await ask(1, asEntity)).data._entities).toEqual([null]);
    expect((await ask(0, asEntity)).data._entities).toEqual([{ name: "Min" }]);
  });

  it("are refused with what is wrong with them", async () => {
    const { ask } = await openTestRoom(dialect);
    const refusal = async (input: object): Promise<unknown> => {
      const { data, errors } = await ask(0, SAVE, { input });
      return errors?.[0]?.code ?? data.saveSearch.errors[0].message;
    };
    expect(await refusal({ name: " " })).toBe("name is empty; write something.");
    expect(await refusal({ name: "x".repeat(101) })).toBe("name has 101 characters; at most 100 are kept.");
    expect(await refusal({ name: "x", search: "y".repeat(501) })).toBe(
      "search has 501 characters; at most 500 are read.",
    );
    expect(await refusal({ name: "x", filter: { colour: "red" } })).toBe(
      'filter: Field "colour" is not defined by type "HistoryFilter". Did you mean "folder"?',
    );
    expect(await refusal({ name: "x", filter: { status: ["SLEEPING"], createdAfter: "soon" } })).toBe(
      'filter.status.0: Value "SLEEPING" does not exist in "DialogStatus" enum. ' +
        'filter.createdAfter: "soon" is not a moment; write it like 2026-03-31T21:59:59Z.',
    );
    expect(await refusal({ name: "x", filter: [] })).toBe("BAD_USER_INPUT");
    const party = partyOf(0).urn;
    expect(await refusal({ name: "x", filter: { parties: [party] }, parties: [party] })).toBe(
      "Both filter.parties and parties name parties; name them in one of the two.",
    );
    expect(await refusal({ name: "x", parties: [partyOf(9).urn] })).toBe("PARTY_NOT_AUTHORISED");
  });

  it("takes the parties that its filter names for its own, and keeps no party's number", async () => {
    const { ask } = await openTestRoom(dialect);
    const filter = { parties: [partyOf(1).urn, uuidUrn(partyOf(1))] };
    const { data } = await ask(0, SAVE, { input: { name: "x", filter } });
    expect(data.saveSearch.savedSearch).toMatchObject({ filter: {}, partyIds: [partyOf(1).id] });
  });

  it("keeps a party that is acted for no longer, marked and without its name", async () => {
    const { ask, actFor } = await openTestRoom(dialect);
    const parties = [partyOf(0).urn, partyOf(1).urn];
    const { data } = await ask(0, SAVE, { input: { name: "x", parties } });
    const { id } = data.saveSearch.savedSearch;
    actFor([partyOf(0)]);
    const named = await ask(0, CHANGE, { input: { id, parties: [partyOf(0), partyOf(1)].map(uuidUrn) } });
    expect(named.data.changeSavedSearch.savedSearch.parties).toEqual([
      { partyId: partyOf(0).id, isActedFor: true, party: { id: partyOf(0).id }, label: null },
      { partyId: partyOf(1).id, isActedFor: false, party: null, label: null },
    ]);
  });

  it("are a hundred at most, however many tabs save at once", async () => {
    const { ask } = await openTestRoom(dialect);
    const names = Array.from({ length: 105 }, (_, n) => `search ${n}`);
    const answers = await Promise.all(names.map((name) => ask(0, SAVE, { input: { name } })));
    const errors = answers.flatMap(({ data }) => data.saveSearch.errors);
    expect(errors).toEqual(
      Array.from({ length: 5 }, () => ({
        __typename: "ProfileLimitReached",
        message: "You have 100 saved searches already. Remove one first.",
      })),
    );
    expect((await ask(0, LIST)).data._entities[0].savedSearches).toHaveLength(100);
    expect((await ask(1, SAVE, { input: { name: "mine" } })).data.saveSearch.errors).toEqual([]);
  });
});
