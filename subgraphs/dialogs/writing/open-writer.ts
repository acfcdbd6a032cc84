import type { Clock } from "../../../lib/clock.js";
import type { NewId } from "../../../lib/ids.js";
import type { SourceSeed } from "../seed.js";
import type { DialogStore } from "../store.js";
import { createActivity, createTransmissions, replaceDialog, replaceTransmission } from "./changes.js";
import { createDialogs } from "./create.js";
import { setDeadlines } from "./deadlines.js";
import { addOwnerLabel, removeOwnerLabel, setSystemLabels, setSystemLabelsAsOwner } from "./labels.js";
import {
  freezeDialog,
  purgeDialog,
  removeDialog,
  restoreDialog,
  setFormSavedActivityTime,
} from "./lifecycle.js";
import type { Workshop } from "./workshop.js";
import type { DialogWriter } from "./writer.js";

/** What a writer needs. */
export interface DialogWriterConfig {
  readonly store: DialogStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** The source that pushed dialogs are of; registered with the first of them where it is not yet. */
  readonly source?: SourceSeed;
}

/** The platform that owners push to: what is pushed is here at once, and nothing of it is missing. */
const PUSHED: SourceSeed = {
  id: "altinn3",
  name: { nb: "Fellesplattformen", nn: "Fellesplattforma", en: "The common platform" },
  delivery: "PUSH",
  copiedAt: null,
  staleAfterMillis: null,
  coversFrom: null,
  suppliedCount: null,
  reason: null,
};

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | null = null;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = null;
      throw error;
    });
    return result;
  };
};

/** UUIDs are kept in small letters. */
const known = (id: string): string => id.toLowerCase();

/** Opens the writer of a store. */
export const openDialogWriter = ({
  store,
  clock,
  newId,
  source = PUSHED,
}: DialogWriterConfig): DialogWriter => {
  const workshop: Workshop = {
    store,
    clock,
    newId,
    sourceId: once(async () => {
      await store.writes.registerSource(source);
      return source.id;
    }),
  };
  return {
    async create(call, body, options = {}) {
      const [created] = await createDialogs(workshop, call, [body], options);
      if (created === undefined) throw new Error("One body was given and no answer came.");
      return created;
    },
    createMany: (call, bodies, options = {}) => createDialogs(workshop, call, bodies, options),
    replace: (call, id, body, options = {}) => replaceDialog(workshop, call, known(id), body, options),
    remove: (call, id, options = {}) => removeDialog(workshop, call, known(id), options),
    restore: (call, id, options = {}) => restoreDialog(workshop, call, known(id), options),
    purge: (call, id, options = {}) => purgeDialog(workshop, call, known(id), options),
    freeze: (call, id, options = {}) => freezeDialog(workshop, call, known(id), options),
    createTransmissions: (call, id, bodies, options = {}) =>
      createTransmissions(workshop, call, known(id), bodies, options),
    replaceTransmission: (call, id, transmissionId, body, options = {}) =>
      replaceTransmission(workshop, call, known(id), known(transmissionId), body, options),
    createActivity: (call, id, body, options = {}) =>
      createActivity(workshop, call, known(id), body, options),
    setFormSavedActivityTime: (call, id, activityId, body, options = {}) =>
      setFormSavedActivityTime(workshop, call, known(id), known(activityId), body, options),
    setDeadlines: (call, id, body, options = {}) => setDeadlines(workshop, call, known(id), body, options),
    addOwnerLabel: (call, id, body, options = {}) => addOwnerLabel(workshop, call, known(id), body, options),
    removeOwnerLabel: (call, id, label, options = {}) =>
      removeOwnerLabel(workshop, call, known(id), label, options),
    setSystemLabels: (call, targets, wish) => setSystemLabels(workshop, call, targets, wish),
    setSystemLabelsAsOwner: (call, targets, wish, by) =>
      setSystemLabelsAsOwner(workshop, call, targets, wish, by),
    markSeen: (seen) => store.writes.noteSight({ ...seen, at: clock() }, newId),
  };
};
