import { expect, it } from "vitest";
import { renderErrorDocs } from "../../schema/error-docs.js";

const TOO_BIG = { status: 413, meaning: "It is too big.", remedy: "Send less." };
const GONE = { status: 404, meaning: "It is not there.", remedy: "Look elsewhere." };

it("lists every code once, by code, with what it means, what to do, and who gives it", () => {
  const page = renderErrorDocs({ kitchen: { TOO_BIG, GONE }, attic: { GONE } });
  expect(page.slice(page.indexOf("## "))).toBe(`## GONE

It is not there.

**What to do:** Look elsewhere.

HTTP 404 · from attic, kitchen

## TOO_BIG

It is too big.

**What to do:** Send less.

HTTP 413 · from kitchen
`);
});

it("gives the same page whatever order the parts and their codes come in", () => {
  expect(renderErrorDocs({ attic: { GONE }, kitchen: { GONE, TOO_BIG } })).toBe(
    renderErrorDocs({ kitchen: { TOO_BIG, GONE }, attic: { GONE } }),
  );
});

it.each(["status", "meaning", "remedy"] as const)(
  "refuses a code that has another %s in another part",
  (key) => {
    const other = { ...GONE, [key]: key === "status" ? 410 : "Something else." };
    expect(() => renderErrorDocs({ kitchen: { GONE }, attic: { TOO_BIG, GONE: other } })).toThrow(
      "The error code GONE means one thing in kitchen and another in attic. " +
        "Give it one meaning, remedy and status, or two codes.",
    );
  },
);
