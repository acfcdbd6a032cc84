import { expect, it } from "vitest";
import { partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { entity, openTestRoom, uuidUrn } from "./room.js";

const GROUP = "id name isFavorites revision parties { partyId isActedFor label }";
const payload = (field: string) =>
  `${field}(input: $input) { group { ${GROUP} } errors { __typename message } }`;
const FAVOURITE = `mutation($input: SetFavoriteInput!) { ${payload("setFavoriteParty")} }`;
const CREATE = `mutation($input: CreatePartyGroupInput!) { ${payload("createPartyGroup")} }`;
const CHANGE = `mutation($input: ChangePartyGroupInput!) { ${payload("changePartyGroup")} }`;
const REMOVE =
  "mutation($input: PartyGroupKeyInput!) { removePartyGroup(input: $input) { success errors { __typename } } }";
const ORDER = "mutation($ids: [UUID!]!) { orderPartyGroups(ids: $ids) { success errors { __typename } } }";
const GROUPS = entity(
  "Workspace",
  "partyGroups { name parties { partyId } } favoriteParties { partyId isActedFor party { id } label }",
);

const [a, b, c] = [partyOf(0), partyOf(1), partyOf(2)];

describeOnBothDatabases("favourites and groups of parties", (dialect) => {
  it("are kept in order, with the owner's own words, and a lost party is marked and not named", async () => {
    const { ask, actFor } = await openTestRoom(dialect);
    await ask(0, FAVOURITE, { input: { party: a.urn, isFavorite: true, label: "  Min bedrift " } });
    const second = await ask(0, FAVOURITE, { input: { party: uuidUrn(b), isFavorite: true } });
    expect(second.data.setFavoriteParty).toEqual({
      group: {
        id: expect.any(String),
        name: "favorites",
        isFavorites: true,
        revision: 2,
        parties: [
          { partyId: a.id, isActedFor: true, label: "Min bedrift" },
          { partyId: b.id, isActedFor: true, label: null },
        ],
      },
      errors: [],
    });
    actFor([b, c]);
    expect((await ask(0, GROUPS)).data._entities).toEqual([
      {
        partyGroups: [],
        favoriteParties: [
          { partyId: a.id, isActedFor: false, party: null, label: "Min bedrift" },
          { partyId: b.id, isActedFor: true, party: { id: b.id }, label: null },
        ],
      },
    ]);
    const isFavorite = entity("Party", "isFavorite groups { name }", b.id);
    expect((await ask(0, isFavorite)).data._entities).toEqual([{ isFavorite: true, groups: [] }]);
    expect((await ask(1, isFavorite)).data._entities).toEqual([{ isFavorite: false, groups: [] }]);

    const gone = await ask(0, FAVOURITE, { input: { party: uuidUrn(a), isFavorite: false } });
    expect(gone.data.setFavoriteParty.group.parties).toEqual([
      { partyId: b.id, isActedFor: true, label: null },
    ]);
    const back = await ask(0, FAVOURITE, { input: { party: uuidUrn(a), isFavorite: true } });
    expect(back.errors?.map(({ code }) => code)).toEqual(["PARTY_NOT_AUTHORISED"]);
  });

  it("are changed whole, against the revision that was seen, and by their owner only", async () => {
    const { ask, actFor } = await openTestRoom(dialect);
    const parties = [{ party: a.urn, label: "Først" }, { party: b.urn }];
    const made = await ask(0, CREATE, { input: { name: "Kunder", parties } });
    const { id } = made.data.createPartyGroup.group;
    actFor([b, c]);
    const reordered = [{ party: uuidUrn(c) }, { party: uuidUrn(a) }];
    const changed = await ask(0, CHANGE, { input: { id, revision: 1, name: "Gamle", parties: reordered } });
    expect(changed.data.changePartyGroup).toEqual({
      group: {
        id,
        name: "Gamle",
        isFavorites: false,
        revision: 2,
        parties: [
          { partyId: c.id, isActedFor: true, label: null },
          { partyId: a.id, isActedFor: false, label: "Først" },
        ],
      },
      errors: [],
    });
    const late = await ask(0, CHANGE, { input: { id, revision: 1, parties: [] } });
    expect(late.data.changePartyGroup).toMatchObject({
      group: null,
      errors: [{ __typename: "ProfileConflict" }],
    });
    const notFound = [{ __typename: "ProfileNotFound" }];
    const others = await ask(1, CHANGE, { input: { id, name: "Mine" } });
    expect(others.data.changePartyGroup).toMatchObject({ group: null, errors: notFound });
    expect((await ask(1, REMOVE, { input: { id } })).data.removePartyGroup).toEqual({
      success: false,
      errors: notFound,
    });
    expect((await ask(1, ORDER, { ids: [id] })).data.orderPartyGroups.errors).toEqual(notFound);
    expect((await ask(0, REMOVE, { input: { id } })).data.removePartyGroup.success).toBe(true);
    expect((await ask(0, GROUPS)).data._entities[0].partyGroups).toEqual([]);
  });

  it("have names of their own, an order, and limits", async () => {
    const { ask } = await openTestRoom(dialect);
    const create = async (name: string) => (await ask(0, CREATE, { input: { name } })).data.createPartyGroup;
    const first = (await create("En")).group.id;
    const second = (await create("To")).group.id;
    expect((await create("en")).errors).toEqual([
      {
        __typename: "ProfileConflict",
        message: "You have another group of that name. Choose another, or use that one.",
      },
    ]);
    expect((await create("")).errors).toEqual([
      { __typename: "ProfileValidationError", message: "name is empty; write something." },
    ]);
    expect((await ask(0, ORDER, { ids: [second, first] })).data.orderPartyGroups.success).toBe(true);
    const names = async () =>
      (await ask(0, GROUPS)).data._entities[0].partyGroups.map((group: { name: string }) => group.name);
    expect(await names()).toEqual(["To", "En"]);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => create(`Gruppe ${n}`)));
    expect(
      answers.flatMap(({ errors }) => errors.map((error: { __typename: string }) => error.__typename)),
    ).toEqual(["ProfileLimitReached", "ProfileLimitReached"]);
    const renamed = await ask(0, CHANGE, { input: { id: first, name: "TO" } });
    expect(renamed.data.changePartyGroup.errors).toMatchObject([{ __typename: "ProfileConflict" }]);
    expect((await ask(1, CREATE, { input: { name: "En" } })).data.createPartyGroup.errors).toEqual([]);
  });
});
