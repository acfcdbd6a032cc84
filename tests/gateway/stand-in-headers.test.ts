import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, it } from "vitest";
import type { StandInHeaders } from "../../gateway/index.js";
import { NOW, startTestGateway } from "./kit.js";

const ISSUER = "https://login.example.test/";
const QUERY = { query: "{ headers }" };

/** A gateway whose viewer wants nynorsk unless they say something else, and how often somebody asked for that. */
const start = async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: "key", alg: "ES256", use: "sig" }];
  const token = await new SignJWT({ iss: ISSUER, exp: NOW / 1_000 + 60, pid: "17810112345" })
    .setProtectedHeader({ alg: "ES256", kid: "key" })
    .sign(privateKey);
  const found: unknown[] = [];
  let isKnown = false;
  const standInHeaders: StandInHeaders = {
    isNeeded: (sent) => sent["accept-language"] === undefined,
    known: () => (isKnown ? { "accept-language": "nn" } : undefined),
    async find(claims) {
      found.push(claims["pid"]);
      isKnown = true;
      return { "accept-language": "nn" };
    },
  };
  const { gateway } = await startTestGateway({
    identity: {
      issuers: [{ issuer: ISSUER, jwks: { keys: { keys } } }],
      forwardedClaims: ["pid"],
      signCall: () => "signed",
    },
    allowPublicIntrospection: true,
    standInHeaders,
  });
  await gateway.listen(0, "127.0.0.1");
  const { port } = gateway.app.server.address() as AddressInfo;
  const post = (body: object, headers: Record<string, string> = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const told = { "content-type": "application/json", ...headers };
      ask({ port, path: "/graphql", method: "POST", headers: told }, async (response) => {
        resolve(JSON.parse((await response.toArray()).join("")));
      })
        .on("error", reject)
        .end(JSON.stringify(body));
    });
  return { found, post, signedIn: { authorization: `Bearer ${token}` } };
};

const toldOf = (language: string) => ({
  data: { headers: [`accept-language: ${language}`, "x-tunet-call: signed"] },
});

it("subgraphs are told what stands in for a header that was not sent; it is found out once", async () => {
  const { found, post, signedIn } = await start();
  // The first goes by the routes; those after it where what is known already is answered.
  for (let time = 0; time < 4; time++) expect(await post(QUERY, signedIn)).toEqual(toldOf("nn"));
  expect(found).toEqual(["17810112345"]);
});

it("nobody asks for it where the header was sent, or where nobody signed in", async () => {
  const { found, post, signedIn } = await start();
  for (let time = 0; time < 3; time++) {
    expect(await post(QUERY, { ...signedIn, "accept-language": "en" })).toEqual(toldOf("en"));
  }
  expect(await post({ query: "{ __typename }" })).toEqual({ data: { __typename: "Query" } });
  expect(found).toEqual([]);
});
