import type { OwnerCall, WriteOptions } from "./calls.js";
import type { Added, Refusal, Written } from "./outcomes.js";
import { changedDialog, transmissions as readTransmissions } from "./reading/dialog.js";
import { activity, type NewActivity, type NewTransmission, transmission } from "./reading/messages.js";
import { orElse, type Read } from "./reading/place.js";
import { bool } from "./reading/scalars.js";
import { type AdditionPaths, type Additions, factsFor, IN_DIALOG, refusedAdditions } from "./rules/append.js";
import {
  isUnchanged,
  noTransmission,
  refusedTransmissionChange,
  sidesAfter,
} from "./rules/change-transmission.js";
import { refusedEntry } from "./rules/entering.js";
import { type Draft, finished, NOTHING } from "./rules/finish.js";
import { activitiesForbidden, isFromParty } from "./rules/messages.js";
import { inList } from "./rules/paths.js";
import { replacement, replacementProblems } from "./rules/replace.js";
import { servicesForbidden, servicesNamed, servicesOf } from "./rules/services.js";
import type { DialogState } from "./rules/state.js";
import { type OwnerChanging, ownerChanging, readBody, type Workshop } from "./workshop.js";

const forbidden = (message: string): Refusal => ({ outcome: "FORBIDDEN", message });

/** Why a call may not name these services, or `null`; asks the catalogue only where one is named. */
const foreignServices = async (call: OwnerCall, named: readonly string[]): Promise<Refusal | null> => {
  if (named.length === 0 || call.rights.has("ADMIN")) return null;
  const message = servicesForbidden(call, named, await call.findServices([...new Set(named)]));
  return message === null ? null : forbidden(message);
};

/** Why a call may not write these activities, or `null`. */
const foreignActivities = (call: OwnerCall, activities: readonly NewActivity[]): Refusal | null => {
  const message = activitiesForbidden(activities, call.rights);
  return message === null ? null : forbidden(message);
};

const refused = <Answer>(answer: Answer) => ({ answer, change: null });

/** The change, and the revision that the dialog has then. */
const written = (state: DialogState, draft: Draft, changing: OwnerChanging) => {
  const change = finished(state, draft, changing);
  const answer: Written = { outcome: "WRITTEN", revision: change.row.revision ?? state.row.revision };
  return { answer, change };
};

/** PUT: the dialog becomes what the body says; transmissions and activities are added. */
export const replaceDialog = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  body: unknown,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  const changing = ownerChanging(workshop, call, options);
  const read = readBody(changedDialog, body, call, changing);
  if ("refusal" in read) return read.refusal;
  const { input } = read;
  const foreign = await foreignServices(call, servicesOf(input));
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: factsFor(input),
      refuse: (row) =>
        refusedEntry(dialogId, row, call, options) ?? foreign ?? foreignActivities(call, input.activities),
      decide: (state) => {
        const problems = replacementProblems(state, input, changing);
        const refusal = refusedAdditions(state, input, IN_DIALOG, changing);
        if (refusal?.outcome === "DOMAIN_ERROR") problems.push(...refusal.problems);
        else if (refusal !== null) return refused(refusal);
        if (problems.length > 0) return refused<Refusal>({ outcome: "DOMAIN_ERROR", problems });
        return written(state, replacement(state, input), changing);
      },
    },
    workshop.newId,
  );
};

/** Adds transmissions or activities to a dialog, and nothing else. */
const append = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  additions: Additions,
  options: WriteOptions & {
    readonly paths: AdditionPaths;
    readonly changing: OwnerChanging;
    readonly isDeletedAllowed?: boolean;
  },
): Promise<Added | Refusal> => {
  const { changing, paths } = options;
  const { transmissions, activities } = additions;
  const foreign = await foreignServices(call, servicesNamed(transmissions));
  const ids = [...transmissions, ...activities].map(({ id }) => id);
  return workshop.store.writes.change<Added | Refusal>(
    dialogId,
    {
      wanted: factsFor(additions),
      refuse: (row) =>
        refusedEntry(dialogId, row, call, options) ?? foreign ?? foreignActivities(call, activities),
      decide: (state) => {
        const refusal = refusedAdditions(state, additions, paths, changing);
        if (refusal !== null) return refused(refusal);
        const draft: Draft = { ...NOTHING, ...additions, isContentChanged: transmissions.length > 0 };
        const { answer, change } = written(state, draft, changing);
        return { answer: { ...answer, ids }, change };
      },
    },
    workshop.newId,
  );
};

/** One body is the request itself; several are a list. */
const readBodies = (isApiOnly: boolean): Read<NewTransmission[]> => {
  const readList = readTransmissions(isApiOnly);
  return (at) => (Array.isArray(at.value) ? readList(at) : [transmission(isApiOnly)(at)]);
};

export const createTransmissions = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  bodies: readonly unknown[],
  options: WriteOptions,
): Promise<Added | Refusal> => {
  const changing = ownerChanging(workshop, call, options);
  // What is for programs alone may lack content.
  const isApiOnly = await workshop.store.writes.isApiOnly(dialogId);
  const body = bodies.length === 1 ? bodies[0] : bodies;
  const read = readBody(readBodies(isApiOnly), body, call, changing);
  if ("refusal" in read) return read.refusal;
  const paths: AdditionPaths = {
    transmissions: bodies.length === 1 ? () => "" : inList(""),
    activities: inList("activities"),
  };
  return append(
    workshop,
    call,
    dialogId,
    { transmissions: read.input, activities: [] },
    { ...options, changing, paths },
  );
};

export const createActivity = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  body: unknown,
  options: WriteOptions,
): Promise<Added | Refusal> => {
  const changing = ownerChanging(workshop, call, options);
  const read = readBody(activity, body, call, changing);
  if ("refusal" in read) return read.refusal;
  return append(
    workshop,
    call,
    dialogId,
    { transmissions: [], activities: [read.input] },
    {
      ...options,
      changing,
      paths: { transmissions: inList("transmissions"), activities: () => "" },
      isDeletedAllowed: call.rights.has("ADMIN"),
    },
  );
};

/** A transmission's new content, and whether the update is to be silent: the body may say so. */
const transmissionChange =
  (transmissionId: string, isApiOnly: boolean): Read<{ wanted: NewTransmission; isSilent: boolean }> =>
  (at) => {
    const isSilent = orElse(bool, false)(at.field("isSilentUpdate"));
    const body = typeof at.value === "object" ? at.with({ ...at.value, id: undefined }) : at;
    const wanted = { ...transmission(isApiOnly)(body), id: transmissionId };
    if (wanted.relatedTransmissionId === transmissionId) {
      at.field("relatedTransmissionId").wrong("A transmission can't be related to itself.");
    }
    return { wanted, isSilent };
  };

export const replaceTransmission = async (
  workshop: Workshop,
  call: OwnerCall,
  dialogId: string,
  transmissionId: string,
  body: unknown,
  options: WriteOptions,
): Promise<Written | Refusal> => {
  if (!call.rights.has("CHANGE_TRANSMISSIONS")) {
    return forbidden(
      "Transmissions are changed with the scope digdir:dialogporten.serviceprovider.changetransmissions only.",
    );
  }
  const asked = ownerChanging(workshop, call, options);
  const isApiOnly = await workshop.store.writes.isApiOnly(dialogId);
  const read = readBody(transmissionChange(transmissionId, isApiOnly), body, call, asked);
  if ("refusal" in read) return read.refusal;
  const { wanted, isSilent } = read.input;
  const changing = isSilent ? { ...asked, isSilent, isPastAllowed: true } : asked;
  const foreign = await foreignServices(call, servicesNamed([wanted]));
  return workshop.store.writes.change<Written | Refusal>(
    dialogId,
    {
      wanted: { transmissionId },
      refuse: (row) => refusedEntry(dialogId, row, call, options) ?? foreign,
      decide: (state) => {
        const there = state.facts.transmission;
        if (there === null) return refused(noTransmission(transmissionId));
        const isTimeGiven = typeof body === "object" && body !== null && "createdAt" in body;
        const changed = isTimeGiven ? wanted : { ...wanted, createdAt: there.createdAt };
        const refusal = refusedTransmissionChange(state, there, changed, changing);
        if (refusal !== null) return refused(refusal);
        if (isUnchanged(there, changed)) {
          return written(state, { ...NOTHING, areFoldersKept: true }, changing);
        }
        const draft: Draft = {
          ...NOTHING,
          row: sidesAfter(state, changed),
          isContentChanged: true,
          areFoldersKept: true,
          isSent: isFromParty(changed.type),
        };
        const { answer, change } = written(state, draft, changing);
        return { answer, change: { ...change, changedTransmission: changed } };
      },
    },
    workshop.newId,
  );
};
