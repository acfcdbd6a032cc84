import Fastify from "fastify";
import { expect, it } from "vitest";
import { DomainError } from "../../../lib/errors.js";
import type { Call } from "../../../schema/call.js";
import type { RoomHttp } from "../../../schema/room.js";
import { NOW, partyOf, personClaims } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { entity, openTestRoom, ownerOf, type TestRoom } from "./room.js";

const fill = async ({ ask }: TestRoom, person: number): Promise<void> => {
  const party = partyOf(0).urn;
  const changes = [
    `saveSearch(input: { name: "Mitt søk", filter: { status: [AWAITING] } }) { errors { message } }`,
    `setFavoriteParty(input: { party: "${party}", isFavorite: true }) { errors { message } }`,
    `createPartyGroup(input: { name: "Mine", parties: [{ party: "${party}" }] }) { errors { message } }`,
    `setPreferences(input: { language: "nn" }) { errors { message } }`,
    `sendNotificationAddressCode(input: { channel: EMAIL, value: "p${person}@post.example" }) { errors { message } }`,
    `setNotificationSetting(input: { party: "${party}" }) { errors { message } }`,
  ];
  for (const change of changes) {
    const { data, errors } = await ask(person, `mutation { ${change} }`);
    expect([errors ?? [], Object.values(data as Record<string, { errors: unknown[] }>)[0]?.errors]).toEqual([
      [],
      [],
    ]);
  }
};

const countsOf = (whole: object): Record<string, number> =>
  Object.fromEntries(
    Object.entries(whole).map(([key, rows]) => [
      key,
      Array.isArray(rows) ? rows.length : Number(rows !== null),
    ]),
  );

const FULL = {
  profile: 1,
  savedSearches: 1,
  groups: 2,
  members: 2,
  addresses: 1,
  verifications: 1,
  messages: 1,
  notificationSettings: 1,
};

describeOnBothDatabases("everything of one person", (dialect) => {
  it("is deleted whole, and nothing of anybody else's is", async () => {
    const test = await openTestRoom(dialect);
    await fill(test, 0);
    await fill(test, 1);
    expect(countsOf(await test.store.whole.read(ownerOf(0)))).toEqual(FULL);
    const { data } = await test.ask(0, "mutation { deleteProfile { success errors { message } } }");
    expect(data.deleteProfile).toEqual({ success: true, errors: [] });
    const nothing = Object.fromEntries(Object.keys(FULL).map((key) => [key, 0]));
    expect(countsOf(await test.store.whole.read(ownerOf(0)))).toEqual(nothing);
    expect(countsOf(await test.store.whole.read(ownerOf(1)))).toEqual(FULL);
    expect(
      (await test.ask(0, entity("Workspace", "savedSearches { id } partyGroups { id }"))).data._entities,
    ).toEqual([{ savedSearches: [], partyGroups: [] }]);
  });

  it("is given out to them as one document, without their number, and to nobody without a token", async () => {
    const test = await openTestRoom(dialect);
    await fill(test, 0);
    await fill(test, 1);
    const app = Fastify();
    const http = {
      publicUrl: "https://tunet.test.invalid",
      identify: async ({ headers }: { headers: { authorization?: string } }) => {
        if (headers.authorization === undefined) throw new DomainError("UNAUTHENTICATED", "Sign in.");
        return { viewer: { party: ownerOf(0) } } as Call;
      },
    } as unknown as RoomHttp;
    await test.room.routes?.(app, http);
    const answer = await app.inject({ url: "/profile/export", headers: { authorization: "Bearer x" } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["cache-control"]).toBe("no-store");
    const whole = answer.json();
    expect(countsOf(whole)).toEqual(FULL);
    expect(whole.savedSearches[0]).toEqual({
      id: expect.any(String),
      number: 1,
      name: "Mitt søk",
      search: null,
      filter: { status: ["AWAITING"] },
      partyIds: null,
      asked: null,
      revision: 1,
      createdAt: new Date(NOW).toISOString(),
      updatedAt: new Date(NOW).toISOString(),
      lastOpenedAt: null,
    });
    expect(answer.body).not.toContain(String(personClaims(0)["pid"]));
    expect(answer.body).not.toContain("codeHash");
    const nobody = await app.inject({ url: "/profile/export" });
    expect([nobody.statusCode, nobody.json()]).toEqual([
      401,
      { error: { code: "UNAUTHENTICATED", message: "Sign in." } },
    ]);
    await app.close();
  });
});
