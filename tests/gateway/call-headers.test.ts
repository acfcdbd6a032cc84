import { describe, expect, it } from "vitest";
import { NOW, serveSubgraph, startTestGateway } from "./kit.js";
import { bearer, claimsAt, identity, issuer, start } from "./signing-in.js";
import { bothLocal, local, reviewsSchema, usersSchema } from "./subgraphs.js";

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
