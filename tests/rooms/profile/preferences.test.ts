import { expect, it } from "vitest";
import { partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { entity, openTestRoom } from "./room.js";

const FIELDS = "language showDeletedParties showClientUnits promptForParty own { key value } revision";
const SET = `mutation($input: SetPreferencesInput!) {
  setPreferences(input: $input) { preferences { ${FIELDS} } errors { __typename message } } }`;
const PRESELECT = "mutation($input: PreselectPartyInput!) { preselectParty(input: $input) { success } }";
const VIEWER = entity("Viewer", `preferences { ${FIELDS} } preselectedParty { partyId isActedFor }`);

const UNSET = {
  language: null,
  showDeletedParties: false,
  showClientUnits: false,
  promptForParty: true,
  own: [],
  revision: 0,
};

describeOnBothDatabases("preferences", (dialect) => {
  it("are set, changed against their revision, and nobody else's", async () => {
    const { ask } = await openTestRoom(dialect);
    expect((await ask(0, VIEWER)).data._entities).toEqual([{ preferences: UNSET, preselectedParty: null }]);
    const own = [
      { key: "list.density", value: "compact" },
      { key: "a", value: "1" },
    ];
    const first = await ask(0, SET, { input: { revision: 0, language: "no", showClientUnits: true, own } });
    expect(first.data.setPreferences).toEqual({
      preferences: { ...UNSET, language: "nb", showClientUnits: true, own: [own[1], own[0]], revision: 1 },
      errors: [],
    });
    const late = await ask(0, SET, { input: { revision: 0, language: "en" } });
    expect(late.data.setPreferences).toMatchObject({
      preferences: null,
      errors: [{ __typename: "ProfileConflict" }],
    });
    const second = await ask(0, SET, { input: { promptForParty: false, own: [{ key: "a", value: null }] } });
    expect(second.data.setPreferences.preferences).toEqual({
      ...UNSET,
      language: "nb",
      showClientUnits: true,
      promptForParty: false,
      own: [own[0]],
      revision: 2,
    });
    const cleared = await ask(0, SET, { input: { language: null } });
    expect(cleared.data.setPreferences.preferences).toMatchObject({ language: null, showClientUnits: true });
    expect((await ask(1, VIEWER)).data._entities).toEqual([{ preferences: UNSET, preselectedParty: null }]);
  });

  it("are bounded, and refused with what is wrong with them", async () => {
    const { ask } = await openTestRoom(dialect);
    const problem = async (input: object): Promise<string> =>
      (await ask(0, SET, { input })).data.setPreferences.errors[0]?.message;
    expect(await problem({ language: "tlh" })).toBe(
      "language is none of nb, nn, en, se; choose one of them.",
    );
    expect(await problem({ own: [{ key: "a b", value: "" }] })).toBe(
      'own: "a b" is no name; take letters, digits, ".", "-" and "_", at most 64.',
    );
    expect(await problem({ own: [{ key: "a", value: "x".repeat(2_001) }] })).toBe(
      "own: a has 2001 characters; at most 2000 are kept.",
    );
    const many = Array.from({ length: 50 }, (_, n) => ({ key: `k${n}`, value: "v" }));
    expect(await problem({ own: many })).toBeUndefined();
    expect(await problem({ own: [{ key: "more", value: "v" }] })).toBe(
      "At most 50 settings of frontends' own are kept; give others null first.",
    );
    expect(
      await problem({
        own: [
          { key: "more", value: "v" },
          { key: "k0", value: null },
        ],
      }),
    ).toBeUndefined();
  });

  it("name whom to act for to begin with, marked when that is no longer so", async () => {
    const { ask, actFor } = await openTestRoom(dialect);
    const [first] = [partyOf(0)];
    expect((await ask(0, PRESELECT, { input: { party: first.urn } })).data.preselectParty.success).toBe(true);
    const foreign = await ask(0, PRESELECT, { input: { party: partyOf(9).urn } });
    expect(foreign.errors?.map(({ code }) => code)).toEqual(["PARTY_NOT_AUTHORISED"]);
    const preselected = async () => (await ask(0, VIEWER)).data._entities[0].preselectedParty;
    expect(await preselected()).toEqual({ partyId: first.id, isActedFor: true });
    actFor([partyOf(1)]);
    expect(await preselected()).toEqual({ partyId: first.id, isActedFor: false });
    await ask(0, PRESELECT, { input: { party: null } });
    expect(await preselected()).toBeNull();
  });

  it("give a username to one person only, however both ask at once", async () => {
    const { ask } = await openTestRoom(dialect);
    const set = "mutation($username: String) { setUsername(username: $username) { success } }";
    const answers = await Promise.all(
      [0, 1, 2].map((person) => ask(person, set, { username: "Ola.Nordmann" })),
    );
    expect(answers.map(({ data }) => data.setUsername.success).filter(Boolean)).toHaveLength(1);
    expect((await ask(3, set, { username: "x" })).data.setUsername.success).toBe(false);
  });
});
