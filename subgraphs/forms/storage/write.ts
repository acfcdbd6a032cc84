import type { FormDefinitionRow, FormInstanceRow } from "../../../drizzle/forms/tables.js";
import { localize } from "../../../schema/localization.js";
import { INSTANCE_PREFIX, ORGANIZATION_PREFIX } from "../../../schema/urns.js";
import { currentTaskOf } from "../rules.js";

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** An instance in the shape of Altinn 3's storage. A person's number stays here: the owner is named by party id. */
export const storedInstanceOf = (instance: FormInstanceRow, definition: FormDefinitionRow): object => {
  const place = instance.id.slice(INSTANCE_PREFIX.length);
  const [partyId = ""] = place.split("/");
  const task = currentTaskOf(instance, definition);
  const isOrganization = instance.party.startsWith(ORGANIZATION_PREFIX);
  const { substatus } = instance;
  return {
    id: place,
    instanceOwner: {
      partyId,
      ...(isOrganization ? { organisationNumber: instance.party.slice(ORGANIZATION_PREFIX.length) } : {}),
    },
    appId: instance.definitionId,
    org: instance.org,
    created: isoOf(instance.createdAt),
    lastChanged: isoOf(instance.lastChangedAt),
    dueBefore: isoOf(instance.dueBefore),
    visibleAfter: isoOf(instance.visibleAfter),
    process: {
      started: isoOf(instance.createdAt),
      currentTask:
        task === null
          ? null
          : {
              elementId: task.elementId,
              name: localize(task.name, "nb"),
              altinnTaskType: task.type.toLowerCase(),
              started: isoOf(instance.currentTaskStartedAt),
            },
      ended: isoOf(instance.processEndedAt),
    },
    status: {
      isArchived: instance.archivedAt !== null,
      archived: isoOf(instance.archivedAt),
      isSoftDeleted: instance.softDeletedAt !== null,
      softDeleted: isoOf(instance.softDeletedAt),
      isHardDeleted: false,
      hardDeleted: null,
      substatus:
        substatus === null
          ? null
          : { label: localize(substatus.label, "nb"), description: localize(substatus.description, "nb") },
    },
    completeConfirmations:
      instance.confirmedAt === null
        ? []
        : [{ stakeholderId: instance.org, confirmedOn: isoOf(instance.confirmedAt) }],
    presentationTexts: instance.presentationTexts,
    data: instance.dataElements.map(({ id, dataType, filename, contentType, sizeBytes, contentHash }) => ({
      id,
      instanceGuid: place.split("/")[1],
      dataType,
      filename,
      contentType,
      size: sizeBytes,
      contentHash,
    })),
  };
};
