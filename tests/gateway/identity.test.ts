import { UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, NOW, serve, startTestGateway } from "./kit.js";
import {
  bearer,
  claimsAt,
  createSigner,
  ISSUER,
  identity,
  issuer,
  SECOND,
  type Signer,
  start,
} from "./signing-in.js";

let stranger: Signer;
let weak: Signer;
beforeAll(async () => {
  stranger = await createSigner("ES256", "key-1");
  weak = await createSigner("ES384", "key-2");
});

const refusalOf = ({ status, headers, body }: Answer) => ({
  status,
  code: body.errors?.[0]?.extensions["code"],
  challenge: headers["www-authenticate"],
  data: body.data,
});

const INVALID = {
  status: 401,
  code: "TOKEN_INVALID",
  challenge: 'Bearer error="invalid_token"',
  data: undefined,
};

describe("who may ask", () => {
  it("answers whoever holds a token of a trusted issuer", async () => {
    const { query } = await start();
    const { status, body } = await query("{ me { name } }", {}, bearer(await issuer.sign(claimsAt(NOW))));
    expect({ status, body }).toEqual({ status: 200, body: { data: { me: { name: "Ada" } } } });
  });

  it("refuses whoever holds none, and fetches nothing for them", async () => {
    const { query, fetches } = await start();
    const { status, headers, body } = await query("{ me { name } }");
    expect({ status, challenge: headers["www-authenticate"], body }).toEqual({
      status: 401,
      challenge: "Bearer",
      body: {
        errors: [
          {
            message: "Sign in, and send the token in the header Authorization: Bearer …",
            extensions: { code: "UNAUTHENTICATED" },
          },
        ],
      },
    });
    expect(fetches).toEqual([]);
  });

  it("asks nobody to sign in where no identity is configured, whatever they send", async () => {
    const { query } = await startTestGateway({ identity: null });
    const { body } = await query("{ headers }", {}, { authorization: "Bearer nonsense" });
    expect(body).toEqual({ data: { headers: [] } });
  });

  it("lets the schema be read without signing in only where that is allowed, and nothing besides", async () => {
    const pure = [
      "{ __schema { queryType { name } } }",
      'query A { ...F } fragment F on Query { __typename ... { __type(name: "User") { name } } }',
    ];
    const mixed = [
      "{ __schema { queryType { name } } me { name } }",
      "{ ...F } fragment F on Query { __typename me { name } }",
      "{ ... { me { name } } }",
      "mutation { __typename }",
      "{ unparsable",
    ];
    const closed = await start();
    for (const document of [...pure, ...mixed]) {
      expect(refusalOf(await closed.query(document))).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
    }
    const open = await start({ allowPublicIntrospection: true });
    for (const document of pure) expect((await open.query(document)).body.errors).toBeUndefined();
    for (const document of mixed) {
      expect(refusalOf(await open.query(document))).toEqual({
        status: 401,
        code: "UNAUTHENTICATED",
        challenge: "Bearer",
        data: undefined,
      });
    }
    expect([...closed.fetches, ...open.fetches]).toEqual([]);
  });

  it("lets whoever has signed in read the schema", async () => {
    const { query } = await start();
    const { body } = await query(
      "{ __schema { queryType { name } } }",
      {},
      bearer(await issuer.sign(claimsAt(NOW))),
    );
    expect(body).toEqual({ data: { __schema: { queryType: { name: "Query" } } } });
  });

  it("refuses health nothing: it needs no token", async () => {
    const { gateway } = await start();
    expect((await gateway.app.inject({ url: "/health/ready" })).statusCode).toBe(200);
  });
});

describe("which tokens are good", () => {
  it("refuses a token of another key, another issuer, no signature, or another audience", async () => {
    const { query } = await start({ identity: identity({ audience: "workspace" }) });
    const good = claimsAt(NOW, { aud: "workspace" });
    const tokens = [
      await stranger.sign(good),
      await issuer.sign({ ...good, iss: "https://login.evil.test/" }),
      await issuer.sign({ ...good, aud: "another" }),
      await issuer.sign(claimsAt(NOW)),
      new UnsecuredJWT(good).encode(),
      (await issuer.sign(good)).slice(0, -3),
      "not.a.token",
      "nonsense",
    ];
    for (const token of tokens)
      expect(refusalOf(await query("{ me { name } }", {}, bearer(token)))).toEqual(INVALID);
    expect((await query("{ me { name } }", {}, bearer(await issuer.sign(good)))).status).toBe(200);
  });

  it("refuses a good key with an algorithm that is not accepted", async () => {
    const { query } = await start({ identity: identity({ jwks: { keys: weak.keys } }) });
    const token = await weak.sign(claimsAt(NOW));
    expect(refusalOf(await query("{ me { name } }", {}, bearer(token)))).toEqual(INVALID);
    const accepting = await start({
      identity: identity({ jwks: { keys: weak.keys }, algorithms: ["ES384"] }),
    });
    expect((await accepting.query("{ me { name } }", {}, bearer(token))).status).toBe(200);
  });

  it("refuses a token with no end, and one that is not to be used yet", async () => {
    const { query } = await start();
    const { exp: _, ...endless } = claimsAt(NOW);
    const early = claimsAt(NOW, { nbf: NOW / SECOND + 11 });
    for (const claims of [endless, early]) {
      expect(refusalOf(await query("{ me { name } }", {}, bearer(await issuer.sign(claims))))).toEqual(
        INVALID,
      );
    }
    const soon = claimsAt(NOW, { nbf: NOW / SECOND + 10 });
    expect((await query("{ me { name } }", {}, bearer(await issuer.sign(soon)))).status).toBe(200);
  });

  it("takes a token until ten seconds after its end, remembered or not", async () => {
    const { query, pass } = await start();
    const remembered = bearer(await issuer.sign(claimsAt(NOW)));
    const fresh = bearer(await issuer.sign(claimsAt(NOW, { jti: "another" })));
    expect((await query("{ me { name } }", {}, remembered)).status).toBe(200);
    pass(69 * SECOND);
    expect((await query("{ me { name } }", {}, remembered)).status).toBe(200);
    pass(SECOND);
    for (const token of [remembered, fresh]) {
      expect(refusalOf(await query("{ me { name } }", {}, token))).toMatchObject({
        status: 401,
        code: "TOKEN_EXPIRED",
        challenge: 'Bearer error="invalid_token", error_description="expired"',
      });
    }
  });

  it("takes nothing but a bearer token", async () => {
    const { query } = await start();
    expect(refusalOf(await query("{ me { name } }", {}, { authorization: "Basic YTpi" }))).toMatchObject({
      status: 401,
      code: "TOKEN_INVALID",
    });
    const token = await issuer.sign(claimsAt(NOW));
    expect((await query("{ me { name } }", {}, { authorization: `bearer ${token}` })).status).toBe(200);
  });

  it("fetches an issuer's published keys once, and lets nobody in while they can't be had", async () => {
    let asked = 0;
    let isDown = true;
    const url = await serve((_request, response) => {
      asked += 1;
      if (isDown) response.writeHead(500).end("hunter2");
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(issuer.keys));
    });
    const { query, log } = await start({ identity: identity({ jwks: { url } }) });
    const token = async (jti: string) => bearer(await issuer.sign(claimsAt(NOW, { jti })));

    const refused = await query("{ me { name } }", {}, await token("1"));
    expect(refused.status).toBe(503);
    expect(refused.body).toEqual({
      errors: [
        {
          message: "The issuer's keys can't be fetched now. Try again shortly.",
          extensions: { code: "IDENTITY_UNAVAILABLE" },
        },
      ],
    });
    expect(log).toContainEqual(
      expect.objectContaining({ issuer: ISSUER, msg: "An issuer's keys can't be had." }),
    );

    isDown = false;
    for (const jti of ["2", "3", "4"]) {
      expect((await query("{ me { name } }", {}, await token(jti))).status).toBe(200);
    }
    expect(asked).toBe(2);
  });

  it("trusts each issuer with its own keys only", async () => {
    const other = "https://other.example.test/";
    const { query } = await start({
      identity: {
        ...identity(),
        issuers: [
          { issuer: ISSUER, jwks: { keys: issuer.keys } },
          { issuer: other, jwks: { keys: stranger.keys } },
        ],
      },
    });
    const status = async (signer: Signer, iss: string) =>
      (await query("{ me { name } }", {}, bearer(await signer.sign(claimsAt(NOW, { iss }))))).status;
    expect(await status(issuer, ISSUER)).toBe(200);
    expect(await status(stranger, other)).toBe(200);
    expect(await status(issuer, other)).toBe(401);
    expect(await status(stranger, ISSUER)).toBe(401);
  });
});
