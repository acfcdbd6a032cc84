import { createHmac, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createCallReader } from "../../schema/call.js";
import {
  CALL_TOKEN_LIFETIME_MILLIS,
  callKeyFromPem,
  generateCallKey,
  signCallToken,
  verifyCallToken,
} from "../../schema/call-token.js";
import { NOW, personClaims } from "../kit/ask-room.js";

const key = generateCallKey("first");
const publicKeys = new Map([[key.kid, key.publicKey]]);
const viewer = personClaims(0);
const token = signCallToken(key, { requestId: "request-1", viewer }, () => NOW);
const [header = "", payload = "", signature = ""] = token.split(".");

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());

/** A token that our own key signed, whatever it says. */
const signed = (head: unknown, body: unknown): string => {
  const text = `${encode(head)}.${encode(body)}`;
  return `${text}.${sign(null, Buffer.from(text), key.privateKey).toString("base64url")}`;
};

const refused = (message: string) =>
  expect.objectContaining({
    code: "CALL_NOT_SIGNED",
    message: `${message} Subgraphs answer the gateway only; ask the gateway instead.`,
  });

describe("a call token", () => {
  it("says which request it is and who asks, for a minute", () => {
    const end = NOW + CALL_TOKEN_LIFETIME_MILLIS;
    const claims = { requestId: "request-1", viewer, expiresAt: end };
    expect(verifyCallToken(token, publicKeys, () => NOW)).toEqual(claims);
    expect(verifyCallToken(token, publicKeys, () => end - 1)).toEqual(claims);
    for (const late of [end, end + 1]) {
      expect(() => verifyCallToken(token, publicKeys, () => late)).toThrow(
        refused("The call token has expired."),
      );
    }
  });

  it("is good with a key that was kept as text, and with either of two keys while they rotate", () => {
    const pem = key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const kept = callKeyFromPem("first", pem);
    expect(verifyCallToken(token, new Map([["first", kept.publicKey]]), () => NOW).requestId).toBe(
      "request-1",
    );
    const next = generateCallKey("next");
    const both = new Map([...publicKeys, [next.kid, next.publicKey]]);
    const later = signCallToken(next, { requestId: "request-2", viewer }, () => NOW);
    expect([token, later].map((each) => verifyCallToken(each, both, () => NOW).requestId)).toEqual([
      "request-1",
      "request-2",
    ]);
  });

  it("is good for the rooms, or for one other subgraph alone", () => {
    const forSkatt = signCallToken(key, { requestId: "request-1", viewer, audience: "skatt" }, () => NOW);
    const check = (text: string, audience?: string) => verifyCallToken(text, publicKeys, () => NOW, audience);
    expect(check(forSkatt, "skatt").viewer).toEqual(viewer);
    for (const [text, audience] of [
      [forSkatt, undefined],
      [forSkatt, "fiks"],
      [token, "skatt"],
    ] as const) {
      expect(() => check(text, audience)).toThrow(refused("The call token is for another subgraph."));
    }
    expect(() => createCallReader(publicKeys, () => NOW)({ "x-tunet-call": forSkatt })).toThrow(
      refused("The call token is for another subgraph."),
    );
    // A gateway from before tokens said whom they are for.
    const silent = signCallToken(key, { requestId: "request-1", viewer, audience: null }, () => NOW);
    expect(check(silent).requestId).toBe("request-1");
  });

  const other = { ...generateCallKey("first") };
  const stranger = generateCallKey("stranger");
  const altered = encode({ ...decode(payload), viewer: personClaims(1) });
  const secret = key.publicKey.export({ type: "spki", format: "pem" });
  const symmetric = `${encode({ alg: "HS256", typ: "JWT", kid: "first" })}.${payload}`;

  it.each<[what: string, token: string | null, message: string]>([
    ["is missing", null, "The call carries no call token."],
    ["is empty", "", "The call token can't be read."],
    ["is no token", "abc", "The call token can't be read."],
    [
      "has a header that is no object",
      `${encode(null)}.${payload}.${signature}`,
      "The call token can't be read.",
    ],
    ["has another payload", `${header}.${altered}.${signature}`, "The call token's signature is wrong."],
    ["has no signature", `${header}.${payload}.`, "The call token's signature is wrong."],
    ["has a part too many", `${token}.${signature}`, "The call token's key is unknown."],
    [
      "was signed by another key of the same name",
      signCallToken(other, { requestId: "r", viewer }, () => NOW),
      "The call token's signature is wrong.",
    ],
    [
      "was signed by a key that nobody knows",
      signCallToken(stranger, { requestId: "r", viewer }, () => NOW),
      "The call token's key is unknown.",
    ],
    [
      "asks not to be checked",
      `${encode({ alg: "none", kid: "first" })}.${payload}.`,
      "The call token's key is unknown.",
    ],
    [
      "was signed with the public key as a secret",
      `${symmetric}.${createHmac("sha256", secret).update(symmetric).digest("base64url")}`,
      "The call token's key is unknown.",
    ],
  ])("is refused where it %s", (_what, text, message) => {
    expect(() => verifyCallToken(text, publicKeys, () => NOW)).toThrow(refused(message));
  });

  it.each<[what: string, change: object]>([
    ["no end", { exp: undefined }],
    ["an end that is no number", { exp: "never" }],
    ["no viewer", { viewer: undefined }],
    ["a viewer that is a list", { viewer: [] }],
    ["no request", { jti: undefined }],
    ["another purpose", { iss: "somebody-else" }],
  ])("is refused with %s, though our own key signed it", (_what, change) => {
    const text = signed(decode(header), { ...decode(payload), ...change });
    expect(() => verifyCallToken(text, publicKeys, () => NOW)).toThrow(
      refused("The call token is not one that says who is asking."),
    );
  });
});

describe("the reader of calls", () => {
  it("tells who asks and in which language", () => {
    const read = createCallReader(publicKeys, () => NOW);
    const call = read({ "x-tunet-call": token, "accept-language": "nn" });
    expect(call).toEqual({
      requestId: "request-1",
      language: "nn",
      token,
      viewer: {
        kind: "PERSON",
        party: `urn:altinn:person:identifier-no:${viewer["pid"]}`,
        organization: null,
        supplier: null,
        level: 4,
        scopes: [],
        clientId: null,
      },
    });
    expect(read({ "x-tunet-call": token })).toEqual({ ...call, language: "nb", token });
  });

  it("remembers a token no longer than it is good", () => {
    let now = NOW;
    const read = createCallReader(publicKeys, () => now);
    expect(read({ "x-tunet-call": token }).requestId).toBe("request-1");
    now = NOW + CALL_TOKEN_LIFETIME_MILLIS;
    expect(() => read({ "x-tunet-call": token })).toThrow(refused("The call token has expired."));
  });

  it("refuses a good token that names nobody", () => {
    const read = createCallReader(publicKeys, () => NOW);
    const nobody = signCallToken(key, { requestId: "request-1", viewer: { sub: "someone" } }, () => NOW);
    expect(() => read({ "x-tunet-call": nobody })).toThrow(
      expect.objectContaining({ code: "VIEWER_UNKNOWN" }),
    );
    expect(() => read({})).toThrow(refused("The call carries no call token."));
  });
});
