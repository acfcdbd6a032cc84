import { idFromName } from "../../../../lib/ids.js";
import { NOW } from "../dialogs.js";
import { PARTY, PERSON, SERVICE } from "./api.js";

const HOUR = 3_600_000;
const at = (moment: number): string => new Date(moment).toISOString();
const id = (name: string, moment = NOW - HOUR): string => idFromName(name, moment);
const text = (nb: string, en = `${nb} (en)`) => [
  { languageCode: "nb", value: nb },
  { languageCode: "en", value: en },
];
const plain = (nb: string) => ({ value: text(nb), mediaType: "text/plain" });
const embed = (path: string) => ({
  value: [{ languageCode: "nb", value: `https://agency.example.com/${encodeURIComponent(path)}` }],
  mediaType: "application/vnd.dialogporten.frontchannelembed-url;type=text/markdown",
});

/** The least that a dialog must have. */
export const minimal = (changes: Readonly<Record<string, unknown>> = {}) => ({
  serviceResource: SERVICE,
  party: PARTY.urn,
  content: { title: plain("Skattemelding 2025") },
  ...changes,
});

const attachment = (name: string) => ({
  id: id(name),
  displayName: text(name),
  name: `${name}.pdf`,
  urls: [
    {
      id: id(`${name} url`),
      url: `https://agency.example.com/${encodeURIComponent(name)}.pdf`,
      mediaType: "application/pdf",
      consumerType: "Gui",
    },
  ],
  expiresAt: at(NOW + 48 * HOUR),
});

const guiAction = (name: string, priority: string) => ({
  id: id(name),
  action: "read",
  url: `https://agency.example.com/${name}`,
  authorizationAttribute: "urn:altinn:subresource:form",
  isDeleteDialogAction: false,
  httpMethod: "GET",
  priority,
  title: text(name),
  prompt: text(`${name}?`),
});

const apiAction = {
  id: id("api action"),
  action: "read",
  authorizationAttribute: "urn:altinn:subresource:form",
  name: "Fetch",
  endpoints: [
    {
      id: id("endpoint"),
      version: "v1",
      url: "https://agency.example.com/api",
      httpMethod: "GET",
      documentationUrl: "https://agency.example.com/docs",
      requestSchema: "https://agency.example.com/request.json",
      responseSchema: "https://agency.example.com/response.json",
      deprecated: true,
      sunsetAt: at(NOW + 48 * HOUR),
    },
  ],
};

/** @param more e.g. `relatedTransmissionId` */
export const transmission = (name: string, more: Readonly<Record<string, unknown>> = {}) => {
  const { id: _, ...withoutId } = attachment(`${name} attachment`);
  return {
    id: id(name),
    idempotentKey: `key-${name}`.slice(0, 36),
    createdAt: at(NOW - HOUR),
    authorizationAttribute: "urn:altinn:subresource:form",
    extendedType: "https://agency.example.com/types/1",
    externalReference: "ref-1",
    type: "Information",
    sender: { actorType: "ServiceOwner" },
    content: { title: plain(name), summary: plain(`${name} summary`), contentReference: embed(name) },
    attachments: [
      {
        ...withoutId,
        id: id(`${name} attachment`),
        urls: withoutId.urls.map(({ id: _url, ...url }) => url),
      },
    ],
    navigationalActions: [
      { title: text("Vis"), url: "https://agency.example.com/show", expiresAt: at(NOW + 48 * HOUR) },
    ],
    ...more,
  };
};

const byPerson = { actorType: "PartyRepresentative", actorId: PERSON };

/** What PUT and POST have in common, with everything that there can be. */
const common = {
  progress: 40,
  extendedStatus: "tax:waiting",
  externalReference: "case-1",
  dueAt: at(NOW + 72 * HOUR),
  expiresAt: at(NOW + 720 * HOUR),
  process: "urn:agency:process:1",
  precedingProcess: "urn:agency:process:0",
  isApiOnly: false,
  status: "InProgress",
  content: {
    title: plain("Skattemelding 2025"),
    senderName: plain("Skatteavdelingen"),
    summary: plain("Kontroller og send inn"),
    nonSensitiveTitle: plain("Melding"),
    nonSensitiveSummary: plain("Logg inn"),
    extendedStatus: plain("Venter"),
    additionalInfo: { value: text("**Mer**"), mediaType: "text/markdown" },
    mainContentReference: embed("main"),
  },
  searchTags: [{ value: "skatt" }],
  attachments: [attachment("Veileder")],
  guiActions: [guiAction("open", "Primary"), guiAction("withdraw", "Secondary")],
  apiActions: [apiAction],
} as const;

export const FIRST = id("first");
export const FULL_ID = id("full dialog");

/** `V1ServiceOwnerDialogsCommandsCreate_Dialog` with every property that there is. */
export const full = (changes: Readonly<Record<string, unknown>> = {}) => ({
  ...common,
  id: FULL_ID,
  idempotentKey: "full-dialog",
  serviceResource: SERVICE,
  party: PARTY.urn,
  createdAt: at(NOW - HOUR),
  updatedAt: at(NOW - HOUR),
  visibleFrom: null as string | null,
  systemLabel: "Default",
  serviceOwnerContext: { serviceOwnerLabels: [{ value: "batch-7" }] },
  transmissions: [
    transmission("first"),
    transmission("answer", {
      relatedTransmissionId: FIRST,
      type: "Submission",
      sender: byPerson,
    }),
  ],
  activities: [
    {
      id: id("sent"),
      createdAt: at(NOW - HOUR),
      type: "Information",
      extendedType: "https://agency.example.com/activities/1",
      performedBy: byPerson,
      description: text("Sendt"),
    },
    {
      id: id("opened"),
      createdAt: at(NOW - HOUR),
      type: "TransmissionOpened",
      transmissionId: FIRST,
      performedBy: { actorType: "PartyRepresentative", actorName: "Kari" },
    },
  ],
  ...changes,
});

/** `V1ServiceOwnerDialogsCommandsUpdate_Dialog` with every property that there is; the names make its parts new. */
export const fullUpdate = (name: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  ...common,
  transmissions: [transmission(`${name} transmission`, { relatedTransmissionId: FIRST })],
  activities: [
    {
      id: id(`${name} activity`),
      createdAt: at(NOW - HOUR),
      type: "TransmissionOpened",
      extendedType: "https://agency.example.com/activities/2",
      transmissionId: id(`${name} transmission`),
      performedBy: byPerson,
    },
    {
      id: id(`${name} note`),
      type: "Information",
      performedBy: { actorType: "ServiceOwner" },
      description: text("Notat"),
    },
  ],
  ...changes,
});
