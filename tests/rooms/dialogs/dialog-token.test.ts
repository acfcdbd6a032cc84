import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { uuidFromName } from "../../../lib/ids.js";
import { PERSON_PREFIX } from "../../../schema/urns.js";
import type { Viewer } from "../../../schema/viewer.js";
import { createDialogTokens, type DialogTokenSeeds } from "../../../subgraphs/dialogs/token/index.js";
import { aDialog, aTransmission, NOW, partyOf, scopeOf, serviceOf } from "./dialogs.js";
import { openTestRoom } from "./room.js";
import { PUBLIC_URL, serveRoutes } from "./served.js";

const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const SEEDS: DialogTokenSeeds = { primary: seed(1), secondary: seed(2), previous: null };
const ISSUER = `${PUBLIC_URL}/dialogporten/api/v1`;
const MINUTES = 60_000;

const KARI = { urn: `${PERSON_PREFIX}17912099997`, id: uuidFromName("kari") };
const OURS = partyOf(0);
const SCOPE = scopeOf([KARI, OURS], { [serviceOf(0)]: 3 }, { level: 3 });
const OTHER = "urn:altinn:resource:another";

const action = (name: string, attribute: string | null) => ({
  id: uuidFromName(`${name} ${attribute}`),
  action: name,
  url: "https://agency.example/do",
  authorizationAttribute: attribute,
  isDeleteDialogAction: false,
  priority: "PRIMARY" as const,
  httpMethod: "GET" as const,
  title: { nb: name },
  prompt: null,
});

const DIALOG = aDialog("letter", {
  dialog: { party: KARI.urn },
  body: {
    guiActions: [
      action("read", null),
      action("write", null),
      action("sign", null),
      action("write", "urn:altinn:subresource:attachment"),
      action("read", OTHER),
    ],
  },
  transmissions: [
    aTransmission("open"),
    { ...aTransmission("secret"), authorizationAttribute: "urn:altinn:subresource:secret" },
  ],
});

const QUERY = "query($id: UUID!) { dialogById(dialogId: $id) { dialog { dialogToken } } }";

const open = async (seeds = SEEDS, permits: (action: string) => boolean = (name) => name !== "sign") => {
  const room = await openTestRoom({
    dialect: "sqlite",
    viewers: { kari: { party: KARI.urn, scope: SCOPE, decide: (request) => permits(request.action) } },
    dialogs: [DIALOG],
    dialogTokenSeeds: seeds,
  });
  const app = await serveRoutes(room.room);
  const jwks = async () => (await app.inject("/dialogporten/api/v1/.well-known/jwks.json")).json();
  const token = async (): Promise<string> => {
    const { data, errors } = await room.ask("kari", QUERY, { id: DIALOG.dialog.id });
    expect(errors).toBeUndefined();
    return data.dialogById.dialog.dialogToken;
  };
  return { room, app, jwks, token };
};

describe("the dialog token", () => {
  it("has Dialogporten's claims, is good for ten minutes, and is signed with a published key", async () => {
    const { jwks, token } = await open();
    const issued = await token();
    const keys = await jwks();
    const { payload, protectedHeader } = await jwtVerify(issued, createLocalJWKSet(keys), {
      issuer: ISSUER,
      algorithms: ["EdDSA"],
      currentDate: new Date(NOW),
    });
    expect(protectedHeader).toEqual({ alg: "EdDSA", typ: "JWT", kid: keys.keys[0].kid });
    expect(payload).toEqual({
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: ISSUER,
      iat: NOW / 1_000,
      nbf: NOW / 1_000,
      exp: NOW / 1_000 + 600,
      l: 4,
      c: KARI.urn,
      p: KARI.urn,
      s: serviceOf(0),
      i: DIALOG.dialog.id,
      a: `read;write;write,urn:altinn:subresource:attachment;read,${OTHER};transmissionread,urn:altinn:subresource:secret`,
    });
  });

  it("says of no action that is not permitted, and asks nothing twice", async () => {
    const { token, room } = await open(SEEDS, (name) => name === "read");
    expect(decodeJwt(await token())["a"]).toBe(`read;read,${OTHER}`);
    const { asked } = room.authorization;
    expect(asked.map(({ action, attribute }) => [action, attribute ?? null])).toEqual(
      expect.arrayContaining([
        ["read", null],
        ["write", null],
        ["sign", null],
        ["write", "urn:altinn:subresource:attachment"],
        ["transmissionread", "urn:altinn:subresource:secret"],
      ]),
    );
    expect(asked).toHaveLength(6); // and one about the other service
  });

  it("publishes the key that signs and the next one, and after a change the one before as well", async () => {
    const before = await open();
    const first = await before.jwks();
    expect(first.keys).toHaveLength(2);
    for (const key of first.keys) {
      expect(Object.keys(key).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x"]);
    }
    const old = await before.token();

    const after = await open({ primary: seed(2), secondary: seed(3), previous: seed(1) });
    const second = await after.jwks();
    const fresh = await after.token();
    const kids = (keys: { keys: { kid: string }[] }) => keys.keys.map(({ kid }) => kid);
    expect(kids(second)).toEqual([kids(first)[1], kids(second)[1], kids(first)[0]]);
    // Whoever has the keys of before knows the new tokens' key, and whoever has those of after the old tokens'.
    const options = { issuer: ISSUER, currentDate: new Date(NOW) };
    await expect(jwtVerify(fresh, createLocalJWKSet(first), options)).resolves.toBeDefined();
    await expect(jwtVerify(old, createLocalJWKSet(second), options)).resolves.toBeDefined();
    expect(decodeProtectedHeader(fresh)["kid"]).toBe(kids(first)[1]);
  });

  it("is described where clients look: under Dialogporten's path and at the root", async () => {
    const { app, jwks } = await open();
    for (const prefix of ["/dialogporten/api/v1", ""]) {
      const described = await app.inject(`${prefix}/.well-known/oauth-authorization-server`);
      expect(described.json()).toEqual({ issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` });
      expect((await app.inject(`${prefix}/.well-known/jwks.json`)).json()).toEqual(await jwks());
    }
  });

  it("is null where nobody could check it", async () => {
    const { ask } = await openTestRoom({
      dialect: "sqlite",
      viewers: { kari: { party: KARI.urn, scope: SCOPE } },
      dialogs: [DIALOG],
      dialogTokenSeeds: SEEDS,
    });
    const { data } = await ask("kari", QUERY, { id: DIALOG.dialog.id });
    expect(data.dialogById.dialog.dialogToken).toBeNull();
  });
});

describe("dialog tokens", () => {
  let now = NOW;
  const tokens = (seeds = SEEDS, issuer = ISSUER) =>
    createDialogTokens({ seeds, issuer: () => issuer, clock: () => now, newId: () => uuidFromName("jti") });
  const machine = { level: 3, scopes: [], clientId: null } as const;
  const viewer = (more: Partial<Viewer>): Viewer => ({
    kind: "PERSON",
    party: KARI.urn,
    organization: null,
    supplier: null,
    ...machine,
    ...more,
  });
  const subject = { id: DIALOG.dialog.id, party: OURS.urn, serviceResource: serviceOf(0), actions: [] };

  it("name the organisation that uses a system user, the system user and its owner, and the supplier", () => {
    const systemUser = "urn:altinn:systemuser:uuid:0199a000-0000-7000-8000-00000000000a";
    const [consumer, supplier, owner] = [1, 2, 3].map((index) => partyOf(index).urn);
    if (consumer === undefined || supplier === undefined || owner === undefined)
      throw new Error("no parties");
    const machineViewer = viewer({
      kind: "SYSTEM_USER",
      party: systemUser,
      organization: consumer,
      supplier,
      systemUserOrganization: owner,
    });
    expect(decodeJwt(tokens().issue(machineViewer, subject))).toMatchObject({
      l: 3,
      c: consumer,
      u: supplier,
      y: systemUser,
      o: owner,
      a: "",
    });
    const organization = viewer({ kind: "ORGANIZATION", party: consumer, organization: consumer });
    const claims = decodeJwt(tokens().issue(organization, subject));
    expect(claims).toMatchObject({ c: consumer });
    expect(Object.keys(claims).sort()).toEqual("a,c,exp,i,iat,iss,jti,l,nbf,p,s".split(","));
  });

  it("open until they expire, by any published key, and only as they were issued here", () => {
    now = NOW;
    const token = tokens().issue(viewer({}), subject);
    const opened = { dialogId: DIALOG.dialog.id, expiresAt: NOW + 10 * MINUTES };
    expect(tokens().open(token)).toEqual(opened);
    expect(tokens({ primary: seed(2), secondary: seed(3), previous: seed(1) }).open(token)).toEqual(opened);
    expect(tokens({ primary: seed(3), secondary: seed(4), previous: seed(2) }).open(token)).toBeNull();
    expect(tokens(SEEDS, "https://elsewhere.test/dialogporten/api/v1").open(token)).toBeNull();

    const [head = "", body = "", signature = ""] = token.split(".");
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const forged = encode({ ...decodeJwt(token), i: uuidFromName("another") });
    const none = encode({ ...decodeProtectedHeader(token), alg: "none" });
    for (const wrong of [
      `${head}.${forged}.${signature}`,
      `${none}.${body}.`,
      `${head}.${body}`,
      `${token}.x`,
      "x",
      "",
    ]) {
      expect(tokens().open(wrong)).toBeNull();
    }
    now = NOW - 1_000;
    expect(tokens().open(token)).toBeNull();
    now = NOW + 10 * MINUTES - 1;
    expect(tokens().open(token)).toEqual(opened);
    now = NOW + 10 * MINUTES;
    expect(tokens().open(token)).toBeNull();
  });
});
