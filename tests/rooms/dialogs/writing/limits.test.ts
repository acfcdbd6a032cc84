import { describe, expect, it } from "vitest";
import { SECOND_MILLIS } from "../../../../lib/clock.js";
import { idFromName } from "../../../../lib/ids.js";
import { RESOURCE_PREFIX } from "../../../../schema/urns.js";
import type { OwnerRight } from "../../../../subgraphs/dialogs/writing/index.js";
import { NOW } from "../dialogs.js";
import { aTransmissionBody, type Body, idOf, inDays, iso, plain } from "./bodies.js";
import {
  activity,
  apiAction,
  attachment,
  content,
  embed,
  endpoint,
  guiAction,
  inNorwegian,
  times,
  transmission,
  wrongIn,
} from "./parts.js";

const ofLength = (length: number): string => "x".repeat(length);
const urlOf = (length: number): string => `https://example.com/${ofLength(length - 20)}`;
const uriOf = (length: number): string => `urn:example:${ofLength(length - 12)}`;
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
