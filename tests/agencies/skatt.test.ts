import { readFileSync } from "node:fs";
import { join } from "node:path";
import { graphql } from "graphql";
import { describe, expect, it, onTestFinished } from "vitest";
import { packageRoot } from "../../lib/package-root.js";
import { type Call, callerOf } from "../../subgraphs/agencies/kit/call.js";
import { createDialog } from "../../subgraphs/agencies/kit/tunet.js";
import { uuidFor } from "../../subgraphs/agencies/kit/uuid.js";
import { type Assessment, appealDeadlineOf } from "../../subgraphs/agencies/skatt/assessment.js";
import { startOutbox } from "../../subgraphs/agencies/skatt/outbox.js";
import { readRegister } from "../../subgraphs/agencies/skatt/register.js";
import { AssessmentStore } from "../../subgraphs/agencies/skatt/store.js";
import { buildSchema, createContext } from "../../subgraphs/agencies/skatt/subgraph.js";
import { partyTold, serveTunet } from "./tunet.js";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const DAY = 86_400_000;
const KARI = "urn:altinn:person:identifier-no:17858400120";
const COMPANY = "urn:altinn:organization:identifier-no:310000026";
const OTHER = "urn:altinn:organization:identifier-no:310000042";
const UUIDS = {
  kari: "01999999-0000-8000-8000-000000000001",
  company: "01999999-0000-8000-8000-000000000002",
};
const schema = buildSchema(
  readFileSync(join(packageRoot(), "subgraphs", "agencies", "skatt", "schema.graphql"), "utf8"),
);

const idOf = (n: number): string => `0198a000-0000-8000-8000-${String(n).padStart(12, "0")}`;
const dialogOf = (n: number): string => `0198d000-0000-7000-8000-${String(n).padStart(12, "0")}`;

const assessment = (n: number, more: Partial<Assessment>): Assessment => ({
  id: idOf(n),
  party: KARI,
  incomeYear: 2025,
  kind: "ORDINARY",
  assessedAt: NOW - n * DAY,
  taxableIncome: 500_000,
  assessedTax: 110_000,
  prepaidTax: 100_000,
  payBy: null,
  dialogId: null,
  ...more,
});

const newStore = (assessments: readonly Assessment[], dialogIdFor?: (one: Assessment) => string | null) => {
  const store = new AssessmentStore(":memory:");
  onTestFinished(() => store.close());
  store.add(assessments, dialogIdFor ?? (() => null));
  return store;
};

const party = (partyUuid: string, urn: string, more: object = {}): object =>
  partyTold(partyUuid, urn, ["fjs-skatteoppgjor"], more);

/** Somebody's questions to the subgraph, as the gateway puts them. @param parties whom authorization names */
const openFor = async (
  store: AssessmentStore,
  parties: readonly object[] | number,
  level = 4,
): Promise<{
  readonly ask: (query: string, of: readonly object[]) => Promise<unknown>;
  readonly asked: string[];
}> => {
  const asked: string[] = [];
  const tunet = await serveTunet(({ url = "", headers }, body) => {
    asked.push(`${headers.authorization} ${url} ${body}`);
    return typeof parties === "number" ? { status: parties, body: {} } : { status: 200, body: parties };
  });
  const caller = { subject: { type: "urn:altinn:person:identifier-no", value: "17858400120" }, level };
  const call: Call = { requestId: "r", caller };
  return {
    asked,
    ask: async (query, of) => {
      const source = `query ($of: [_Any!]!) { _entities(representations: $of) { ${query} } }`;
      const contextValue = createContext({ store, tunet, now: () => NOW }, call);
      const { data, errors } = await graphql({ schema, source, contextValue, variableValues: { of } });
      return JSON.parse(
        JSON.stringify({ data: data?.["_entities"], errors: errors?.map((one) => one.extensions) }),
      );
    },
  };
};

const WORKSPACE = "... on Workspace { skatt { assessments { totalCount assessments { id party { id } } } } }";
const DIALOG = "... on Dialog { skatt { id } }";
const workspace = (id: string) => ({ __typename: "Workspace", id });
const dialog = (id: string) => ({ __typename: "Dialog", id });

describe("skatt", () => {
  const all = [
    assessment(1, { dialogId: dialogOf(1) }),
    assessment(2, { party: COMPANY, dialogId: dialogOf(2) }),
    assessment(3, { party: OTHER, dialogId: dialogOf(3) }),
    assessment(4, { incomeYear: 2024 }),
  ];

  it("shows the assessments of those whom authorization names, in its service, and of nobody else", async () => {
    const { ask, asked } = await openFor(newStore(all), [
      party(UUIDS.kari, KARI),
      party("x", OTHER, { authorizedResources: [], subunits: [party(UUIDS.company, COMPANY)] }),
    ]);
    expect(await ask(WORKSPACE, [workspace("everyone")])).toEqual({
      data: [
        {
          skatt: {
            assessments: {
              totalCount: 3,
              assessments: [
                { id: idOf(1), party: { id: UUIDS.kari } },
                { id: idOf(2), party: { id: UUIDS.company } },
                { id: idOf(4), party: { id: UUIDS.kari } },
              ],
            },
          },
        },
      ],
    });
    expect(asked).toEqual([
      "Bearer machine /accessmanagement/api/v1/resourceowner/authorizedparties?anyOfResourceIds=fjs-skatteoppgjor " +
        '{"type":"urn:altinn:person:identifier-no","value":"17858400120"}',
    ]);
  });

  it("keeps to the parties that a workspace is about", async () => {
    const { ask } = await openFor(newStore(all), [party(UUIDS.kari, KARI), party(UUIDS.company, COMPANY)]);
    const of = (ids: readonly string[]) => workspace(Buffer.from(ids.join(",")).toString("base64url"));
    const count = (totalCount: number) => ({ skatt: { assessments: { totalCount } } });
    const query = "... on Workspace { skatt { assessments { totalCount } } }";
    const asked = [of([UUIDS.company]), of(["another"]), workspace("nobody"), workspace("everyone")];
    expect(await ask(query, asked)).toEqual({ data: [count(1), count(0), count(0), count(3)] });
  });

  it("adds to dialogs, whichever way they were come by, only what the viewer may see", async () => {
    const { ask, asked } = await openFor(newStore(all), [
      party(UUIDS.kari, KARI),
      party("x", OTHER, {
        authorizedResources: [],
        authorizedInstances: [{ instanceRef: `urn:altinn:dialog-id:${dialogOf(3)}` }],
      }),
    ]);
    const dialogs = [1, 2, 3, 9].map((n) => dialog(dialogOf(n)));
    expect(await ask(DIALOG, dialogs)).toEqual({
      data: [{ skatt: { id: idOf(1) } }, { skatt: null }, { skatt: { id: idOf(3) } }, { skatt: null }],
    });
    expect(asked).toHaveLength(1);
  });

  it("asks nobody about dialogs that are not its own", async () => {
    const { ask, asked } = await openFor(newStore(all), 500);
    expect(await ask(DIALOG, [dialog(dialogOf(8)), dialog(dialogOf(9))])).toEqual({
      data: [{ skatt: null }, { skatt: null }],
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ["authorization does not answer", 503, 4, "SKATT_AUTHORIZATION_UNAVAILABLE"],
    ["it may not ask", 403, 4, "SKATT_AUTHORIZATION_UNAVAILABLE"],
    ["the login is too weak", [party(UUIDS.kari, KARI)], 2, "SKATT_LOGIN_TOO_WEAK"],
  ])("shows nothing, and says why, where %s", async (_why, parties, level, code) => {
    const { ask } = await openFor(newStore(all), parties, level);
    expect(await ask(DIALOG, [dialog(dialogOf(1))])).toEqual({
      data: [{ skatt: null }],
      errors: [expect.objectContaining({ code })],
    });
    expect(await ask(WORKSPACE, [workspace("everyone")])).toMatchObject({
      data: [{ skatt: null }],
      errors: [{ code }],
    });
  });

  it("gives every assessment on one page, the newest first, and those of one year", async () => {
    const many = Array.from({ length: 7 }, (_, n) =>
      assessment(n + 1, { assessedAt: NOW - Math.floor(n / 3) * DAY, incomeYear: 2020 + (n % 2) }),
    );
    const { ask } = await openFor(newStore(many), [party(UUIDS.kari, KARI)]);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const given: string = after === null ? "" : `, after: "${after}"`;
      const query = `... on Workspace { skatt { assessments(first: 2${given}) { endCursor assessments { id } } } }`;
      const { data } = (await ask(query, [workspace("everyone")])) as {
        data: { skatt: { assessments: { endCursor: string | null; assessments: { id: string }[] } } }[];
      };
      const page = data[0]?.skatt.assessments;
      seen.push(...(page?.assessments.map(({ id }) => id) ?? []));
      after = page?.endCursor ?? null;
    } while (after !== null);
    expect(seen).toEqual([3, 2, 1, 6, 5, 4, 7].map(idOf));
    expect(
      await ask("... on Workspace { skatt { assessments(incomeYear: 2021) { totalCount } } }", [
        workspace("everyone"),
      ]),
    ).toEqual({ data: [{ skatt: { assessments: { totalCount: 3 } } }] });
  });

  it("can be appealed against for six weeks, to the end of the last day", () => {
    const assessedAt = Date.parse("2026-10-05T14:30:00Z");
    expect(new Date(appealDeadlineOf({ assessedAt })).toISOString()).toBe("2026-11-16T23:59:59.999Z");
  });

  it("reads its register, and names the line that it can't read", () => {
    const line = { ...assessment(1, {}), assessedAt: "2026-10-05T14:30:00Z", payBy: null };
    expect(readRegister(`${JSON.stringify(line)}\n\n`)).toEqual([
      { ...assessment(1, {}), assessedAt: Date.parse("2026-10-05T14:30:00Z") },
    ]);
    const wrong = [
      { id: "1" },
      { party: "urn:altinn:party:uuid:1" },
      { kind: "GUESSED" },
      { assessedTax: 1.5 },
    ];
    const messages = wrong.map((more) => {
      try {
        return readRegister(`${JSON.stringify(line)}\n${JSON.stringify({ ...line, ...more })}`);
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(messages).toEqual(
      [
        "id is no UUID",
        "party is no person's or organisation's URN",
        "kind is neither ORDINARY nor CHANGED",
        "assessedTax is no whole number of kroner",
      ].map((why) => `The register's line 2 can't be read: ${why}.`),
    );
  });
});

describe("skatt's outbox", () => {
  const changed = [1, 2, 3].map((n) => assessment(n, { kind: "CHANGED", incomeYear: 2020 + n }));

  /** Sends everything that waits, to a Tunet that answers by `statusOf` the n-th request. */
  const send = async (store: AssessmentStore, statusOf: (n: number) => number) => {
    const bodies: { id: string; idempotentKey: string; party: string }[] = [];
    const tunet = await serveTunet((_, body) => {
      bodies.push(JSON.parse(body));
      return { status: statusOf(bodies.length), body: "x" };
    });
    const problems: string[] = [];
    let finish: (sent: number) => void = () => undefined;
    const done = new Promise<number>((resolve) => {
      finish = resolve;
    });
    const outbox = startOutbox({
      store,
      tunet,
      firstWaitMillis: 1,
      onProblem: (problem) => problems.push(problem),
      onDone: finish,
    });
    const sent = await done;
    await outbox.close();
    return { bodies, problems, sent };
  };
  const newOutbox = () => newStore(changed, ({ id, assessedAt }) => uuidFor(id, assessedAt));

  it("sends each decision once, by an id that follows from it", async () => {
    const store = newOutbox();
    const { bodies, sent } = await send(store, () => 201);
    expect(sent).toBe(3);
    expect(bodies.map(({ id, idempotentKey, party: of }) => ({ id, idempotentKey, of }))).toEqual(
      [3, 2, 1].map((n) => ({ id: uuidFor(idOf(n), NOW - n * DAY), idempotentKey: idOf(n), of: KARI })),
    );
    store.add(changed, () => "another");
    expect(store.waiting(10)).toEqual([]);
  });

  it("takes what is there already for sent, and goes on after what is refused", async () => {
    const store = newOutbox();
    const { problems, sent } = await send(store, (n) => [409, 422, 201][n - 1] ?? 500);
    expect(sent).toBe(2);
    expect(problems).toEqual([expect.stringContaining(`${idOf(2)} is refused: HTTP 422`)]);
    expect(store.waiting(10)).toEqual([]);
  });

  it("tries again what did not get through", async () => {
    const { bodies, problems, sent } = await send(newOutbox(), (n) => (n === 2 ? 503 : 201));
    expect({ sent, requests: bodies.length, problems }).toEqual({
      sent: 3,
      requests: 4,
      problems: [expect.stringContaining("Dialogs wait: HTTP 503")],
    });
    expect(bodies[1]).toEqual(bodies[2]);
  });

  it("is not told that something is there which is nowhere", async () => {
    const tunet = { url: "http://127.0.0.1:9", token: async () => "machine" };
    await expect(createDialog(tunet, {})).rejects.toMatchObject({ status: 0, isPassing: true });
  });
});

describe("who asks, by the claims of a call", () => {
  const person = { type: "urn:altinn:person:identifier-no", value: "17858400120" };
  const consumer = { authority: "iso6523-actorid-upis", ID: "0192:310000026" };
  it.each([
    ["a person", { pid: person.value, acr: "idporten-loa-high" }, { subject: person, level: 4 }],
    [
      "a person with a weak login",
      { pid: person.value, acr: "idporten-loa-low" },
      { subject: person, level: 0 },
    ],
    [
      "a machine",
      { consumer },
      { subject: { type: "urn:altinn:organization:identifier-no", value: "310000026" }, level: 3 },
    ],
    [
      "a system user, not the organisation behind it",
      {
        consumer,
        authorization_details: [{ type: "urn:altinn:systemuser", systemuser_id: ["abc"] }],
      },
      { subject: { type: "urn:altinn:systemuser:uuid", value: "abc" }, level: 3 },
    ],
    [
      "nobody: a system user without an id",
      { consumer, authorization_details: [{ type: "urn:altinn:systemuser" }] },
      null,
    ],
    [
      "somebody with an address only",
      { email: "Bob@post.example", acr: "selfregistered-email" },
      { subject: { type: "urn:altinn:person:idporten-email", value: "bob@post.example" }, level: 0 },
    ],
    ["nobody", {}, null],
  ])("is %s", (_who, claims, caller) => {
    expect(callerOf(claims)).toEqual(caller);
  });
});
