import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runTunet, spawnTunet, type TunetProcess } from "../kit/process.js";

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override", "@inaccessible"])';
const KARI = "17858400120";
const DIALOGS = "/dialogporten/api/v1/serviceowner/dialogs";

/** A subgraph that adds what is its own; `more` is what it should better leave. */
const sdlOf = (prefix: string, field: string, more = ""): string => `${LINK}
  type Workspace @key(fields: "id") { id: ID! "What the agency has." ${field}: ${prefix}Overview }
  "What the agency has." type ${prefix}Overview { "How many cases there are." count: Int! }
  ${more}`;

const ofSkatt = sdlOf("Skatt", "skatt");
const ofInspectorate = sdlOf("Vogntilsynet", "vogntilsynet");

/** In what stead the second agency's SDL is sent, and what it is told. */
const REACHES: readonly (readonly [what: string, sdl: string, told: string])[] = [
  [
    "a type of another's name",
    `${ofInspectorate} "Tax." type SkattRefund { "Kroner." amount: Int! } type Query { "Tax." vogntilsynetRefund: SkattRefund }`,
    "The name SkattRefund does not say whose it is. Let the names of vogntilsynet's types begin with Vogntilsynet.",
  ],
  [
    "another's type",
    `${ofInspectorate} "Tax." type SkattOverview @key(fields: "count") { count: Int! "A field." vogntilsynet: Int }`,
    '"count" is no key that skatt gives SkattOverview.',
  ],
  [
    "another's field on what is shared",
    sdlOf("Vogntilsynet", "skatt"),
    "Workspace is shared: vogntilsynet may give it one field, vogntilsynet, and put skatt below that.",
  ],
  [
    "another's field, to override it",
    ofInspectorate.replace(
      '"What the agency has." vogntilsynet:',
      '"Tax." skatt: VogntilsynetOverview @override(from: "skatt") "What the agency has." vogntilsynet:',
    ),
    "Workspace.skatt belongs to others: @override would change what they give. Take it away.",
  ],
  [
    "a field of the installation's, to hide it",
    ofInspectorate.replace("id: ID!", "id: ID! @inaccessible"),
    "Workspace.id belongs to others: @inaccessible would change what they give. Take it away.",
  ],
  [
    "another's dialogs, by a key that nobody gave",
    `${ofInspectorate} type Dialog @key(fields: "party") { party: String! "A field." vogntilsynet: VogntilsynetOverview }`,
    '"party" is no key that',
  ],
  [
    "a root field of another's name",
    `${ofInspectorate} type Query { "Tax." skattRefund: Int }`,
    "Query.skattRefund is not a name of vogntilsynet's.",
  ],
];

describe("an agency with a good token", () => {
  const directory = mkdtempSync(join(tmpdir(), "tunet-refused-"));
  const settings = { PORT: "0", LOG_LEVEL: "warn", TUNET_DATA_DIR: directory, TUNET_DEMO_DIALOGS: "1000" };
  const tokens = new Map<string, string>();
  let tunet: TunetProcess;
  let url = "";
  let dialogId = "";

  const send = async (persona: string, method: string, path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${tokens.get(persona)}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
  const registry = async (persona: string, query: string, variables: object = {}) =>
    (await send(persona, "POST", "/registry", { query, variables })).body;
  const publish = (persona: string, name: string, sdl: string) =>
    registry(
      persona,
      `mutation ($of: [SubgraphInput!]!) { publishSubgraphs(subgraphs: $of) {
        isPublished supergraph check { findings { rule severity message } } } }`,
      { of: [{ name, sdl, url: "http://127.0.0.1:9/graphql" }] },
    );
  const served = () => registry("operator", "{ supergraph { number parts { subgraph version } } }");
  /** What the second agency was refused since a moment, the newest first. */
  const refusals = async (first: number) => {
    const query = "query ($first: Int!) { audit(first: $first) { by action subject outcome reason } }";
    return (await registry("operator", query, { first })).data.audit;
  };
  const by = "org:390000189";

  beforeAll(async () => {
    tunet = spawnTunet(["start"], settings);
    [, url = ""] = await tunet.printed(/GraphQL\s+(http\S+)\/graphql/);
    for (const persona of ["service-owner", "vogntilsynet", "operator", "kari"]) {
      tokens.set(persona, (await runTunet(["token", "--persona", persona], settings)).output.trim());
    }
    expect((await publish("service-owner", "skatt", ofSkatt)).data.publishSubgraphs.isPublished).toBe(true);
    expect(
      (await publish("vogntilsynet", "vogntilsynet", ofInspectorate)).data.publishSubgraphs,
    ).toMatchObject({
      isPublished: true,
      supergraph: 3,
    });
    const made = await send("service-owner", "POST", DIALOGS, {
      serviceResource: "urn:altinn:resource:fjs-skattekort",
      party: `urn:altinn:person:identifier-no:${KARI}`,
      content: { title: { mediaType: "text/plain", value: [{ languageCode: "nb", value: "Skattekort" }] } },
    });
    dialogId = made.body;
  }, 120_000);
  afterAll(async () => {
    tunet.signal("SIGKILL");
    await tunet.ended;
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(REACHES)("can't take %s", async (_what, sdl, told) => {
    const { data } = await publish("vogntilsynet", "vogntilsynet", sdl);
    const { isPublished, supergraph, check } = data.publishSubgraphs;
    expect({ isPublished, supergraph }).toEqual({ isPublished: false, supergraph: 3 });
    expect(check.findings).toContainEqual({
      rule: "NAMESPACE",
      severity: "ERROR",
      message: expect.stringContaining(told),
    });
    expect(await refusals(1)).toEqual([
      { by, action: "publish", subject: "vogntilsynet", outcome: "CHECK_FAILED", reason: null },
    ]);
  });

  it.each([
    [
      "publish",
      'publishSubgraphs(subgraphs: [{ name: "skatt", sdl: "type Query { a: Int }", url: "http://127.0.0.1:9" }]) { supergraph }',
    ],
    [
      "check",
      'checkSubgraphs(subgraphs: [{ name: "skatt", sdl: "type Query { a: Int }", url: "http://127.0.0.1:9" }]) { id }',
    ],
    ["rollback", 'rollBackSubgraph(name: "skatt", version: 1) { supergraph }'],
    ["delete", 'deleteSubgraph(name: "skatt") { supergraph }'],
  ])("can't %s another's subgraph: %s", async (action, mutation) => {
    expect(await registry("vogntilsynet", `mutation { ${mutation} }`)).toMatchObject({
      errors: [
        {
          message: "The subgraph skatt belongs to somebody else.",
          extensions: { code: "SUBGRAPH_NOT_YOURS" },
        },
      ],
    });
    expect(await refusals(1)).toEqual([
      { by, action, subject: "skatt", outcome: "SUBGRAPH_NOT_YOURS", reason: null },
    ]);
  });

  it.each([
    ["rollback", "supergraph 1", "rollBackSupergraph(to: 1) { supergraph }"],
    ["approve", "skatt", 'approveFinding(subgraph: "skatt", findingKey: "k", reason: "r")'],
  ])("can't %s what is the operator's", async (action, subject, mutation) => {
    expect(await registry("vogntilsynet", `mutation { ${mutation} }`)).toMatchObject({
      errors: [{ extensions: { code: "OPERATOR_ONLY" } }],
    });
    expect(await refusals(1)).toEqual([{ by, action, subject, outcome: "OPERATOR_ONLY", reason: null }]);
  });

  it("can't see where others' subgraphs are, nor who was refused what", async () => {
    expect(await registry("vogntilsynet", "{ subgraphs { name version { url } } }")).toMatchObject({
      data: {
        subgraphs: expect.arrayContaining([
          { name: "skatt", version: { url: null } },
          { name: "vogntilsynet", version: { url: "http://127.0.0.1:9/graphql" } },
        ]),
      },
    });
    expect(await registry("vogntilsynet", "{ audit { subject } }")).toMatchObject({
      errors: [{ extensions: { code: "OPERATOR_ONLY" } }],
    });
  });

  it.each([
    ["GET", undefined],
    ["DELETE", undefined],
    ["PATCH", [{ op: "replace", path: "/status", value: "Completed" }]],
    [
      "PUT",
      { content: { title: { mediaType: "text/plain", value: [{ languageCode: "nb", value: "Falsk" }] } } },
    ],
  ])("can't %s another's dialog, and is told no more than that it has none such", async (method, body) => {
    const answer = await send("vogntilsynet", method, `${DIALOGS}/${dialogId}`, body);
    expect(answer).toMatchObject({ status: 404, body: { code: "DP.NF-00000" } });
    expect(await refusals(1)).toEqual([
      {
        by,
        action: `${method} /dialogs/:dialogId`,
        subject: `${DIALOGS}/${dialogId}`,
        outcome: "DP.NF-00000",
        reason: expect.stringContaining(`There is no Dialog ${dialogId} among your dialogs.`),
      },
    ]);
  });

  it("can't write dialogs of another's service, nor ask whom somebody may act for in it", async () => {
    const dialog = {
      serviceResource: "urn:altinn:resource:fjs-skattekort",
      party: `urn:altinn:person:identifier-no:${KARI}`,
      content: { title: { mediaType: "text/plain", value: [{ languageCode: "nb", value: "Falsk" }] } },
    };
    expect(await send("vogntilsynet", "POST", DIALOGS, dialog)).toMatchObject({
      status: 403,
      body: { code: "DP.AUT-00000" },
    });
    const about = { type: "urn:altinn:person:identifier-no", value: KARI };
    const parties = "/accessmanagement/api/v1/resourceowner/authorizedparties";
    expect(
      await send("vogntilsynet", "POST", `${parties}?anyOfResourceIds=fjs-skattekort`, about),
    ).toMatchObject({
      status: 403,
      body: { code: "SERVICE_OWNER_REQUIRED" },
    });
    expect(await refusals(2)).toMatchObject([
      { by, subject: parties, outcome: "SERVICE_OWNER_REQUIRED" },
      { by, action: "POST /dialogs", subject: DIALOGS, outcome: "DP.AUT-00000" },
    ]);
  });

  it("has changed nothing by all of this, and a person changes nothing at all", async () => {
    expect(await served()).toMatchObject({
      data: {
        supergraph: {
          number: 3,
          parts: expect.arrayContaining([
            { subgraph: "skatt", version: 1 },
            { subgraph: "vogntilsynet", version: 1 },
          ]),
        },
      },
    });
    expect(await publish("kari", "kari", ofInspectorate)).toMatchObject({
      errors: [{ extensions: { code: "MACHINE_TOKEN_NEEDED" } }],
    });
    expect(await send("service-owner", "GET", `${DIALOGS}/${dialogId}`)).toMatchObject({
      status: 200,
      body: { id: dialogId, status: "NotApplicable" },
    });
  });
});
