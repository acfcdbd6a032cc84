import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { startTestGateway } from "./kit.js";
import { collectSpans } from "./spans.js";
import { otherApiSdl } from "./versions.js";

const ME = "query Me { me { name } }";
const FRIEND = "query Friend($id: ID!) { user(id: $id) { name } }";
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const documents = new Map([
  [`sha256:${hashOf(ME)}`, ME],
  ["friend-page/3", FRIEND],
]);
const trusting = (only = false) => startTestGateway({ trustedDocuments: { documents, only } });
const codesOf = (body: { errors?: { extensions: Record<string, unknown> }[] }) =>
  (body.errors ?? []).map(({ extensions }) => extensions["code"]);

describe("a trusted document", () => {
  it("runs by its id, with variables, however the id is written", async () => {
    const { post } = await trusting();
    const asked = [
      { documentId: `sha256:${hashOf(ME)}` },
      { documentId: hashOf(ME), operationName: "Me" },
      { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(ME) } } },
    ];
    for (const body of asked) expect((await post(body)).body).toEqual({ data: { me: { name: "Ada" } } });
    const friend = await post({ documentId: "friend-page/3", variables: { id: "2" } });
    expect(friend.body).toEqual((await post({ query: FRIEND, variables: { id: "2" } })).body);
  });

  it("is said not to be known, where its id is not, or is no id", async () => {
    const { post, fetches } = await trusting();
    const bodies = [
      { documentId: "nobody's" },
      { documentId: "__proto__" },
      { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf("other") } } },
    ];
    for (const body of bodies) {
      const answer = await post(body);
      expect([answer.status, codesOf(answer.body)]).toEqual([400, ["DOCUMENT_UNKNOWN"]]);
    }
    for (const body of [{ documentId: 7 }, { documentId: hashOf(ME), query: ME }]) {
      const answer = await post(body);
      expect([answer.status, codesOf(answer.body)]).toEqual([400, ["BAD_REQUEST"]]);
    }
    expect(fetches).toEqual([]);
  });

  it("leaves others alone, unless only trusted ones may run: then by id or exact text", async () => {
    const open = await trusting();
    expect((await open.query("{ me { id } }")).status).toBe(200);
    const { post, query, fetches } = await trusting(true);
    for (const text of ["{ me { id } }", `${ME} `, "{ __schema { queryType { name } } }"]) {
      const answer = await query(text);
      expect([answer.status, codesOf(answer.body)]).toEqual([403, ["DOCUMENT_NOT_TRUSTED"]]);
    }
    expect(fetches).toEqual([]);
    expect((await query(ME)).body).toEqual({ data: { me: { name: "Ada" } } });
    expect((await post({ documentId: hashOf(ME) })).body).toEqual({ data: { me: { name: "Ada" } } });
  });

  it("that is not GraphQL keeps the gateway from starting", async () => {
    const trustedDocuments = { documents: new Map([["a", "{ me {"]]), only: false };
    await expect(startTestGateway({ trustedDocuments })).rejects.toThrow(
      'The trusted document "a" is not GraphQL: Syntax Error: Expected Name, found <EOF>.',
    );
  });
});

describe("the plans of trusted documents", () => {
  const spans = collectSpans();

  it("are there before anybody asks, at the start and after a swap", async () => {
    const { gateway, post, log } = await startTestGateway({
      trustedDocuments: { documents, only: false },
      tracing: { trustsIncoming: false },
    });
    const wasPlanned = async () => {
      spans.reset();
      await post({ documentId: "friend-page/3", variables: { id: "1" } });
      const plan = spans.ours().find(({ name }) => name === "graphql.plan");
      return plan?.attributes["plan.cached"];
    };
    expect(log).toContainEqual(
      expect.objectContaining({ msg: "Trusted documents are ready.", ready: 4, unfit: 0, left: 0 }),
    );
    expect(await wasPlanned()).toBe(true);
    await gateway.swap(otherApiSdl);
    expect(await wasPlanned()).toBe(true);
  });
});
