import { businesses, people } from "../cast.js";
import type { DialogDraft } from "../draft.js";
import { markdown, representative, SERVICE_OWNER } from "../draft-parts.js";
import type { DemoParty } from "../party.js";
import { localized, type Texts } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell, type Teller } from "./story.js";

const { kari, ola, mona, hanna } = people;
const { lyngtunet } = businesses;

const NOTICE = serviceByName("bya-nabovarsel");
const RECEIVED = serviceByName("bya-nabovarsel-mottatt");
const APPLICATION = serviceByName("bya-byggesoknad");
const ADDRESS = "Testbakken 12";

/** The case: it holds dialogs of Kari's and of her neighbours'. */
export const NEIGHBOUR_NOTICE_PROCESS = "urn:bya:prosess:nabovarsel-testbakken-12";

/** Kari tells her neighbours: one form. */
const notice = (teller: Teller): DialogDraft => {
  const at = teller.at(70, 19, 12);
  const draft = teller.dialog(
    "notice",
    { service: NOTICE, party: kari, at },
    [`Nabovarsel for ${ADDRESS}`, `Nabovarsel for ${ADDRESS}`, `Neighbour notice for ${ADDRESS}`],
    [
      "Garasje og tilbygg. Sendt til tre naboer.",
      "Garasje og tilbygg. Send til tre naboar.",
      "Garage and extension. Sent to three neighbours.",
    ],
  );
  draft.row.process = NEIGHBOUR_NOTICE_PROCESS;
  draft.note(at, "FORM_SAVED", representative(kari.urn));
  const sentAt = teller.at(69, 20, 5);
  const sent = draft.transmit(sentAt, "SUBMISSION", {
    title: localized([
      "Nabovarsel med tegninger",
      "Nabovarsel med teikningar",
      "Neighbour notice with drawings",
    ]),
    attachments: [
      pdf("nabovarsel", ["Nabovarsel", "Nabovarsel", "Neighbour notice"]),
      pdf("tegninger", ["Tegninger", "Teikningar", "Drawings"]),
    ],
  });
  draft.note(sentAt, "FORM_SUBMITTED", representative(kari.urn));
  const summary = draft.transmit(teller.at(54, 8), "INFORMATION", {
    title: localized([
      "Fristen er ute: én merknad",
      "Fristen er ute: éin merknad",
      "Time is up: one comment",
    ]),
    relatedTo: sent,
    attachments: [
      pdf("merknader", ["Merknader fra naboer", "Merknader frå naboar", "Comments from neighbours"]),
    ],
  });
  draft.openTransmission(summary, teller.at(54, 18), representative(kari.urn));
  draft.moveTo("COMPLETED", teller.at(54, 8));
  draft.offer("PRIMARY", { action: "read", title: phrases.open });
  teller.withForm(draft);
  return draft;
};

/** What each neighbour gets. */
const received = (teller: Teller, key: string, neighbour: DemoParty): DialogDraft => {
  const draft = teller.dialog(
    key,
    { service: RECEIVED, party: neighbour, at: teller.at(69, 20, 6) },
    [`Nabovarsel: ${ADDRESS}`, `Nabovarsel: ${ADDRESS}`, `Neighbour notice: ${ADDRESS}`],
    [
      "Kari Solbakken vil bygge garasje og tilbygg.",
      "Kari Solbakken vil byggje garasje og tilbygg.",
      "Kari Solbakken wants to build a garage and an extension.",
    ],
  );
  draft.row.process = NEIGHBOUR_NOTICE_PROCESS;
  draft.row.senderName = localized([
    "Byggesaksetaten på vegne av Kari Solbakken",
    "Byggesaksetaten på vegner av Kari Solbakken",
    "Building Case Agency for Kari Solbakken",
  ]);
  draft.row.dueAt = teller.at(55, 21);
  draft.row.sourceStatus = "Published";
  draft.attach(pdf("nabovarsel", ["Nabovarsel", "Nabovarsel", "Neighbour notice"]));
  draft.offer("PRIMARY", { action: "write", title: phrases.reply, method: "GET" });
  return draft;
};

const comment = (teller: Teller): void => {
  const actor = representative(ola.urn);
  const draft = received(teller, "notice-to-ola", ola);
  draft.note(teller.at(68, 7, 30), "CORRESPONDENCE_OPENED", actor);
  draft.see(teller.at(68, 7, 30), actor);
  const reply = draft.transmit(teller.at(60, 21, 14), "SUBMISSION", {
    title: localized(["Merknad til nabovarsel", "Merknad til nabovarsel", "Comment on neighbour notice"]),
    summary: localized([
      "Garasjen tar kveldssola.",
      "Garasjen tek kveldssola.",
      "The garage takes the evening sun.",
    ]),
    attachments: [pdf("merknad", ["Merknad", "Merknad", "Comment"])],
  });
  draft.moveTo("AWAITING", teller.at(60, 21, 14));
  const answer = draft.transmit(teller.at(52, 12), "INFORMATION", {
    title: localized(["Svar på merknaden din", "Svar på merknaden din", "Answer to your comment"]),
    summary: localized([
      "Garasjen er flyttet én meter.",
      "Garasjen er flytta éin meter.",
      "The garage was moved by one metre.",
    ]),
    relatedTo: reply,
  });
  draft.openTransmission(answer, teller.at(51, 19), actor);
  draft.moveTo("COMPLETED", teller.at(52, 12));
  draft.row.sourceStatus = "Replied";
};

/** The application, with the neighbours' comments, and the decision. */
const application = (teller: Teller): DialogDraft => {
  const actor = representative(kari.urn);
  const at = teller.at(50, 20);
  const draft = teller.dialog(
    "application",
    { service: APPLICATION, party: kari, at },
    [
      `Søknad om tillatelse: garasje og tilbygg, ${ADDRESS}`,
      `Søknad om løyve: garasje og tilbygg, ${ADDRESS}`,
      `Application for permission: garage and extension, ${ADDRESS}`,
    ],
    ["Tillatelse er gitt med vilkår.", "Løyve er gitt med vilkår.", "Permission is given on conditions."],
  );
  draft.row.process = NEIGHBOUR_NOTICE_PROCESS;
  draft.row.externalReference = `${teller.yearOf(50)}/4711`;
  draft.additionalInfo = markdown(
    localized([
      "Søknaden gjelder **garasje og tilbygg**. Naboene er varslet.",
      "Søknaden gjeld **garasje og tilbygg**. Naboane er varsla.",
      "The application is for a **garage and an extension**. The neighbours have been notified.",
    ]),
  );
  const sent = draft.transmit(at, "SUBMISSION", {
    title: localized(["Søknad med vedlegg", "Søknad med vedlegg", "Application with enclosures"]),
    attachments: [pdf("soknad", ["Søknad", "Søknad", "Application"])],
  });
  draft.note(at, "FORM_SUBMITTED", actor);
  draft.note(teller.at(49, 8), "INFORMATION", SERVICE_OWNER, phrases.caseworker);
  const decision = draft.transmit(teller.at(12, 13), "DECISION", {
    title: phrases.decision,
    summary: localized(["Tillatelse med vilkår", "Løyve med vilkår", "Permission on conditions"]),
    relatedTo: sent,
    attachments: [pdf("vedtak", ["Vedtak", "Vedtak", "Decision"])],
  });
  draft.openTransmission(decision, teller.at(11, 7), actor);
  draft.moveTo("COMPLETED", teller.at(12, 13));
  draft.row.progress = 100;
  draft.row.extendedStatus = phrases.granted;
  draft.offer("PRIMARY", { action: "read", title: phrases.open });
  teller.withForm(draft);
  return draft;
};

const copyOfDecision = (teller: Teller, key: string, to: DemoParty, texts: Texts): void => {
  const draft = teller.dialog(
    key,
    { service: RECEIVED, party: to, at: teller.at(12, 13, 5) },
    [`Vedtak om ${ADDRESS}`, `Vedtak om ${ADDRESS}`, `Decision about ${ADDRESS}`],
    texts,
  );
  draft.row.process = NEIGHBOUR_NOTICE_PROCESS;
  draft.row.sourceStatus = "Published";
  draft.attach(pdf("vedtak", ["Kopi av vedtak", "Kopi av vedtak", "Copy of the decision"]));
};

/** One form, messages to three neighbours, a comment, an answer, and a decision: one case over several parties. */
export const neighbourNotice: Tell = (teller) => {
  notice(teller);
  comment(teller);
  const toMona = received(teller, "notice-to-mona", mona);
  toMona.note(teller.at(66, 20), "CORRESPONDENCE_OPENED", representative(mona.urn));
  toMona.see(teller.at(66, 20), representative(mona.urn));
  received(teller, "notice-to-lyngtunet", lyngtunet);
  // Hanna helps Kari with the application, and sees nothing else of hers.
  teller.share(application(teller), hanna);
  copyOfDecision(teller, "decision-to-ola", ola, [
    "Du kan klage innen tre uker.",
    "Du kan klage innan tre veker.",
    "You can appeal within three weeks.",
  ]);
};
