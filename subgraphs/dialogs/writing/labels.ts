import { systemOnly } from "../rules/labels.js";
import type { LabelTarget } from "../store/owner-writes/labels.js";
import type { EndUserCall, OwnerCall, WriteOptions } from "./calls.js";
import type { NotAllowed, Problem, Refusal, Written } from "./outcomes.js";
import { labelBody } from "./reading/dialog.js";
import { LIMITS } from "./reading/limits.js";
import { instanceRefOf } from "./rules/create.js";
import { refusedEntry } from "./rules/entering.js";
import { type DialogState, NO_CHANGE } from "./rules/state.js";
import { ownerChanging, readBody, type Workshop } from "./workshop.js";
import type { LabelsSet, LabelWish } from "./writer.js";

/** The owner's labels become these. */
const withOwnerLabels = (labels: readonly string[], workshop: Workshop, now: number) => {
  const revision = workshop.newId(now);
  return {
    answer: { outcome: "WRITTEN", revision } satisfies Written,
    change: {
      ...NO_CHANGE,
      row: { serviceOwnerContextRevision: revision, instanceRef: instanceRefOf(labels) },
      body: { serviceOwnerLabels: labels },
    },
  };
};

const changeOwnerLabels = (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  options: WriteOptions,
  decide: (labels: readonly string[]) => readonly string[] | Refusal,
): Promise<Written | Refusal> => {
  const { now } = ownerChanging(workshop, call, options);
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: {},
      refuse: (row) =>
        refusedEntry(dialogId, row, call, {
          ...options,
          isDeletedAllowed: true,
          revisionName: "serviceOwnerContextRevision",
        }),
      decide: ({ body }: DialogState) => {
        const decided = decide(body.serviceOwnerLabels);
        return "outcome" in decided
          ? { answer: decided, change: null }
          : withOwnerLabels(decided, workshop, now);
      },
    },
    workshop.newId,
  );
};

export const addOwnerLabel = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  body: unknown,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  const read = readBody(labelBody, body, call, ownerChanging(workshop, call, options));
  if ("refusal" in read) return read.refusal;
  const label = read.input;
  return changeOwnerLabels(workshop, call, dialogId, options, (labels) => {
    if (labels.includes(label)) {
      const problem = { path: "value", message: `The dialog has the label ${label} already.` };
      return { outcome: "CONFLICT", problem, dialogId };
    }
    const { count } = LIMITS.ownerLabel;
    if (labels.length >= count) {
      const message = `The dialog has ${labels.length} labels; at most ${count} are taken. Take one off first.`;
      return { outcome: "INVALID", problems: [{ path: "value", message }] };
    }
    return [...labels, label];
  });
};

export const removeOwnerLabel = (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  label: string,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  const wanted = label.trim().toLowerCase();
  return changeOwnerLabels(workshop, call, dialogId, options, (labels) =>
    labels.includes(wanted)
      ? labels.filter((candidate) => candidate !== wanted)
      : { outcome: "NOT_FOUND", entity: "ServiceOwnerLabel", ids: [label] },
  );
};

/** What can't be asked for, whoever asks; or `null`. */
const refusedWish = (targets: readonly LabelTarget[], { add, remove }: LabelWish): Refusal | null => {
  const seen = new Set<string>();
  const repeated: Problem[] = [];
  targets.forEach(({ dialogId }, index) => {
    if (seen.has(dialogId)) {
      repeated.push({ path: `dialogs[${index}].dialogId`, message: "Each dialog may stand here once." });
    }
    seen.add(dialogId);
  });
  if (repeated.length > 0) return { outcome: "INVALID", problems: repeated };
  const problems = Object.entries({ addLabels: add, removeLabels: remove })
    .filter(([, labels]) => systemOnly(labels).length > 0)
    .map(([path]) => ({ path, message: "Sent follows from what the party has sent; leave it out." }));
  return problems.length > 0 ? { outcome: "DOMAIN_ERROR", problems } : null;
};

const mismatch = (revision: string): Refusal => ({ outcome: "REVISION_MISMATCH", revision });

/** UUIDs are kept in small letters. */
const inSmallLetters = (targets: readonly LabelTarget[]): LabelTarget[] =>
  targets.map(({ dialogId, endUserContextRevision: revision }) => ({
    dialogId: dialogId.toLowerCase(),
    endUserContextRevision: revision?.toLowerCase() ?? null,
  }));

export const setSystemLabels = async (
  { store, clock, newId }: Workshop,
  { view, isAllowed, by }: EndUserCall,
  wished: readonly LabelTarget[],
  wish: LabelWish,
): Promise<LabelsSet | NotAllowed | Refusal> => {
  const targets = inSmallLetters(wished);
  const refusal = refusedWish(targets, wish);
  if (refusal !== null) return refusal;
  const outcome = await store.writes.setLabels<NotAllowed>(
    {
      ...wish,
      targets,
      by,
      at: clock(),
      guard: {
        kind: "VIEWER",
        view,
        refuse: (access, dialogId) =>
          access !== null && isAllowed(access) ? null : { outcome: "NOT_ALLOWED", dialogId, access },
      },
    },
    newId,
  );
  if (outcome.outcome === "REFUSED") return outcome.answer;
  return outcome.outcome === "SET"
    ? { outcome: "WRITTEN", revisions: outcome.revisions }
    : mismatch(outcome.revision);
};

export const setSystemLabelsAsOwner = async (
  { store, clock, newId }: Workshop,
  call: OwnerCall,
  wished: readonly LabelTarget[],
  wish: LabelWish,
  by: EndUserCall["by"],
): Promise<LabelsSet | Refusal> => {
  if (!call.rights.has("ADMIN")) {
    return {
      outcome: "FORBIDDEN",
      message: "Name the end user on whose behalf labels are set; only administrators do it on nobody's.",
    };
  }
  const targets = inSmallLetters(wished);
  const refusal = refusedWish(targets, wish);
  if (refusal !== null) return refusal;
  const outcome = await store.writes.setLabels<Refusal>(
    {
      ...wish,
      targets,
      by,
      at: clock(),
      guard: { kind: "OWNER", refuse: (row, id) => refusedEntry(id, row, call, {}) },
    },
    newId,
  );
  if (outcome.outcome === "REFUSED") return outcome.answer;
  return outcome.outcome === "SET"
    ? { outcome: "WRITTEN", revisions: outcome.revisions }
    : mismatch(outcome.revision);
};
