import { people } from "../cast.js";
import { representative } from "../draft-parts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

const { kari } = people;

/** Kari's return for last year, and the assessment: two dialogs of one process, after last year's. */
export const taxReturn: Tell = (teller) => {
  const actor = representative(kari.urn);
  const year = teller.yearOf(0) - 1;
  const process = `urn:fjs:fastsetting:${year}:${kari.id}`;
  const draft = teller.dialog(
    "return",
    { service: serviceByName("fjs-skattemelding"), party: kari, at: teller.at(80, 6) },
    [`Skattemelding for ${year}`, `Skattemelding for ${year}`, `Tax return for ${year}`],
    [
      "Du la til reiseutgifter og leverte.",
      "Du la til reiseutgifter og leverte.",
      "You added travel expenses and submitted.",
    ],
  );
  draft.row.process = process;
  draft.row.precedingProcess = `urn:fjs:fastsetting:${year - 1}:${kari.id}`;
  draft.note(teller.at(75, 20), "FORM_SAVED", actor);
  const sent = draft.transmit(teller.at(74, 21), "SUBMISSION", {
    title: phrases.form,
    attachments: [pdf("skattemelding", ["Skattemelding", "Skattemelding", "Tax return"])],
  });
  draft.note(teller.at(74, 21), "FORM_SUBMITTED", actor);
  const receipt = draft.transmit(teller.at(74, 21, 1), "ACCEPTANCE", {
    title: phrases.received,
    relatedTo: sent,
  });
  draft.openTransmission(receipt, teller.at(74, 21, 2), actor);
  draft.moveTo("COMPLETED", teller.at(74, 21, 1));
  draft.offer("PRIMARY", { action: "read", title: phrases.open });
  teller.withForm(draft);

  const assessment = teller.dialog(
    "assessment",
    { service: serviceByName("fjs-skatteoppgjor"), party: kari, at: teller.at(15, 5) },
    [`Skatteoppgjør for ${year}`, `Skatteoppgjer for ${year}`, `Tax assessment for ${year}`],
    ["Du har 4 812 kroner til gode.", "Du har 4 812 kroner til gode.", "You are owed NOK 4,812."],
  );
  assessment.row.process = process;
  assessment.row.precedingProcess = `urn:fjs:fastsetting:${year - 1}:${kari.id}`;
  assessment.row.sourceStatus = "Read";
  assessment.embed("innhold", ["nb", "nn", "en"]);
  assessment.attach(pdf("skatteoppgjor", ["Skatteoppgjør", "Skatteoppgjer", "Tax assessment"]));
  assessment.note(teller.at(14, 18), "CORRESPONDENCE_OPENED", actor);
  assessment.see(teller.at(14, 18), actor);
};
