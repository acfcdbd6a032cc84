import type { FormDataElement, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { FRESH_INSTANCE } from "../../../drizzle/forms/values.js";
import { isUuid, uuidFromName } from "../../../lib/ids.js";
import type { LocalizedText } from "../../../schema/localization.js";
import {
  INSTANCE_PREFIX,
  isOrganizationNumber,
  isPersonNumber,
  ORGANIZATION_PREFIX,
  type PartyUrn,
  PERSON_PREFIX,
  RESOURCE_PREFIX,
} from "../../../schema/urns.js";

type Members = Readonly<Record<string, unknown>>;

const objectIn = (value: unknown): Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : {};

const textIn = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** Milliseconds since 1970 UTC; what is not set (the year 1 of .NET, too) is `null`. */
const momentIn = (value: unknown): number | null => {
  const millis = Date.parse(textIn(value) ?? "");
  return Number.isNaN(millis) || millis < 0 ? null : millis;
};

const partyOf = (owner: Members): PartyUrn | null => {
  const [organization, person] = [textIn(owner["organisationNumber"]), textIn(owner["personNumber"])];
  if (organization !== null && isOrganizationNumber(organization)) return ORGANIZATION_PREFIX + organization;
  return person !== null && isPersonNumber(person) ? PERSON_PREFIX + person : null;
};

const elementOf = (value: unknown): FormDataElement | null => {
  const element = objectIn(value);
  const [id, dataType] = [textIn(element["id"]), textIn(element["dataType"])];
  if (id === null || dataType === null) return null;
  return {
    id,
    dataType,
    filename: textIn(element["filename"]),
    contentType: textIn(element["contentType"]) ?? "application/octet-stream",
    sizeBytes: Number(element["size"] ?? 0),
    contentHash: null, // the bytes are where they were: nothing of them can be fetched here
  };
};

const substatusOf = (value: unknown): FormInstanceRow["substatus"] => {
  const { label, description } = objectIn(value);
  const said = (text: unknown): LocalizedText | null => (textIn(text) === null ? null : { nb: String(text) });
  const labelled = said(label);
  return labelled === null ? null : { label: labelled, description: said(description) };
};

/** An instance of an app that runs elsewhere, and the task that it is at. */
export interface StoredInstance {
  readonly row: FormInstanceRow;
  readonly task: { readonly elementId: string; readonly name: string; readonly type: string } | null;
}

/**
 * An instance as Altinn 3's storage has it.
 * @returns a text that says why it can't be taken
 */
export const readStoredInstance = (value: unknown): StoredInstance | string => {
  const instance = objectIn(value);
  const owner = objectIn(instance["instanceOwner"]);
  const process = objectIn(instance["process"]);
  const status = objectIn(instance["status"]);
  const [partyId = "", guid = ""] = (textIn(instance["id"]) ?? "").split("/");
  const [org = "", app = ""] = (textIn(instance["appId"]) ?? "").split("/");
  const party = partyOf(owner);
  const createdAt = momentIn(instance["created"]);
  if (!/^\d+$/.test(partyId) || !isUuid(guid)) return "its id is not {partyId}/{uuid}";
  if (org === "" || app === "") return "its appId is not {org}/{app}";
  if (party === null) return "its instanceOwner is neither an organisation nor a person with a right number";
  if (createdAt === null) return "it has no moment of creation";
  const current = objectIn(process["currentTask"]);
  const taskId = textIn(current["elementId"]);
  const confirmations = Array.isArray(instance["completeConfirmations"])
    ? instance["completeConfirmations"]
    : [];
  const archivedAt = status["isArchived"] === true ? (momentIn(status["archived"]) ?? createdAt) : null;
  const changedAt = momentIn(instance["lastChanged"]) ?? createdAt;
  const id = `${INSTANCE_PREFIX}${partyId}/${guid.toLowerCase()}`;
  const texts = Object.entries(objectIn(instance["presentationTexts"]));
  const data = Array.isArray(instance["data"]) ? instance["data"] : [];
  const row: FormInstanceRow = {
    ...FRESH_INSTANCE,
    id,
    definitionId: `${org}/${app}`,
    definitionVersion: 1,
    org,
    serviceResource: `${RESOURCE_PREFIX}app_${org}_${app}`,
    party,
    revision: uuidFromName(`${id} ${changedAt}`),
    createdAt,
    lastChangedAt: changedAt,
    visibleAfter: momentIn(instance["visibleAfter"]),
    dueBefore: momentIn(instance["dueBefore"]),
    currentTaskId: archivedAt === null ? taskId : null,
    currentTaskStartedAt: archivedAt === null && taskId !== null ? momentIn(current["started"]) : null,
    processEndedAt: momentIn(process["ended"]),
    archivedAt,
    submittedAt: archivedAt,
    confirmedAt: momentIn(objectIn(confirmations[0])["confirmedOn"]),
    softDeletedAt: status["isSoftDeleted"] === true ? (momentIn(status["softDeleted"]) ?? changedAt) : null,
    hardDeletedAt: status["isHardDeleted"] === true ? (momentIn(status["hardDeleted"]) ?? changedAt) : null,
    substatus: substatusOf(status["substatus"]),
    presentationTexts: Object.fromEntries(texts.map(([name, text]) => [name, String(text)])),
    dataElements: data.flatMap((element) => elementOf(element) ?? []),
  };
  const type = textIn(current["altinnTaskType"]) ?? "data";
  const name = textIn(current["name"]) ?? taskId ?? "";
  return { row, task: row.currentTaskId === null ? null : { elementId: row.currentTaskId, name, type } };
};
