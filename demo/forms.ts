import type { FormAnswersRow, FormDefinitionRow, FormInstanceRow } from "../drizzle/forms/tables.js";
import type { FormTask, FormTaskType } from "../drizzle/forms/values.js";
import { FRESH_INSTANCE, UNPUBLISHED_DEFINITION } from "../drizzle/forms/values.js";
import { HOUR_MILLIS } from "../lib/clock.js";
import { uuidFromName } from "../lib/ids.js";
import { localize } from "../schema/localization.js";
import { INSTANCE_PREFIX } from "../schema/urns.js";
import type { DialogDraft } from "./draft.js";
import { formContentOf } from "./form-contents/contents.js";
import { localized, type Texts } from "./texts.js";
import { type DemoService, services } from "./world/services.js";

const TASK_NAMES: Readonly<Record<FormTaskType, Texts>> = {
  DATA: ["Utfylling", "Utfylling", "Fill in"],
  CONFIRMATION: ["Bekreftelse", "Stadfesting", "Confirm"],
  SIGNING: ["Signering", "Signering", "Sign"],
  PAYMENT: ["Betaling", "Betaling", "Pay"],
  FEEDBACK: ["Tilbakemelding", "Tilbakemelding", "Feedback"],
  REJECT: ["Avvist", "Avvist", "Rejected"],
};

const USUAL: readonly FormTaskType[] = ["DATA", "CONFIRMATION", "SIGNING", "FEEDBACK", "REJECT"];
const WITH_PAYMENT: readonly FormTaskType[] = ["DATA", "SIGNING", "PAYMENT", "FEEDBACK", "REJECT"];
const PAID_FORMS = new Set(["eir/hjemmel", "bya/byggesoknad", "vgt/eierskifte"]);

const FEE = {
  currency: "NOK",
  lines: [{ text: localized(["Gebyr", "Gebyr", "Fee"]), amountMinor: 58_500 }],
};

const tasksOf = (formId: string): FormTask[] =>
  (PAID_FORMS.has(formId) ? WITH_PAYMENT : USUAL).map((type, index) => ({
    elementId: `Task_${index + 1}`,
    name: localized(TASK_NAMES[type]),
    type,
    ...(type === "SIGNING" ? { signing: { minSignatures: 1 } } : {}),
    ...(type === "PAYMENT" ? { payment: FEE } : {}),
  }));

const MEGABYTE = 1_048_576;
const YEAR_MILLIS = 365.25 * 24 * HOUR_MILLIS;

const definitionOf = (
  { formId, org, urn, title, beganYearsAgo }: DemoService,
  now: number,
): FormDefinitionRow[] =>
  formId === null
    ? []
    : [
        {
          id: formId,
          version: 1,
          org,
          serviceResource: urn,
          title: localized(title),
          tasks: tasksOf(formId),
          dataTypes: [
            {
              id: "attachment",
              title: localized(["Vedlegg", "Vedlegg", "Attachments"]),
              allowedContentTypes: ["application/pdf", "image/png", "image/jpeg"],
              taskId: "Task_1",
              maxSizeBytes: 25 * MEGABYTE,
              minCount: 0,
              maxCount: 20,
            },
          ],
          createdAt: Math.floor(now - beganYearsAgo * YEAR_MILLIS),
          ...UNPUBLISHED_DEFINITION,
          content: formContentOf(formId),
        },
      ];

/** Every app's form. */
export const definitionsOf = (now: number): FormDefinitionRow[] =>
  services.flatMap((service) => definitionOf(service, now));

/** The name of a dialog's form instance in storage. */
export const instanceRefOf = ({ row, party }: DialogDraft): string =>
  `${INSTANCE_PREFIX}${party.partyId}/${uuidFromName(`instance ${row.id}`)}`;

/** Some owners check a form before it is kept, some after: then it only waits to be fetched. */
const CHECKED_AFTERWARDS = new Set(["vir/arsregnskap", "tal/undersokelse", "grt/produksjonstilskudd"]);

/** The task that is under way; `null` where the process has ended. */
const taskTypeOf = ({ row, service }: DialogDraft): FormTaskType | null => {
  switch (row.status) {
    case "COMPLETED":
      return null;
    case "AWAITING":
      return CHECKED_AFTERWARDS.has(service.formId ?? "") ? null : "FEEDBACK";
    case "REQUIRES_ATTENTION":
      return row.fromServiceOwnerTransmissionsCount > 0 ? "REJECT" : "DATA";
    case "IN_PROGRESS":
      return "SIGNING";
    default:
      return "DATA";
  }
};

/** What is filled in of those that are under way: what was known when they were begun. */
export const answersOf = (
  instances: readonly FormInstanceRow[],
  nameOf: (party: string) => string | undefined,
): FormAnswersRow[] =>
  instances.flatMap(({ id, party, archivedAt, createdAt }) => {
    const name = nameOf(party);
    if (archivedAt !== null || name === undefined) return [];
    const source = { kind: "PARTY", fact: "NAME" } as const;
    const prefilled = { "/applicant/name": { source, from: null, at: createdAt } };
    return [{ instanceId: id, answers: { applicant: { name } }, changedAt: {}, prefilled, unfilled: {} }];
  });

/** The form instance that a dialog is about, in the state that the dialog says. */
export const instanceOf = (draft: DialogDraft): FormInstanceRow => {
  const { row, service } = draft;
  if (service.formId === null || row.instanceRef === null) {
    throw new RangeError(`The dialog ${row.id} is about no form.`);
  }
  const type = taskTypeOf(draft);
  const task = tasksOf(service.formId).find((candidate) => candidate.type === type);
  const endedAt = type === null ? row.contentUpdatedAt : null;
  const subject = localize(row.title, "nb");
  const modelId = uuidFromName(`model ${row.id}`);
  return {
    ...FRESH_INSTANCE,
    id: row.instanceRef,
    definitionId: service.formId,
    definitionVersion: 1,
    org: service.org,
    serviceResource: service.urn,
    party: row.party,
    revision: uuidFromName(`instance revision ${row.id}`),
    createdAt: row.createdAt,
    lastChangedAt: row.contentUpdatedAt,
    visibleAfter: row.visibleFrom,
    dueBefore: row.dueAt,
    currentTaskId: task?.elementId ?? null,
    currentTaskStartedAt: task === undefined ? null : row.contentUpdatedAt,
    processEndedAt: endedAt,
    archivedAt: endedAt,
    confirmedAt: row.status === "COMPLETED" ? endedAt : null,
    softDeletedAt: row.deletedAt,
    substatus: row.extendedStatus === null ? null : { label: row.extendedStatus, description: null },
    presentationTexts: subject === null ? {} : { subject },
    dataElements: [
      {
        id: modelId,
        dataType: "model",
        filename: null,
        contentType: "application/xml",
        sizeBytes: 2_048 + (row.createdAt % 6_000),
        contentHash: null,
      },
    ],
  };
};
