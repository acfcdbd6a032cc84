import Fastify from "fastify";
import { SignJWT } from "jose";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { createRoomHttp, mountRooms, type RoomHttpOptions } from "../../bin/room/room-http.js";
import { DomainError } from "../../lib/errors.js";
import type { Call } from "../../schema/call.js";
import { generateCallKey, verifyCallToken } from "../../schema/call-token.js";
import { EMAIL_PREFIX, PERSON_PREFIX } from "../../schema/urns.js";
import { personClaims } from "../kit/ask-room.js";

const NOW = Date.parse("2026-06-15T08:00:00Z");
const clock = () => NOW;
const callKey = generateCallKey("room");
const issuerKey = generateCallKey("issuer");
const ISSUER = "https://issuer.test.invalid";

/** Two rooms with routes: one tells who asks, the other fails in words of its own. */
const startRooms = async (others: Pick<RoomHttpOptions, "standInHeaders"> = {}) => {
  const http = createRoomHttp({
    ...others,
    issuers: [
      {
        issuer: ISSUER,
        jwks: {
          keys: { keys: [{ ...issuerKey.publicKey.export({ format: "jwk" }), kid: "issuer", alg: "EdDSA" }] },
        },
      },
    ],
    callKey,
    clock,
    logger: pino({ level: "silent" }),
    publicUrl: () => "https://tunet.test.invalid",
  });
  const app = Fastify({ genReqId: () => "request-1" });
  onTestFinished(() => app.close());
  await mountRooms(
    app,
    [
      {
        routes(own, { identify }) {
          own.setErrorHandler((error, _request, reply) =>
            reply.code(401).send({ code: error instanceof DomainError ? error.code : "OTHER" }),
          );
          own.get("/who", async (request) => {
            const { token, ...call } = await identify(request);
            return { ...call, signed: verifyCallToken(token, new Map([["room", callKey.publicKey]]), clock) };
          });
        },
      },
      {},
      {
        routes(own) {
          own.get("/other", () => {
            throw new Error("its own business");
          });
        },
      },
    ],
    http,
  );
  return app;
};

const tokenOf = (claims: Record<string, unknown>, key = issuerKey): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", kid: "issuer" })
    .setIssuer(ISSUER)
    .setIssuedAt(NOW / 1000)
    .setExpirationTime(NOW / 1000 + 60)
    .sign(key.privateKey);

const ask = async (authorization?: string) => {
  const app = await startRooms();
  const headers = authorization === undefined ? {} : { authorization };
  const response = await app.inject({ url: "/who", headers: { ...headers, "accept-language": "nn" } });
  return { status: response.statusCode, body: response.json() };
};

const CONSUMER = { authority: "iso6523-actorid-upis", ID: "0192:310000000" };

it("tells a room who asks by the bearer token, and signs it for the rooms that are asked in turn", async () => {
  const claims = {
    consumer: CONSUMER,
    scope: "digdir:dialogporten.serviceprovider",
    secret: "stays at the edge",
  };
  const answer = await ask(`Bearer ${await tokenOf(claims)}`);
  expect(answer).toEqual({
    status: 200,
    body: {
      requestId: "request-1",
      language: "nn",
      viewer: {
        kind: "ORGANIZATION",
        party: "urn:altinn:organization:identifier-no:310000000",
        organization: "urn:altinn:organization:identifier-no:310000000",
        supplier: null,
        level: 3,
        scopes: ["digdir:dialogporten.serviceprovider"],
        clientId: null,
      },
      signed: {
        requestId: "request-1",
        viewer: { consumer: CONSUMER, scope: "digdir:dialogporten.serviceprovider" },
        expiresAt: NOW + 60_000,
      },
    },
  });
});

it("refuses who has no token, a bad one, or one that names nobody", async () => {
  expect(await ask()).toEqual({ status: 401, body: { code: "UNAUTHENTICATED" } });
  expect(await ask("Basic abc")).toEqual({ status: 401, body: { code: "UNAUTHENTICATED" } });
  const forged = await tokenOf({ consumer: CONSUMER }, generateCallKey("x"));
  expect(await ask(`Bearer ${forged}`)).toEqual({ status: 401, body: { code: "UNAUTHENTICATED" } });
  expect(await ask(`Bearer ${await tokenOf({})}`)).toEqual({ status: 401, body: { code: "VIEWER_UNKNOWN" } });
});

it("keeps a room's error handler from the other rooms", async () => {
  const app = await startRooms();
  const response = await app.inject({ url: "/other" });
  expect([response.statusCode, response.json().message]).toEqual([500, "its own business"]);
});

it("signs the call of a person for an organisation that asks on their behalf, and for nobody else", async () => {
  const { onBehalfOf } = createRoomHttp({
    issuers: [],
    callKey,
    clock,
    logger: pino({ level: "silent" }),
    publicUrl: () => "https://tunet.test.invalid",
  });
  const organization = "urn:altinn:organization:identifier-no:313000028";
  const call: Call = {
    requestId: "request-1",
    token: "the organisation's",
    language: "nb",
    viewer: {
      kind: "ORGANIZATION",
      party: organization,
      organization,
      supplier: null,
      level: 3,
      scopes: ["digdir:dialogporten.serviceprovider"],
      clientId: "machine",
    },
  };
  const pid = String(personClaims(0)["pid"]);
  const { token, ...signed } = onBehalfOf(call, `${PERSON_PREFIX}${pid}`);
  expect(signed).toMatchObject({
    requestId: "request-1",
    viewer: { kind: "PERSON", party: `${PERSON_PREFIX}${pid}`, level: 4, scopes: [] },
  });
  expect(verifyCallToken(token, new Map([["room", callKey.publicKey]]), clock)).toMatchObject({
    viewer: { pid, consumer: { authority: "iso6523-actorid-upis", ID: "0192:313000028" } },
  });
  expect(() => onBehalfOf(call, organization)).toThrow("Only an organisation asks");
  const person = { ...call, viewer: { ...call.viewer, organization: null } };
  expect(() => onBehalfOf(person, `${PERSON_PREFIX}${pid}`)).toThrow("Only an organisation asks");
});

it("signs what a room does unasked: as an organisation, or as nobody, who may see what is public only", () => {
  const { asOrganization, asPerson, asAnybody } = createRoomHttp({
    issuers: [],
    callKey,
    clock,
    logger: pino({ level: "silent" }),
    publicUrl: () => "https://tunet.test.invalid",
  });
  const organization = "urn:altinn:organization:identifier-no:313000028";
  expect(asOrganization(organization)).toMatchObject({
    viewer: { kind: "ORGANIZATION", party: organization, organization, scopes: [], level: 3 },
  });
  expect(asAnybody()).toMatchObject({
    viewer: { kind: "SELF_IDENTIFIED", organization: null, scopes: [], level: 0 },
  });
  const person = PERSON_PREFIX + String(personClaims(0)["pid"]);
  const levels = [0, 2, 3, 4].map((level) => asPerson(person, level).viewer.level);
  expect(levels).toEqual([0, 0, 3, 4]);
  expect(asPerson(person, 3).viewer).toMatchObject({ kind: "PERSON", party: person, scopes: [] });
  const email = `${EMAIL_PREFIX}kari@example.com`;
  expect(asPerson(email, 3).viewer).toMatchObject({ kind: "SELF_IDENTIFIED", party: email, level: 0 });
  expect(() => asPerson(organization, 3)).toThrow("Only persons");
});

it("tells a room the language that stands in for one that was not asked for", async () => {
  const chosen = { "accept-language": "en" };
  const app = await startRooms({
    standInHeaders: {
      isNeeded: (sent) => sent["accept-language"] === undefined,
      known: () => undefined,
      find: async () => chosen,
    },
  });
  const authorization = `Bearer ${await tokenOf(personClaims(0))}`;
  const languageOf = async (headers: Record<string, string>): Promise<unknown> =>
    (await app.inject({ url: "/who", headers: { authorization, ...headers } })).json().language;
  expect(await languageOf({})).toBe("en");
  expect(await languageOf({ "accept-language": "nn" })).toBe("nn");
});
