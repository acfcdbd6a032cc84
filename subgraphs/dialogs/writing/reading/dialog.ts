import type {
  ApiAction,
  Attachment,
  DialogStatus,
  GuiAction,
  SystemLabel,
} from "../../../../drizzle/dialogs/values.js";
import { tableOf } from "../../../../lib/table-of.js";
import { RESOURCE_PREFIX } from "../../../../schema/urns.js";
import type { DeclaredDeadline } from "../../rules/deadlines.js";
import { partyUrn } from "./actors.js";
import { type DialogTexts, dialogContent } from "./content.js";
import { deadlines } from "./deadlines.js";
import { LIMITS } from "./limits.js";
import { activity, idempotentKey, type NewActivity, type NewTransmission, transmission } from "./messages.js";
import {
  apiActions,
  attachments,
  eachIdOnce,
  eachOnce,
  guiActions,
  ownerLabel,
  smallWord,
  uniqueWords,
} from "./parts.js";
import { isObject, list, optional, orElse, type Place, type Read, required } from "./place.js";
import {
  bool,
  givenOrNewId,
  optionalMoment,
  optionalPastMoment,
  optionalUri,
  textOrNothing,
  uri,
  wholeNumber,
  word,
} from "./scalars.js";

/** What a service owner says of a dialog when it makes one as well as when it changes one. */
export interface DialogInput {
  readonly status: DialogStatus;
  readonly progress: number | null;
  readonly extendedStatusCode: string | null;
  readonly externalReference: string | null;
  readonly process: string | null;
  readonly precedingProcess: string | null;
  readonly isApiOnly: boolean;
  readonly dueAt: number | null;
  readonly expiresAt: number | null;
  readonly texts: DialogTexts;
  readonly searchTags: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly guiActions: readonly GuiAction[];
  readonly apiActions: readonly ApiAction[];
  readonly transmissions: readonly NewTransmission[];
  readonly activities: readonly NewActivity[];
}

/** What it says only when it makes one. */
export interface NewDialogInput extends DialogInput {
  readonly id: string;
  /** Whether the id is the owner's own. */
  readonly isIdGiven: boolean;
  readonly idempotentKey: string | null;
  readonly serviceResource: string;
  readonly party: string;
  readonly visibleFrom: number | null;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly systemLabel: SystemLabel;
  readonly ownerLabels: readonly string[];
  /** Ours, beside what Dialogporten's bodies have. */
  readonly deadlines: readonly DeclaredDeadline[];
}

/** New and Sent are old names. */
const STATUSES: Readonly<Record<string, DialogStatus>> = tableOf({
  NotApplicable: "NOT_APPLICABLE",
  InProgress: "IN_PROGRESS",
  Draft: "DRAFT",
  Awaiting: "AWAITING",
  RequiresAttention: "REQUIRES_ATTENTION",
  Completed: "COMPLETED",
  New: "NOT_APPLICABLE",
  Sent: "AWAITING",
});
const status = word<DialogStatus>(STATUSES, "NOT_APPLICABLE");

/** The labels that a dialog may be made with. */
export const SYSTEM_LABELS: Readonly<Record<string, SystemLabel>> = tableOf({
  Default: "DEFAULT",
  Bin: "BIN",
  Archive: "ARCHIVE",
  MarkedAsUnopened: "MARKED_AS_UNOPENED",
  Sent: "SENT",
});
const systemLabel = word<SystemLabel>(SYSTEM_LABELS, "DEFAULT");

const serviceUri = uri(LIMITS.serviceResource);
const serviceResource: Read<string> = (at) => {
  const urn = serviceUri(at);
  if (urn === "" || (urn.startsWith(RESOURCE_PREFIX) && urn.length > RESOURCE_PREFIX.length)) return urn;
  at.wrong(`This must begin with ${RESOURCE_PREFIX}.`);
  return "";
};

const textOfBounds = textOrNothing({ max: LIMITS.text });

const processes = (at: Place): Pick<DialogInput, "process" | "precedingProcess"> => {
  const process = optionalUri(at.field("process"));
  const precedingProcess = optionalUri(at.field("precedingProcess"));
  if (precedingProcess !== null && process === null) {
    at.field("process").wrong("What has a precedingProcess must have a process.");
  }
  return { process, precedingProcess };
};

/** Moments against each other; against the clock they are checked where it is known what was there before. */
const endsInOrder = (
  at: Place,
  { visibleFrom, dueAt, expiresAt }: Readonly<Record<"visibleFrom" | "dueAt" | "expiresAt", number | null>>,
): void => {
  const notBefore = (
    name: string,
    later: number | null,
    earlierName: string,
    earlier: number | null,
  ): void => {
    if (later !== null && earlier !== null && later < earlier) {
      at.field(name).wrong(`This must not lie before ${earlierName}.`);
    }
  };
  notBefore("expiresAt", expiresAt, "dueAt", dueAt);
  notBefore("expiresAt", expiresAt, "visibleFrom", visibleFrom);
  notBefore("dueAt", dueAt, "visibleFrom", visibleFrom);
};

export const transmissions =
  (isApiOnly: boolean): Read<NewTransmission[]> =>
  (at) => {
    const items = list(transmission(isApiOnly))(at);
    eachIdOnce(at, items);
    eachOnce(
      at,
      "idempotentKey",
      items.flatMap(({ idempotentKey: key }) => (key === null ? [] : [key])),
    );
    return items;
  };

const readDialog = (at: Place): DialogInput => {
  const isApiOnly = orElse(bool, false)(at.field("isApiOnly"));
  const activitiesAt = at.field("activities");
  const activities = list(activity)(activitiesAt);
  eachIdOnce(activitiesAt, activities);
  return {
    status: orElse(status, "NOT_APPLICABLE")(at.field("status")),
    progress: optional(wholeNumber(LIMITS.progress))(at.field("progress")),
    extendedStatusCode: textOfBounds(at.field("extendedStatus")),
    externalReference: textOfBounds(at.field("externalReference")),
    ...processes(at),
    isApiOnly,
    dueAt: optionalMoment(at.field("dueAt")),
    expiresAt: optionalMoment(at.field("expiresAt")),
    texts: dialogContent(isApiOnly)(at.field("content")),
    searchTags: uniqueWords(smallWord(LIMITS.searchTag))(at.field("searchTags")),
    attachments: attachments(at.field("attachments")),
    guiActions: guiActions(at.field("guiActions")),
    apiActions: apiActions(at.field("apiActions")),
    transmissions: transmissions(isApiOnly)(at.field("transmissions")),
    activities,
  };
};

/** A dialog to make. */
export const newDialog: Read<NewDialogInput> = (at) => {
  isObject(at);
  const createdAt = optionalPastMoment(at.field("createdAt"));
  const updatedAt = optionalPastMoment(at.field("updatedAt"));
  if (updatedAt !== null && createdAt === null) {
    at.field("createdAt").wrong("What has updatedAt must have createdAt.");
  }
  if (updatedAt !== null && createdAt !== null && updatedAt < createdAt) {
    at.field("updatedAt").wrong("This must not lie before createdAt.");
  }
  const labelAt = at.field("systemLabel");
  const label = orElse(systemLabel, "DEFAULT")(labelAt);
  if (label === "SENT") labelAt.wrong("Sent follows from what the party has sent; leave it out.");
  const dialog = readDialog(at);
  const visibleFrom = optionalMoment(at.field("visibleFrom"));
  endsInOrder(at, { ...dialog, visibleFrom });
  const labelsAt = at.field("serviceOwnerContext").field("serviceOwnerLabels");
  const ownerLabels = uniqueWords(ownerLabel)(labelsAt);
  if (ownerLabels.length > LIMITS.ownerLabel.count) {
    labelsAt.wrong(`There are ${ownerLabels.length} labels; at most ${LIMITS.ownerLabel.count} are taken.`);
  }
  return {
    ...dialog,
    id: givenOrNewId(at.field("id")),
    isIdGiven: !at.field("id").isAbsent,
    idempotentKey: idempotentKey(at.field("idempotentKey")),
    serviceResource: required(serviceResource)(at.field("serviceResource")),
    party: required(partyUrn)(at.field("party")),
    visibleFrom,
    createdAt,
    updatedAt,
    systemLabel: label,
    ownerLabels,
    deadlines: deadlines(0)(at.field("deadlines")),
  };
};

/** What a dialog is to become. */
export const changedDialog: Read<DialogInput> = (at) => {
  isObject(at);
  const dialog = readDialog(at);
  endsInOrder(at, { ...dialog, visibleFrom: null });
  return dialog;
};

/** `{value}` */
export const labelBody: Read<string> = (at) => (isObject(at) ? required(ownerLabel)(at.field("value")) : "");

/** `{newCreatedAt}` */
export const newCreatedAtBody: Read<number> = (at) => {
  if (!isObject(at)) return 0;
  const momentAt = at.field("newCreatedAt");
  const millis = optionalPastMoment(momentAt);
  if (millis === null) momentAt.wrong("This must be given.");
  return millis ?? 0;
};
