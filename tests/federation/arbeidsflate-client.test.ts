import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCodes } from "../../subgraphs/profile/rules/verification.js";
import { type Answer, type Graph, NOW, PSEUDONYM_KEY, startGraph } from "../kit/graph.js";
import { everyOperation } from "../rooms/dialogs/contract/operations.js";

const contract = readFileSync(
  join(import.meta.dirname, "../rooms/profile/contract/arbeidsflate.graphql"),
  "utf8",
);
const operations = new Map(everyOperation(buildSchema(contract), 5).map(({ name, text }) => [name, text]));
const codes = createCodes(PSEUDONYM_KEY);

const done = { __typename: "Response", success: true, message: expect.any(String), retryAfter: null };
const refused = { ...done, success: false };

/** Every operation of Arbeidsflate's own backend, with all that it can select, through the whole graph. */
describe("a client of Arbeidsflate's own backend", () => {
  let graph: Graph;
  const asked = new Set<string>();
  beforeAll(async () => {
    graph = await startGraph({ dialect: "sqlite", dialogs: 1_000 });
  }, 60_000);
  afterAll(() => graph.close());

  const answerTo = (
    kind: "query" | "mutation",
    field: string,
    variables: object,
    persona: string,
  ): Promise<Answer> => {
    const name = `${kind} ${field}`;
    asked.add(name);
    return graph.query(persona, operations.get(name) ?? "", { ...variables });
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it asked for
  const ask = async (field: string, variables: object = {}, persona = "daglig-leder"): Promise<any> => {
    const { data, errors } = await answerTo("query", field, variables, persona);
    expect(errors).toBeUndefined();
    return data[field];
  };
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape that it asked for
  const change = async (field: string, variables: object = {}, persona = "daglig-leder"): Promise<any> => {
    const { data, errors } = await answerTo("mutation", field, variables, persona);
    expect(errors).toBeUndefined();
    return data[field];
  };
  const partyNamed = (name: string): { id: string; number: string } => {
    const party = graph.world.authorization.parties.find((row) => row.name === name);
    return { id: party?.id ?? "", number: party?.urn.split(":").at(-1) ?? "" };
  };
  const fjordbygg = () => partyNamed("Fjordbygg AS");

  it("is told of agencies and services, those of the viewer's and all", async () => {
    const organizations = await ask("organizations");
    expect(organizations.find(({ id }: { id: string }) => id === "fjs")).toMatchObject({
      __typename: "Organization",
      name: { nb: "Fjordskatt", nn: "Fjordskatt", en: expect.any(String) },
      orgnr: expect.stringMatching(/^\d{9}$/),
    });
    const all = await ask("RRServiceResourcesList", { lang: "en" });
    const own = await ask("DPServiceResourcesList", { lang: "nb" });
    type Listed = { id: string; title: string; org: string; resourceType: string };
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(all.length);
    expect(all.every(({ id }: Listed) => !id.startsWith("urn:"))).toBe(true);
    const [first] = all as Listed[];
    const one = { ids: [first?.id], resourceType: [first?.resourceType], org: [first?.org], lang: "en" };
    expect(await ask("RRServiceResourcesList", one)).toEqual([first]);
    expect(await ask("RRServiceResourcesList", { ...one, org: ["nobody"] })).toEqual([]);
  });

  it("is told who asks, without the person's number, and what they have set", async () => {
    expect(await change("updateLanguage", { language: "nn" })).toEqual(done);
    expect(await change("updateLanguage", { language: "tlh" })).toEqual(refused);
    expect(await change("setShouldShowSubEntities", { shouldShowDeletedEntities: true })).toEqual(done);
    expect(await change("setShowClientUnits", { shouldShowClientUnits: true })).toEqual(done);
    const preselect = { partyUuid: fjordbygg().id, operationType: "set" };
    expect(await change("setPreSelectedParty", preselect)).toEqual(done);
    expect(
      await change("setPreSelectedParty", { ...preselect, partyUuid: partyNamed("Kari Solbakken").id }),
    ).toEqual(refused);
    expect(await change("setUsername", { username: "Dag.Leirmo" })).toEqual(done);
    expect(await change("setUsername", { username: "dag.leirmo" }, "kari")).toEqual(refused);

    const profile = await ask("profile");
    expect(profile).toMatchObject({
      language: "nn",
      updatedAt: expect.any(String),
      user: {
        userId: null,
        userUuid: partyNamed("Dag Leirmo").id,
        userName: "Dag.Leirmo",
        userType: 1,
        partyId: expect.any(Number),
        party: {
          partyUuid: partyNamed("Dag Leirmo").id,
          partyTypeName: 1,
          name: "Dag Leirmo",
          ssn: null,
          person: { ssn: null, name: "Dag Leirmo" },
          childParties: [],
        },
        profileSettingPreference: {
          language: "nn",
          preselectedPartyUuid: fjordbygg().id,
          doNotPromptForParty: false,
          shouldShowDeletedEntities: true,
          showClientUnits: true,
        },
      },
    });
    expect(JSON.stringify(profile)).not.toContain(partyNamed("Dag Leirmo").number);
    const { userUuid: partyUuid } = profile.user;
    expect(await ask("partyUsername", { partyUuid })).toEqual({
      __typename: "UsernameResponse",
      username: "Dag.Leirmo",
    });
    const others = await answerTo("query", "partyUsername", { partyUuid }, "kari");
    expect(others.errors?.map(({ extensions }) => extensions.code)).toEqual(["PARTY_NOT_AUTHORISED"]);
    expect(await change("setPreSelectedParty", { partyUuid: null, operationType: "unset" })).toEqual(done);
  });

  it("keeps favourites and groups, of parties that the viewer acts for", async () => {
    const { id } = partyNamed("Fjordbygg AS avd. Sørdal");
    expect(await change("addFavoriteParty", { partyId: id })).toEqual(done);
    expect(await change("addFavoriteParty", { partyId: id })).toEqual(done);
    expect(await change("addFavoriteParty", { partyId: partyNamed("Kari Solbakken").id })).toEqual(refused);
    expect(await change("addFavoritePartyToGroup", { partyId: id, groupName: "Bygg" })).toEqual(done);
    const shown = async () =>
      (await ask("profile")).groups.map(({ __typename: _, ...group }: { __typename: string }) => group);
    const seeded = [fjordbygg().id, partyNamed("Fjordbygg AS avd. Nordvik").id];
    const favorites = { name: "favorites", isFavorite: true, profilePid: null, id: expect.any(Number) };
    const group = {
      name: "Bygg",
      isFavorite: false,
      profilePid: null,
      id: expect.any(Number),
      parties: [id],
    };
    expect(await shown()).toEqual([{ ...favorites, parties: [...seeded, id] }, group]);
    expect(await change("deleteFavoriteParty", { partyId: id })).toEqual(done);
    expect(await change("deleteFavoriteParty", { partyId: id })).toEqual(refused);
    expect(await shown()).toEqual([{ ...favorites, parties: seeded }, group]);
  });

  it("saves searches, gives them back word for word, and changes nobody else's", async () => {
    const data = {
      searchString: "mva",
      fromView: "/",
      urn: [`urn:altinn:organization:identifier-no:${fjordbygg().number}`],
      filters: [{ id: "status", value: "AWAITING" }],
    };
    const saved = await change("createSavedSearch", { name: "", data });
    expect(saved).toEqual({
      __typename: "SavedSearches",
      id: expect.any(Number),
      name: "",
      data: {
        __typename: "SavedSearchData",
        ...data,
        filters: [{ __typename: "SearchDataValueFilter", id: "status", value: "AWAITING" }],
      },
      createdAt: "2026-06-15T08:00:00.000Z",
      updatedAt: "2026-06-15T08:00:00.000Z",
    });
    const { id } = saved;
    expect(await change("updateSavedSearch", { id, name: "Moms" }, "kari")).toEqual(refused);
    expect(await change("deleteSavedSearch", { id }, "kari")).toEqual(refused);
    expect(await change("updateSavedSearch", { id, name: "Moms" })).toEqual(done);
    expect(await ask("savedSearches")).toEqual([{ ...saved, name: "Moms" }]);
    const ours = await graph.query(
      "daglig-leder",
      "{ workspace { savedSearches { search filter parties { party { name } } newItemCount { value } } } }",
    );
    expect(ours.data.workspace.savedSearches).toEqual([
      {
        search: "mva",
        filter: { status: ["AWAITING"] },
        parties: [{ party: { name: "Fjordbygg AS" } }],
        newItemCount: { value: 0 },
      },
    ]);
    expect(await change("deleteSavedSearch", { id })).toEqual(done);
    expect(await ask("savedSearches")).toEqual([]);
    const [kept] = await ask("savedSearches", {}, "kari");
    expect(kept.data).toMatchObject({
      searchString: "",
      filters: [{ id: "status", value: "REQUIRES_ATTENTION" }],
    });
  });

  it("verifies addresses by a code, and only then calls them verified", async () => {
    const data = { value: "Dag@Bygg.example", type: "Email" };
    expect(await change("sendVerificationCode", { data })).toEqual(done);
    expect(await change("sendVerificationCode", { data })).toEqual({ ...refused, retryAfter: 60 });
    const setting = {
      partyUuid: fjordbygg().id,
      emailAddress: "Dag@bygg.example",
      phoneNumber: "900 00 001",
    };
    expect(
      await change("updateNotificationSetting", { data: { ...setting, resourceIncludeList: [] } }),
    ).toEqual(done);
    expect(await ask("verifiedAddresses")).toEqual([]);
    const [shown] = await ask("notificationsettingsForCurrentUser");
    expect(shown).toEqual({
      __typename: "NotificationSettingsResponse",
      emailAddress: "Dag@bygg.example",
      phoneNumber: "+4790000001",
      resourceIncludeList: [],
      userId: null,
      partyUuid: fjordbygg().id,
      emailVerificationStatus: "Unverified",
      smsVerificationStatus: "Unverified",
      needsConfirmation: true,
    });
    expect(await change("updateSIPrivatePhoneNumber", { value: "90000001" })).toEqual(refused);
    const [message] = await graph.stores.profile.outbox.claim({
      now: NOW,
      until: NOW,
      take: 1,
    });
    const verificationCode = codes.codeOf(message?.id ?? "");
    const wrong = verificationCode === "000000" ? "000001" : "000000";
    expect(await change("verifyAddress", { data: { ...data, verificationCode: wrong } })).toEqual(refused);
    expect(await change("verifyAddress", { data: { ...data, verificationCode } })).toEqual(done);
    expect(await ask("verifiedAddresses")).toEqual([
      { __typename: "VerifiedAddressResponse", value: "Dag@bygg.example", addressType: "Email" },
    ]);
    expect((await ask("profile")).user.email).toBe("Dag@bygg.example");
    expect(await change("deleteNotificationSetting", { partyUuid: fjordbygg().id })).toEqual(done);
    expect(await ask("notificationsettingsForCurrentUser")).toEqual([]);
  });

  it("is told where an organisation is told, by those only who act for it", async () => {
    const orgnr = fjordbygg().number;
    expect(await ask("getNotificationAddressByOrgNumber", { orgnr })).toEqual({
      __typename: "OrganizationResponse",
      organizationNumber: orgnr,
      notificationAddresses: [
        { email: "post@fjordbygg.example", phone: null, countryCode: null },
        { email: null, phone: "40000001", countryCode: "+47" },
      ].map((address) => ({
        __typename: "NotificationAddressResponse",
        ...address,
        notificationAddressId: expect.any(Number),
      })),
      status: 200,
    });
    const others = await answerTo("query", "getNotificationAddressByOrgNumber", { orgnr }, "kari");
    expect(others.errors?.map(({ extensions }) => extensions.code)).toEqual(["PARTY_NOT_AUTHORISED"]);
  });

  it("has asked every operation that there is", () => {
    expect([...asked].sort()).toEqual([...operations.keys()].sort());
  });
});
