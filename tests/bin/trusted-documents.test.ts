import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readTrustedDocuments } from "../../bin/trusted-documents.js";

const written = (text: string): string => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-trusted-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "documents.json");
  writeFileSync(path, text);
  return path;
};

it("reads texts by id, and Apollo's manifest", () => {
  expect(readTrustedDocuments(written('{"a": "{ me { id } }"}'))).toEqual(new Map([["a", "{ me { id } }"]]));
  const manifest = {
    format: "apollo-persisted-query-manifest",
    version: 1,
    operations: [{ id: "b", name: "Me", type: "query", body: "query Me { me { id } }" }],
  };
  expect(readTrustedDocuments(written(JSON.stringify(manifest)))).toEqual(
    new Map([["b", "query Me { me { id } }"]]),
  );
});

it.each([
  ["{", /can't be read: .*JSON/],
  ["[]", /it is no JSON object/],
  ['{"a": 7}', /the document "a" is no text/],
  ['{"operations": [{"body": "{ id }"}]}', /operations\[0\] has no id/],
])("says what is wrong with %s", (text, message) => {
  expect(() => readTrustedDocuments(written(text))).toThrow(message);
});
