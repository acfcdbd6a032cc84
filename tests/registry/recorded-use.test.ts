import { expect, it } from "vitest";
import { countedUse } from "../../registry/index.js";

const recorded = (query: string, name: string | null = null) =>
  countedUse({ query, name, client: "inbox", day: 20_600, count: 2 });

it("keeps what an operation asks for, and nothing that was written into it", () => {
  const { document } = recorded(`
    # for Kari Nordmann
    query Q($party: ID = "12345678901", $n: Int = 5) {
      workspace(parties: ["urn:altinn:person:identifier-no:12345678901"]) {
        history(first: 42, search: """about Kari""", filter: { status: OPEN, text: "Kari", from: 1.5 }) { title }
      }
    }`);
  expect(document).toBe(`query Q($party: ID = "…", $n: Int = 0) {
  workspace(parties: ["…"]) {
    history(first: 0, search: "…", filter: {status: OPEN, text: "…", from: 0}) {
      title
    }
  }
}`);
});

it("takes documents for one operation that differ in values, spaces and comments only", () => {
  const one = recorded('{ dialog(id: "1") { title } }');
  expect(recorded('# again\n{dialog(id:"2"){title}}')).toEqual(one);
  expect(recorded('{ dialog(id: "1") { id } }').key).not.toBe(one.key);
  expect(recorded("query A { a } query B { b }", "A").key).not.toBe(
    recorded("query A { a } query B { b }", "B").key,
  );
});
