import { describe, expect, it } from "vitest";
import { SECOND_MILLIS } from "../../../../lib/clock.js";
import { idFromName } from "../../../../lib/ids.js";
import { RESOURCE_PREFIX } from "../../../../schema/urns.js";
import type { OwnerRight } from "../../../../subgraphs/dialogs/writing/index.js";
import { newDialog } from "../../../../subgraphs/dialogs/writing/reading/dialog.js";
import { creationProblems } from "../../../../subgraphs/dialogs/writing/rules/create.js";
import { readBody } from "../../../../subgraphs/dialogs/writing/workshop.js";
import { NOW } from "../dialogs.js";
import {
  aBody,
  anActivityBody,
  aTransmissionBody,
  type Body,
  idOf,
  inDays,
  iso,
  plain,
  representative,
  SERVICE_OWNER,
} from "./bodies.js";

const ofLength = (length: number): string => "x".repeat(length);
const urlOf = (length: number): string => `https://example.com/${ofLength(length - 20)}`;
const uriOf = (length: number): string => `urn:example:${ofLength(length - 12)}`;
const content = (more: Body): Body => ({ content: { title: plain("T"), ...more } });
const inNorwegian = (value: string): Body[] => [{ value, languageCode: "nb" }];
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const EMBED = "application/vnd.dialogporten.frontchannelembed-url;type=text/markdown";
const embed = (value: string): Body => ({ mediaType: EMBED, value: inNorwegian(value) });
const attachment = (more: Body = {}): Body => ({
  urls: [{ url: "https://example.com/a", consumerType: "Gui" }],
  ...more,
});
const guiAction = (priority: string, more: Body = {}): Body => ({
  action: "read",
  url: "https://example.com/",
  priority,
  title: inNorwegian("Åpne"),
  ...more,
});
const endpoint = (more: Body = {}): Body => ({ url: "https://example.com/", httpMethod: "GET", ...more });
const apiAction = (more: Body = {}): Body => ({ action: "read", endpoints: [endpoint()], ...more });
const transmission = (more: Body): Body => ({ transmissions: [aTransmissionBody(more)] });
const activity = (more: Body): Body => ({ activities: [anActivityBody(more)] });
const chain = (length: number): Body => ({
  transmissions: times(length, (index) =>
    aTransmissionBody({
      id: idOf(`link ${index}`),
      ...(index === 0 ? {} : { relatedTransmissionId: idOf(`link ${index - 1}`) }),
    }),
  ),
});
const siblings = (count: number): Body => ({
  transmissions: [
    aTransmissionBody({ id: idOf("parent") }),
    ...times(count, () => aTransmissionBody({ relatedTransmissionId: idOf("parent") })),
  ],
});

interface Limit {
  readonly name: string;
  /** As far as it may be. */
  readonly edge: Body;
  /** One further. */
  readonly past: Body;
  readonly path: string;
  readonly rights?: readonly OwnerRight[];
}

/** A place that takes a text of so many characters. */
const textLimit = (
  path: string,
  max: number,
  make: (value: string) => Body,
  rights: readonly OwnerRight[] = [],
): Limit => ({
  name: `${path} (${max})`,
  edge: make(ofLength(max)),
  past: make(ofLength(max + 1)),
  path,
  rights,
});

const URL_PATHS: readonly (readonly [string, (url: string) => Body])[] = [
  ["guiActions[0].url", (url) => ({ guiActions: [guiAction("Primary", { url })] })],
  [
    "apiActions[0].endpoints[0].url",
    (url) => ({ apiActions: [apiAction({ endpoints: [endpoint({ url })] })] }),
  ],
  [
    "attachments[0].urls[0].url",
    (url) => ({ attachments: [attachment({ urls: [{ url, consumerType: "Api" }] })] }),
  ],
  [
    "transmissions[0].navigationalActions[0].url",
    (url) => transmission({ navigationalActions: [{ title: inNorwegian("Gå"), url }] }),
  ],
  ["content.mainContentReference.value[0].value", (url) => content({ mainContentReference: embed(url) })],
  [
    "transmissions[0].content.contentReference.value[0].value",
    (url) => transmission({ content: { title: plain("T"), contentReference: embed(url) } }),
  ],
];

const URI_PATHS: readonly (readonly [string, (uri: string) => Body])[] = [
  ["process", (process) => ({ process })],
  ["precedingProcess", (precedingProcess) => ({ process: "urn:example:x", precedingProcess })],
  ["transmissions[0].extendedType", (extendedType) => transmission({ extendedType })],
  ["activities[0].extendedType", (extendedType) => activity({ extendedType })],
  ...(["documentationUrl", "requestSchema", "responseSchema"] as const).map(
    (name): readonly [string, (uri: string) => Body] => [
      `apiActions[0].endpoints[0].${name}`,
      (uri) => ({ apiActions: [apiAction({ endpoints: [endpoint({ [name]: uri })] })] }),
    ],
  ),
];

const SHORT_CONTENT = ["title", "summary", "senderName", "nonSensitiveTitle", "nonSensitiveSummary"] as const;
const AHEAD = 15 * SECOND_MILLIS;
const idAhead = (millis: number): string => idFromName("ahead", NOW + millis);
const information = (value: string): Body =>
  activity({ type: "Information", description: inNorwegian(value) });

const LIMITS: readonly Limit[] = [
  ...SHORT_CONTENT.flatMap((name) => [
    textLimit(`content.${name}.value[0].value`, 255, (value) => content({ [name]: plain(value) })),
    textLimit(`content.${name}.value[0].value`, 512, (value) => content({ [name]: plain(value) }), [
      "CORRESPONDENCE",
    ]),
  ]),
  textLimit("content.extendedStatus.value[0].value", 25, (value) =>
    content({ extendedStatus: plain(value) }),
  ),
  textLimit(
    "content.extendedStatus.value[0].value",
    25,
    (value) => content({ extendedStatus: plain(value) }),
    ["CORRESPONDENCE"],
  ),
  textLimit("content.additionalInfo.value[0].value", 1_023, (value) =>
    content({ additionalInfo: plain(value) }),
  ),
  ...(["title", "summary"] as const).map((name) =>
    textLimit(`transmissions[0].content.${name}.value[0].value`, 255, (value) =>
      transmission({ content: { title: plain("T"), [name]: plain(value) } }),
    ),
  ),
  ...URL_PATHS.map(([path, make]) => ({
    name: `${path} (1023)`,
    path,
    edge: make(urlOf(1_023)),
    past: make(urlOf(1_024)),
  })),
  ...URI_PATHS.map(([path, make]) => ({
    name: `${path} (1023)`,
    path,
    edge: make(uriOf(1_023)),
    past: make(uriOf(1_024)),
  })),
  {
    name: "serviceResource (255)",
    path: "serviceResource",
    edge: { serviceResource: RESOURCE_PREFIX + ofLength(235) },
    past: { serviceResource: RESOURCE_PREFIX + ofLength(236) },
  },
  textLimit("extendedStatus", 255, (extendedStatus) => ({ extendedStatus })),
  textLimit("externalReference", 255, (externalReference) => ({ externalReference })),
  textLimit("transmissions[0].externalReference", 255, (externalReference) =>
    transmission({ externalReference }),
  ),
  textLimit("transmissions[0].authorizationAttribute", 255, (authorizationAttribute) =>
    transmission({ authorizationAttribute }),
  ),
  textLimit("attachments[0].name", 255, (name) => ({ attachments: [attachment({ name })] })),
  textLimit("attachments[0].displayName[0].value", 255, (value) => ({
    attachments: [attachment({ displayName: inNorwegian(value) })],
  })),
  textLimit("attachments[0].urls[0].mediaType", 255, (mediaType) => ({
    attachments: [attachment({ urls: [{ url: "https://example.com/", consumerType: "Gui", mediaType }] })],
  })),
  textLimit("guiActions[0].action", 255, (action) => ({ guiActions: [guiAction("Primary", { action })] })),
  textLimit("guiActions[0].authorizationAttribute", 255, (authorizationAttribute) => ({
    guiActions: [guiAction("Primary", { authorizationAttribute })],
  })),
  textLimit("guiActions[0].title[0].value", 255, (value) => ({
    guiActions: [guiAction("Primary", { title: inNorwegian(value) })],
  })),
  textLimit("guiActions[0].prompt[0].value", 255, (value) => ({
    guiActions: [guiAction("Primary", { prompt: inNorwegian(value) })],
  })),
  textLimit("apiActions[0].action", 255, (action) => ({ apiActions: [apiAction({ action })] })),
  textLimit("apiActions[0].name", 255, (name) => ({ apiActions: [apiAction({ name })] })),
  textLimit("apiActions[0].endpoints[0].version", 255, (version) => ({
    apiActions: [apiAction({ endpoints: [endpoint({ version })] })],
  })),
  textLimit("transmissions[0].navigationalActions[0].title[0].value", 255, (value) =>
    transmission({ navigationalActions: [{ title: inNorwegian(value), url: "https://example.com/" }] }),
  ),
  textLimit("activities[0].performedBy.actorName", 255, (actorName) =>
    activity({ performedBy: { actorType: "PartyRepresentative", actorName } }),
  ),
  textLimit("activities[0].description[0].value", 255, information),
  textLimit("activities[0].description[0].value", 4_095, information, ["CORRESPONDENCE"]),
  textLimit("idempotentKey", 36, (idempotentKey) => ({ idempotentKey })),
  {
    name: "idempotentKey (at least 3)",
    path: "idempotentKey",
    edge: { idempotentKey: "abc" },
    past: { idempotentKey: "ab" },
  },
  textLimit("transmissions[0].idempotentKey", 36, (idempotentKey) => transmission({ idempotentKey })),
  {
    name: "transmissions[0].idempotentKey (at least 3)",
    path: "transmissions[0].idempotentKey",
    edge: transmission({ idempotentKey: "abc" }),
    past: transmission({ idempotentKey: "ab" }),
  },
  textLimit("searchTags[0].value", 63, (value) => ({ searchTags: [{ value }] })),
  {
    name: "searchTags[0].value (at least 3)",
    path: "searchTags[0].value",
    edge: { searchTags: [{ value: " abc " }] },
    past: { searchTags: [{ value: " ab " }] },
  },
  textLimit("serviceOwnerContext.serviceOwnerLabels[0].value", 255, (value) => ({
    serviceOwnerContext: { serviceOwnerLabels: [{ value }] },
  })),
  {
    name: "serviceOwnerLabels[0].value (at least 3)",
    path: "serviceOwnerContext.serviceOwnerLabels[0].value",
    edge: { serviceOwnerContext: { serviceOwnerLabels: [{ value: "abc" }] } },
    past: { serviceOwnerContext: { serviceOwnerLabels: [{ value: "ab" }] } },
  },
  {
    name: "serviceOwnerLabels (20)",
    path: "serviceOwnerContext.serviceOwnerLabels",
    edge: { serviceOwnerContext: { serviceOwnerLabels: times(20, (i) => ({ value: `label ${i}` })) } },
    past: { serviceOwnerContext: { serviceOwnerLabels: times(21, (i) => ({ value: `label ${i}` })) } },
  },
  { name: "progress (at most 100)", path: "progress", edge: { progress: 100 }, past: { progress: 101 } },
  { name: "progress (at least 0)", path: "progress", edge: { progress: 0 }, past: { progress: -1 } },
  ...Object.entries({ Primary: 1, Secondary: 1, Tertiary: 5 }).map(([priority, count]) => ({
    name: `guiActions of priority ${priority} (${count})`,
    path: "guiActions",
    edge: { guiActions: times(count, () => guiAction(priority)) },
    past: { guiActions: times(count + 1, () => guiAction(priority)) },
  })),
  {
    name: "id (15 s ahead)",
    path: "id",
    edge: { id: idAhead(AHEAD) },
    past: { id: idAhead(AHEAD + 1) },
  },
  {
    name: "createdAt (15 s ahead)",
    path: "createdAt",
    edge: { createdAt: iso(NOW + AHEAD) },
    past: { createdAt: iso(NOW + AHEAD + 1) },
  },
  {
    name: "updatedAt (15 s ahead)",
    path: "updatedAt",
    edge: { createdAt: iso(NOW), updatedAt: iso(NOW + AHEAD) },
    past: { createdAt: iso(NOW), updatedAt: iso(NOW + AHEAD + 1) },
  },
  {
    name: "updatedAt (not before createdAt)",
    path: "updatedAt",
    edge: { createdAt: iso(NOW), updatedAt: iso(NOW) },
    past: { createdAt: iso(NOW), updatedAt: iso(NOW - 1) },
  },
  {
    name: "transmissions[0].id (15 s ahead)",
    path: "transmissions[0].id",
    edge: transmission({ id: idAhead(AHEAD) }),
    past: transmission({ id: idAhead(AHEAD + 1) }),
  },
  {
    name: "transmissions[0].createdAt (15 s ahead)",
    path: "transmissions[0].createdAt",
    edge: transmission({ createdAt: iso(NOW + AHEAD) }),
    past: transmission({ createdAt: iso(NOW + AHEAD + 1) }),
  },
  {
    name: "activities[0].createdAt (15 s ahead)",
    path: "activities[0].createdAt",
    edge: activity({ createdAt: iso(NOW + AHEAD) }),
    past: activity({ createdAt: iso(NOW + AHEAD + 1) }),
  },
  {
    name: "dueAt (not before visibleFrom)",
    path: "dueAt",
    edge: { visibleFrom: inDays(2), dueAt: inDays(2) },
    past: { visibleFrom: inDays(2), dueAt: inDays(1) },
  },
  {
    name: "expiresAt (not before dueAt)",
    path: "expiresAt",
    edge: { dueAt: inDays(2), expiresAt: inDays(2) },
    past: { dueAt: inDays(2), expiresAt: inDays(1) },
  },
  {
    name: "expiresAt (not before visibleFrom)",
    path: "expiresAt",
    edge: { visibleFrom: inDays(2), expiresAt: inDays(2) },
    past: { visibleFrom: inDays(2), expiresAt: inDays(1) },
  },
];

/** What fits together, and the present moment: 422. */
const DOMAIN_LIMITS: readonly Limit[] = [
  ...(["visibleFrom", "dueAt", "expiresAt"] as const).map((name) => ({
    name: `${name} (in the future)`,
    path: name,
    edge: { [name]: iso(NOW + 1) },
    past: { [name]: iso(NOW) },
  })),
  {
    name: "attachments[0].expiresAt (in the future)",
    path: "attachments[0].expiresAt",
    edge: { attachments: [attachment({ expiresAt: iso(NOW + 1) })] },
    past: { attachments: [attachment({ expiresAt: iso(NOW) })] },
  },
  {
    name: "transmissions[0].attachments[0].expiresAt (in the future)",
    path: "transmissions[0].attachments[0].expiresAt",
    edge: transmission({ attachments: [attachment({ expiresAt: iso(NOW + 1) })] }),
    past: transmission({ attachments: [attachment({ expiresAt: iso(NOW) })] }),
  },
  {
    name: "transmissions, how deep (100)",
    path: "transmissions[100].relatedTransmissionId",
    edge: chain(100),
    past: chain(101),
  },
  {
    name: "transmissions, how many of one (100)",
    path: "transmissions[101].relatedTransmissionId",
    edge: siblings(100),
    past: siblings(101),
  },
];

let made = 0;
const making = {
  now: NOW,
  newId: () => idOf(`new ${made++}`),
  by: { actorType: "SERVICE_OWNER", actorId: null, actorName: null },
  isSilent: false,
  sourceId: "s",
  isPastAllowed: false,
} as const;

/** Paths of all that is wrong with a dialog that is to be made; in which of the two ways. */
const wrongIn = (more: Body, rights: readonly OwnerRight[] = []) => {
  const read = readBody(newDialog, aBody(more), { rights: new Set(rights) }, making);
  if ("refusal" in read) {
    const { refusal } = read;
    return { status: 400, paths: "problems" in refusal ? refusal.problems.map(({ path }) => path) : [] };
  }
  const problems = creationProblems(read.input, making);
  return { status: problems.length === 0 ? 201 : 422, paths: problems.map(({ path }) => path) };
};

describe("limits of a new dialog", () => {
  it.each(LIMITS)(
    "$name: takes the edge, and refuses one past it with its path",
    ({ edge, past, path, rights }) => {
      expect(wrongIn(edge, rights)).toEqual({ status: 201, paths: [] });
      expect(wrongIn(past, rights)).toEqual({ status: 400, paths: [path] });
    },
  );

  it.each(DOMAIN_LIMITS)(
    "$name: takes the edge, and refuses one past it as unfit",
    ({ edge, past, path }) => {
      expect(wrongIn(edge)).toEqual({ status: 201, paths: [] });
      expect(wrongIn(past)).toEqual({ status: 422, paths: [path] });
    },
  );

  it("takes 32,767 transmissions from each side, and not one more", () => {
    const from = (type: string, count: number): Body => ({
      transmissions: times(count, () => aTransmissionBody({ type, content: { title: plain("T") } })),
    });
    expect(wrongIn(from("Information", 32_767))).toEqual({ status: 201, paths: [] });
    expect(wrongIn(from("Information", 32_768))).toEqual({ status: 422, paths: ["transmissions"] });
    expect(wrongIn(from("Submission", 32_768))).toEqual({ status: 422, paths: ["transmissions"] });
  });
});

describe("what a new dialog must be", () => {
  const WRONG: readonly (readonly [string, Body, string])[] = [
    ["a service that is none", { serviceResource: "urn:altinn:app:x" }, "serviceResource"],
    ["no service", { serviceResource: null }, "serviceResource"],
    ["no party", { party: undefined }, "party"],
    [
      "a party with a wrong check digit",
      { party: "urn:altinn:organization:identifier-no:313000020" },
      "party",
    ],
    ["a person with a wrong check digit", { party: "urn:altinn:person:identifier-no:01819012345" }, "party"],
    ["a party of this installation's own", { party: `urn:altinn:party:uuid:${idOf("p")}` }, "party"],
    ["no content", { content: null }, "content"],
    ["no title", { content: { summary: plain("S") } }, "content.title"],
    [
      "a title in no language",
      { content: { title: { mediaType: "text/plain", value: [] } } },
      "content.title.value",
    ],
    ["a title of white space", { content: { title: plain(" \n") } }, "content.title.value[0].value"],
    [
      "a title in Markdown",
      content({ title: { mediaType: "text/markdown", value: inNorwegian("T") } }),
      "content.title.mediaType",
    ],
    [
      "HTML without the right to it",
      content({ additionalInfo: { mediaType: "text/html", value: inNorwegian("<p>T</p>") } }),
      "content.additionalInfo.mediaType",
    ],
    [
      "an embed that is not over HTTPS",
      content({ mainContentReference: embed("http://example.com/") }),
      "content.mainContentReference.value[0].value",
    ],
    [
      "no language",
      { content: { title: { value: [{ value: "T" }] } } },
      "content.title.value[0].languageCode",
    ],
    [
      "a language that is none",
      { content: { title: plain("T", "xx") } },
      "content.title.value[0].languageCode",
    ],
    [
      "the same language twice",
      { content: { title: { value: [...inNorwegian("A"), { value: "B", languageCode: "NB-no" }] } } },
      "content.title.value",
    ],
    ["an unknown status", { status: "Lost" }, "status"],
    ["precedingProcess without process", { precedingProcess: "urn:example:x" }, "process"],
    ["updatedAt without createdAt", { updatedAt: iso(NOW) }, "createdAt"],
    ["an id of version 4", { id: "7d444840-9dc0-41d1-b245-5ffdce74fad2" }, "id"],
    ["a moment without an offset", { dueAt: "2026-07-01T00:00:00" }, "dueAt"],
    ["a day that is none", { dueAt: "2027-02-29T00:00:00Z" }, "dueAt"],
    ["an hour that is none", { dueAt: "2027-02-28T24:00:00Z" }, "dueAt"],
    ["half a character", { externalReference: "a\ud83d" }, "externalReference"],
    ["the label Sent", { systemLabel: "Sent" }, "systemLabel"],
    ["a tag twice", { searchTags: [{ value: "ABC" }, { value: "abc" }] }, "searchTags"],
    [
      "a label twice",
      { serviceOwnerContext: { serviceOwnerLabels: [{ value: "ABC" }, { value: "abc" }] } },
      "serviceOwnerContext.serviceOwnerLabels",
    ],
    [
      "a GUI action with PUT",
      { guiActions: [guiAction("Primary", { httpMethod: "PUT" })] },
      "guiActions[0].httpMethod",
    ],
    [
      "a GUI action without a title",
      { guiActions: [guiAction("Primary", { title: [] })] },
      "guiActions[0].title",
    ],
    [
      "actions of one id",
      { guiActions: [guiAction("Primary", { id: idOf("a") }), guiAction("Secondary", { id: idOf("a") })] },
      "guiActions",
    ],
    [
      "an API action without endpoints",
      { apiActions: [apiAction({ endpoints: [] })] },
      "apiActions[0].endpoints",
    ],
    [
      "sunsetAt without deprecated",
      { apiActions: [apiAction({ endpoints: [endpoint({ sunsetAt: inDays(9) })] })] },
      "apiActions[0].endpoints[0].deprecated",
    ],
    ["an attachment without addresses", { attachments: [{ urls: [] }] }, "attachments[0].urls"],
    [
      "an attribute with a space",
      { guiActions: [guiAction("Primary", { authorizationAttribute: "a b" })] },
      "guiActions[0].authorizationAttribute",
    ],
    [
      "an attribute of two parts",
      { apiActions: [apiAction({ authorizationAttribute: "urn:altinn:a:b:c" })] },
      "apiActions[0].authorizationAttribute",
    ],
    ["a transmission without a sender", transmission({ sender: null }), "transmissions[0].sender"],
    [
      "a transmission related to itself",
      transmission({ id: idOf("t"), relatedTransmissionId: idOf("t") }),
      "transmissions[0].relatedTransmissionId",
    ],
    [
      "transmissions of one key",
      { transmissions: times(2, () => aTransmissionBody({ idempotentKey: "key" })) },
      "transmissions",
    ],
    [
      "an owner with a name",
      transmission({ sender: { ...SERVICE_OWNER, actorName: "N" } }),
      "transmissions[0].sender",
    ],
    [
      "a representative without a name",
      activity({ performedBy: { actorType: "PartyRepresentative" } }),
      "activities[0].performedBy",
    ],
    [
      "a representative with id and name",
      activity({ performedBy: { ...representative(), actorName: "N" } }),
      "activities[0].performedBy",
    ],
    [
      "a representative who is nobody",
      activity({ performedBy: { actorType: "PartyRepresentative", actorId: "x" } }),
      "activities[0].performedBy.actorId",
    ],
    ["information without a description", activity({ type: "Information" }), "activities[0].description"],
    [
      "a description of anything else",
      activity({ type: "DialogClosed", description: inNorwegian("D") }),
      "activities[0].description",
    ],
    ["an opening of nothing", activity({ type: "TransmissionOpened" }), "activities[0].transmissionId"],
    [
      "a transmission that is not opened",
      activity({ type: "dialogOpened", transmissionId: idOf("t") }),
      "activities[0].transmissionId",
    ],
    ["a text that holds NUL", { externalReference: "a\0b" }, "externalReference"],
  ];

  it.each(WRONG)("refuses %s", (_, more, path) => {
    expect(wrongIn(more)).toEqual({ status: 400, paths: expect.arrayContaining([path]) });
    expect(new Set(wrongIn(more).paths)).toEqual(new Set([path]));
  });

  it("refuses what does not hang together", () => {
    expect(wrongIn(transmission({ relatedTransmissionId: idOf("nowhere") }))).toEqual({
      status: 422,
      paths: ["transmissions[0].relatedTransmissionId"],
    });
    expect(wrongIn(activity({ type: "TransmissionOpened", transmissionId: idOf("nowhere") }))).toEqual({
      status: 422,
      paths: ["activities[0].transmissionId"],
    });
    const inCircle = times(3, (index) =>
      aTransmissionBody({ id: idOf(`c ${index}`), relatedTransmissionId: idOf(`c ${(index + 1) % 3}`) }),
    );
    expect(wrongIn({ transmissions: inCircle })).toEqual({
      status: 422,
      paths: [0, 1, 2].map((index) => `transmissions[${index}].relatedTransmissionId`),
    });
  });

  it("tells all that is wrong at once, each with its path", () => {
    const body = {
      party: "nobody",
      progress: 200,
      content: { title: plain(""), summary: { mediaType: "image/png", value: "S" } },
      guiActions: [guiAction("Primary", { url: "ftp://example.com" }), "nonsense"],
      transmissions: [aTransmissionBody({ attachments: [attachment({ urls: [{ url: 5 }] })] })],
    };
    expect(wrongIn(body)).toEqual({
      status: 400,
      paths: [
        "progress",
        "content.title.value[0].value",
        "content.summary.mediaType",
        "content.summary.value",
        "guiActions[0].url",
        "guiActions[1]",
        "guiActions[1].action",
        "guiActions[1].url",
        "guiActions[1].priority",
        "guiActions[1].title",
        "transmissions[0].attachments[0].urls[0].url",
        "transmissions[0].attachments[0].urls[0].consumerType",
        "party",
      ],
    });
  });

  it("refuses what is no dialog at all", () => {
    for (const body of [null, 5, "text", []]) {
      const read = readBody(newDialog, body, { rights: new Set<OwnerRight>() }, making);
      expect("refusal" in read && read.refusal.outcome).toBe("INVALID");
    }
  });

  it("takes HTML of old messages with the right to it, and only plain tags", () => {
    const html = (value: string) =>
      content({ additionalInfo: { mediaType: "text/html", value: inNorwegian(value) } });
    const path = "content.additionalInfo.value[0].value";
    for (const value of [
      "<p>Hei <em>du</em><br/>og <strong>du</strong></p>",
      "<ul><li>1</li></ul><ol><li>2</li></ol>",
      '<table><thead><tr><th>A</th></tr></thead><tbody><tr><td><a href="https://example.com/x?y=1">B</a></td></tr></tbody></table>',
      "2 < 3 og 4 > 3",
    ]) {
      expect([value, wrongIn(html(value), ["LEGACY_HTML"])]).toEqual([value, { status: 201, paths: [] }]);
    }
    for (const value of [
      "<script>alert(1)</script>",
      "<p onclick='x'>A</p>",
      '<a href="http://example.com">A</a>',
      '<a href="javascript:x">A</a>',
      '<a href="https://example.com" target="_blank">A</a>',
      "<img src=x onerror=alert(1)>",
      "<!-- x -->",
      "<p",
      "<p style=''>A</p>",
      "<P\nonmouseover=x>A</P>",
      "<svg/onload=alert(1)>",
      "<a/href='https://example.com'>A</a>",
    ]) {
      expect([value, wrongIn(html(value), ["LEGACY_HTML"])]).toEqual([value, { status: 400, paths: [path] }]);
    }
  });

  it("says which languages Norwegian is written in", () => {
    const read = readBody(
      newDialog,
      aBody({ content: { title: plain("T", "no") } }),
      { rights: new Set() },
      making,
    );
    expect("refusal" in read && read.refusal).toEqual({
      outcome: "INVALID",
      problems: [
        {
          path: "content.title.value[0].languageCode",
          message:
            '"no" is no language code of ISO 639-1. Use nb or nn for Norwegian. Codes with a region, as en-GB, are taken as en.',
        },
      ],
    });
  });

  it("takes content away from dialogs for programs alone, and not from others", () => {
    expect(
      wrongIn({ isApiOnly: true, content: null, transmissions: [aTransmissionBody({ content: null })] }),
    ).toEqual({
      status: 201,
      paths: [],
    });
    expect(wrongIn({ isApiOnly: true, content: { summary: plain("S") } })).toEqual({
      status: 400,
      paths: ["content.title"],
    });
    expect(wrongIn({ transmissions: [aTransmissionBody({ content: null })] })).toEqual({
      status: 400,
      paths: ["transmissions[0].content"],
    });
  });

  it("keeps what it takes in one form: small letters, new names, ISO 639-1", () => {
    const read = readBody(
      newDialog,
      aBody({
        party: " URN:ALTINN:PERSON:IDPORTEN-EMAIL:Kari@Example.com ",
        status: "sent",
        searchTags: [{ value: " Skatt " }],
        serviceOwnerContext: { serviceOwnerLabels: [{ value: " URN:A:B " }] },
        content: {
          title: {
            value: [
              { value: "T", languageCode: "en_GB" },
              { value: "T", languageCode: "pl" },
            ],
          },
          mainContentReference: {
            mediaType: "application/vnd.dialogporten.frontchannelembed+json;type=markdown",
            value: inNorwegian("https://example.com/"),
          },
        },
      }),
      { rights: new Set() },
      making,
    );
    expect(read).toMatchObject({
      input: {
        party: "urn:altinn:person:idporten-email:kari@example.com",
        status: "AWAITING",
        searchTags: ["skatt"],
        ownerLabels: ["urn:a:b"],
        texts: {
          title: { en: "T", pl: "T" },
          body: { mainContentReference: { mediaType: EMBED, value: { nb: "https://example.com/" } } },
        },
      },
    });
  });
});
