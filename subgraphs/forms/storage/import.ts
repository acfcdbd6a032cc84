import type { FormDefinitionRow } from "../../../drizzle/forms/tables.js";
import { type FormTask, type FormTaskType, UNPUBLISHED_DEFINITION } from "../../../drizzle/forms/values.js";
import type { Clock } from "../../../lib/clock.js";
import { tableOf } from "../../../lib/table-of.js";
import type { FormsStore } from "../store.js";
import { readStoredInstance, type StoredInstance } from "./read.js";
import type { Imported } from "./store.js";

/** What an import came to, and what it left out, with its place in the document and why. */
export interface InstancesReport {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly leftOut: readonly { readonly at: number; readonly reason: string }[];
}

const TYPES: Readonly<Record<string, FormTaskType>> = tableOf({
  data: "DATA",
  confirmation: "CONFIRMATION",
  signing: "SIGNING",
  payment: "PAYMENT",
  feedback: "FEEDBACK",
  reject: "REJECT",
});

const taskOf = ({ elementId, name, type }: NonNullable<StoredInstance["task"]>): FormTask => ({
  elementId,
  name: { nb: name },
  type: TYPES[type.toLowerCase()] ?? "DATA",
});

/** An app that nobody described here is known by its instances: its name, and the tasks that they are at. */
const withTask = (
  known: FormDefinitionRow | null,
  { row, task }: StoredInstance,
): FormDefinitionRow | null => {
  if (known !== null && known.content !== null) return null;
  const isKnown =
    task === null || known?.tasks.some(({ elementId }) => elementId === task.elementId) === true;
  if (known !== null && isKnown) return null;
  const tasks = [...(known?.tasks ?? []), ...(task === null ? [] : [taskOf(task)])];
  const { definitionId: id, definitionVersion: version, org, serviceResource, createdAt } = row;
  const title = { nb: id.split("/")[1] ?? id };
  const fresh = {
    id,
    version,
    org,
    serviceResource,
    title,
    dataTypes: [],
    createdAt,
    ...UNPUBLISHED_DEFINITION,
  };
  return { ...(known ?? fresh), tasks };
};

/** Takes instances of Altinn 3's storage over, so that they are shown here and are history; again changes nothing. */
export const importInstances = async (
  store: Pick<FormsStore, "storage">,
  document: unknown,
  clock: Clock,
): Promise<InstancesReport> => {
  const listed = (document as { instances?: unknown } | null)?.instances ?? document;
  const entries: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  const counts: Record<Imported, number> = { ADDED: 0, CHANGED: 0, UNCHANGED: 0 };
  const leftOut: { at: number; reason: string }[] = [];
  for (const [at, entry] of entries.entries()) {
    const stored = readStoredInstance(entry);
    if (typeof stored === "string") {
      leftOut.push({ at, reason: stored });
      continue;
    }
    const { row } = stored;
    const known = await store.storage.definition(row.definitionId, row.definitionVersion);
    if (known !== null && known.content !== null) {
      leftOut.push({ at, reason: `${row.definitionId} is filled in here; its instances are not another's` });
      continue;
    }
    const definition = withTask(known, stored);
    if (definition !== null) await store.storage.putDefinition(definition);
    counts[await store.storage.put(row, clock())] += 1;
  }
  return { added: counts.ADDED, changed: counts.CHANGED, unchanged: counts.UNCHANGED, leftOut };
};
