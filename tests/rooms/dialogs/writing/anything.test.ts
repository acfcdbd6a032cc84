import fc from "fast-check";
import { expect, it } from "vitest";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import {
  aBody,
  anActivityBody,
  aTransmissionBody,
  type Body,
  idOf,
  inDays,
  OWNER,
  plain,
  representative,
} from "./bodies.js";
import { openTestWriter } from "./room.js";

const url = "https://example.com/";
const nb = (value: string): Body[] => [{ value, languageCode: "nb" }];

/** A dialog with everything in it. */
const FULL: Body = aBody({
  status: "InProgress",
  extendedStatus: "code",
  externalReference: "ref",
  progress: 5,
  process: "urn:example:p",
  precedingProcess: "urn:example:q",
  visibleFrom: inDays(1),
  dueAt: inDays(2),
  expiresAt: inDays(3),
  createdAt: inDays(-2),
  updatedAt: inDays(-1),
  systemLabel: "Bin",
  isApiOnly: false,
  searchTags: [{ value: "skatt" }],
  serviceOwnerContext: { serviceOwnerLabels: [{ value: "label" }] },
  content: {
    title: plain("T"),
    summary: plain("S"),
    additionalInfo: { mediaType: "text/markdown", value: nb("*M*") },
    mainContentReference: {
      mediaType: "application/vnd.dialogporten.frontchannelembed-url;type=text/markdown",
      value: nb(url),
    },
  },
  attachments: [
    {
      name: "a",
      displayName: nb("A"),
      expiresAt: inDays(4),
      urls: [{ url, mediaType: "m", consumerType: "Gui" }],
    },
  ],
  guiActions: [
    {
      action: "read",
      url,
      priority: "Primary",
      httpMethod: "GET",
      title: nb("Å"),
      prompt: nb("?"),
      authorizationAttribute: "a",
    },
  ],
  apiActions: [
    {
      action: "read",
      name: "n",
      endpoints: [{ url, httpMethod: "GET", deprecated: true, sunsetAt: inDays(5) }],
    },
  ],
  transmissions: [
    aTransmissionBody({
      sender: representative(),
      navigationalActions: [{ title: nb("N"), url, expiresAt: inDays(5) }],
    }),
  ],
  activities: [anActivityBody({ type: "Information", description: nb("D"), extendedType: "urn:example:t" })],
});

type Way = readonly (string | number)[];

/** Every place in a value. */
const waysIn = (value: unknown, way: Way = []): Way[] => {
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, item]) =>
          waysIn(item, [...way, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [way, ...inner];
};

const WAYS = waysIn(FULL);

/** The value with another one at a place. */
const put = (value: unknown, [first, ...rest]: Way, replacement: unknown): unknown => {
  if (first === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, index) => (index === first ? put(item, rest, replacement) : item));
  if (typeof value !== "object" || value === null) return value;
  return { ...value, [first]: put((value as Record<string, unknown>)[first], rest, replacement) };
};

/** Values that programs stumble over, and any others. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: "binary" }),
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    [null],
    [[]],
    "",
    " ",
    "\0",
    "\ud800",
    "__proto__",
    "constructor",
    -0,
    1e308,
    2 ** 53,
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "x".repeat(5_000),
    idOf("x"),
    { value: [{ languageCode: "__proto__", value: "x" }] },
    JSON.parse('{"__proto__": {"x": 1}}'),
  ),
);

const anyChanges = fc.array(fc.tuple(fc.constantFrom(...WAYS), anything), { minLength: 1, maxLength: 3 });

const OUTCOMES = ["CREATED", "WRITTEN", "INVALID", "DOMAIN_ERROR", "FORBIDDEN", "CONFLICT", "NOT_FOUND"];

describeOnBothDatabases("a request that holds anything anywhere", (dialect) => {
  it.each(["__proto__", "constructor", "toString"])("takes an action that is called %s", async (action) => {
    const { writer } = await openTestWriter(dialect);
    const body = put(put(FULL, ["guiActions", 0, "action"], action), ["apiActions", 0, "action"], action);
    expect(await writer.create(OWNER, body as Body)).toMatchObject({ outcome: "CREATED" });
  });

  it("is answered: written, or refused with what is wrong and where; it never fails", async () => {
    const { writer } = await openTestWriter(dialect);
    const standing = await writer.create(OWNER, aBody());
    if (standing.outcome !== "CREATED") throw new Error(standing.outcome);
    const id = standing.dialogId;
    await fc.assert(
      fc.asyncProperty(anyChanges, async (changes) => {
        const body = changes.reduce<unknown>(
          (value, [way, replacement]) => put(value, way, replacement),
          FULL,
        );
        const parts = (typeof body === "object" && body !== null ? body : {}) as Body;
        const answers = [
          ...(await writer.createMany(OWNER, [body, FULL])),
          await writer.replace(OWNER, id, body),
          await writer.createTransmissions(OWNER, id, [parts["transmissions"]]),
          await writer.createActivity(OWNER, id, parts["activities"]),
          await writer.addOwnerLabel(OWNER, id, parts["serviceOwnerContext"]),
        ];
        for (const answer of answers) {
          expect(OUTCOMES).toContain(answer.outcome);
          if (!("problems" in answer)) continue;
          expect(answer.problems.length).toBeGreaterThan(0);
          for (const { path, message } of answer.problems) {
            expect(path).toMatch(/^((\w+|\[\d+\])(\[\d+\])*(\.\w+(\[\d+\])*)*)?$/);
            expect(message.trim()).not.toBe("");
          }
        }
        // What stands beside it in the batch is written all the same.
        expect(answers[1]?.outcome).toBe("CREATED");
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});
