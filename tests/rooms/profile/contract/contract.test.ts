import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../../lib/package-root.js";
import { differencesOf } from "../../dialogs/contract/compare.js";
import { everyOperation } from "../../dialogs/contract/operations.js";
import { INTENDED, RENAMED } from "./differences.js";

const theirs = buildSchema(readFileSync(join(import.meta.dirname, "arbeidsflate.graphql"), "utf8"));
const ours = buildSchema(readFileSync(join(packageRoot(), "schema/generated/api.graphql"), "utf8"));

/** What happens to it there and here: tests/federation/arbeidsflate-client.test.ts. */
describe("our API schema beside that of Arbeidsflate's own backend", () => {
  it("differs in what is intended, and in nothing else", () => {
    expect(differencesOf(ours, theirs, RENAMED)).toEqual(Object.keys(INTENDED).sort());
  });

  it.each(everyOperation(theirs))("takes everything that can be asked for by $name", ({ text }) => {
    expect(validate(theirs, parse(text)).map(({ message }) => message)).toEqual([]);
    expect(validate(ours, parse(text)).map(({ message }) => message)).toEqual([]);
  });

  it.each([
    "Organization",
    "SavedSearches",
    "NotificationSettingsResponse",
    "AuthorizedParty",
    "AuthorizedSubParty",
  ])("keeps the name %s, which its clients' fragments are on", (name) => {
    expect(ours.getType(name)).toBeDefined();
  });

  it("has every operation", () => {
    expect(everyOperation(theirs)).toHaveLength(25);
  });
});
