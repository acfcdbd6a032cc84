import type { Actor } from "../../drizzle/dialogs/values.js";
import { parsePartyUrn } from "../../schema/urns.js";
import type { DialogSeed } from "../../subgraphs/dialogs/index.js";
import { type Complain, checkAttachments, checkText, isUuidV7Of } from "./part-rules.js";

const isFromParty = (type: string): boolean => type === "SUBMISSION" || type === "CORRECTION";

const checkActor = (complain: Complain, { actorType, actorId, actorName }: Actor): void => {
  if (actorType === "SERVICE_OWNER") {
    if (actorId !== null || actorName !== null) complain("names the service owner");
  } else if ((actorId === null) === (actorName === null)) {
    complain("has an actor with both id and name, or neither");
  } else if (actorId !== null && parsePartyUrn(actorId) !== actorId) {
    complain(`has the actor ${actorId}`);
  }
};

const checkTransmissions = (complain: Complain, { dialog, transmissions }: DialogSeed): void => {
  const depthOf = new Map<string, number>();
  const children = new Map<string, number>();
  for (const transmission of transmissions) {
    const { id, createdAt, type, relatedTransmissionId, sender, content, attachments } = transmission;
    if (!isUuidV7Of(id, createdAt)) complain("has a transmission with an id of another moment");
    if (createdAt < dialog.createdAt || createdAt > dialog.contentUpdatedAt) {
      complain("has a transmission from outside its time");
    }
    if (relatedTransmissionId !== null) {
      const depth = depthOf.get(relatedTransmissionId);
      if (depth === undefined) complain("has a transmission that answers none before it");
      else if (depth >= 100) complain("has transmissions too deep");
      const siblings = (children.get(relatedTransmissionId) ?? 0) + 1;
      if (siblings > 100) complain("has too many answers to one transmission");
      children.set(relatedTransmissionId, siblings);
    }
    depthOf.set(id, 1 + (depthOf.get(relatedTransmissionId ?? "") ?? 0));
    checkActor(complain, sender);
    if (isFromParty(type) !== (sender.actorType === "PARTY_REPRESENTATIVE")) {
      complain(`has a ${type} from the wrong side`);
    }
    checkText(complain, "transmission's title", content.title, 255);
    checkText(complain, "transmission's summary", content.summary, 255);
    checkAttachments(complain, attachments, createdAt);
  }
  const fromParty = transmissions.filter(({ type }) => isFromParty(type)).length;
  if (dialog.fromPartyTransmissionsCount !== fromParty) complain("counts what the party sent wrongly");
  if (dialog.fromServiceOwnerTransmissionsCount !== transmissions.length - fromParty) {
    complain("counts what the owner sent wrongly");
  }
};

const checkActivities = (complain: Complain, { dialog, transmissions, activities }: DialogSeed): void => {
  const sentAt = new Map(transmissions.map(({ id, createdAt }) => [id, createdAt]));
  for (const { id, createdAt, type, transmissionId, performedBy, description } of activities) {
    if (!isUuidV7Of(id, createdAt)) complain("has an activity with an id of another moment");
    if (createdAt < dialog.createdAt || createdAt > dialog.updatedAt)
      complain(`has a ${type} outside its time`);
    if ((type === "INFORMATION") !== (description !== null)) complain(`describes a ${type} wrongly`);
    if ((type === "TRANSMISSION_OPENED") !== (transmissionId !== null))
      complain(`has a ${type} of no transmission`);
    if (transmissionId !== null && (sentAt.get(transmissionId) ?? Number.POSITIVE_INFINITY) > createdAt) {
      complain("has a transmission that was opened before it came, or never came");
    }
    if (type.startsWith("CORRESPONDENCE_") && dialog.serviceResourceType !== "correspondenceservice") {
      complain(`has a ${type}, but is no correspondence`);
    }
    checkActor(complain, performedBy);
    checkText(complain, "activity's description", description, 255);
  }
};

const checkOpened = (complain: Complain, { dialog, transmissions, activities }: DialogSeed): void => {
  const opened = new Set(activities.map(({ transmissionId }) => transmissionId));
  const hasUnopenedTransmission = transmissions.some(({ id, type }) => !isFromParty(type) && !opened.has(id));
  const isUnopenedCorrespondence =
    dialog.serviceResourceType === "correspondenceservice" &&
    !activities.some(({ type }) => type === "CORRESPONDENCE_OPENED");
  if (dialog.hasUnopenedContent !== (hasUnopenedTransmission || isUnopenedCorrespondence)) {
    complain("says wrongly whether anything is unopened");
  }
};

const checkSeen = (complain: Complain, { dialog, seenLog }: DialogSeed, now: number): void => {
  for (const { id, seenAt, seenBy, endUserType } of seenLog) {
    if (!isUuidV7Of(id, seenAt)) complain("was seen with an id of another moment");
    if (seenAt < dialog.createdAt || seenAt > now) complain("was seen outside its time");
    if (seenBy.actorType !== "PARTY_REPRESENTATIVE") complain("was seen by its own owner");
    if (!["PERSON", "SYSTEM_USER"].includes(endUserType)) complain(`was seen by a ${endUserType}`);
    checkActor(complain, seenBy);
  }
  const wasSeen = seenLog.some(({ seenAt }) => seenAt >= dialog.contentUpdatedAt);
  const isMigrated = dialog.sourceId === "altinn2";
  if (dialog.isSeenSinceLastContentUpdate !== (wasSeen || isMigrated))
    complain("says wrongly whether it was seen");
};

/** Checks what happened in a dialog: transmissions, activities, who saw it. */
export const eventProblems = (complain: Complain, seed: DialogSeed, now: number): void => {
  checkTransmissions(complain, seed);
  checkActivities(complain, seed);
  checkOpened(complain, seed);
  checkSeen(complain, seed, now);
  const { transmissions, activities, seenLog, labelAssignmentLog, body } = seed;
  const ids = [
    seed.dialog.id,
    ...[transmissions, activities, seenLog, labelAssignmentLog, body.attachments].flatMap((rows) =>
      rows.map(({ id }) => id),
    ),
  ];
  if (new Set(ids).size !== ids.length) complain("gives one id to two things");
};
