import type { Dialect } from "../../../../drizzle/columns.js";
import { idFromName } from "../../../../lib/ids.js";
import { NOW } from "../dialogs.js";
import { type AskOptions, type Exchange, PARTY, PERSON, SERVICE, startApi, type TestApi } from "./api.js";
import { FIRST, FULL_ID, full, fullUpdate, minimal, transmission } from "./bodies.js";

const WRONG_REVISION = "11111111-1111-4111-8111-111111111111";
const UNKNOWN = idFromName("nobody knows it", NOW);
const FULL = `/dialogs/${FULL_ID}`;
const PAST = "2020-01-01T00:00:00Z";

/** What each operation is asked with where only who asks matters. */
const PLAIN: readonly (readonly [string, AskOptions])[] = [
  ["POST /dialogs", { body: minimal() }],
  [`GET ${FULL}`, {}],
  [`PUT ${FULL}`, { body: fullUpdate("nobody") }],
  [`PATCH ${FULL}`, { body: [] }],
  [`DELETE ${FULL}`, {}],
  [`POST ${FULL}/actions/freeze`, {}],
  [`POST ${FULL}/actions/purge`, {}],
  [`POST ${FULL}/actions/restore`, {}],
  [`GET ${FULL}/actions/should-send-notification`, {}],
  [`GET ${FULL}/activities`, {}],
  [`GET ${FULL}/activities/${UNKNOWN}`, {}],
  [`POST ${FULL}/activities`, { body: {} }],
  [`GET ${FULL}/transmissions`, {}],
  [`GET ${FULL}/transmissions/${FIRST}`, {}],
  [`POST ${FULL}/transmissions`, { body: {} }],
  [`PUT ${FULL}/transmissions/${FIRST}`, { body: {} }],
  [`GET ${FULL}/seenlog`, {}],
  [`GET ${FULL}/seenlog/${UNKNOWN}`, {}],
  [`GET ${FULL}/context/labels`, {}],
  [`POST ${FULL}/context/labels`, { body: {} }],
  [`DELETE ${FULL}/context/labels/label`, {}],
  [`PUT ${FULL}/endusercontext/systemlabels`, { body: {} }],
  ["GET /dialogs", {}],
  ["GET /dialogs/endusercontext", {}],
  ["POST /dialogs/endusercontext/systemlabels/actions/bulkset", { body: {} }],
  [`GET /dialoglookup?instanceRef=urn:altinn:dialog-id:${FULL_ID}`, {}],
];

const ACTIVITY = {
  id: idFromName("activity by itself", NOW),
  createdAt: new Date(NOW + 1_000).toISOString(), // the newest there is
  type: "TransmissionOpened",
  extendedType: "https://agency.example.com/activities/3",
  transmissionId: FIRST,
  performedBy: { actorType: "PartyRepresentative", actorName: "Kari" },
};

const NOTE = {
  type: "Information",
  performedBy: { actorType: "PartyRepresentative", actorId: PERSON },
  description: [{ languageCode: "nb", value: "Notat" }],
};

const revisionOf = ({ headers }: { headers: Readonly<Record<string, unknown>> }): string =>
  String(headers["etag"]);

/** Made, changed, sent to and read; by owner and on behalf of an end user. */
const tellOfLiving = async ({ ask, store }: TestApi): Promise<void> => {
  await ask("POST /dialogs?isSilentUpdate=false", { body: full() });
  await ask("POST /dialogs", { body: full() }); // its key is taken
  await ask("POST /dialogs", { body: { ...minimal(), progress: 101 } });
  await ask("POST /dialogs", { body: { ...minimal(), dueAt: PAST } });
  const later = await ask("POST /dialogs", {
    body: { ...minimal(), visibleFrom: new Date(NOW + 86_400_000).toISOString() },
  });
  await ask(`GET /dialogs/${later.body}`);
  const read = await ask(`GET ${FULL}`);
  await ask(`GET ${FULL}?endUserId=${PERSON}`);
  await ask(`GET ${FULL}?endUserId=somebody`);
  await ask(`GET /dialogs/${UNKNOWN}`);

  const put = await ask(`PUT ${FULL}`, {
    body: fullUpdate("put"),
    headers: { "if-match": revisionOf(read) },
  });
  await ask(`PUT ${FULL}`, { body: fullUpdate("late"), headers: { "if-match": revisionOf(read) } });
  await ask(`PUT ${FULL}`, { body: fullUpdate("put") }); // its parts' ids are taken
  await ask(`PUT ${FULL}`, { body: fullUpdate("bad", { progress: -1 }) });
  await ask(`PUT ${FULL}`, { body: fullUpdate("old", { dueAt: PAST, expiresAt: null }) });
  await ask(`PUT /dialogs/${UNKNOWN}`, { body: fullUpdate("unknown") });

  const patch = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask(`PATCH ${FULL}`, { body, headers: { "content-type": "application/json-patch+json", ...headers } });
  await patch(
    [
      { op: "test", path: "/status", value: "InProgress" },
      { op: "replace", path: "/status", value: "Completed" },
      { op: "copy", from: "/content/title", path: "/content/summary" },
    ],
    { "if-match": revisionOf(put) },
  );
  await patch([], { "if-match": WRONG_REVISION });
  await patch([{ op: "replace", path: "/progress", value: 200 }]);
  await patch([{ op: "replace", path: "/dueAt", value: PAST }]);
  await patch([{ op: "add", path: "/transmissions/-", value: transmission("first") }]);
  await ask(`PATCH /dialogs/${UNKNOWN}`, { body: [] });

  await ask(`GET ${FULL}/activities`);
  for (const { id } of await store.parts.activities([FULL_ID])) await ask(`GET ${FULL}/activities/${id}`);
  await ask(`GET ${FULL}/activities/${UNKNOWN}`);
  await ask(`GET ${FULL}/seenlog`);
  const [seen] = await store.parts.seenLog([FULL_ID]);
  await ask(`GET ${FULL}/seenlog/${seen?.id}`);
  await ask(`GET ${FULL}/seenlog/${UNKNOWN}`);
  for (const list of ["activities", "seenlog", "transmissions", "context/labels"]) {
    await ask(`GET /dialogs/${UNKNOWN}/${list}`);
  }
  await ask(`GET /dialoglookup?instanceRef=urn:altinn:dialog-id:${FULL_ID}`, {
    headers: { "accept-language": "en" },
  });
  await ask("GET /dialoglookup?instanceRef=nothing");
  await ask(`GET /dialoglookup?instanceRef=urn:altinn:dialog-id:${UNKNOWN}`);
};

/** What is put into a dialog by itself. */
const tellOfParts = async ({ ask, store }: TestApi): Promise<void> => {
  const wrong = { headers: { "if-match": WRONG_REVISION } };
  const sent = transmission("by itself");
  const path = `${FULL}/transmissions`;
  await ask(`GET ${path}`);
  await ask(`GET ${path}/${FIRST}`);
  await ask(`GET ${path}/${UNKNOWN}`);
  const related = (await store.parts.transmissions([FULL_ID])).find(
    ({ relatedTransmissionId }) => relatedTransmissionId === FIRST,
  );
  await ask(`GET ${path}/${related?.id}`);
  await ask(`POST ${path}`, { body: { ...sent, relatedTransmissionId: FIRST } });
  await ask(`POST ${path}`, { body: sent }); // its id is taken
  await ask(`POST ${path}`, { body: { ...transmission("bad"), type: "Nothing" } });
  await ask(`POST ${path}`, { body: transmission("unrelated", { relatedTransmissionId: UNKNOWN }) });
  await ask(`POST ${path}`, { body: transmission("late"), ...wrong });
  await ask(`POST /dialogs/${UNKNOWN}/transmissions`, { body: transmission("unknown") });

  const { id: _, ...change } = transmission("changed", {
    isSilentUpdate: true,
    relatedTransmissionId: FIRST,
  });
  await ask(`PUT ${path}/${sent.id}`, { body: change });
  await ask(`PUT ${path}/${sent.id}`, { body: { ...change, type: "Nothing" } });
  await ask(`PUT ${path}/${sent.id}`, { body: { ...change, relatedTransmissionId: UNKNOWN } });
  await ask(`PUT ${path}/${sent.id}`, { body: { ...change, idempotentKey: "key-first" } });
  await ask(`PUT ${path}/${sent.id}`, { body: change, ...wrong });
  await ask(`PUT ${path}/${UNKNOWN}`, { body: change });

  await ask(`POST ${FULL}/activities`, { body: ACTIVITY });
  await ask(`POST ${FULL}/activities`, { body: ACTIVITY }); // its id is taken
  await ask(`POST ${FULL}/activities`, { body: NOTE });
  await ask(`POST ${FULL}/activities`, { body: { ...NOTE, description: [] } });
  await ask(`POST ${FULL}/activities`, {
    body: { ...ACTIVITY, id: undefined, transmissionId: UNKNOWN },
  });
  await ask(`POST ${FULL}/activities`, { body: NOTE, ...wrong });
  await ask(`POST /dialogs/${UNKNOWN}/activities`, { body: NOTE });
  await ask(`POST ${FULL}/activities`, {
    body: { type: "FormSaved", performedBy: { actorType: "ServiceOwner" } },
  });
  const saved = (await store.parts.activities([FULL_ID])).find(({ type }) => type === "FORM_SAVED");
  await ask(`POST ${FULL}/activities/${saved?.id}/actions/updateFormSavedActivityTime`, {
    body: JSON.stringify(new Date(NOW - 1_000).toISOString()),
    as: "admin",
  });
  const condition = `${FULL}/actions/should-send-notification?conditionType=`;
  const opened = "activityType=TransmissionOpened";
  await ask(`GET ${condition}Exists&${opened}&transmissionId=${FIRST}`, { as: "notifier" });
  await ask(`GET ${condition}Maybe`, { as: "notifier" });
  await ask(
    `GET /dialogs/${UNKNOWN}/actions/should-send-notification?conditionType=NotExists&activityType=FormSaved`,
    { as: "notifier" },
  );
};

/** Labels of the owner's, and of end users'. */
const tellOfLabels = async ({ ask, store }: TestApi): Promise<void> => {
  const wrong = { headers: { "if-match": WRONG_REVISION } };
  const labels = `${FULL}/context/labels`;
  await ask(`POST ${labels}`, { body: { value: "audit" } });
  await ask(`POST ${labels}`, { body: { value: "Audit" } }); // it has it already
  await ask(`POST ${labels}`, { body: { value: "x" } });
  await ask(`POST ${labels}`, { body: { value: "late" }, ...wrong });
  await ask(`POST /dialogs/${UNKNOWN}/context/labels`, { body: { value: "audit" } });
  await ask(`GET ${labels}`);
  await ask(`DELETE ${labels}/audit`, wrong);
  await ask(`DELETE ${labels}/audit`, { headers: { "if-match": "one" } });
  await ask(`DELETE ${labels}/audit`);
  await ask(`DELETE ${labels}/audit`); // gone already

  const system = `${FULL}/endusercontext/systemlabels`;
  const onBehalf = `enduserId=${PERSON}`;
  const performedBy = { actorType: "PartyRepresentative", actorName: "Kari" };
  await ask(`PUT ${system}?${onBehalf}`, {
    body: { addLabels: ["Bin"], removeLabels: ["MarkedAsUnopened"] },
  });
  await ask(`PUT ${system}`, { body: { systemLabels: ["Archive"], performedBy }, as: "admin" });
  await ask(`PUT ${system}`, { body: { addLabels: ["Bin"] } });
  await ask(`PUT ${system}?${onBehalf}`, { body: { addLabels: ["Bin"] }, ...wrong });
  await ask(`PUT /dialogs/${UNKNOWN}/endusercontext/systemlabels?${onBehalf}`, { body: {} });

  const bulk = "/dialogs/endusercontext/systemlabels/actions/bulkset";
  const [row] = await store.owners.dialogsByIds([FULL_ID], null);
  const dialogs = [{ dialogId: FULL_ID, endUserContextRevision: row?.endUserContextRevision }];
  await ask(`POST ${bulk}?${onBehalf}`, {
    body: { dialogs, addLabels: ["MarkedAsUnopened"], removeLabels: ["Archive"] },
  });
  await ask(`POST ${bulk}?${onBehalf}`, { body: { dialogs, addLabels: ["Bin"] } }); // at another revision by now
  await ask(`POST ${bulk}?${onBehalf}`, { body: { dialogs: [] } });
  await ask(`POST ${bulk}`, {
    body: { dialogs: [{ dialogId: FULL_ID }], systemLabels: ["Default"], performedBy },
    as: "admin",
  });
};

/** Lists, with every filter that there is. */
const tellOfLists = async ({ ask }: TestApi): Promise<void> => {
  const day = (offset: number) => new Date(NOW + offset * 86_400_000).toISOString();
  const given: [string, string][] = [
    ["serviceResource", SERVICE],
    ["party", PARTY.urn],
    ["endUserId", PERSON],
    ["extendedStatus", "tax:waiting"],
    ["externalReference", "case-1"],
    ["status", "Completed"],
    ["deleted", "Include"],
    ...["created", "updated", "contentUpdated", "due"].flatMap((name): [string, string][] => [
      [`${name}After`, day(-30)],
      [`${name}Before`, day(30)],
    ]),
    ["isContentSeen", "false"],
    ["process", "urn:agency:process:1"],
    ["systemLabel", "Default"],
    ["excludeApiOnly", "true"],
    ["search", "Skattemelding"],
    ["serviceOwnerLabels", "batch*"],
    ["searchLanguageCode", "nb"],
    ["orderBy", "contentUpdatedAt_desc,dueAt_asc"],
    ["limit", "1"],
  ];
  const filters = new URLSearchParams(given);
  await ask(`GET /dialogs?${filters}`);
  await ask(`GET /dialogs?visibleAfter=${day(0)}&visibleBefore=${day(2)}`);
  const first = await ask("GET /dialogs?limit=1");
  const { continuationToken } = first.body as { continuationToken?: string };
  await ask(`GET /dialogs?limit=1&continuationToken=${continuationToken}`);
  await ask("GET /dialogs?limit=1001");
  await ask(`POST /dialogs`, { body: minimal({ activities: [NOTE] }) });
  await ask("GET /dialogs");

  const contexts = `/dialogs/endusercontext?party=${PARTY.urn}`;
  await ask(`GET ${contexts}&label=Default&contentUpdatedAfter=${day(-30)}`);
  const page = await ask(`GET ${contexts}&limit=1`);
  const { continuationToken: next } = page.body as { continuationToken?: string };
  await ask(`GET ${contexts}&limit=1&continuationToken=${next}`);
  await ask("GET /dialogs/endusercontext");
};

/** Frozen, deleted, restored and gone for good. */
const tellOfEnds = async ({ ask }: TestApi): Promise<void> => {
  const made = await ask("POST /dialogs", { body: minimal() });
  const path = `/dialogs/${made.body}`;
  await ask(`POST ${path}/activities`, { body: { ...ACTIVITY, type: "FormSaved", transmissionId: null } }); // its id is taken by another dialog's
  const wrong = { headers: { "if-match": WRONG_REVISION } };
  const malformed = { headers: { "if-match": "first" } };
  for (const action of ["restore", "purge", "freeze"]) {
    const as = action === "freeze" ? ({ as: "admin" } as const) : {};
    await ask(`POST ${path}/actions/${action}`, { ...malformed, ...as });
    await ask(`POST ${path}/actions/${action}`, { ...wrong, ...as });
    await ask(`POST /dialogs/${UNKNOWN}/actions/${action}`, as);
  }
  await ask(`DELETE ${path}`, malformed);
  await ask(`DELETE ${path}`, wrong);
  await ask(`DELETE /dialogs/${UNKNOWN}`);
  await ask(`POST ${path}/actions/freeze`, { as: "admin" });
  await ask(`DELETE ${path}`, { as: "admin" });
  await ask(`GET ${path}`);
  await ask(`DELETE ${path}`, { as: "admin" });
  const other = await ask("POST /dialogs", {
    body: full({ id: undefined, idempotentKey: "another", transmissions: [], activities: [] }),
  });
  const deleted = `/dialogs/${other.body}`;
  await ask(`DELETE ${deleted}`);
  await ask("GET /dialogs?deleted=Only");
  const isGone: readonly (readonly [string, AskOptions])[] = [
    [`PUT ${deleted}`, { body: fullUpdate("gone") }],
    [`PATCH ${deleted}`, { body: [] }],
    [`POST ${deleted}/actions/freeze`, { as: "admin" }],
    [
      `POST ${deleted}/activities`,
      { body: { type: "FormSaved", performedBy: { actorType: "ServiceOwner" } } },
    ],
    [`GET ${deleted}/activities/${UNKNOWN}`, {}],
    [`POST ${deleted}/transmissions`, { body: transmission("gone") }],
    [`PUT ${deleted}/transmissions/${FIRST}`, { body: transmission("gone") }],
    [`GET ${deleted}/transmissions`, {}],
    [`GET ${deleted}/transmissions/${FIRST}`, {}],
    [`GET ${deleted}/seenlog`, {}],
    [`GET ${deleted}/seenlog/${UNKNOWN}`, {}],
    [`PUT ${deleted}/endusercontext/systemlabels?enduserId=${PERSON}`, { body: { addLabels: ["Bin"] } }],
    [
      `GET ${deleted}/actions/should-send-notification?conditionType=Exists&activityType=FormSaved`,
      { as: "notifier" },
    ],
  ];
  for (const [request, options] of isGone) await ask(request, options);
  await ask(`POST ${deleted}/actions/restore`);
  await ask(`POST ${deleted}/actions/purge`);
};

/** Asks everything that there is, in every way that the document knows. */
export const tellStory = async (dialect: Dialect): Promise<readonly Exchange[]> => {
  const api = await startApi(dialect);
  for (const [request, options] of PLAIN) {
    await api.ask(request, { ...options, as: "nobody" });
    await api.ask(request, { ...options, as: "unscoped" });
  }
  await tellOfLiving(api);
  await api.ask(`GET /dialoglookup?instanceRef=urn:altinn:dialog-id:${FULL_ID}`, { as: "other" });
  await tellOfParts(api);
  await tellOfLabels(api);
  await tellOfLists(api);
  await tellOfEnds(api);

  const away = await startApi(dialect);
  away.breakPort("catalogue");
  away.breakPort("identity");
  for (const [request, options] of PLAIN) {
    await away.ask(request, { ...options, as: request.includes("should-send") ? "notifier" : "agency" });
  }
  return [...api.exchanges, ...away.exchanges];
};
