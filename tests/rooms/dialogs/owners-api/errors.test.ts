import { describe, expect, it } from "vitest";
import { idFromName } from "../../../../lib/ids.js";
import { describeOnBothDatabases } from "../../../kit/databases.js";
import { NOW } from "../dialogs.js";
import { type AskOptions, BASE, OTHER_SERVICE, PERSON, startApi } from "./api.js";
import { FULL_ID, full, fullUpdate, minimal } from "./bodies.js";

const RFC = "https://datatracker.ietf.org/doc/html/rfc9110#section-";
const UNKNOWN = idFromName("unknown", NOW);
const WRONG = "11111111-1111-4111-8111-111111111111";

/** Problem details, whole. */
const problem = (
  status: number,
  code: string,
  title: string,
  section: string,
  path: string,
  errors: Readonly<Record<string, readonly string[]>>,
) => ({
  status,
  type: "application/problem+json; charset=utf-8",
  body: {
    type: `${RFC}${section}`,
    title,
    status,
    instance: `${BASE}${path}`,
    code,
    errors,
    traceId: "trace",
  },
});

type Case = readonly [what: string, request: string, options: AskOptions, expected: object];

const CASES: readonly Case[] = [
  [
    "no token",
    `GET /dialogs/${FULL_ID}`,
    { as: "nobody" },
    problem(401, "DP.AUT-00001", "Unauthorized.", "15.5.2", `/dialogs/${FULL_ID}`, {
      Unauthorized: ["Send a token."],
    }),
  ],
  [
    "a token without the scope",
    "GET /dialogs",
    { as: "plain" },
    problem(403, "DP.AUT-00000", "Forbidden.", "15.5.4", "/dialogs", {
      Forbidden: ["The token lacks the scope digdir:dialogporten.serviceprovider.search."],
    }),
  ],
  [
    "a person's token, whatever scopes it has",
    `GET /dialogs/${FULL_ID}`,
    { as: "person" },
    problem(403, "DP.AUT-00000", "Forbidden.", "15.5.4", `/dialogs/${FULL_ID}`, {
      Forbidden: ["Service owners sign in with a token of their organisation, from Maskinporten."],
    }),
  ],
  [
    "an organisation that offers no services",
    `GET /dialogs/${FULL_ID}`,
    { as: "bystander" },
    problem(403, "DP.AUT-00000", "Forbidden.", "15.5.4", `/dialogs/${FULL_ID}`, {
      Forbidden: [
        "Your organisation offers no services here. Register it, and its services, in the catalogue.",
      ],
    }),
  ],
  [
    "a body with several things wrong, each by its place",
    "POST /dialogs",
    { body: minimal({ progress: 101, content: { title: { value: [], mediaType: "text/html" } } }) },
    problem(400, "STD-00000", "One or more validation errors occurred.", "15.5.1", "/dialogs", {
      progress: ["This must be a whole number from 0 to 100."],
      "content.title.mediaType": expect.any(Array),
      "content.title.value": expect.any(Array),
    } as never),
  ],
  [
    "a body that is no JSON",
    "POST /dialogs",
    { body: "{" },
    problem(400, "STD-00000", "One or more validation errors occurred.", "15.5.1", "/dialogs", {
      serializerErrors: ["Body is not valid JSON but content-type is set to 'application/json'"],
    }),
  ],
  [
    "a revision that is none",
    `DELETE /dialogs/${FULL_ID}`,
    { headers: { "if-match": "*" } },
    problem(400, "STD-00000", "One or more validation errors occurred.", "15.5.1", `/dialogs/${FULL_ID}`, {
      "If-Match": ['"*" is no revision: it must be one UUID.'],
    }),
  ],
  [
    "a dialog that is not there",
    `GET /dialogs/${UNKNOWN}`,
    {},
    problem(404, "DP.NF-00000", "Resource not found.", "15.5.5", `/dialogs/${UNKNOWN}`, {
      Dialog: [`There is no Dialog ${UNKNOWN} among your dialogs.`],
    }),
  ],
  [
    "a dialog's id that is no id",
    "GET /dialogs/first",
    {},
    problem(404, "DP.NF-00000", "Resource not found.", "15.5.5", "/dialogs/first", {
      dialogId: ['There is no dialogId "first" among your dialogs.'],
    }),
  ],
  [
    "an idempotent key that is taken",
    "POST /dialogs",
    { body: minimal({ idempotentKey: "full-dialog" }) },
    problem(409, "DP.CFL-00000", "Conflict.", "15.5.10", "/dialogs", {
      idempotentKey: [`This is taken already, by dialog ${FULL_ID}.`],
    }),
  ],
  [
    "a dialog that is sent once more, parts and all",
    "POST /dialogs",
    { body: full() },
    problem(409, "DP.CFL-00000", "Conflict.", "15.5.10", "/dialogs", {
      idempotentKey: [`This is taken already, by dialog ${FULL_ID}.`],
    }),
  ],
  [
    "another revision than the dialog's",
    `PUT /dialogs/${FULL_ID}`,
    { body: fullUpdate("late"), headers: { "if-match": WRONG } },
    problem(412, "DP.PRE-00000", "Precondition failed.", "15.5.13", `/dialogs/${FULL_ID}`, {
      "If-Match": [
        expect.stringMatching(
          /^It is at revision [0-9a-f-]{36}, not at the one in If-Match\. Read it and try again\.$/,
        ),
      ],
    } as never),
  ],
  [
    "a body of another type",
    `PUT /dialogs/${FULL_ID}`,
    { body: "<dialog/>", headers: { "content-type": "application/xml" } },
    problem(415, "DP.MED-00000", "Unsupported media type.", "15.5.16", `/dialogs/${FULL_ID}`, {
      "Content-Type": ["Send the body as application/json; a patch also as application/json-patch+json."],
    }),
  ],
  [
    "what does not fit the present moment",
    "POST /dialogs",
    { body: minimal({ dueAt: "2020-01-01T00:00:00Z" }) },
    problem(422, "DP.UNP-00000", "Unprocessable request.", "15.5.21", "/dialogs", {
      dueAt: ["This must lie in the future."],
    }),
  ],
];

describeOnBothDatabases("a refusal of the service owners' API", (dialect) => {
  it.each(CASES)("says what is wrong, as problem details: %s", async (_what, request, options, expected) => {
    const { ask } = await startApi(dialect);
    expect((await ask("POST /dialogs", { body: full() })).status).toBe(201);
    const { status, headers, body } = await ask(request, options);
    expect({ status, type: headers["content-type"], body }).toEqual(expected);
  });

  it("of a deleted dialog is 410, but for reading it", async () => {
    const { ask } = await startApi(dialect);
    await ask("POST /dialogs", { body: full() });
    await ask(`DELETE /dialogs/${FULL_ID}`);
    const { status, body } = await ask(`PUT /dialogs/${FULL_ID}`, { body: fullUpdate("gone") });
    expect({ status, body }).toEqual({
      status: 410,
      body: problem(410, "DP.GONE-00000", "Resource no longer available.", "15.5.11", `/dialogs/${FULL_ID}`, {
        Dialog: [`The Dialog ${FULL_ID} is deleted. Restore it before you use it.`],
      }).body,
    });
    expect(await ask(`GET /dialogs/${FULL_ID}`)).toMatchObject({
      status: 200,
      body: { deletedAt: new Date(NOW).toISOString() },
    });
  });

  it("of another agency's service names the service, and nothing is written", async () => {
    const { ask, store } = await startApi(dialect);
    const { status, body } = await ask("POST /dialogs", { body: full({ serviceResource: OTHER_SERVICE }) });
    expect({ status, code: (body as { code: string }).code }).toEqual({ status: 403, code: "DP.AUT-00000" });
    expect(JSON.stringify(body)).toContain(OTHER_SERVICE);
    expect(await store.owners.dialogsByIds([FULL_ID], null)).toEqual([]);
  });
});

describe("a service owner's request", () => {
  it("may have a body of 20 MiB, and no byte more", async () => {
    const { ask } = await startApi("sqlite");
    const body = (bytes: number): string => {
      const json = JSON.stringify(minimal());
      return json + " ".repeat(bytes - json.length);
    };
    expect((await ask("POST /dialogs", { body: body(20 * 1_024 * 1_024) })).status).toBe(201);
    const { status, body: refusal } = await ask("POST /dialogs", { body: body(20 * 1_024 * 1_024 + 1) });
    expect({ status, refusal }).toEqual({
      status: 413,
      refusal: problem(413, "DP.PYL-00000", "Payload too large.", "15.5.14", "/dialogs", {
        "": ["The body has more than 20971520 bytes."],
      }).body,
    });
  });

  it("is refused before its body is read, where it may not ask at all", async () => {
    const { ask } = await startApi("sqlite");
    expect((await ask("POST /dialogs", { body: "{", as: "nobody" })).status).toBe(401);
    expect((await ask("POST /dialogs", { body: "{", as: "unscoped" })).status).toBe(403);
  });

  it("can't smuggle a prototype in", async () => {
    const { ask } = await startApi("sqlite");
    const { status, body } = await ask("POST /dialogs", { body: '{"__proto__": {"isAdmin": true}}' });
    expect({ status, errors: (body as { errors: object }).errors }).toEqual({
      status: 400,
      errors: {
        serializerErrors: ["Body is not valid JSON but content-type is set to 'application/json'"],
      },
    });
  });

  it.each(["authorization", "catalogue", "identity"] as const)(
    "is put off, in Dialogporten's words, while %s does not answer",
    async (port) => {
      const { ask, breakPort } = await startApi("sqlite");
      await ask("POST /dialogs", { body: full() });
      breakPort(port);
      const { status, headers, body } = await ask(`GET /dialogs/${FULL_ID}?endUserId=${PERSON}`);
      expect({
        status,
        type: headers["content-type"],
        retryAfter: headers["retry-after"],
        body,
      }).toEqual({
        status: 503,
        type: "text/plain; charset=utf-8",
        retryAfter: new Date(NOW + 60_000).toUTCString(),
        body: "Service Unavailable",
      });
    },
  );

  it("that fails for a reason of ours tells nothing of it", async () => {
    const { ask, breakPort } = await startApi("sqlite");
    breakPort("database");
    const { status, body } = await ask(`GET /dialogs/${FULL_ID}`);
    expect({ status, body }).toEqual({
      status: 500,
      body: problem(
        500,
        "DP.SRV-00000",
        "An error occurred while processing the request.",
        "15.6.1",
        `/dialogs/${FULL_ID}`,
        { "": ["Something went wrong here. It has been logged; try again later."] },
      ).body,
    });
  });
});
