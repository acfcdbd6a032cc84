import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { GatewayOptions, IdentityOptions, TrustedIssuer } from "../../gateway/index.js";
import { type Answer, NOW, serve, serveSubgraph, startTestGateway } from "./kit.js";
import { bothLocal, local, reviewsSchema, usersSchema } from "./subgraphs.js";

const ISSUER = "https://login.example.test/";
const SECOND = 1_000;

interface Signer {
  readonly keys: JSONWebKeySet;
  sign(claims: JWTPayload, alg?: string): Promise<string>;
}

const createSigner = async (alg: string, kid: string): Promise<Signer> => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return {
    keys: { keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: "sig" }] },
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(privateKey),
  };
};

let issuer: Signer;
let stranger: Signer;
let weak: Signer;
beforeAll(async () => {
  issuer = await createSigner("ES256", "key-1");
  stranger = await createSigner("ES256", "key-1");
  weak = await createSigner("ES384", "key-2");
});

const claimsAt = (now: number, changes: JWTPayload = {}): JWTPayload => ({
  iss: ISSUER,
  exp: now / SECOND + 60,
  pid: "17810112345",
  scope: "openid",
  sub: "kept at the edge",
  ...changes,
});

const identity = (trusted: Partial<TrustedIssuer> = {}): IdentityOptions => ({
  issuers: [{ issuer: ISSUER, jwks: { keys: issuer.keys }, ...trusted }],
  forwardedClaims: ["pid", "scope", "acr"],
  signCall: (claims, requestId) => `signed ${requestId} ${JSON.stringify(claims)}`,
});

const start = (changes: Partial<GatewayOptions> = {}) =>
  startTestGateway({ identity: identity(), ...changes });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

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

describe("what subgraphs are told", () => {
  const SIGNED = 'signed request-1 {"pid":"17810112345","scope":"openid"}';
  const spoofed = {
    "x-tunet-call": "signed request-9 {}",
    "X-Tunet-Call": "signed request-9 {}",
    "x-user-id": "1",
    cookie: "session=1",
    "accept-language": "nn",
  };

  it("signs the forwarded claims, and passes on the listed headers and no others", async () => {
    const { query } = await start();
    const { body } = await query(
      "{ headers }",
      {},
      { ...bearer(await issuer.sign(claimsAt(NOW))), ...spoofed },
    );
    expect(body).toEqual({ data: { headers: ["accept-language: nn", `x-tunet-call: ${SIGNED}`] } });
  });

  it("tells a remote subgraph the same, beside what HTTP needs", async () => {
    const { query } = await start({
      localSubgraphs: [local("reviews", reviewsSchema())],
      subgraphUrls: { users: await serveSubgraph(usersSchema()) },
    });
    const { body } = await query(
      "{ headers }",
      {},
      { ...bearer(await issuer.sign(claimsAt(NOW))), ...spoofed },
    );
    const { headers } = body.data as { headers: string[] };
    expect(headers.map((header) => header.split(":")[0]).sort()).toEqual([
      "accept",
      "accept-encoding",
      "accept-language",
      "connection",
      "content-length",
      "content-type",
      "host",
      "x-tunet-call",
    ]);
    expect(headers).toContain(`x-tunet-call: ${SIGNED}`);
  });

  it("signs nothing and passes on no call token where nobody has to sign in", async () => {
    const { query } = await startTestGateway({ identity: null });
    expect((await query("{ headers }", {}, spoofed)).body).toEqual({
      data: { headers: ["accept-language: nn"] },
    });
  });

  it("signs once a request, and not at all for one that fetches nothing", async () => {
    const signed: string[] = [];
    const { query } = await start({
      identity: {
        ...identity(),
        signCall(_claims, requestId) {
          signed.push(requestId);
          return "signed";
        },
      },
    });
    const token = bearer(await issuer.sign(claimsAt(NOW)));
    await query("{ __typename }", {}, token);
    await query("{ me { name reviews { text } } latestReviews { text } }", {}, token);
    expect(signed).toEqual(["request-2"]);
  });

  it("signs once for each audience, and gives a subgraph no token that is for another", async () => {
    const signed: (string | null)[] = [];
    const { query } = await start({
      identity: {
        ...identity(),
        signCall(_claims, _requestId, audience) {
          signed.push(audience);
          return `for ${audience}`;
        },
        callAudience: (subgraph) => (subgraph === "reviews" ? "reviews" : "the rest"),
      },
    });
    const token = bearer(await issuer.sign(claimsAt(NOW)));
    const { body } = await query(
      "{ headers me { name reviews { text } } latestReviews { text } }",
      {},
      token,
    );
    expect((body.data as { headers: string[] }).headers).toContain("x-tunet-call: for the rest");
    expect(signed.toSorted()).toEqual(["reviews", "the rest"]);
  });

  it("does not let its own header be configured as one to pass on", async () => {
    await expect(
      startTestGateway({ forwardedHeaders: ["X-Tunet-Call"], localSubgraphs: bothLocal() }),
    ).rejects.toThrow("x-tunet-call is the gateway's own: it can't be a forwarded header.");
  });
});
