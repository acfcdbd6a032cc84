import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createCallReader } from "../../kit/call.js";
import { type ServedSubgraph, serveSubgraph } from "../../kit/serve.js";
import { buildSchema } from "./subgraph.js";

const KARI = "17858400120";
const keys = await generateKeyPair("EdDSA");

/** Stands for Tunet: it publishes the keys that calls are signed with, and says whom a person may act for. */
const tunet = createServer(async (request, response) => {
  const answer =
    request.url === "/.well-known/call-keys.json"
      ? { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "1", alg: "EdDSA", use: "sig" }] }
      : [
          {
            partyUuid: "b7d0a7c9-3d7f-4a55-9f6d-0a3f6f6f5b11",
            organizationNumber: null,
            personId: KARI,
            authorizedResources: ["inspections"],
            authorizedInstances: [],
            subunits: [],
          },
        ];
  response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
});
let subgraph: ServedSubgraph;

before(async () => {
  await new Promise<void>((resolve) => tunet.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(tunet.address() as AddressInfo).port}`;
  subgraph = await serveSubgraph(
    {
      schema: buildSchema(readFileSync("schema.graphql", "utf8")),
      readCall: createCallReader(`${url}/.well-known/call-keys.json`, "new-agency"),
      contextFor: (call) => ({ call, tunet: { url, token: async () => "t" }, service: "inspections" }),
      onError: (error) => assert.fail(String(error)),
    },
    0,
  );
});
after(async () => {
  await subgraph.close();
  tunet.closeAllConnections();
  tunet.close();
});

const signed = (acr: string): Promise<string> =>
  new SignJWT({ viewer: { pid: KARI, acr } })
    .setProtectedHeader({ alg: "EdDSA", kid: "1" })
    .setIssuer("tunet-gateway")
    .setAudience("new-agency")
    .setJti("request-1")
    .setExpirationTime("1m")
    .sign(keys.privateKey);

/** As the gateway asks for what this subgraph adds to a workspace. */
const ask = async (callToken: string | null) => {
  const response = await fetch(subgraph.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(callToken === null ? {} : { "x-tunet-call": callToken }),
    },
    body: JSON.stringify({
      query: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Workspace { newAgency { cases { id } } } } }`,
      variables: { of: [{ __typename: "Workspace", id: "everyone" }] },
    }),
  });
  const body = (await response.json()) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
  };
  return { status: response.status, body };
};

test("shows a person the cases of those whom they may act for, and no others", async () => {
  const answer = await ask(await signed("idporten-loa-high"));
  assert.deepEqual(answer, {
    status: 200,
    body: { data: { _entities: [{ newAgency: { cases: [{ id: "2026-17" }] } }] } },
  });
});

test("shows nothing to a login that is too weak, and says so", async () => {
  const { body } = await ask(await signed("idporten-loa-low"));
  assert.equal(body.errors?.[0]?.extensions.code, "LOGIN_TOO_WEAK");
  assert.deepEqual(body.data, { _entities: [{ newAgency: null }] });
});

test("answers nobody but the gateway", async () => {
  assert.equal((await ask(null)).status, 401);
  assert.equal((await ask((await signed("idporten-loa-high")).slice(0, -4))).status, 401);
});
