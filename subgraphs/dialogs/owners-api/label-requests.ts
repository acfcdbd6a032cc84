import type { Actor, SystemLabel } from "../../../drizzle/dialogs/values.js";
import { isUuid } from "../../../lib/ids.js";
import { parsePartyUrn } from "../../../schema/urns.js";
import type { LabelTarget, LabelWish } from "../writing/index.js";
import { spelled } from "./bodies/values.js";
import { invalid } from "./refusals.js";

/** As Dialogporten: more dialogs in one call are refused. */
const MAX_DIALOGS = 200;

const LABELS: ReadonlyMap<string, SystemLabel> = new Map(
  (["DEFAULT", "BIN", "ARCHIVE", "MARKED_AS_UNOPENED", "SENT"] as const).map((label) => [
    spelled(label).toLowerCase(),
    label,
  ]),
);
const ACTOR_TYPES: ReadonlyMap<string, Actor["actorType"]> = new Map([
  ["partyrepresentative", "PARTY_REPRESENTATIVE"],
  ["serviceowner", "SERVICE_OWNER"],
]);

type Fields = Partial<Record<string, unknown>>;
type Problem = { path: string; message: string };

const fieldsOf = (body: unknown): Fields => {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Fields;
  throw invalid([{ path: "", message: "Send a JSON object." }]);
};

const listOf = (fields: Fields, name: string, problems: Problem[]): readonly unknown[] => {
  const value = fields[name] ?? [];
  if (Array.isArray(value)) return value;
  problems.push({ path: name, message: "It must be a list." });
  return [];
};

const labelsIn = (fields: Fields, name: string, problems: Problem[]): SystemLabel[] =>
  listOf(fields, name, problems).flatMap((value, index) => {
    const path = `${name}[${index}]`;
    const label = LABELS.get(String(value).toLowerCase());
    if (label === undefined) {
      problems.push({ path, message: `"${value}" is none of Default, Bin, Archive, MarkedAsUnopened.` });
      return [];
    }
    if (label === "SENT") {
      problems.push({ path, message: "Sent follows from what was sent in; it is not for anybody to set." });
    }
    return [label];
  });

const wishIn = (fields: Fields, problems: Problem[]): LabelWish => ({
  // `systemLabels` is the older name of what is added.
  add: [...labelsIn(fields, "systemLabels", problems), ...labelsIn(fields, "addLabels", problems)],
  remove: labelsIn(fields, "removeLabels", problems),
});

const textIn = (fields: Fields, name: string): string | null => {
  const value = fields[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
};

const performerIn = (fields: Fields, problems: Problem[]): Actor | null => {
  const value = fields["performedBy"] ?? null;
  if (value === null) return null;
  const actor = typeof value === "object" && !Array.isArray(value) ? (value as Fields) : {};
  const actorType = ACTOR_TYPES.get(String(actor["actorType"]).toLowerCase());
  const [actorId, actorName] = [textIn(actor, "actorId"), textIn(actor, "actorName")];
  const urn = actorId === null ? null : parsePartyUrn(actorId);
  const note = (path: string, message: string): null => {
    problems.push({ path, message });
    return null;
  };
  if (actorType === undefined) {
    return note("performedBy.actorType", "It must be PartyRepresentative or ServiceOwner.");
  }
  if (actorId !== null && urn === null) return note("performedBy.actorId", "It must be a party's URN.");
  if (actorType === "SERVICE_OWNER" && (actorId !== null || actorName !== null)) {
    return note("performedBy", "The service owner is named by neither actorId nor actorName.");
  }
  if (actorType === "PARTY_REPRESENTATIVE" && (actorId === null) === (actorName === null)) {
    return note("performedBy", "Name the representative by one of actorId and actorName.");
  }
  return { actorType, actorId: urn, actorName };
};

const targetsIn = (fields: Fields, problems: Problem[]): LabelTarget[] => {
  const dialogs = listOf(fields, "dialogs", problems);
  if (dialogs.length === 0) problems.push({ path: "dialogs", message: "Name one dialog at least." });
  if (dialogs.length > MAX_DIALOGS) {
    const message = `It has ${dialogs.length} dialogs; at most ${MAX_DIALOGS} are changed at once.`;
    problems.push({ path: "dialogs", message });
  }
  const targets = dialogs.flatMap((value, index): LabelTarget[] => {
    const { dialogId, endUserContextRevision: revision } = (value ?? {}) as Fields;
    const path = `dialogs[${index}]`;
    if (typeof dialogId !== "string" || !isUuid(dialogId)) {
      problems.push({ path: `${path}.dialogId`, message: "It must be a UUID." });
      return [];
    }
    if (revision != null && !(typeof revision === "string" && isUuid(revision))) {
      problems.push({ path: `${path}.endUserContextRevision`, message: "It must be a UUID." });
      return [];
    }
    const endUserContextRevision = typeof revision === "string" ? revision.toLowerCase() : null;
    return [{ dialogId: dialogId.toLowerCase(), endUserContextRevision }];
  });
  if (new Set(targets.map(({ dialogId }) => dialogId)).size < targets.length) {
    problems.push({ path: "dialogs", message: "Name each dialog once." });
  }
  return targets;
};

/** Which labels to put on and take off, and who does it where that is not the end user. */
export interface LabelRequest {
  readonly wish: LabelWish;
  readonly performedBy: Actor | null;
}

/** `…SetSystemLabel_SetDialogSystemLabelRequest`. @throws RestRefusal 400 with all that is wrong */
export const readLabelRequest = (body: unknown): LabelRequest => {
  const fields = fieldsOf(body);
  const problems: Problem[] = [];
  const request = { wish: wishIn(fields, problems), performedBy: performerIn(fields, problems) };
  if (problems.length > 0) throw invalid(problems);
  return request;
};

/** `…BulkSetSystemLabels_BulkSetSystemLabel`. @throws RestRefusal 400 with all that is wrong */
export const readBulkLabelRequest = (body: unknown): LabelRequest & { targets: LabelTarget[] } => {
  const fields = fieldsOf(body);
  const problems: Problem[] = [];
  const request = {
    targets: targetsIn(fields, problems),
    wish: wishIn(fields, problems),
    performedBy: performerIn(fields, problems),
  };
  if (problems.length > 0) throw invalid(problems);
  return request;
};
