import { DAY_MILLIS, SECOND_MILLIS } from "../../lib/clock.js";
import { SERVICE_OWNER, toPay } from "../draft-parts.js";
import type { FlowName } from "../services/family.js";
import type { Scene } from "./scene.js";

/*
 * How dialogs go. Each step has a moment of its own; where that has not come yet the dialog stays as it is, so old
 * ones are finished and new ones are under way, without anybody saying so.
 */
type Flow = (scene: Scene) => void;

/** The owner's letter arrives, as the platform has it: a dialog with documents, or a transmission. */
const deliver = (scene: Scene): string | null => {
  const { draft, random } = scene;
  const files = [scene.file("letter", "brev.pdf")];
  if (random.chance(0.3)) files.push(scene.file("enclosure", "vedlegg.pdf"));
  if (draft.service.platform === "fiks") {
    const { createdAt, title, summary } = draft.row;
    return draft.transmit(createdAt, "INFORMATION", { title, summary, attachments: files });
  }
  for (const file of files) draft.attach(file);
  if (draft.service.platform === "altinn3" && random.chance(0.4)) draft.embed("innhold", scene.languages);
  return null;
};

/** Somebody opens what was delivered. @returns when, or `null` where nobody has */
const openDelivered = (scene: Scene, transmission: string | null): number | null => {
  const { draft, random, actor } = scene;
  const at = random.chance(0.88) ? scene.after(draft.row.createdAt, 0.01, 40) : null;
  if (at === null) return null;
  if (transmission !== null) draft.openTransmission(transmission, at, actor);
  else {
    if (draft.service.type === "CORRESPONDENCE_SERVICE") draft.note(at, "CORRESPONDENCE_OPENED", actor);
    draft.see(at, actor);
  }
  return at;
};

const letter: Flow = (scene) => {
  const openedAt = openDelivered(scene, deliver(scene));
  scene.draft.offer("PRIMARY", { action: "read", title: scene.say("open") });
  const isRead = openedAt !== null;
  scene.statusWord({
    altinn2: isRead ? "Lest" : "Ulest",
    fiks: isRead ? "LEST" : "VARSLET",
    letter: isRead ? "Read" : "Published",
  });
};

const confirm: Flow = (scene) => {
  const { draft, actor } = scene;
  draft.row.status = "REQUIRES_ATTENTION";
  draft.offer("PRIMARY", { action: "confirm", title: scene.say("confirm"), method: "POST" });
  const openedAt = openDelivered(scene, deliver(scene));
  scene.statusWord({ altinn2: "Ikke bekreftet", letter: "Published" });
  const at = openedAt === null ? null : scene.after(openedAt, 0.001, 5);
  if (at === null) return;
  if (draft.service.type === "CORRESPONDENCE_SERVICE") draft.note(at, "CORRESPONDENCE_CONFIRMED", actor);
  draft.moveTo("NOT_APPLICABLE", at);
  draft.see(at, actor);
  scene.statusWord({ altinn2: "Bekreftet", letter: "Confirmed" });
};

/** Fills in and submits. @returns the submission and its moment, or `null` where it is still a draft */
const submit = (scene: Scene, at: number | null): { id: string; at: number } | null => {
  const { draft, actor } = scene;
  if (at === null) {
    const isSigning = draft.row.status === "IN_PROGRESS";
    if (!isSigning) draft.row.status = "DRAFT";
    draft.row.extendedStatus = scene.say(isSigning ? "waitingForSignature" : "draft");
    draft.note(draft.row.createdAt, "FORM_SAVED", actor);
    draft.offer("PRIMARY", {
      action: isSigning ? "sign" : "write",
      title: scene.say(isSigning ? "sign" : "fillIn"),
    });
    draft.offer("SECONDARY", {
      action: "delete",
      title: scene.say("delete"),
      isDelete: true,
      prompt: scene.say("deletePrompt"),
    });
    scene.statusWord({ altinn2: "Under utfylling", fiks: "SKJEMAKLADD" });
    return null;
  }
  const attachments = [scene.file("form", "skjema.pdf")];
  const id = draft.transmit(at, "SUBMISSION", { title: scene.say("form"), attachments });
  draft.note(at, "FORM_SUBMITTED", actor);
  draft.moveTo("AWAITING", at);
  draft.offer("PRIMARY", { action: "read", title: scene.say("open") });
  scene.statusWord({ altinn2: "Innsendt", fiks: "MOTTATT" });
  return { id, at };
};

/** Fills in, and has somebody sign now and then. @returns when it can be sent in, or `null` where it is not ready */
const prepare = (scene: Scene, createdAt: number): number | null => {
  const { draft, random, actor } = scene;
  const filledAt = scene.after(createdAt, 0.005, 14);
  if (filledAt === null || !random.chance(0.25)) return filledAt;
  draft.note(filledAt, "SENT_TO_SIGNING", actor);
  const signedAt = scene.after(filledAt, 0.01, 12);
  if (signedAt !== null) draft.note(signedAt, "SIGNATURE_PROVIDED", actor);
  else draft.moveTo("IN_PROGRESS", filledAt);
  return signedAt;
};

const form: Flow = (scene) => {
  const { draft, random, actor } = scene;
  const submission = submit(scene, prepare(scene, draft.row.createdAt));
  if (submission === null) return;
  const answeredAt = scene.after(submission.at, 0.02, 30);
  if (answeredAt === null) return;
  const isAccepted = random.chance(0.95);
  const receipt = draft.transmit(answeredAt, isAccepted ? "ACCEPTANCE" : "REJECTION", {
    title: scene.say(isAccepted ? "accepted" : "rejected"),
    relatedTo: submission.id,
    attachments: [scene.file("receipt", "kvittering.pdf")],
  });
  draft.moveTo(isAccepted ? "COMPLETED" : "REQUIRES_ATTENTION", answeredAt);
  scene.statusWord(isAccepted ? { altinn2: "Arkivert", fiks: "FERDIGBEHANDLET" } : { altinn2: "Avvist" });
  const openedAt = random.chance(0.8) ? scene.after(answeredAt, 0.05, 60) : null;
  if (openedAt !== null) draft.openTransmission(receipt, openedAt, actor);
};

/** The owner asks for more, and gets it. @returns when the case can go on, or `null` where it waits */
const askForMore = (scene: Scene, submission: { id: string; at: number }): number | null => {
  const { draft, actor } = scene;
  const askedAt = scene.after(submission.at, 2, 30);
  if (askedAt === null) return null;
  const request = draft.transmit(askedAt, "REQUEST", {
    title: scene.say("askedForMore"),
    relatedTo: submission.id,
  });
  draft.moveTo("REQUIRES_ATTENTION", askedAt);
  draft.row.progress = 40;
  draft.row.extendedStatus = scene.say("waitingForDocuments");
  scene.statusWord({ altinn2: "Mangler dokumentasjon", fiks: "DOKUMENTASJON_ETTERSPURT" });
  const openedAt = scene.after(askedAt, 0.1, 10);
  if (openedAt === null) return null;
  draft.openTransmission(request, openedAt, actor);
  const sentAt = scene.after(openedAt, 0.1, 20);
  if (sentAt === null) return null;
  draft.transmit(sentAt, "CORRECTION", {
    title: scene.say("sentMore"),
    relatedTo: request,
    attachments: [scene.file("enclosure", "dokumentasjon.pdf")],
  });
  draft.moveTo("AWAITING", sentAt);
  return sentAt;
};

const caseFlow: Flow = (scene) => {
  const { draft, random, actor } = scene;
  const submission = submit(scene, prepare(scene, draft.row.createdAt));
  if (submission === null) return;
  draft.row.progress = 20;
  draft.row.extendedStatus = scene.say("underHandling");
  draft.row.process = `urn:${draft.service.org}:sak:${scene.values.case.replace("/", "-")}-${draft.row.id.slice(-12)}`;
  scene.statusWord({ altinn2: "Under behandling", fiks: "UNDER_BEHANDLING" });
  draft.note(submission.at, "INFORMATION", SERVICE_OWNER, scene.say("caseOpened"));
  const readyAt = random.chance(0.35) ? askForMore(scene, submission) : submission.at;
  const decidedAt = readyAt === null ? null : scene.after(readyAt, 5, 120);
  if (decidedAt === null) return;
  const isGranted = random.chance(0.85);
  const decision = draft.transmit(decidedAt, "DECISION", {
    title: scene.say("decision"),
    summary: scene.say(isGranted ? "granted" : "refused"),
    relatedTo: submission.id,
    attachments: [scene.file("decision", "vedtak.pdf")],
  });
  draft.moveTo("COMPLETED", decidedAt);
  draft.row.progress = 100;
  draft.row.extendedStatus = scene.say(isGranted ? "granted" : "refused");
  scene.statusWord({ altinn2: "Avsluttet", fiks: "FERDIGBEHANDLET" });
  const openedAt = random.chance(0.85) ? scene.after(decidedAt, 0.05, 40) : null;
  if (openedAt !== null) draft.openTransmission(decision, openedAt, actor);
};

const invoice: Flow = (scene) => {
  const { draft, random, actor } = scene;
  const { createdAt } = draft.row;
  const dueAt = createdAt + random.int(14, 35) * DAY_MILLIS;
  draft.row.dueAt = dueAt;
  draft.deadlines = [toPay(dueAt)];
  draft.row.status = "REQUIRES_ATTENTION";
  draft.attach(scene.file("invoice", "faktura.pdf"));
  draft.offer("PRIMARY", { action: "write", title: scene.say("pay") });
  scene.statusWord({ altinn2: "Ubetalt", fiks: "IKKE_BETALT", letter: "Published" });
  const openedAt = scene.after(createdAt, 0.05, 20);
  if (openedAt !== null) {
    if (draft.service.type === "CORRESPONDENCE_SERVICE") draft.note(openedAt, "CORRESPONDENCE_OPENED", actor);
    draft.see(openedAt, actor);
  }
  const isLate = random.chance(0.12);
  const paidAt = scene.after(isLate ? dueAt : createdAt, 1, isLate ? 30 : 14);
  if (paidAt === null) {
    if (dueAt < scene.now) {
      draft.row.extendedStatus = scene.say("overdue");
      scene.statusWord({ fiks: "INKASSOVARSEL" });
    }
    return;
  }
  draft.note(paidAt, "PAYMENT_MADE", actor);
  draft.moveTo("COMPLETED", paidAt);
  draft.row.extendedStatus = scene.say("paidStatus");
  scene.statusWord({ altinn2: "Betalt", fiks: "BETALT", letter: "Read" });
  if (random.chance(0.5)) draft.see(paidAt, actor);
};

const duty: Flow = (scene) => {
  const { draft, random, actor } = scene;
  const { createdAt } = draft.row;
  draft.row.dueAt = createdAt + random.int(14, 60) * DAY_MILLIS;
  draft.row.status = "REQUIRES_ATTENTION";
  const seenAt = scene.after(createdAt, 0.1, 20);
  if (seenAt !== null) {
    if (draft.service.type === "CORRESPONDENCE_SERVICE") draft.note(seenAt, "CORRESPONDENCE_OPENED", actor);
    draft.see(seenAt, actor);
  }
  const doneAt = scene.after(createdAt, 0.5, 60);
  if (doneAt === null) {
    draft.offer("PRIMARY", { action: "write", title: scene.say("fillIn") });
    draft.row.extendedStatus = scene.say("waitingForYou");
    scene.statusWord({ altinn2: "Ikke levert", letter: "Published" });
    return;
  }
  // A letter asks for something that is done elsewhere; everything else asks for a form.
  if (draft.service.type === "CORRESPONDENCE_SERVICE") {
    draft.note(doneAt, "INFORMATION", SERVICE_OWNER, scene.say("dutyDone"));
  } else submit(scene, doneAt);
  draft.moveTo("COMPLETED", doneAt);
  scene.statusWord({ altinn2: "Arkivert", letter: "Read" });
};

const report: Flow = (scene) => {
  const { draft, random } = scene;
  const { createdAt } = draft.row;
  const submission = submit(scene, createdAt);
  if (submission === null) return;
  const receivedAt = createdAt + random.int(1, 90) * SECOND_MILLIS;
  const receipt = draft.transmit(receivedAt, "ACCEPTANCE", {
    title: scene.say("received"),
    relatedTo: submission.id,
    attachments: [scene.file("receipt", "kvittering.pdf")],
  });
  draft.moveTo("COMPLETED", receivedAt);
  draft.offerApi("read", "GET");
  draft.row.isApiOnly = random.chance(0.02);
  const openedAt = random.chance(0.7) ? scene.after(receivedAt, 0.001, 3) : null;
  if (openedAt !== null) draft.openTransmission(receipt, openedAt, scene.actor);
  scene.statusWord({ altinn2: "Arkivert" });
};

export const flows: Readonly<Record<FlowName, Flow>> = {
  letter,
  confirm,
  form,
  case: caseFlow,
  invoice,
  duty,
  report,
};
