import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import type { FormTask } from "../../../drizzle/forms/values.js";
import { idFromName } from "../../../lib/ids.js";
import { INSTANCE_PREFIX } from "../../../schema/urns.js";
import { createdAtOf, stateOf, titleOf } from "../rules.js";
import { FormInstanceState } from "../types/form-instance-state.js";
import { activitiesOf, contentOf, localizations, type SubmissionLinks, transmissionsOf } from "./messages.js";
import type { InstanceHistory } from "./store.js";
import { COPY, DELETE, OPEN, SEE, SUMMARIES, SURE_TO_DELETE } from "./texts.js";

/** What dialogs of instances are labelled with: who reads them finds the instance again. */
export const STORAGE_LABEL = "urn:altinn:integration:storage:";

/** The dialog of an instance: always the same, whoever asks. UUIDv7 of the moment that it began. */
export const dialogIdOf = ({ id, createdAt }: Pick<FormInstanceRow, "id" | "createdAt">): string =>
  idFromName(`dialog of ${id}`, createdAt);

/** Statuses as Dialogporten's bodies spell them, after the table of Altinn's adapter. */
const STATUSES: Readonly<Record<FormInstanceState, string>> = {
  [FormInstanceState.DRAFT]: "Draft",
  [FormInstanceState.IN_PROGRESS]: "InProgress",
  [FormInstanceState.AWAITING_FEEDBACK]: "Awaiting",
  [FormInstanceState.REJECTED]: "RequiresAttention",
  [FormInstanceState.AWAITING_CONFIRMATION]: "Awaiting",
  [FormInstanceState.COMPLETED]: "Completed",
  [FormInstanceState.DELETED]: "Completed",
};

const MAX_EXTENDED_STATUS = 25;

/** Where an instance is filled in, and looked at. */
export type InstanceUrl = (
  instance: Pick<FormInstanceRow, "id">,
  definition: Pick<FormDefinitionRow, "content">,
) => string;

export interface DialogLinks extends SubmissionLinks {
  readonly instanceUrl: InstanceUrl;
  /** Where this installation does what a dialog's actions ask for. */
  actionUrl(instanceId: string): string;
}

/** As Altinn's adapter has them: open, delete, and copy what was sent. */
const guiActionsOf = (history: InstanceHistory, links: DialogLinks): object[] => {
  const { instance, definition } = history;
  const { currentTaskId, archivedAt, createdAt, id } = instance;
  const open = {
    id: idFromName(`open ${id}`, createdAt),
    action: "read",
    url: links.instanceUrl(instance, definition),
    priority: "Primary",
    title: localizations(archivedAt === null ? OPEN : SEE),
    ...(currentTaskId === null ? {} : { authorizationAttribute: `urn:altinn:task:${currentTaskId}` }),
  };
  // What is filled in on another platform is deleted and copied there; what the owner has the next word on, by nobody.
  const isHere = definition.content !== null;
  const isWaiting = stateOf(instance, definition) === FormInstanceState.AWAITING_FEEDBACK;
  const remove = {
    id: idFromName(`delete ${id}`, createdAt),
    action: "delete",
    url: links.actionUrl(id),
    httpMethod: "DELETE",
    isDeleteDialogAction: true,
    priority: "Secondary",
    title: localizations(DELETE),
    prompt: localizations(SURE_TO_DELETE),
  };
  const copy = {
    id: idFromName(`copy ${id}`, createdAt),
    action: "instantiate",
    url: `${links.actionUrl(id)}/copy`,
    httpMethod: "POST",
    priority: "Tertiary",
    title: localizations(COPY),
  };
  return [open, ...(isHere && !isWaiting ? [remove] : []), ...(isHere && archivedAt !== null ? [copy] : [])];
};

const momentIfComing = (at: number | null, now: number): string | undefined =>
  at === null || at <= now ? undefined : new Date(at).toISOString();

/**
 * By when an instance is to be done, until it is done for good. It stays when it has gone by: what is overdue is what
 * must be seen. Nothing is due before it may be seen.
 */
const dueAtOf = (
  { dueBefore, visibleAfter, archivedAt }: FormInstanceRow,
  now: number,
): string | undefined => {
  if (dueBefore === null || archivedAt !== null) return undefined;
  const isHidden = visibleAfter !== null && visibleAfter > now && dueBefore < visibleAfter;
  return isHidden ? undefined : new Date(dueBefore).toISOString();
};

/** Whether several sign in a task: then one signature has not done what is asked for. */
const isBySeveral = ({ type, signing }: FormTask): boolean =>
  type === "SIGNING" && (signing?.signees === "NAMED" || (signing?.minSignatures ?? 1) > 1);

const isPartys = ({ type }: FormTask): boolean => type !== "FEEDBACK" && type !== "REJECT";

/**
 * The deadline of a task that several sign, in words of its own: what follows from a dialog's `dueAt` is met by the first
 * signature, and this is met by the last.
 * @returns `null` where the form has no such task, or no deadline; none where `dueAt` says it as it is
 */
export const deadlinesOf = (
  { instance, definition, events }: InstanceHistory,
  now: number,
): readonly object[] | null => {
  const { tasks } = definition;
  if (instance.dueBefore === null || !tasks.some(isBySeveral)) return null;
  const dueAt = dueAtOf(instance, now);
  if (dueAt === undefined) return [];
  const taskOf = (id: string | null) => tasks.find(({ elementId }) => elementId === id);
  const at = taskOf(instance.currentTaskId);
  if (at === undefined) return [];
  const sign = { key: "sign", kind: "Sign", dueAt, isMetByOwnerOnly: true };
  if (isBySeveral(at)) return [sign];
  // The party's last task, where the owner has the word: what it was done by is what it was asked for.
  const come = events.filter(({ kind }) => kind === "TASK_STARTED").map(({ taskId }) => taskOf(taskId));
  const last = come.findLast((task) => task !== undefined && isPartys(task));
  const signed = events.findLast(({ kind }) => kind === "SIGNED" || kind === "SIGNEES_NAMED");
  return isPartys(at) || last === undefined || !isBySeveral(last) || signed === undefined
    ? []
    : [{ ...sign, metAt: new Date(signed.at).toISOString() }];
};

/** What an instance's dialog says now, as it is written by PUT. */
const changeableOf = (history: InstanceHistory, links: DialogLinks, now: number) => {
  const { instance, definition, events } = history;
  const { presentationTexts, substatus, process, precedingProcess } = instance;
  const state = stateOf(instance, definition);
  const title = Object.fromEntries(
    (["nb", "nn", "en"] as const).map((language) => [
      language,
      titleOf(definition.title, presentationTexts, language),
    ]),
  );
  return {
    status: STATUSES[state],
    ...(process === null ? {} : { process }),
    ...(process === null || precedingProcess === null ? {} : { precedingProcess }),
    dueAt: dueAtOf(instance, now),
    content: {
      title: contentOf(title),
      summary: contentOf(substatus?.description ?? SUMMARIES[state]),
      extendedStatus: contentOf(substatus?.label ?? null, MAX_EXTENDED_STATUS),
    },
    guiActions: guiActionsOf(history, links),
    transmissions: transmissionsOf(history, links),
    activities: activitiesOf(events),
  };
};

/** A dialog as it should be, but for what it has already. */
export interface WantedDialog {
  readonly dialogId: string;
  readonly whole: object;
  /** The change that brings one that is there in step. */
  without(there: {
    readonly transmissionIds: readonly string[];
    readonly activityIds: readonly string[];
  }): object;
}

const lacking = <T extends { readonly id: string }>(parts: readonly T[], ids: readonly string[]): T[] => {
  const there = new Set(ids);
  return parts.filter(({ id }) => !there.has(id));
};

/** The dialog that an instance should have now. */
export const wantedDialog = (history: InstanceHistory, links: DialogLinks, now: number): WantedDialog => {
  const { instance } = history;
  const changeable = changeableOf(history, links, now);
  const visibleFrom = momentIfComing(instance.visibleAfter, now);
  return {
    dialogId: dialogIdOf(instance),
    whole: {
      ...changeable,
      serviceResource: instance.serviceResource,
      party: instance.party,
      ...(visibleFrom === undefined
        ? { createdAt: new Date(createdAtOf(instance)).toISOString() }
        : { visibleFrom }),
      serviceOwnerContext: {
        serviceOwnerLabels: [{ value: `${STORAGE_LABEL}${instance.id.slice(INSTANCE_PREFIX.length)}` }],
      },
    },
    without: ({ transmissionIds, activityIds }) => ({
      ...changeable,
      transmissions: lacking(changeable.transmissions, transmissionIds),
      activities: lacking(changeable.activities, activityIds),
    }),
  };
};
