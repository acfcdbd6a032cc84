import { describe, expect, it } from "vitest";
import { createMessageWork } from "../../../subgraphs/profile/index.js";
import { readAddress } from "../../../subgraphs/profile/rules/addresses.js";
import { NOW, partyOf } from "../../kit/ask-room.js";
import { describeOnBothDatabases } from "../../kit/databases.js";
import { codes, entity, MINUTE, openTestRoom, ownerOf, type TestRoom, uuidUrn } from "./room.js";

const ADDRESS = "id channel value verifiedAt codeExpiresAt";
const payload = `address { ${ADDRESS} } errors { __typename message ... on ProfileTooSoon { retryAfterSeconds } }`;
const SEND = `mutation($input: NotificationAddressInput!) { sendNotificationAddressCode(input: $input) { ${payload} } }`;
const VERIFY = `mutation($input: VerifyNotificationAddressInput!) { verifyNotificationAddress(input: $input) { ${payload} } }`;
const REMOVE =
  "mutation($input: NotificationAddressKeyInput!) { removeNotificationAddress(input: $input) { success errors { __typename } } }";
const SET = `mutation($input: SetNotificationSettingInput!) { setNotificationSetting(input: $input) {
  setting { party { partyId } email { value verifiedAt } phone { value } services revision } errors { __typename message } } }`;
const UNSET =
  "mutation($input: RemoveNotificationSettingInput!) { removeNotificationSetting(input: $input) { success } }";
const ADDRESSES = entity(
  "Viewer",
  "notificationAddresses { value verifiedAt } notificationSettings { party { partyId isActedFor } }",
);

const MAIL = { channel: "EMAIL", value: "kari@post.example" };
const at = (millis: number): string => new Date(millis).toISOString();

const send = async ({ ask }: TestRoom, input: object = MAIL, person = 0) =>
  (await ask(person, SEND, { input })).data.sendNotificationAddressCode;
const verify = async ({ ask }: TestRoom, code: string, input: object = MAIL, person = 0) =>
  (await ask(person, VERIFY, { input: { ...input, code } })).data.verifyNotificationAddress;

/** Delivers what is due, as the room does unasked. */
const deliver = async (test: TestRoom): Promise<void> => {
  const work = createMessageWork(
    {
      outbox: test.store.outbox,
      codes,
      clock: () => test.time.now,
      send: async (message) => void test.messages.push(message),
    },
    (fault) => {
      throw fault;
    },
  );
  await work.runOnce();
  await work.close();
};
const codeIn = (test: TestRoom): string => /\d{6}/.exec(test.messages.at(-1)?.text ?? "")?.[0] ?? "";
const wrong = (code: string): string => (code === "000000" ? "111111" : "000000");

describeOnBothDatabases("notification addresses", (dialect) => {
  it("are verified by the code that was sent to them, which is kept nowhere", async () => {
    const test = await openTestRoom(dialect);
    expect(await send(test)).toEqual({
      address: { id: expect.any(String), ...MAIL, verifiedAt: null, codeExpiresAt: at(NOW + 15 * MINUTE) },
      errors: [],
    });
    const kept = JSON.stringify(await test.store.whole.read(ownerOf(0)));
    await deliver(test);
    expect(test.messages).toEqual([
      {
        id: expect.any(String),
        channel: "EMAIL",
        to: MAIL.value,
        language: "nb",
        subject: "Bekreft adressen din",
        text: expect.stringMatching(/^Koden din er \d{6}\. Den gjelder i 15 minutter\./),
      },
    ]);
    const code = codeIn(test);
    expect(kept).not.toContain(code);
    expect((await verify(test, wrong(code))).errors).toEqual([
      {
        __typename: "ProfileValidationError",
        message: "That is not the code. It can be tried 4 more times.",
      },
    ]);
    expect((await verify(test, code, MAIL, 1)).errors[0].message).toBe(
      "You have no such address. Have a code sent to it first.",
    );
    expect((await verify(test, ` ${code} `)).address).toMatchObject({
      verifiedAt: at(NOW),
      codeExpiresAt: null,
    });
    expect((await test.ask(1, ADDRESSES)).data._entities[0].notificationAddresses).toEqual([]);
    await deliver(test);
    expect(test.messages).toHaveLength(1);
  });

  it("take five codes each, for fifteen minutes, and the last one sent only", async () => {
    const test = await openTestRoom(dialect);
    await send(test);
    await deliver(test);
    const first = codeIn(test);
    for (let n = 0; n < 5; n++) await verify(test, wrong(first));
    expect((await verify(test, first)).errors[0].message).toBe(
      "Too many wrong codes were tried. Have a new one sent.",
    );
    test.time.now += MINUTE;
    await send(test);
    await deliver(test);
    const second = codeIn(test);
    expect(second).not.toBe(first);
    expect((await verify(test, first)).address).toBeNull();
    test.time.now += 15 * MINUTE;
    expect((await verify(test, second)).errors[0].message).toBe(
      "The address waits for no code by now. Have a new one sent.",
    );
  });

  it("are sent no more codes than is bearable, whoever asks, and whatever was removed meanwhile", async () => {
    const test = await openTestRoom(dialect);
    const soon = async (input: object, person = 0) =>
      (await send(test, input, person)).errors[0]?.retryAfterSeconds ?? null;
    expect(await soon(MAIL)).toBeNull();
    expect(await soon(MAIL)).toBe(60);
    const [address] = await test.store.addresses.all(ownerOf(0));
    const id = address?.id ?? "";
    expect((await test.ask(1, REMOVE, { input: { id } })).data.removeNotificationAddress.success).toBe(false);
    expect((await test.ask(0, REMOVE, { input: { id } })).data.removeNotificationAddress.success).toBe(true);
    expect(await soon(MAIL)).toBe(60);
    await test.ask(0, "mutation { deleteProfile { success } }");
    expect(await soon(MAIL)).toBe(60);
    for (const person of [1, 2, 3, 4]) expect(await soon(MAIL, person)).toBeNull();
    expect(await soon(MAIL, 5)).toBe(3_600);
    for (const n of [1, 2, 3, 4]) expect(await soon({ channel: "SMS", value: `9000000${n}` })).toBeNull();
    expect(await soon({ channel: "SMS", value: "90000005" })).toBe(3_600);
    test.time.now += 60 * MINUTE;
    expect(await soon(MAIL)).toBeNull();
  });

  it("say so where nobody delivers messages, and keep nothing", async () => {
    const test = await openTestRoom(dialect, { sendMessage: null });
    expect((await send(test)).errors[0].message).toMatch(/^No messages are sent from here/);
    expect((await test.ask(0, ADDRESSES)).data._entities[0].notificationAddresses).toEqual([]);
  });

  it("are sent a message until it is taken, and not when it is of no use any more", async () => {
    const test = await openTestRoom(dialect);
    const faults: unknown[] = [];
    let isDown = true;
    const work = createMessageWork(
      {
        outbox: test.store.outbox,
        codes,
        clock: () => test.time.now,
        send: async (message) => {
          if (isDown) throw new Error("down");
          test.messages.push(message);
        },
      },
      (fault) => faults.push(fault),
    );
    await send(test);
    await work.runOnce();
    await work.runOnce();
    expect({ faults: faults.length, sent: test.messages.length }).toEqual({ faults: 1, sent: 0 });
    test.time.now += 5_000;
    await work.runOnce();
    expect(faults).toHaveLength(2);
    isDown = false;
    test.time.now += 15_000;
    await work.runOnce();
    await work.runOnce();
    expect(test.messages).toHaveLength(1);

    await send(test, { channel: "SMS", value: "90000001" });
    test.time.now += 16 * MINUTE;
    await work.runOnce();
    expect(test.messages).toHaveLength(1);
    await work.close();
  });

  it("are delivered by one node where several look at once", async () => {
    const test = await openTestRoom(dialect);
    await send(test);
    await Promise.all([deliver(test), deliver(test), deliver(test)]);
    expect(test.messages).toHaveLength(1);
  });

  it("are what settings name, each owner's own", async () => {
    const test = await openTestRoom(dialect);
    const { id } = (await send(test)).address;
    const set = async (input: object, person = 0) =>
      (await test.ask(person, SET, { input })).data.setNotificationSetting;
    const party = uuidUrn(partyOf(0));
    const setting = { party, email: id, services: ["letters", "urn:altinn:resource:tax"] };
    expect(await set(setting)).toEqual({
      setting: {
        party: { partyId: partyOf(0).id },
        email: { value: MAIL.value, verifiedAt: null },
        phone: null,
        services: ["urn:altinn:resource:letters", "urn:altinn:resource:tax"],
        revision: 1,
      },
      errors: [],
    });
    expect((await set({ ...setting, revision: 0 })).errors).toMatchObject([
      { __typename: "ProfileConflict" },
    ]);
    expect((await set({ ...setting, revision: 1 })).setting.revision).toBe(2);
    expect((await set({ party, phone: id })).errors).toMatchObject([{ __typename: "ProfileNotFound" }]);
    expect((await set(setting, 1)).errors).toMatchObject([{ __typename: "ProfileNotFound" }]);
    expect((await set({ party, services: ["no service!"] })).errors[0].message).toBe(
      '"urn:altinn:resource:no service!" is no service\'s URN.',
    );
    test.actFor([partyOf(1)]);
    expect((await test.ask(0, ADDRESSES)).data._entities[0].notificationSettings).toEqual([
      { party: { partyId: partyOf(0).id, isActedFor: false } },
    ]);
    expect((await test.ask(0, UNSET, { input: { party } })).data.removeNotificationSetting.success).toBe(
      true,
    );
    expect((await test.ask(0, ADDRESSES)).data._entities[0].notificationSettings).toEqual([]);
  });
});

describe("an address", () => {
  it.each([
    ["EMAIL", " Kari.Solbakken@Post.EXAMPLE ", "Kari.Solbakken@post.example"],
    ["EMAIL", "kåre+post@blåbær.example", "kåre+post@blåbær.example"],
    ["SMS", "900 00 001", "+4790000001"],
    ["SMS", "0047 41234567", "+4741234567"],
    ["SMS", "+47 (900) 00-001", "+4790000001"],
    ["SMS", "+46 70 123 45 67", "+46701234567"],
  ] as const)("of kind %s is read: %s", (channel, typed, value) => {
    expect(readAddress(channel, typed)).toEqual({ channel, value });
  });

  it.each([
    ["EMAIL", "kari"],
    ["EMAIL", "kari@post"],
    ["EMAIL", "kari@@post.example"],
    ["EMAIL", "kari..s@post.example"],
    ["EMAIL", "kari@-post.example"],
    ["EMAIL", "kari@post.example\r\nbcc: ola@post.example"],
    ["EMAIL", `${"k".repeat(65)}@post.example`],
    ["SMS", "22 00 00 00"],
    ["SMS", "9000000"],
    ["SMS", "+47 22 00 00 00"],
    ["SMS", "+0123456789"],
    ["SMS", "ni hundre"],
  ] as const)("of kind %s is refused: %j", (channel, typed) => {
    expect(readAddress(channel, typed)).toEqual({ problem: expect.any(String) });
  });
});
