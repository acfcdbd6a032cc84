import { describe, expect, it } from "vitest";
import { patched } from "../../../../subgraphs/dialogs/owners-api/json-patch.js";
import { RestRefusal } from "../../../../subgraphs/dialogs/owners-api/refusals.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW } from "../dialogs.js";
import { startApi, type TestApi } from "./api.js";
import { FULL_ID, full, minimal } from "./bodies.js";

const FULL = `/dialogs/${FULL_ID}`;

const errorsOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (error instanceof RestRefusal) return { status: error.status, errors: error.errors };
    throw error;
  }
};

const patch = ({ ask }: TestApi, operations: unknown, headers: Readonly<Record<string, string>> = {}) =>
  ask(`PATCH ${FULL}`, { body: operations, headers });

describeOnBothDatabases("a patch of a dialog", (dialect) => {
  it("changes what it names and nothing else", async () => {
    const api = await startApi(dialect);
    await api.ask("POST /dialogs", { body: full() });
    const before = (await api.ask(`GET ${FULL}`)).body as Record<string, unknown>;
    const answer = await patch(api, [
      { op: "replace", path: "/status", value: "Completed" },
      { op: "replace", path: "/progress", value: 100 },
      { op: "remove", path: "/dueAt" },
      { op: "add", path: "/searchTags/-", value: { value: "ferdig" } },
      { op: "replace", path: "/guiActions/1/title/0/value", value: "Withdraw now" },
    ]);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: "" });
    const after = (await api.ask(`GET ${FULL}`)).body as Record<string, unknown>;
    const { dueAt: _due, ...rest } = before;
    const [first, second] = before["guiActions"] as { title: { languageCode: string; value: string }[] }[];
    expect(after).toEqual({
      ...rest,
      status: "Completed",
      progress: 100,
      searchTags: [{ value: "skatt" }, { value: "ferdig" }],
      guiActions: [
        first,
        { ...second, title: [{ languageCode: "en", value: "Withdraw now" }, second?.title[1]] },
      ],
      revision: answer.headers["etag"],
      updatedAt: new Date(NOW).toISOString(),
      contentUpdatedAt: new Date(NOW).toISOString(),
    });
  });

  it("of nothing leaves the dialog as it is, whatever it holds", async () => {
    const api = await startApi(dialect);
    for (const body of [full(), minimal({ isApiOnly: true, content: null })]) {
      const { body: id } = await api.ask("POST /dialogs", { body });
      const before = (await api.ask(`GET /dialogs/${id}`)).body as object;
      expect((await api.ask(`PATCH /dialogs/${id}`, { body: [] })).status).toBe(204);
      const after = (await api.ask(`GET /dialogs/${id}`)).body as object;
      expect({ ...after, revision: null }).toEqual({ ...before, revision: null });
    }
  });

  it("is done whole or not at all", async () => {
    const api = await startApi(dialect);
    await api.ask("POST /dialogs", { body: full() });
    const before = await api.ask(`GET ${FULL}`);
    const answer = await patch(api, [
      { op: "replace", path: "/status", value: "Completed" },
      { op: "test", path: "/progress", value: 99 },
    ]);
    expect({ status: answer.status, errors: (answer.body as { errors: object }).errors }).toEqual({
      status: 400,
      errors: { "[1]": ['The value at "/progress" is not the one that the test expects.'] },
    });
    expect((await api.ask(`GET ${FULL}`)).body).toEqual(before.body);
  });

  it("can't change what PUT can't, and is told what is wrong with the result", async () => {
    const api = await startApi(dialect);
    await api.ask("POST /dialogs", { body: full() });
    const answer = await patch(api, [{ op: "replace", path: "/content/title", value: null }]);
    expect({ status: answer.status, errors: (answer.body as { errors: object }).errors }).toEqual({
      status: 400,
      errors: { "content.title": ["A title must be given."] },
    });
    const party = await patch(api, [{ op: "replace", path: "/party", value: "urn:x" }]);
    expect(party.status).toBe(400);
  });

  it("is applied to what another patch has written meanwhile: neither is lost", async () => {
    const api = await startApi(dialect);
    await api.ask("POST /dialogs", { body: full() });
    const tags = Array.from({ length: 5 }, (_, index) => `samtidig-${index}`);
    const answers = await Promise.all(
      tags.map((value) => patch(api, [{ op: "add", path: "/searchTags/-", value: { value } }])),
    );
    const read = (await api.ask(`GET ${FULL}`)).body as { searchTags: { value: string }[] };
    const written = tags.filter((_, index) => answers[index]?.status === 204);
    expect(read.searchTags.map(({ value }) => value).sort()).toEqual(["skatt", ...written].sort());
    // With If-Match one wins, and the others are told.
    const { headers } = await api.ask(`GET ${FULL}`);
    const guarded = await Promise.all(
      [1, 2, 3].map((progress) =>
        patch(api, [{ op: "replace", path: "/progress", value: progress }], {
          "if-match": String(headers["etag"]),
        }),
      ),
    );
    expect(guarded.map(({ status }) => status).sort()).toEqual([204, 412, 412]);
  });
});

describe("a JSON patch", () => {
  it("is done on a copy", () => {
    const document = { status: "New", content: { title: "a" } };
    expect(patched(document, [{ op: "replace", path: "/content/title", value: "b" }])).toEqual({
      status: "New",
      content: { title: "b" },
    });
    expect(document.content.title).toBe("a");
  });

  it.each([
    ["a text", "x", { "": ["Send a JSON patch (RFC 6902): a list of operations."] }],
    ["nothing", null, { "": ["Send a JSON patch (RFC 6902): a list of operations."] }],
    ["no operation", [1], { "[0]": ["It must be an object with op and path."] }],
    [
      "wrong operations, all told at once",
      [
        { op: "increase", path: "/a" },
        { op: "add", path: "a", value: 1 },
        { op: "move", path: "/a", from: 7 },
      ],
      {
        "[0].op": ["It must be one of add, remove, replace, move, copy, test."],
        "[1].path": ['It must begin with a slash; it is "a".'],
        "[2].from": ["It must be a JSON pointer (RFC 6901), as a text."],
      },
    ],
    [
      "a place that is not there",
      [{ op: "replace", path: "/b/c", value: 1 }],
      { "[0]": ['It can\'t replace at "/b/c": there is no such place.'] },
    ],
    [
      "the whole document",
      [{ op: "replace", path: "", value: [] }],
      { "[0]": ['It can\'t replace at "": there is no such place.'] },
    ],
    [
      "an operation without its value",
      [{ op: "add", path: "/a" }],
      { "[0]": ['It can\'t add at "/a": there is no such place.'] },
    ],
  ])("that is %s is refused with 400", (_what, operations, errors) => {
    expect(errorsOf(() => patched({ a: 1 }, operations))).toEqual({ status: 400, errors });
  });

  it.each(["/__proto__/isAdmin", "/__proto__", "/constructor/prototype/isAdmin", "/a/prototype"])(
    "never reaches a prototype: %s",
    (path) => {
      for (const operation of [
        { op: "add", path, value: true },
        { op: "copy", path, from: "/a" },
        { op: "move", path: "/a", from: path },
      ]) {
        expect(errorsOf(() => patched({ a: {} }, [operation]))).toMatchObject({ status: 400 });
      }
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    },
  );

  it("may have a thousand operations, and no more; and may not copy itself large", () => {
    const many = (count: number) =>
      Array.from({ length: count }, () => ({ op: "replace", path: "/a", value: 2 }));
    expect(patched({ a: 1 }, many(1_000))).toEqual({ a: 2 });
    expect(errorsOf(() => patched({ a: 1 }, many(1_001)))).toEqual({
      status: 400,
      errors: { "": ["The patch has 1001 operations; at most 1000 are read."] },
    });
    const doubling = Array.from({ length: 40 }, (_, index) => ({
      op: "copy",
      from: "/a",
      path: `/a/${index}`,
    }));
    expect(errorsOf(() => patched({ a: ["x".repeat(1_000)] }, doubling))).toMatchObject({
      status: 400,
      errors: { "[14]": ["The patch copies more than a dialog can hold."] },
    });
  });
});
