import { people } from "../cast.js";
import { localized } from "../texts.js";
import { phrases } from "../words/phrases.js";
import { serviceByName } from "../world/services.js";
import { pdf, type Tell } from "./story.js";

/** Somebody without a strong login asks to see a document. */
export const emailUser: Tell = (teller) => {
  const { bob } = people;
  const draft = teller.dialog(
    "request",
    { service: serviceByName("vir-innsynskrav"), party: bob, at: teller.at(16, 22) },
    [
      "Innsynskrav i registreringssak",
      "Innsynskrav i registreringssak",
      "Request to see a registration case",
    ],
    [
      "Du får svar innen fem arbeidsdager.",
      "Du får svar innan fem arbeidsdagar.",
      "You get an answer within five working days.",
    ],
  );
  const sent = draft.transmit(teller.at(16, 22, 3), "SUBMISSION", { title: phrases.form });
  draft.transmit(teller.at(11, 9), "DECISION", {
    title: localized(["Delvis innsyn er gitt", "Delvis innsyn er gitt", "Partial access is given"]),
    relatedTo: sent,
    attachments: [pdf("dokument", ["Sladdet dokument", "Sladda dokument", "Redacted document"])],
  });
  draft.moveTo("COMPLETED", teller.at(11, 9));
  teller.withForm(draft);
};
